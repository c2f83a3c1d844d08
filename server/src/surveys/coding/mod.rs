//! The customers' voice on the server (客户声音, S35, S38): the code book, the month's texts, their readings, and what they
//! add up to.
//!
//! Every rule is core's ([`steward_core::surveys::coding`]). Who reads surveys may see the texts, as far as their tickets
//! or surveys are theirs to see; who changes surveys reads them; who configures surveys makes the code book. [`texts`] is
//! where texts come from and the conditions inside each query.

mod answers;
mod book;
mod handlers;
mod readings;
mod suggestions;
mod texts;

use steward_core::accounts::Actor;
use steward_core::accounts::permit::{Action, Object, reach};
use steward_core::problem::Code;
use steward_core::surveys::coding::api;

use crate::http::error::Answer;
use crate::http::routes::Api;

pub(crate) use handlers::unread;
pub(crate) use readings::add as read;
pub(crate) use suggestions::add as suggest;

/// The calls of this feature.
pub fn api() -> Api {
    Api::new()
        .call(&api::BOOK, handlers::book)
        .call(&api::EDIT_BOOK, handlers::edit_book)
        .call(&api::TEXTS, handlers::texts)
        .call(&api::READ_TEXT, handlers::read)
        .call(&api::SUMMARY, handlers::summary)
        .call(&api::EXPORT_TEXTS, handlers::export)
        .call(&api::SUGGEST, handlers::suggest)
}

/// Refuses whoever may not do this to surveys at all.
fn must(actor: &Actor, action: Action) -> Answer<()> {
    if reach(actor.role, action, Object::Survey).is_some() { Ok(()) } else { Err(Code::Forbidden.into()) }
}
