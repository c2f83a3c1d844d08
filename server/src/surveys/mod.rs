//! Ratings as evidence (surveys): the ledger that every rating is chained into, its public side, the voucher; and
//! survey campaigns ([`campaigns`]).

pub mod audit;
pub mod campaigns;
mod handlers;
pub mod ledger;

use steward_core::surveys::api;

use crate::http::routes::Api;

/// The calls of this feature.
pub fn api() -> Api {
    Api::new()
        .call(&api::VOUCHER, handlers::voucher)
        .call(&api::LEDGER, handlers::ledger)
        .merge(campaigns::api())
}
