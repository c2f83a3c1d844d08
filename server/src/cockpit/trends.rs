//! How sums went: one row of the bucket at the end of each step, however many tickets there are.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use steward_core::accounts::{Actor, Scope};
use steward_core::cockpit::figures::CockpitQuery;
use steward_core::cockpit::measure::Rollup;
use steward_core::cockpit::trends::{Step, Trends};
use steward_core::day::Day;
use steward_core::problem::Code;
use steward_core::time::Instant;

use super::taken::{self, Taken, Whose};
use super::{surveys, thresholds};
use crate::db::{Db, rows, sql};
use crate::http::error::{Answer, Failure};

/// The sums of the viewer's scope; what [`Taken::of`] says of the viewer and the days.
pub(super) async fn read(db: &Db, actor: &Actor, query: &CockpitQuery, now: Instant) -> Answer<Trends> {
    let mut tx = db.read.begin().await?;
    let Taken { whose, period } = Taken::of(&mut tx, actor, query, now).await?;
    let steps = period.steps();
    let ends: Vec<Day> =
        core::iter::once(period.first.earlier(1)).chain(steps.iter().map(|step| step.last)).collect();
    let sums = up_to(&mut tx, actor, query, whose, &ends).await?;
    let upto = |day: &Day| sums.get(day).copied().unwrap_or_default();
    let said = if whose.is_all() { surveys::in_scope(&mut tx, actor, query, period).await? } else { None };
    let steps = steps.into_iter().zip(&ends).map(|(step, before)| Step {
        tickets: upto(&step.last).less(&upto(before)),
        surveys: said.as_deref().map(|said| surveys::within(said, step)),
        period: step,
    });
    let steps = steps.collect();
    Ok(Trends { period, steps, thresholds: thresholds::up_to(&mut tx, actor, period.last).await? })
}

/// The sum up to each of these days, over everything in scope.
pub(super) async fn up_to(
    conn: &mut AnyConnection,
    actor: &Actor,
    query: &CockpitQuery,
    whose: Whose,
    days: &[Day],
) -> Answer<BTreeMap<Day, Rollup>> {
    let found = sql("select d.column1, (select r.body from rollups r where r.generation = g.generation \
        and r.day <= d.column1 and r.bucket = ");
    // The sums of the whole group and of regions are kept; a choice of projects is added up.
    let whole = match (&actor.scope, whose, &query.project, &query.region) {
        (Scope::Group, Whose::All, None, None) => Some("group".to_owned()),
        (Scope::Group, Whose::All, None, Some(region)) => Some(format!("region/{region}")),
        _ => None,
    };
    let by_project = whole.is_none();
    let found = match whole {
        Some(bucket) => found.value(bucket),
        None => whose.bucket(found, actor),
    };
    let mut found = found
        .then(
            " order by r.day desc limit 1) from (select generation from projections where name = 'cockpit') g, \
            (select distinct v.column1 from ",
        )
        .table(days.iter().map(|day| day.number()))
        .then(" v) d");
    if by_project {
        found = taken::projects(found.then(", projects p where "), actor, query);
    } else if let Some(region) = &query.region {
        found = found
            .then(" where exists (select 1 from regions x where x.id = ")
            .value(region.as_str())
            .then(")");
    }
    let mut sums = BTreeMap::<Day, Rollup>::new();
    let mut seen = 0_usize;
    for row in &found.rows(conn).await? {
        let number = rows::int(row, 0)?;
        let day = Day::from_number(number).ok_or_else(|| Failure::internal(format!("no day {number}")))?;
        sums.entry(day).or_default().merge(&taken::sum(row, 1)?);
        seen += 1;
    }
    // A project or region out of scope has no rows at all.
    if seen == 0 && (query.project.is_some() || query.region.is_some()) {
        return Err(Code::NotFound.into());
    }
    Ok(sums)
}
