//! How promises were kept on each way that an owner comes (R99): a sum of each way at both ends of the period, however many
//! tickets there are.

use std::collections::BTreeMap;

use steward_core::accounts::{Actor, Scope};
use steward_core::cockpit::buckets::Bucket;
use steward_core::cockpit::channels::{ChannelTally, Channels, PROMISES, Touchpoint};
use steward_core::cockpit::figures::CockpitQuery;
use steward_core::cockpit::goals::Level;
use steward_core::cockpit::measure::Rollup;
use steward_core::day::Day;
use steward_core::problem::Code;
use steward_core::time::Instant;

use super::taken::{self, Taken};
use crate::db::{Db, rows, sql};
use crate::http::error::Answer;

/// The ways of the viewer's scope; what [`Taken::of`] says of the viewer and the days. Which way owners come is nobody's
/// work: who sees the own work only, or that of a department, is shown none.
pub(super) async fn read(db: &Db, actor: &Actor, query: &CockpitQuery, now: Instant) -> Answer<Channels> {
    let mut tx = db.moment().await?;
    let Taken { whose, period } = Taken::of(&mut tx, actor, query, now).await?;
    if !whose.is_all() {
        return Ok(Channels { period, tallies: Vec::new() });
    }
    let ends = [period.last, period.first.earlier(1)];
    let found = sql("select k.column1, d.column1, (select r.body from rollups r \
        where r.generation = g.generation and r.day <= d.column1 and r.bucket = ");
    // The sums of the whole group and of regions are kept; a choice of projects is added up.
    let level = match (&actor.scope, &query.project, &query.region) {
        (Scope::Group, None, None) => Some(Level::Group),
        (Scope::Group, None, Some(region)) => Some(Level::Region(region.clone())),
        _ => None,
    };
    let found = match &level {
        Some(level) => found.value(Bucket::channels(level)),
        None => found.then("'channel/project/' || p.id || '/'"),
    };
    let mut found = found
        .then(
            " || k.column1 order by r.day desc limit 1) \
            from (select generation from projections where name = 'cockpit') g, (select distinct v.column1 from ",
        )
        .table(Touchpoint::ALL.iter().map(|way| way.word()))
        .then(" v) k, (select distinct v.column1 from ")
        .table(ends.map(Day::number))
        .then(" v) d");
    if level.is_none() {
        found = taken::projects(found.then(", projects p where "), actor, query);
    } else if let Some(region) = &query.region {
        found = found
            .then(" where exists (select 1 from regions x where x.id = ")
            .value(region.as_str())
            .then(")");
    }
    let found = found.rows(&mut *tx).await?;
    // A project or region out of scope has no rows at all.
    if found.is_empty() && (query.project.is_some() || query.region.is_some()) {
        return Err(Code::NotFound.into());
    }
    let mut sums = BTreeMap::<(Touchpoint, i64), Rollup>::new();
    for row in &found {
        let way = rows::word(row, 0, Touchpoint::from_word)?;
        sums.entry((way, rows::int(row, 1)?)).or_default().merge(&taken::sum(row, 2)?);
    }
    let [last, before] = ends.map(Day::number);
    let in_period = |way: Touchpoint| {
        let upto = |day: i64| sums.get(&(way, day)).copied().unwrap_or_default();
        (way, upto(last).less(&upto(before)))
    };
    let ways: Vec<(Touchpoint, Rollup)> = Touchpoint::ALL.iter().copied().map(in_period).collect();
    let tally = |measure| {
        ways.iter().filter_map(move |(touchpoint, sum)| ChannelTally::of(measure, *touchpoint, sum))
    };
    Ok(Channels { period, tallies: PROMISES.into_iter().flat_map(tally).collect() })
}
