//! Service-level clocks (时限): limits, states, escalation, and why a due time is what it is.
//!
//! The mathematics here is pure and runs in the browser as on the server: [`state`](mod@state) says where one target
//! stands, [`escalation`] how far an overdue one has climbed, [`explain`](mod@explain) how a due time came about.
//! Late means after the due time that was shown. [`standards`] is how limits come into force. Working time itself is `calendar`'s business.

pub mod api;
pub mod clock;
pub mod elastic;
pub mod escalation;
pub mod explain;
#[cfg(test)]
mod math_tests;
pub mod policy;
pub mod promise;
pub mod standards;
pub mod state;

pub use elastic::{Elastic, Extension, Factors, ShortensLimit};
pub use escalation::{Overdue, Rung, escalation_level};
pub use explain::{Noted, Step, Terms, explain};
pub use state::{Reading, State, Target, state, warning};
