//! What a page of the cockpit is taken over: which days, which projects, and whose work.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::accounts::{Actor, Department, Role, Scope};
use steward_core::cockpit::figures::{CockpitQuery, USUAL_DAYS};
use steward_core::cockpit::goals::Level;
use steward_core::cockpit::measure::Rollup;
use steward_core::cockpit::period::Period;
use steward_core::day::Day;
use steward_core::problem::Code;
use steward_core::time::Instant;

use crate::accounts::scope::in_projects;
use crate::db::{Sql, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::owners;

/// Whose work is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Whose {
    /// Everybody's.
    All,
    /// That of the viewer's department (§3.2: a department sees its own indicators).
    Department(Department),
    /// The viewer's.
    Person,
}

impl Whose {
    /// Of a viewer who counts own work only.
    pub(crate) fn own(actor: &Actor) -> Self {
        match (actor.role, actor.department) {
            (Role::Department, Some(department)) => Self::Department(department),
            _ => Self::Person,
        }
    }

    /// Whether it is everybody's.
    pub(crate) fn is_all(self) -> bool {
        self == Self::All
    }

    /// Adds the name of the bucket of this work in project `p`.
    pub(crate) fn bucket(self, query: Sql, actor: &Actor) -> Sql {
        match self {
            Self::All => query.then("'project/' || p.id"),
            Self::Department(department) => {
                query.then("'department/' || p.id || '/' || ").value(department.word())
            }
            Self::Person => query.then("'person/' || p.id || '/' || ").value(actor.person.as_str()),
        }
    }
}

/// The days, and whose work.
pub(super) struct Taken {
    /// Whose work is counted.
    pub whose: Whose,
    /// The days that are counted.
    pub period: Period,
}

impl Taken {
    /// Of what was asked for; [`Code::Forbidden`] for a role that has no cockpit, and what [`Period::new`] says of the
    /// days.
    pub(super) async fn of(
        conn: &mut AnyConnection,
        actor: &Actor,
        query: &CockpitQuery,
        now: Instant,
    ) -> Answer<Self> {
        let may = |action| reach(actor.role, action, Object::Cockpit);
        let reach = may(Action::Read).or(may(Action::ReadTotals)).ok_or(Code::Forbidden)?;
        let last = match query.last {
            Some(last) => last,
            None => Day(owners::today(conn, now).await?),
        };
        let days = query.days.unwrap_or(USUAL_DAYS).saturating_sub(1);
        let first = query.first.unwrap_or_else(|| last.earlier(days));
        let whose = if reach == Reach::Own { Whose::own(actor) } else { Whose::All };
        Ok(Self { whose, period: Period::new(first, last)? })
    }
}

/// Adds the condition that a project `p` is in the viewer's scope and wanted.
pub(super) fn projects(query: Sql, actor: &Actor, wanted: &CockpitQuery) -> Sql {
    let mut query = in_projects(query, "p.id", actor);
    if let Some(project) = &wanted.project {
        query = query.then(" and p.id = ").value(project.as_str());
    }
    if let Some(region) = &wanted.region {
        query = query.then(" and p.region_id = ").value(region.as_str());
    }
    query
}

/// The sum in a column; nothing where there is none.
pub(super) fn sum(row: &AnyRow, at: usize) -> Answer<Rollup> {
    Ok(rows::maybe_text(row, at)?.map(|body| serde_json::from_str(&body)).transpose()?.unwrap_or_default())
}

/// Sums that are kept for each kind of something at every level.
pub(super) struct Kinds<I> {
    /// What the names of their buckets begin with at a level.
    pub bucket: fn(&Level) -> String,
    /// The same in a project `p`, as SQL.
    pub in_project: &'static str,
    /// What the names go on with: one for each kind.
    pub names: I,
}

impl<I: Iterator<Item = &'static str>> Kinds<I> {
    /// The sums of each kind up to each of these days, over the viewer's scope, whatever has happened there;
    /// [`Code::NotFound`] for a project or region that is not in it.
    pub(super) async fn sums(
        self,
        conn: &mut AnyConnection,
        actor: &Actor,
        query: &CockpitQuery,
        days: impl IntoIterator<Item = Day>,
    ) -> Answer<BTreeMap<(String, Day), Rollup>> {
        let found = sql("select k.column1, d.column1, (select r.body from rollups r \
            where r.generation = g.generation and r.day <= d.column1 and r.bucket = ");
        // The sums of the whole group and of regions are kept; a choice of projects is added up.
        let level = match (&actor.scope, &query.project, &query.region) {
            (Scope::Group, None, None) => Some(Level::Group),
            (Scope::Group, None, Some(region)) => Some(Level::Region(region.clone())),
            _ => None,
        };
        let found = match &level {
            Some(level) => found.value((self.bucket)(level)),
            None => found.then(self.in_project),
        };
        let mut found = found
            .then(
                " || k.column1 order by r.day desc limit 1) \
                from (select generation from projections where name = 'cockpit') g, (select distinct v.column1 from ",
            )
            .table(self.names)
            .then(" v) k, (select distinct v.column1 from ")
            .table(days.into_iter().map(Day::number))
            .then(" v) d");
        if level.is_none() {
            found = projects(found.then(", projects p where "), actor, query);
        } else if let Some(region) = &query.region {
            found = found
                .then(" where exists (select 1 from regions x where x.id = ")
                .value(region.as_str())
                .then(")");
        }
        let found = found.rows(conn).await?;
        // A project or region out of scope has no rows at all.
        if found.is_empty() && (query.project.is_some() || query.region.is_some()) {
            return Err(Code::NotFound.into());
        }
        let mut sums = BTreeMap::<(String, Day), Rollup>::new();
        for row in &found {
            let number = rows::int(row, 1)?;
            let day = Day::from_number(number)
                .ok_or_else(|| Failure::internal(format!("no day has number {number}")))?;
            sums.entry((rows::text(row, 0)?, day)).or_default().merge(&sum(row, 2)?);
        }
        Ok(sums)
    }
}
