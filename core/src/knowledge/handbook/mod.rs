//! The service handbook (客户服务手册) as documents that people draft, review, publish and acknowledge (S54, S55, R95).
//!
//! - [`chapter`]: what one of the eight scenarios (§4.2) has: process, limits by name, scripts, writing rules.
//! - [`script`]: what is said to owners (话术), with placeholders that a ticket's values fill.
//! - [`writing`]: how an act is written down (工单填写规范), and what a text lacks of it.
//! - [`edition`]: one version and its way from draft to retirement; the same way as the standard's.
//! - [`fault`]: everything that keeps a version from being published, each with its place.
//! - [`difference`]: what changed from one version to the next, chapter by chapter.
//! - [`rollout`]: who has read it, which projects are live, and whether all are in time (R95).
//! - [`api`]: the calls.
//!
//! Invariants: a handbook names clocks and never copies their numbers; a script is filled or shows its gap, never a
//! wrong value; what one version asks to acknowledge no earlier acknowledgement answers.

pub mod api;
pub mod chapter;
pub mod difference;
pub mod edition;
pub mod fault;
pub mod rollout;
pub mod script;
pub mod writing;

pub use chapter::{Chapter, Step};
pub use difference::{Change, ChapterDifference, How, Part, differences};
pub use edition::{Edit, Edition, EditionStep, REVIEW_EVERY};
pub use fault::{Fault, FaultKind, Place};
pub use rollout::{LIVE_PERCENT, ProjectRollOut, RollOut, Target};
pub use script::{Moment, Placeholder, Script, Values, fill};
pub use writing::{Rule, WritingFault, review_writing};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod text_tests;
