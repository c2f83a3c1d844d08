//! Owners' homes as the group knows them (业主档案): the dates of a household with its home and its contract, and the
//! stage of life that follows from them (R64).
//!
//! [`facts`] is what is written down and which of it cannot be, [`lifecycle`] what follows on a given day, [`api`] how
//! both travel. Who owns a home and how to reach them is `accounts`' business.
//!
//! Invariant: a stage is never stored. It follows from the facts and the day, so it is right tomorrow as well.

pub mod api;
pub mod facts;
pub mod lifecycle;

#[cfg(test)]
mod tests;

pub use facts::Facts;
pub use lifecycle::{Lifecycle, PropertyStage, lifecycle};
