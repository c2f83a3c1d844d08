//! Ratings as evidence (surveys): the ledger that every rating is chained into, its public side, the voucher, and rating
//! by a personal link; survey campaigns ([`campaigns`]); and the customers' voice, coded ([`coding`]).

pub mod audit;
mod by_link;
pub mod campaigns;
pub mod coding;
pub mod days;
mod handlers;
pub mod ledger;
pub(crate) mod links;
mod vouchers;

use steward_core::surveys::api;

use crate::http::routes::Api;

/// The calls of this feature.
pub fn api() -> Api {
    Api::new()
        .call(&api::VOUCHER, handlers::voucher)
        .call(&api::RATE_LOOK, by_link::look)
        .call(&api::RATE_BY_LINK, by_link::rate)
        .call(&api::LEDGER_HEADS, handlers::heads)
        .call(&api::LEDGER_DAYS, handlers::days)
        .call(&api::LEDGER_DAY, handlers::day)
        .call(&api::LEDGER, handlers::ledger)
        .merge(campaigns::api())
        .merge(coding::api())
}
