//! Photos (照片): taken in as pictures of our own, kept by content, shown to whoever may see the ticket.

mod handlers;
pub mod picture;
mod store;

use steward_core::tickets::api;

use crate::http::routes::Api;

pub use store::Photos;
pub(crate) use store::file_names;

/// The calls of this feature.
pub fn api() -> Api {
    Api::new().call(&api::UPLOAD, handlers::upload).call(&api::PHOTO, handlers::show)
}
