#![expect(clippy::expect_used, reason = "a panic is a failed story that says why")]
//! Browser stories: what people do with the product, from the first tap to the last, by role.
//!
//! Every story runs against the real server with the built bundles, finds things by role and name in the browser's
//! own accessibility tree, names them by the keys of the app's words, and ends with an axe audit, a screenshot and
//! a look at the console. They carry `#[ignore]`, because they need a browser: `cargo xtask test stories`.

mod stage;

mod alarm;
mod claim;
mod cockpit;
mod complaint;
mod customer_voice;
mod desk;
mod handbook;
mod home;
mod ledger;
mod link;
mod live;
mod long;
mod milestones;
mod morning;
mod one_file;
mod overdue;
mod pages;
mod pause;
mod reopen;
mod repair;
mod report;
mod sign_in;
mod stale;
mod standards;
mod survey;
mod trouble;
mod voices;
mod voucher;
mod wall;
