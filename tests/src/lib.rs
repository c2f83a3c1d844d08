#![forbid(unsafe_code)]
#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "this library is test code: a panic is a failed test that says why"
)]
//! The harness of the end-to-end tests: the real `steward` binary, people who call it over HTTP, and browsers.
//!
//! [`Product`] is a server process with its own data folder; [`Client`] is somebody who calls it; [`browser`] is
//! somebody who looks at it. Nothing here knows a rule of the product, and nothing sleeps but to ask again.

pub mod browser;
pub mod client;
pub mod contract;
pub mod crowd;
pub mod live;
pub mod people;
pub mod photos;
pub mod product;
pub mod snapshot;
pub mod wait;
pub mod wire;
pub mod words;

pub use client::{Answer, Client};
pub use contract::Contract;
pub use product::Product;
