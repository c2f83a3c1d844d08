//! What an actor may see, as a condition inside a query over tickets `t`.
//!
//! The same answer as core's `may_see` gives for one ticket, read from the same permission matrix; a test compares
//! the two for every role. Every list and every read goes through here.

use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::accounts::{Actor, Role, Scope};
use steward_core::ids::ProjectId;
use steward_core::tickets::Scenario;

use crate::db::Sql;

/// Adds the condition in brackets.
#[must_use]
pub fn to(query: Sql, actor: &Actor) -> Sql {
    if actor.role == Role::System {
        return query.then("(1 = 1)");
    }
    let tickets = reach(actor.role, Action::Read, Object::Ticket);
    let complaints = reach(actor.role, Action::Read, Object::Complaint);
    let query = in_scope(query.then("("), actor).then(" and (");
    let query = reached(query, actor, tickets);
    // A reach over all tickets says nothing new about complaints.
    let query = if complaints > tickets || tickets.is_none() {
        let query = query.then(" or (t.scenario = ").value(Scenario::Complaint.word()).then(" and ");
        reached(query, actor, complaints).then(")")
    } else {
        query
    };
    let query = if actor.role == Role::Engineer { query.then(" or t.in_pool = 1") } else { query };
    query.then("))")
}

/// Whether an actor may see every ticket of the projects in their scope, so that a project says all.
pub fn sees_all_in_scope(actor: &Actor) -> bool {
    let tickets = reach(actor.role, Action::Read, Object::Ticket);
    matches!(tickets, Some(Reach::Project | Reach::Group))
        && matches!(actor.scope, Scope::Group | Scope::Projects(_))
}

/// Adds the condition, in brackets, that a ticket is or was in the actor's own hands: what is open of theirs
/// and at risk, for whoever reaches no further than that.
#[must_use]
pub fn own(query: Sql, actor: &Actor) -> Sql {
    let me = actor.person.as_str();
    let query = query.then("(t.engineer_id = ").value(me).then(" or t.agent_id = ").value(me);
    match (actor.role, actor.department) {
        (Role::Department, Some(department)) => {
            query.then(" or t.department = ").value(department.word()).then(")")
        }
        _ => query.then(")"),
    }
}

/// Adds the condition that a ticket `t` is a complaint that counts, as core's `is_complaint` says.
#[must_use]
pub fn complaint(query: Sql) -> Sql {
    query.then("(t.scenario = 'complaint' and t.state not in ('cancelled', 'merged'))")
}

fn in_scope(query: Sql, actor: &Actor) -> Sql {
    match &actor.scope {
        Scope::Group => query.then("1 = 1"),
        Scope::Projects(projects) => {
            query.then("t.project_id in ").list(projects.iter().map(ProjectId::as_str))
        }
        Scope::Households(homes) => {
            query.then("t.household_id in ").list(homes.iter().map(|h| h.household.as_str()))
        }
    }
}

fn reached(query: Sql, actor: &Actor, reach: Option<Reach>) -> Sql {
    match reach {
        None => query.then("1 = 0"),
        Some(Reach::Project | Reach::Group) => query.then("1 = 1"),
        // An owner's scope is their homes already.
        Some(Reach::Own) if actor.role == Role::Owner => query.then("t.household_id <> ''"),
        Some(Reach::Own) => {
            let query = query.then("(t.engineer_id = ").value(actor.person.as_str());
            match actor.department {
                Some(department) => query.then(" or t.department = ").value(department.word()).then(")"),
                None => query.then(")"),
            }
        }
    }
}
