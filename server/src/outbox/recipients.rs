//! Who is behind an audience now, and how they are reached.

use sqlx::any::AnyRow;
use steward_core::accounts::Role;
use steward_core::accounts::api::Preferences;
use steward_core::ids::PersonId;

use super::notice::{Audience, Notice};
use super::words::Language;
use crate::db::{Db, Sql, rows, sql};
use crate::http::error::Answer;

/// Somebody who is to be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recipient {
    /// The person.
    pub person: PersonId,
    /// Where mail reaches them; empty: nowhere.
    pub email: String,
    /// The language they chose.
    pub language: Option<Language>,
}

/// Everyone a notice is for. Whoever may sign in no more is told nothing.
pub async fn of(db: &Db, notice: &Notice) -> Answer<Vec<Recipient>> {
    let people = sql("select distinct p.id, p.email, p.preferences from persons p ");
    let granted = "join grants g on g.person_id = p.id where g.role = ";
    let project = notice.project.as_str();
    let query = match &notice.to {
        Audience::Person(person) => people.then("where p.id = ").value(person.as_str()),
        Audience::Household(household) => people
            .then(granted)
            .value(Role::Owner.word())
            .then(" and g.kind = 'household' and g.id = ")
            .value(household.as_str()),
        Audience::Auditors => people.then(granted).value(Role::Auditor.word()),
        Audience::Role(role) => reaching(people.then(granted).value(role.word()), project),
        Audience::Department(department) => {
            let members = people.then(granted).value(Role::Department.word()).then(" and g.department = ");
            reaching(members.value(department.word()), project)
        }
    };
    let query = query.then(
        " and not exists (select 1 from logins l where l.person_id = p.id and l.disabled = 1) order by p.id",
    );
    query.rows(&db.read).await?.iter().map(one).collect()
}

/// Those of the grants that reach the project.
fn reaching(query: Sql, project: &str) -> Sql {
    query
        .then(" and (g.kind = 'group' or (g.kind = 'project' and g.id = ")
        .value(project)
        .then(") or (g.kind = 'region' and g.id = (select r.region_id from projects r where r.id = ")
        .value(project)
        .then(")))")
}

fn one(row: &AnyRow) -> Answer<Recipient> {
    let preferences: Preferences = rows::json(row, 2)?;
    Ok(Recipient {
        person: rows::parsed(row, 0)?,
        email: rows::text(row, 1)?,
        language: preferences.locale.as_deref().and_then(Language::of),
    })
}
