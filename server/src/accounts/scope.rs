//! From grants to an actor's scope: which homes or projects a person reaches in a role.

use steward_core::accounts::actor::Home;
use steward_core::accounts::{Actor, Department, Role, Scope};
use steward_core::ids::{PersonId, ProjectId};

use crate::db::{Db, Sql, rows, sql};
use crate::http::error::{Answer, Failure};

/// The person as an actor in this role, with everything they reach now; `None` if the role was taken away.
pub async fn actor(db: &Db, person: PersonId, role: Role, name: String) -> Answer<Option<Actor>> {
    let found = sql("select g.kind, g.id, g.department, coalesce(h.project_id, '') from grants g \
         left join households h on g.kind = 'household' and h.id = g.id \
         where g.person_id = $1 and g.role = $2 order by g.kind, g.id")
    .bind(person.as_str())
    .bind(role.word())
    .rows(&db.read)
    .await?;
    let mut scope = None;
    let mut department = None;
    for row in &found {
        let text = rows::text(row, 2)?;
        department = department.or(Department::from_word(&text));
        scope = Some(widen(db, scope, row).await?);
    }
    Ok(scope.map(|scope| Actor { person, role, name, department, scope }))
}

async fn widen(db: &Db, scope: Option<Scope>, grant: &sqlx::any::AnyRow) -> Answer<Scope> {
    let kind = rows::text(grant, 0)?;
    match (scope, kind.as_str()) {
        (Some(Scope::Group), _) | (_, "group") => Ok(Scope::Group),
        (scope, "household") => {
            let mut homes = match scope {
                Some(Scope::Households(homes)) => homes,
                None => Vec::new(),
                Some(other) => return Ok(other),
            };
            homes.push(Home { project: rows::parsed(grant, 3)?, household: rows::parsed(grant, 1)? });
            Ok(Scope::Households(homes))
        }
        (scope, "project" | "region") => {
            let mut projects = match scope {
                Some(Scope::Projects(projects)) => projects,
                _ => Vec::new(),
            };
            if kind == "project" {
                projects.push(rows::parsed(grant, 1)?);
            } else {
                let region = rows::text(grant, 1)?;
                let found = sql("select id from projects where region_id = $1 order by id").bind(region);
                for row in &found.rows(&db.read).await? {
                    projects.push(rows::parsed(row, 0)?);
                }
            }
            Ok(Scope::Projects(projects))
        }
        (_, other) => Err(Failure::internal(format!("a grant of unknown kind {other:?}"))),
    }
}

/// Adds the condition that a project lies in the actor's scope; homes reach no whole project.
#[must_use]
pub fn in_projects(query: Sql, column: &'static str, actor: &Actor) -> Sql {
    match &actor.scope {
        Scope::Group => query.then("1 = 1"),
        Scope::Projects(projects) => {
            query.then(column).then(" in ").list(projects.iter().map(ProjectId::as_str))
        }
        Scope::Households(_) => query.then("1 = 0"),
    }
}
