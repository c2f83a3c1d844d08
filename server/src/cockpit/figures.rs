//! What the cockpit's page is made of: for each project in scope the difference of two sums, whatever the period and the
//! number of tickets.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::Actor;
use steward_core::cockpit::figures::{COMPLAINT_DAYS, Cockpit, CockpitQuery, Figures, Line};
use steward_core::cockpit::measure::Sum;
use steward_core::cockpit::period::Period;
use steward_core::day::Day;
use steward_core::ids::ProjectId;
use steward_core::problem::Code;
use steward_core::time::Instant;

use super::taken::{self, Taken, Whose};
use super::{surveys, thresholds};
use crate::accounts::scope::in_projects;
use crate::db::{Db, Sql, rows, sql};
use crate::http::error::Answer;

/// The page at one moment; see [`page`].
pub(super) async fn read(db: &Db, actor: &Actor, query: &CockpitQuery, now: Instant) -> Answer<Cockpit> {
    page(&mut *db.read.begin().await?, actor, query, now).await
}

/// The page; what [`Taken::of`] says of the viewer and the days, and [`Code::NotFound`] for a project or region that is
/// not in the viewer's scope.
pub(super) async fn page(
    conn: &mut AnyConnection,
    actor: &Actor,
    query: &CockpitQuery,
    now: Instant,
) -> Answer<Cockpit> {
    let Taken { whose, period } = Taken::of(conn, actor, query, now).await?;
    let lines = whole_lines(conn, actor, query, period, whose).await?;
    if lines.is_empty() && (query.project.is_some() || query.region.is_some()) {
        return Err(Code::NotFound.into());
    }
    let thresholds = thresholds::holding(conn, actor, period.last).await?;
    let department = match whose {
        Whose::Department(department) => Some(department),
        Whose::All | Whose::Person => None,
    };
    Ok(Cockpit { as_of: now, own: !whose.is_all(), department, period, thresholds, lines })
}

/// The lines of the projects in scope, with all that their indicators follow from.
pub(super) async fn whole_lines(
    conn: &mut AnyConnection,
    actor: &Actor,
    query: &CockpitQuery,
    period: Period,
    whose: Whose,
) -> Answer<Vec<Line>> {
    let mut lines = lines(conn, actor, query, period, whose).await?;
    // Whose complaints they are is nobody's work: who sees their own work only has no such figure.
    if whose.is_all() {
        let now = households(conn, actor, period.last).await?;
        let before = households(conn, actor, period.before().last).await?;
        for line in &mut lines {
            line.now.households = now.get(&line.project).copied().unwrap_or_default();
            line.before.households = before.get(&line.project).copied().unwrap_or_default();
        }
        surveys::add(conn, actor, period, &mut lines).await?;
    }
    Ok(lines)
}

/// The last sum up to a day, of the project `p` or of the viewer's work in it.
fn sum_to(query: Sql, actor: &Actor, whose: Whose, day: Day) -> Sql {
    let query =
        query.then(", (select r.body from rollups r where r.generation = g.generation and r.bucket = ");
    whose
        .bucket(query, actor)
        .then(" and r.day <= ")
        .value(day.number())
        .then(" order by r.day desc limit 1)")
}

async fn lines(
    conn: &mut AnyConnection,
    actor: &Actor,
    query: &CockpitQuery,
    period: Period,
    whose: Whose,
) -> Answer<Vec<Line>> {
    let mut found = sql("select p.id, p.name, p.region_id, x.name");
    for day in [period.last, period.first.earlier(1), period.before().first.earlier(1)] {
        found = sum_to(found, actor, whose, day);
    }
    let found = found.then(" from projects p join regions x on x.id = p.region_id, (select generation from projections where name = 'cockpit') g where ");
    taken::projects(found, actor, query)
        .then(" order by p.name, p.id")
        .rows(conn)
        .await?
        .iter()
        .map(line)
        .collect()
}

fn line(row: &AnyRow) -> Answer<Line> {
    let (to_last, to_first, to_before) = (taken::sum(row, 4)?, taken::sum(row, 5)?, taken::sum(row, 6)?);
    let figures = |tickets| Figures { tickets, ..Figures::default() };
    Ok(Line {
        project: rows::parsed(row, 0)?,
        name: rows::text(row, 1)?,
        region: rows::parsed(row, 2)?,
        region_name: rows::text(row, 3)?,
        now: figures(to_last.less(&to_first)),
        before: figures(to_first.less(&to_before)),
    })
}

/// Of each project: households handed over by a day, and how many of them had a valid complaint in the days up to it
/// (R13).
async fn households(conn: &mut AnyConnection, actor: &Actor, day: Day) -> Answer<BTreeMap<ProjectId, Sum>> {
    let mut sums = BTreeMap::<ProjectId, Sum>::new();
    let handed = sql("select h.project_id, count(*) from households h where h.handed_over_on <> '' \
        and h.handed_over_on <= ")
    .value(String::from(day))
    .then(" and ");
    for row in
        &in_projects(handed, "h.project_id", actor).then(" group by h.project_id").rows(&mut *conn).await?
    {
        sums.entry(rows::parsed(row, 0)?).or_default().n = rows::int(row, 1)?;
    }
    let complained = sql("select c.project_id, count(distinct c.household_id) from counted c \
        where c.repeated_day is not null and c.household_id <> '' and c.repeated_day > ")
    .value(day.earlier(COMPLAINT_DAYS).number())
    .then(" and c.repeated_day <= ")
    .value(day.number())
    .then(" and ");
    for row in
        &in_projects(complained, "c.project_id", actor).then(" group by c.project_id").rows(conn).await?
    {
        sums.entry(rows::parsed(row, 0)?).or_default().total = rows::int(row, 1)?;
    }
    Ok(sums)
}
