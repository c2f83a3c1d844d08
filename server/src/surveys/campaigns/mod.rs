//! Survey campaigns on the server (满意度调查, S30): design, invitations, answers without signing in, results.
//!
//! Every rule is core's. [`access`] is who sees what, inside the query; [`store`] the campaigns themselves; `people`
//! who is asked; `start` what starting and closing write; `answer` the public side; `figures` the results;
//! `links` links and their QR codes; `improve` what follows; `call_backs` who is spoken with afterwards; [`reminders`],
//! [`renewals`] and [`sums`] the jobs.
//!
//! Only the SHA-256 of a personal link is stored. An answer's row has no household, no person and no time.

pub(super) mod access;
mod answer;
mod call_backs;
pub(super) mod figures;
mod handlers;
mod improve;
pub(super) mod links;
mod people;
pub(super) mod plans;
pub mod reminders;
pub mod renewals;
mod start;
pub(super) mod store;
pub mod sums;

use steward_core::surveys::campaign::{api, call_back};

use crate::http::routes::Api;

pub(crate) use answer::take;
pub(crate) use improve::{add as improve, move_on as carry_on};
pub(crate) use links::print;
pub(crate) use plans::begin;
pub(crate) use start::{Told, move_on};

/// The calls of this feature.
pub fn api() -> Api {
    Api::new()
        .call(&api::CAMPAIGNS, handlers::list)
        .call(&api::NEW_CAMPAIGN, handlers::begin)
        .call(&api::PREVIEW, handlers::preview)
        .call(&api::CAMPAIGN, handlers::page)
        .call(&api::EDIT_CAMPAIGN, handlers::edit)
        .call(&api::MOVE_CAMPAIGN, handlers::move_on)
        .call(&api::RESULTS, handlers::results)
        .call(&api::EXPORT, handlers::export)
        .call(&api::LINKS, handlers::links)
        .call(&api::OPEN_LINKS, handlers::open_links)
        .call(&api::ADD_IMPROVEMENT, handlers::add_improvement)
        .call(&api::EDIT_IMPROVEMENT, handlers::edit_improvement)
        .call(&api::MOVE_IMPROVEMENT, handlers::move_improvement)
        .call(&api::SHEET, handlers::sheet)
        .call(&api::ANSWER, handlers::answer)
        .call(&api::OPEN_SHEET, handlers::open_sheet)
        .call(&api::OPEN_ANSWER, handlers::open_answer)
        .call(&call_back::WISH_CALL, handlers::wish_call)
        .call(&call_back::CALL_BACKS, handlers::call_backs)
        .call(&call_back::MOVE_CALL_BACK, handlers::move_call_back)
}
