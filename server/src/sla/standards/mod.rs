//! The standard's versions, legal limits and exceptions on the server: kept, stepped, and replayed over the past.

mod deviations;
mod handlers;
mod history;
mod ical;
mod legal;
pub mod store;

use steward_core::accounts::Actor;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::problem::{Code, Problem};
use steward_core::sla::standards::{Refused, Signed, api};
use steward_core::time::Instant;

use crate::http::error::{Answer, Failure};
use crate::http::routes::Api;

/// The calls of this part.
pub(super) fn api() -> Api {
    Api::new()
        .call(&api::VERSIONS, handlers::versions)
        .call(&api::VERSION, handlers::version)
        .call(&api::NEW_DRAFT, handlers::new_draft)
        .call(&api::EDIT, handlers::edit)
        .call(&api::STEP, handlers::step)
        .call(&api::REPLAY_RULES, history::rules)
        .call(&api::HISTORY, history::page)
        .call(&api::REPLAY, history::replayed)
        .call(&api::READ_ICAL, ical::read)
        .call(&api::WRITE_ICAL, ical::write)
        .call(&api::LEGAL, legal::list)
        .call(&api::SET_LEGAL, legal::set)
        .call(&api::DEVIATIONS, deviations::list)
        .call(&api::ASK_DEVIATION, deviations::ask)
        .call(&api::DECIDE_DEVIATION, deviations::decide)
        .call(&api::END_DEVIATION, deviations::end)
}

/// Refuses who may not do this to the standard at all.
fn need(actor: &Actor, action: Action) -> Answer<()> {
    reach(actor.role, action, Object::SlaPolicy).map(drop).ok_or_else(|| Code::Forbidden.into())
}

/// Refuses who may not do this for the whole group.
fn need_group(actor: &Actor, action: Action) -> Answer<()> {
    match reach(actor.role, action, Object::SlaPolicy) {
        Some(Reach::Group) => Ok(()),
        _ => Err(Code::Forbidden.into()),
    }
}

/// Whether what does not hold yet may be seen: by those who write, review or configure it.
fn writes(actor: &Actor) -> bool {
    need_group(actor, Action::Configure).is_ok()
}

fn signed(actor: &Actor, at: Instant) -> Signed {
    Signed { person: actor.person.clone(), name: actor.name.clone(), at }
}

/// A rule's no: its word is a value of the problem.
fn refused(why: Refused) -> Failure {
    Problem::new(Code::Refused).with("rule", why.word()).into()
}
