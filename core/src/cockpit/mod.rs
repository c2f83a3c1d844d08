//! The cockpit (驾驶舱): numbers that managers read, each of which opens its tickets.
//!
//! Every number is a count that can be merged, so that a scope of projects is the sum of its projects. [`measure`] says
//! what is measured of a ticket, [`counted`] what one ticket adds on which day, [`buckets`] for whom it is summed, and
//! [`indicator`] which figures follow from the sums.

pub mod alarm;
pub mod buckets;
pub mod channels;
pub mod complaints;
pub mod counted;
pub mod figures;
pub mod flow;
pub mod goals;
pub mod indicator;
pub mod kinds;
pub mod measure;
pub mod milestone;
pub mod parts;
pub mod period;
pub mod report;
pub mod surveys;
#[cfg(test)]
mod tests;
pub mod trends;
