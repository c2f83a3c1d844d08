//! The rules of projects (sla, 时限) on the server: read from the store, expanded around now, kept for a moment.

pub mod book;
mod handlers;

use axum::Router;
use steward_core::sla::api;

use crate::app::App;
use crate::http::routes::Calls as _;

pub use book::{Book, ProjectRules};

/// The calls of this feature.
pub fn router() -> Router<App> {
    Router::new().call(&api::RULES, handlers::rules)
}
