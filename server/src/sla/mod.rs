//! The rules of projects (sla, 时限) on the server: read from the store, expanded around now, kept for a moment.

pub mod book;
mod handlers;
pub mod house;
pub mod standards;

use steward_core::sla::api;

use crate::http::routes::Api;

pub use book::{Book, ProjectRules};

/// The calls of this feature.
pub fn api() -> Api {
    Api::new().call(&api::RULES, handlers::rules).merge(standards::api())
}
