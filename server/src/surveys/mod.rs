//! Ratings as evidence (surveys): the ledger that every rating is chained into, its public side, the voucher.

pub mod audit;
mod handlers;
pub mod ledger;

use axum::Router;
use steward_core::surveys::api;

use crate::app::App;
use crate::http::routes::Calls as _;

/// The calls of this feature.
pub fn router() -> Router<App> {
    Router::new().call(&api::VOUCHER, handlers::voucher).call(&api::LEDGER, handlers::ledger)
}
