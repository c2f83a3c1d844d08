//! What the cockpit's page is made of: for each project in scope the difference of two sums, whatever the period and the
//! number of tickets.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::Actor;
use steward_core::cockpit::figures::{Cockpit, CockpitQuery, Figures, Line};
use steward_core::cockpit::measure::{Measure, Sum};
use steward_core::cockpit::period::Period;
use steward_core::day::Day;
use steward_core::problem::Code;
use steward_core::time::Instant;

use super::taken::{self, Taken, Whose};
use super::{surveys, thresholds};
use crate::db::{Db, Sql, rows, sql};
use crate::http::error::Answer;

/// The page at one moment; see [`page`].
pub(super) async fn read(db: &Db, actor: &Actor, query: &CockpitQuery, now: Instant) -> Answer<Cockpit> {
    page(&mut *db.moment().await?, actor, query, now).await
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
    let lines = lines(conn, actor, query, period, whose).await?;
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

/// The lines of the projects in scope: for each some searches in an index, whatever has happened there.
pub(super) async fn lines(
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
    // Whose complaints they are is nobody's work: who sees their own work only has no such figure.
    let own = !whose.is_all();
    if !own {
        for day in [period.last, period.before().last] {
            found = homes_at(found, day);
        }
    }
    let found = found.then(" from projects p join regions x on x.id = p.region_id, (select generation from projections where name = 'cockpit') g where ");
    let found = taken::projects(found, actor, query).then(" order by p.name, p.id").rows(&mut *conn).await?;
    let mut lines = found.iter().map(|row| line(row, own)).collect::<Answer<Vec<Line>>>()?;
    // What surveys say is nobody's work either.
    if !own {
        surveys::add(conn, actor, period, &mut lines).await?;
    }
    Ok(lines)
}

/// Two columns: households of the project `p` that were handed over by a day, and those that had a valid complaint in the
/// days up to it (R13).
fn homes_at(query: Sql, day: Day) -> Sql {
    query
        .then(", (select h.households from handed_over h where h.project_id = p.id and h.day <= ")
        .value(String::from(day))
        .then(
            " order by h.day desc limit 1), (select r.body from rollups r where r.generation = g.generation \
            and r.bucket = 'complaining/' || p.id and r.day <= ",
        )
        .value(day.number())
        .then(" order by r.day desc limit 1)")
}

fn line(row: &AnyRow, own: bool) -> Answer<Line> {
    let (to_last, to_first, to_before) = (taken::sum(row, 4)?, taken::sum(row, 5)?, taken::sum(row, 6)?);
    let homes = |at: usize| -> Answer<Sum> {
        if own {
            return Ok(Sum::default());
        }
        let total = taken::sum(row, at + 1)?.of(Measure::Repeated).total;
        Ok(Sum { n: rows::maybe_int(row, at)?.unwrap_or_default(), total })
    };
    Ok(Line {
        project: rows::parsed(row, 0)?,
        name: rows::text(row, 1)?,
        region: rows::parsed(row, 2)?,
        region_name: rows::text(row, 3)?,
        now: Figures { tickets: to_last.less(&to_first), households: homes(7)?, ..Figures::default() },
        before: Figures { tickets: to_first.less(&to_before), households: homes(9)?, ..Figures::default() },
    })
}
