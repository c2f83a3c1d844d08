//! Sign-in, sessions and "who am I" (accounts, 账户与权限) on the server.
//!
//! Owners prove a phone with a one-time code, staff know a password and may have a second factor. What somebody
//! may do is core's `permit::may`; here is only the way from a cookie to an `Actor`.

pub mod admin;
mod codes;
pub mod delivery;
mod handlers;
pub(crate) mod households;
pub mod passwords;
pub mod people;
pub mod scope;
pub mod sessions;
mod staff;
pub mod viewer;

use steward_core::accounts::api;

use crate::http::routes::Api;

pub use viewer::Viewer;

/// The calls of this feature.
pub fn api() -> Api {
    Api::new()
        .call(&api::REQUEST_CODE, handlers::request_code)
        .call(&api::SIGN_IN_OWNER, handlers::sign_in_owner)
        .call(&api::SIGN_IN_STAFF, handlers::sign_in_staff)
        .call(&api::WHO_AM_I, handlers::who_am_i)
        .call(&api::SIGN_OUT, handlers::sign_out)
        .call(&api::SET_PREFERENCES, handlers::set_preferences)
        .call(&api::HOUSEHOLDS, households::find)
}
