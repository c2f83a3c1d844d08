//! The server from outside: one module for each part of its surface. A new file in this folder is named here.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this crate is test code: a panic is a failed test that says why"
)]

mod accounts;
mod alarms;
mod bounded;
mod call_backs;
mod campaigns;
mod cockpit_channels;
mod cockpit_figures;
mod cockpit_parts;
mod cockpit_sums;
mod common;
mod doctor;
mod exports;
mod figure_lists;
mod handbook;
mod import;
mod jobs;
mod lists;
mod live;
mod mail;
mod milestones;
mod nodes;
mod openapi;
mod outbox;
mod owners;
mod packing;
mod photos;
mod rebuilding;
mod renewals;
mod reports;
mod same_words;
mod simulate;
mod standards;
mod surface;
mod survey_answers;
mod tickets;
mod transfer;
mod voice;
mod voices;
mod writer;
