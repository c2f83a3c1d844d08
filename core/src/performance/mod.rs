//! Assessing people and projects fairly (绩效): weighted key figures with targets, floors and caps.
//!
//! [`satisfaction`] is what of a survey enters them.
//!
//! Pure arithmetic on figures that others measured. It is not the measuring, not the stars, not the appeal.

pub mod composite;
pub mod satisfaction;
#[cfg(test)]
mod tests;

pub use composite::{Composite, Direction, Item, KpiError, composite};
