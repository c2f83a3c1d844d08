//! Tickets (tickets, 工单) on the server: submitted, listed, read, commanded.
//!
//! No rule is here: what may happen is core's `decide`, who may see it is core's `permit`, put into every query
//! by [`visible`]. Writing is the writer's.

pub mod engineers;
mod export;
mod filters;
mod handlers;
pub mod homes;
mod list;
mod owner_card;
pub mod packed;
mod page;
mod reveal;
pub mod service;
pub mod store;
mod submission;
pub mod visible;
pub(crate) mod wording;

#[cfg(test)]
mod visible_tests;

use steward_core::tickets::api;

use crate::http::routes::Api;

/// The calls of this feature.
pub fn api() -> Api {
    Api::new()
        .call(&api::SUBMIT, handlers::submit)
        .call(&api::LIST, handlers::list)
        .call(&api::EXPORT_LIST, export::export)
        .call(&api::COUNTS, handlers::counts)
        .call(&api::SAME_WORDS, handlers::same_words)
        .call(&api::READ, handlers::read)
        .call(&api::COMMAND, handlers::command)
        .call(&api::CANDIDATES, handlers::candidates)
        .call(&api::REVEAL_PHONE, handlers::reveal_phone)
}
