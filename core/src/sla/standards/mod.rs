//! The group's standard (时限标准) as documents that people draft, review, publish and retire (S10, S12, R14).
//!
//! - [`standard`]: one version, with its limits and the calendars they count in, and its way from draft to retirement.
//! - [`fault`]: everything that may be wrong with one before it can hold.
//! - [`deviation`]: what one project does otherwise, with an approver and a reason (R14).
//! - [`replay`]: what a version would have made of the past (试算), in the browser or on the server, byte for byte.
//! - [`api`]: the calls.
//!
//! Which limit fits a ticket and when a clock is due is `sla`'s business; nothing here starts or judges a clock.

pub mod api;
pub mod deviation;
pub mod fault;
pub mod replay;
pub mod standard;

#[cfg(test)]
mod record_tests;
#[cfg(test)]
mod replay_tests;
#[cfg(test)]
mod tests;

pub use deviation::Deviation;
pub use fault::{Fault, FaultKind, Place};
pub use standard::{Edit, NamedCalendar, Refused, Signed, Stage, Standard, VersionStanding, VersionStep};
