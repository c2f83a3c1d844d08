//! Assessing people and projects fairly (绩效): weighted key figures with targets, floors and caps.
//!
//! Pure arithmetic on figures that others measured. It is not the measuring, not the stars, not the appeal.

pub mod composite;
#[cfg(test)]
mod tests;

pub use composite::{Composite, Direction, Item, KpiError, composite};
