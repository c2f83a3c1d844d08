//! Who sees which surveys: the row "Survey" of the permission matrix, as conditions inside the query.

use steward_core::accounts::permit::{Action, Object, Whose, may, reach};
use steward_core::accounts::{Actor, Scope};
use steward_core::ids::ProjectId;
use steward_core::problem::Code;
use steward_core::surveys::campaign::results::Depth;

use crate::db::Sql;
use crate::http::error::Answer;

/// How much of results the actor sees; [`Code::Forbidden`] for whoever only answers, or has no part in surveys.
pub(in crate::surveys) fn depth(actor: &Actor) -> Answer<Depth> {
    let can = |action| reach(actor.role, action, Object::Survey).is_some();
    match (can(Action::Read), can(Action::ReadTotals)) {
        (true, _) => Ok(Depth::Full),
        (false, true) => Ok(Depth::Totals),
        (false, false) => Err(Code::Forbidden.into()),
    }
}

/// Whether the actor designs surveys at all; then they see drafts too.
pub(in crate::surveys) fn designs(actor: &Actor) -> bool {
    reach(actor.role, Action::Update, Object::Survey).is_some()
}

/// Whether the actor may do this to a campaign that asks these projects; none for all projects of the group.
pub(in crate::surveys) fn may_touch(actor: &Actor, action: Action, projects: &[ProjectId]) -> bool {
    if projects.is_empty() {
        return actor.scope == Scope::Group && may(actor, action, Object::Survey, Whose::default());
    }
    projects.iter().all(|project| {
        may(actor, action, Object::Survey, Whose { project: Some(project), ..Whose::default() })
    })
}

/// Adds the condition that a project lies in the actor's scope.
pub(in crate::surveys) fn in_scope(query: Sql, column: &'static str, actor: &Actor) -> Sql {
    match &actor.scope {
        Scope::Group => query.then("1 = 1"),
        Scope::Projects(projects) => {
            query.then(column).then(" in ").list(projects.iter().map(ProjectId::as_str))
        }
        Scope::Households(_) => query.then("1 = 0"),
    }
}

/// Adds the condition that a campaign `c` may be seen: it asks a project in scope, and it is no draft for whoever
/// does not design.
pub(in crate::surveys) fn visible(query: Sql, actor: &Actor) -> Sql {
    let query = query.then("exists (select 1 from campaign_projects cp where cp.campaign_id = c.id and ");
    let query = in_scope(query, "cp.project_id", actor).then(")");
    if designs(actor) { query } else { query.then(" and c.state <> 'draft'") }
}
