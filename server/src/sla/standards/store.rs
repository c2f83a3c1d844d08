//! The tables of the standard: versions, exceptions and legal limits.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::ids::{ProjectId, RegionId};
use steward_core::problem::Code;
use steward_core::sla::standards::deviation::Decision;
use steward_core::sla::standards::{Deviation, Refused, Signed, Stage, Standard};
use steward_core::time::{Instant, Seconds};

use super::refused;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};

/// The standard that ships: what holds before anybody has published anything.
pub fn shipped() -> Answer<Standard> {
    let system = "system".parse().map_err(Failure::internal)?;
    Ok(Standard::first(Signed { person: system, name: String::new(), at: Instant::EPOCH }))
}

fn standard(row: &AnyRow) -> Answer<Standard> {
    rows::json(row, 0)
}

/// Every version, the newest first.
pub async fn all(conn: &mut AnyConnection) -> Answer<Vec<Standard>> {
    let found = sql("select body from standards order by version desc").rows(conn).await?;
    with_shipped(found.iter().map(standard).collect::<Answer<_>>()?)
}

/// Where nobody has kept a first version, the one that ships is the oldest.
fn with_shipped(mut all: Vec<Standard>) -> Answer<Vec<Standard>> {
    if all.last().is_none_or(|first| first.version != 1) {
        all.push(shipped()?);
    }
    Ok(all)
}

/// The versions that a viewer may see, the newest first: those that hold or held, and the rest for who `writes` them.
pub async fn seen(conn: &mut AnyConnection, writes: bool, now: Instant) -> Answer<Vec<Standard>> {
    let found =
        sql("select body from standards where $1 = 1 or (stage = 'published' and effective_from <= $2) \
        order by version desc")
        .bind(i64::from(writes))
        .bind(now.millis())
        .rows(conn)
        .await?;
    with_shipped(found.iter().map(standard).collect::<Answer<_>>()?)
}

/// One version that a viewer may see; [`Code::NotFound`] as for a number that nobody has.
pub async fn seen_one(
    conn: &mut AnyConnection,
    version: u32,
    writes: bool,
    now: Instant,
) -> Answer<Standard> {
    let row = sql("select body from standards where version = $1 \
        and ($2 = 1 or (stage = 'published' and effective_from <= $3))")
    .bind(i64::from(version))
    .bind(i64::from(writes))
    .bind(now.millis())
    .row(conn)
    .await?;
    known(row, version)
}

/// The published versions in the order in which they come into force.
pub async fn published(conn: &mut AnyConnection) -> Answer<Vec<Standard>> {
    let mut published: Vec<Standard> =
        all(conn).await?.into_iter().filter(|s| s.stage == Stage::Published).collect();
    published.sort_by_key(|s| (s.policy.effective_from, s.version));
    Ok(published)
}

/// One version; [`Code::NotFound`] if there is none of that number.
pub async fn find(conn: &mut AnyConnection, version: u32) -> Answer<Standard> {
    let row = sql("select body from standards where version = $1").bind(i64::from(version)).row(conn).await?;
    known(row, version)
}

fn known(row: Option<AnyRow>, version: u32) -> Answer<Standard> {
    match row {
        Some(row) => standard(&row),
        None if version == 1 => shipped(),
        None => Err(Code::NotFound.into()),
    }
}

/// Keeps a new version.
pub async fn insert(conn: &mut AnyConnection, standard: &Standard) -> Answer<()> {
    sql("insert into standards (version, seq, stage, effective_from, recalculates, body) \
        values ($1, $2, $3, $4, $5, $6)")
    .bind(i64::from(standard.version))
    .bind(i64::from(standard.seq))
    .bind(standard.stage.word())
    .bind(standard.policy.effective_from.millis())
    .bind(i64::from(standard.policy.recalculation.is_some()))
    .bind(serde_json::to_string(standard)?)
    .run(conn)
    .await?;
    Ok(())
}

/// Keeps a changed version, if it is still as it was when `seen` was read.
pub async fn update(conn: &mut AnyConnection, standard: &Standard, seen: u32) -> Answer<()> {
    let touched =
        sql("update standards set seq = $1, stage = $2, effective_from = $3, recalculates = $4, body = $5 \
        where version = $6 and seq = $7")
        .bind(i64::from(standard.seq))
        .bind(standard.stage.word())
        .bind(standard.policy.effective_from.millis())
        .bind(i64::from(standard.policy.recalculation.is_some()))
        .bind(serde_json::to_string(standard)?)
        .bind(i64::from(standard.version))
        .bind(i64::from(seen))
        .run(conn)
        .await?;
    if touched == 1 { Ok(()) } else { Err(refused(Refused::Changed)) }
}

/// The exceptions of one project that were allowed.
pub async fn allowed(conn: &mut AnyConnection, project: &ProjectId) -> Answer<Vec<Deviation>> {
    let found = sql("select body from deviations where project_id = $1 and decision = $2 order by n")
        .bind(project.as_str())
        .bind(Decision::Approved.word())
        .rows(conn)
        .await?;
    found.iter().map(|row| rows::json(row, 0)).collect()
}

/// A region's legal limits by the moment from which each holds, oldest first.
pub async fn legal(conn: &mut AnyConnection, region: &RegionId) -> Answer<Vec<(Instant, Option<Seconds>)>> {
    let found =
        sql("select effective_from, limit_s from legal_limits where region_id = $1 order by effective_from")
            .bind(region.as_str())
            .rows(conn)
            .await?;
    let read = |row| Ok((Instant::from_millis(rows::int(row, 0)?), rows::maybe_int(row, 1)?.map(Seconds)));
    found.iter().map(read).collect()
}
