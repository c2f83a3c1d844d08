//! What the group knows, on the server: the service handbook's versions, who has read them, and their roll-out.

mod handlers;
mod reading;
pub mod store;

use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::accounts::{Actor, Role};
use steward_core::knowledge::handbook::{Chapter, api};
use steward_core::problem::{Code, Problem};
use steward_core::sla::standards::{Refused, Signed};
use steward_core::time::Instant;

use crate::http::error::{Answer, Failure};
use crate::http::routes::Api;

/// The calls of this feature.
pub fn api() -> Api {
    Api::new()
        .call(&api::HANDBOOKS, handlers::versions)
        .call(&api::HANDBOOK, handlers::version)
        .call(&api::NEW_HANDBOOK, handlers::new_draft)
        .call(&api::EDIT_HANDBOOK, handlers::edit)
        .call(&api::STEP_HANDBOOK, handlers::step)
        .call(&api::CURRENT, reading::current)
        .call(&api::ACKNOWLEDGE, reading::acknowledge)
        .call(&api::AWAITED, reading::awaited)
        .call(&api::ROLL_OUT, reading::roll_out)
}

/// The handbook that ships (示范手册): all eight chapters, for the first draft of a new house.
pub fn starter() -> Answer<Vec<Chapter>> {
    Ok(serde_json::from_str(include_str!("starter.json"))?)
}

/// Refuses who may not read the handbook. Owners read the public part of the knowledge base; the handbook is none of
/// it.
fn need_reader(actor: &Actor) -> Answer<()> {
    let reads = actor.role != Role::Owner && reach(actor.role, Action::Read, Object::Knowledge).is_some();
    if reads { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// Whether the actor may do this to what all projects share.
fn may_for_group(actor: &Actor, action: Action) -> bool {
    reach(actor.role, action, Object::Knowledge) == Some(Reach::Group)
}

/// Refuses who may not do this to what all projects share.
fn need_group(actor: &Actor, action: Action) -> Answer<()> {
    if may_for_group(actor, action) { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// Whether what does not hold yet may be seen: by those who write it.
fn writes(actor: &Actor) -> bool {
    may_for_group(actor, Action::Update)
}

fn signed(actor: &Actor, at: Instant) -> Signed {
    Signed { person: actor.person.clone(), name: actor.name.clone(), at }
}

/// A rule's no: its word is a value of the problem.
fn refused(why: Refused) -> Failure {
    Problem::new(Code::Refused).with("rule", why.word()).into()
}

#[cfg(test)]
mod tests {
    use steward_core::knowledge::handbook::Edition;
    use steward_core::sla::policy::Policy;

    use super::*;

    #[test]
    fn the_starter_could_be_published_as_it_is() {
        let by = Signed { person: "system".parse().unwrap(), name: String::new(), at: Instant::EPOCH };
        let mut edition = Edition::draft(1, starter().unwrap(), by);
        edition.note = "首版".to_owned();
        assert_eq!(edition.faults(&Policy::group_standard()), []);
        for chapter in &edition.chapters {
            let english = chapter.scripts.iter().all(|s| !s.text.en.is_empty() && !s.title.en.is_empty());
            assert!(english, "{:?} speaks both languages", chapter.scenario);
        }
    }
}
