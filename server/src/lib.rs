#![forbid(unsafe_code)]
//! What is kept: the `steward` server as a library, so that tests run it inside their own process.
//!
//! Handlers read and ask; [`writer`] writes; every rule is core's. [`run`] is the whole server.

pub mod accounts;
pub mod app;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod cockpit;
pub mod config;
pub mod db;
pub mod demo;
pub mod doctor;
pub mod http;
pub mod import;
pub mod jobs;
pub mod knowledge;
pub mod live;
pub mod outbox;
pub mod owners;
pub mod photos;
mod qr;
mod random;
mod run;
pub mod secret;
pub mod simulate;
pub mod sla;
pub mod spreadsheet;
pub mod surveys;
pub mod tickets;
pub mod transfer;
mod words;
pub mod writer;

pub use run::{CannotStart, RunningServer, run, run_with_clock};
