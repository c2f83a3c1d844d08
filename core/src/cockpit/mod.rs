//! The cockpit (驾驶舱): numbers that managers read, each of which opens its tickets.
//!
//! Every number is a count that can be merged, so that a scope of projects is the sum of its projects.

pub mod api;
pub mod channels;
pub mod complaints;
