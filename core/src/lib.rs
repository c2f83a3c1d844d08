#![forbid(unsafe_code)]
//! What is true in Steward: every rule as a pure function, compiled to the browser and to the server.
//!
//! No I/O, no clock, no randomness, no database, no web, no async: `now` is an argument. No sentence for a
//! person either: this crate returns codes with parameters; words live in `app/locales`.

pub mod accounts;
pub mod calendar;
pub mod cockpit;
pub mod day;
pub mod endpoint;
pub mod export;
pub mod ids;
pub mod knowledge;
pub mod owners;
pub mod performance;
pub mod problem;
#[cfg(feature = "schema")]
pub mod schema;
pub mod sla;
pub mod surveys;
pub mod tickets;
pub mod time;
mod words;
