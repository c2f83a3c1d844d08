//! Photos (照片): taken in as pictures of our own, kept by content, shown to whoever may see the ticket.

mod handlers;
pub mod picture;
mod store;

use axum::Router;
use steward_core::tickets::api;

use crate::app::App;
use crate::http::routes::Calls as _;

pub use store::Photos;
pub(crate) use store::file_names;

/// The calls of this feature.
pub fn router() -> Router<App> {
    Router::new().call(&api::UPLOAD, handlers::upload).call(&api::PHOTO, handlers::show)
}
