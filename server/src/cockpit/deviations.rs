//! Whose response has become slower (R44): the sums of five weeks, day by day, of projects and of people.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use steward_core::cockpit::alarm::Load;
use steward_core::cockpit::alarm::deviation::{BEFORE, Deviation, LATELY, deviation};
use steward_core::cockpit::buckets::Bucket;
use steward_core::cockpit::measure::{Measure, Rollup, Sum};
use steward_core::cockpit::parts::{Part, Slower};
use steward_core::day::Day;
use steward_core::ids::{PersonId, ProjectId};

use super::taken;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};

/// A bucket's deviation, and what was taken in the last week.
pub(super) struct Found {
    /// How its response stands.
    pub deviation: Deviation,
    /// Tickets taken in the last week.
    pub taken: i64,
}

/// How the response of each of these buckets stands on a day; those with too few answers are left out.
pub(super) async fn of(
    conn: &mut AnyConnection,
    buckets: Vec<String>,
    last: Day,
) -> Answer<BTreeMap<String, Found>> {
    let ends: Vec<Day> = (0..=LATELY + BEFORE).rev().map(|back| last.earlier(back)).collect();
    let query =
        sql("select b.column1, d.column1, (select r.body from rollups r where r.generation = g.generation \
        and r.bucket = b.column1 and r.day <= d.column1 order by r.day desc limit 1) \
        from (select generation from projections where name = 'cockpit') g, (select distinct v.column1 from ")
        .table(buckets.iter().map(String::as_str))
        .then(" v) b, (select distinct v.column1 from ")
        .table(ends.iter().map(|day| day.number()))
        .then(" v) d");
    let mut sums = BTreeMap::<String, BTreeMap<Day, Rollup>>::new();
    for row in &query.rows(conn).await? {
        let number = rows::int(row, 1)?;
        let day = Day::from_number(number).ok_or_else(|| Failure::internal(format!("no day {number}")))?;
        sums.entry(rows::text(row, 0)?).or_default().insert(day, taken::sum(row, 2)?);
    }
    let stands = |(bucket, upto): (String, BTreeMap<Day, Rollup>)| {
        let days: Vec<Rollup> =
            upto.values().zip(upto.values().skip(1)).map(|(before, to)| to.less(before)).collect();
        let responses: Vec<Sum> = days.iter().map(|day| day.of(Measure::Response)).collect();
        let taken = days.iter().rev().take(LATELY as usize).map(|day| day.of(Measure::Volume).n).sum();
        Some((bucket, Found { deviation: deviation(&responses)?, taken }))
    };
    Ok(sums.into_iter().filter_map(stands).collect())
}

/// Open tickets of a project, or of those that one person there took on.
pub(super) async fn open(
    conn: &mut AnyConnection,
    project: &ProjectId,
    agent: Option<&PersonId>,
) -> Answer<i64> {
    let query =
        sql("select count(*) from tickets t where t.ended = 0 and t.project_id = ").value(project.as_str());
    let query = match agent {
        Some(agent) => query.then(" and t.agent_id = ").value(agent.as_str()),
        None => query,
    };
    Ok(query.number(conn).await?)
}

/// Marks the people whose response has become slower up to a day.
pub(super) async fn mark(conn: &mut AnyConnection, parts: &mut [Part], last: Day) -> Answer<()> {
    // Only who takes tickets on is measured by the response.
    let measured =
        |part: &&mut Part| part.now.of(Measure::Response).n + part.before.of(Measure::Response).n > 0;
    let bucket = |part: &Part| {
        let person = part.person.clone()?;
        Some(Bucket::Person(part.project.clone(), person).key())
    };
    let mut people: Vec<&mut Part> = parts.iter_mut().filter(measured).collect();
    let buckets: Vec<String> = people.iter().filter_map(|part| bucket(part)).collect();
    if buckets.is_empty() {
        return Ok(());
    }
    let found = of(&mut *conn, buckets, last).await?;
    for part in &mut people {
        let Some(Found { deviation, taken }) = bucket(part).and_then(|bucket| found.get(&bucket)) else {
            continue;
        };
        if deviation.beyond {
            let load =
                Load { open: open(&mut *conn, &part.project, part.person.as_ref()).await?, taken: *taken };
            part.slower = Some(Slower { lately: deviation.lately, before: deviation.before, load });
        }
    }
    Ok(())
}
