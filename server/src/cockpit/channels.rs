//! How promises were kept on each way that an owner comes (R99): a sum of each way at both ends of the period, however many
//! tickets there are.

use steward_core::accounts::Actor;
use steward_core::cockpit::buckets::Bucket;
use steward_core::cockpit::channels::{ChannelTally, Channels, PROMISES, Touchpoint};
use steward_core::cockpit::figures::CockpitQuery;
use steward_core::cockpit::measure::Rollup;
use steward_core::time::Instant;

use super::taken::{Kinds, Taken};
use crate::db::Db;
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
    let ways = Kinds {
        bucket: Bucket::channels,
        in_project: "'channel/project/' || p.id || '/'",
        names: Touchpoint::ALL.iter().map(|way| way.word()),
    };
    let sums = ways.sums(&mut tx, actor, query, ends).await?;
    let [last, before] = ends;
    let in_period = |way: Touchpoint| {
        let upto = |day| sums.get(&(way.word().to_owned(), day)).copied().unwrap_or_default();
        (way, upto(last).less(&upto(before)))
    };
    let ways: Vec<(Touchpoint, Rollup)> = Touchpoint::ALL.iter().copied().map(in_period).collect();
    let tally = |measure| {
        ways.iter().filter_map(move |(touchpoint, sum)| ChannelTally::of(measure, *touchpoint, sum))
    };
    Ok(Channels { period, tallies: PROMISES.into_iter().flat_map(tally).collect() })
}
