//! The tables of the handbook: versions, acknowledgements, and the people who are to acknowledge.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::{Actor, Role};
use steward_core::ids::{PersonId, ProjectId};
use steward_core::knowledge::handbook::rollout::must_acknowledge;
use steward_core::knowledge::handbook::{Edition, ProjectRollOut};
use steward_core::problem::{Code, Problem};
use steward_core::sla::policy::Policy;
use steward_core::sla::standards::Stage;
use steward_core::time::Instant;

use crate::accounts::scope::in_projects;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};
use crate::sla::standards::store as standards;

fn edition(row: &AnyRow) -> Answer<Edition> {
    rows::json(row, 0)
}

/// The versions that a viewer may see, the newest first: those that hold or held, and the rest for who `writes` them.
pub async fn seen(conn: &mut AnyConnection, writes: bool, now: Instant) -> Answer<Vec<Edition>> {
    let found = sql("select body from handbook_versions \
        where $1 = 1 or (stage = 'published' and effective_from <= $2) order by version desc")
    .bind(i64::from(writes))
    .bind(now.millis())
    .rows(conn)
    .await?;
    found.iter().map(edition).collect()
}

/// One version that a viewer may see; [`Code::NotFound`] as for a number that nobody has.
pub async fn seen_one(conn: &mut AnyConnection, version: u32, writes: bool, now: Instant) -> Answer<Edition> {
    let row = sql("select body from handbook_versions where version = $1 \
        and ($2 = 1 or (stage = 'published' and effective_from <= $3))")
    .bind(i64::from(version))
    .bind(i64::from(writes))
    .bind(now.millis())
    .row(conn)
    .await?;
    edition(&row.ok_or(Code::NotFound)?)
}

/// The version in force; `None` before the first.
pub async fn in_force(conn: &mut AnyConnection, now: Instant) -> Answer<Option<Edition>> {
    let row = sql("select body from handbook_versions where stage = 'published' and effective_from <= $1 \
        order by effective_from desc, version desc limit 1")
    .bind(now.millis())
    .row(conn)
    .await?;
    row.as_ref().map(edition).transpose()
}

/// From when on the first version held or holds.
pub async fn first_held(conn: &mut AnyConnection) -> Answer<Option<Instant>> {
    let row = sql("select min(effective_from) from handbook_versions where stage = 'published'");
    let Some(row) = row.row(conn).await? else { return Ok(None) };
    Ok(rows::maybe_int(&row, 0)?.map(Instant::from_millis))
}

/// The moments from which published versions other than this one hold.
pub async fn taken(conn: &mut AnyConnection, but: u32) -> Answer<Vec<Instant>> {
    let found =
        sql("select effective_from from handbook_versions where stage = 'published' and version <> $1")
            .bind(i64::from(but))
            .rows(conn)
            .await?;
    found.iter().map(|row| Ok(Instant::from_millis(rows::int(row, 0)?))).collect()
}

/// The number of the newest version; 0 before the first.
pub async fn newest(conn: &mut AnyConnection) -> Answer<u32> {
    let n = sql("select coalesce(max(version), 0) from handbook_versions").number(conn).await?;
    u32::try_from(n).map_err(Failure::internal)
}

/// The group's limits in force at `now`: what chapters name.
pub async fn policy(conn: &mut AnyConnection, now: Instant) -> Answer<Policy> {
    let published = standards::published(conn).await?;
    let held = published.into_iter().rev().find(|s| s.policy.effective_from <= now);
    Ok(held.map_or_else(Policy::group_standard, |standard| standard.policy))
}

/// Keeps a new version.
pub async fn insert(conn: &mut AnyConnection, edition: &Edition) -> Answer<()> {
    sql("insert into handbook_versions (version, seq, stage, effective_from, body) values ($1, $2, $3, $4, $5)")
        .bind(i64::from(edition.version))
        .bind(i64::from(edition.seq))
        .bind(edition.stage.word())
        .bind(holds_from(edition))
        .bind(serde_json::to_string(edition)?)
        .run(conn)
        .await?;
    Ok(())
}

/// Keeps a changed version; [`Code::Conflict`] with the `seq` it has if it is not as it was when `seen` was read.
pub async fn update(conn: &mut AnyConnection, edition: &Edition, seen: u32) -> Answer<()> {
    let touched = sql("update handbook_versions set seq = $1, stage = $2, effective_from = $3, body = $4 \
        where version = $5 and seq = $6")
    .bind(i64::from(edition.seq))
    .bind(edition.stage.word())
    .bind(holds_from(edition))
    .bind(serde_json::to_string(edition)?)
    .bind(i64::from(edition.version))
    .bind(i64::from(seen))
    .run(conn)
    .await?;
    if touched == 1 { Ok(()) } else { Err(Code::Conflict.into()) }
}

/// Refuses who has not seen the version as it is.
pub fn unchanged(edition: &Edition, seen: u32) -> Answer<()> {
    if edition.seq == seen {
        return Ok(());
    }
    Err(Problem::new(Code::Conflict).with("seq", edition.seq).with("by", &edition.author.name).into())
}

/// The moment from which it holds, of a published one.
fn holds_from(edition: &Edition) -> Option<i64> {
    edition.from.filter(|_| edition.stage == Stage::Published).map(Instant::millis)
}

/// Keeps that a person acknowledged a version; who did before keeps that moment. Answers when it was.
pub async fn acknowledge(
    conn: &mut AnyConnection,
    version: u32,
    person: &PersonId,
    now: Instant,
) -> Answer<Instant> {
    sql("insert into handbook_acks (version, person_id, acknowledged_at) values ($1, $2, $3) \
        on conflict (version, person_id) do nothing")
    .bind(i64::from(version))
    .bind(person.as_str())
    .bind(now.millis())
    .run(&mut *conn)
    .await?;
    Ok(acknowledged(conn, version, person).await?.unwrap_or(now))
}

/// When a person acknowledged a version.
pub async fn acknowledged(
    conn: &mut AnyConnection,
    version: u32,
    person: &PersonId,
) -> Answer<Option<Instant>> {
    let row = sql("select acknowledged_at from handbook_acks where version = $1 and person_id = $2")
        .bind(i64::from(version))
        .bind(person.as_str())
        .row(conn)
        .await?;
    row.map(|row| Ok(Instant::from_millis(rows::int(&row, 0)?))).transpose()
}

/// The version in force, if this person has not acknowledged it.
pub async fn awaited(conn: &mut AnyConnection, person: &PersonId, now: Instant) -> Answer<Option<u32>> {
    let row = sql("select v.version, a.acknowledged_at from handbook_versions v \
        left join handbook_acks a on a.version = v.version and a.person_id = $1 \
        where v.stage = 'published' and v.effective_from <= $2 \
        order by v.effective_from desc, v.version desc limit 1")
    .bind(person.as_str())
    .bind(now.millis())
    .row(conn)
    .await?;
    let Some(row) = row.filter(|row| matches!(rows::maybe_int(row, 1), Ok(None))) else { return Ok(None) };
    Ok(Some(u32::try_from(rows::int(&row, 0)?).map_err(Failure::internal)?))
}

/// The projects that the actor reaches, with who must acknowledge `version` and who has (R95). Names only if `named`.
pub async fn roll_out(
    conn: &mut AnyConnection,
    version: u32,
    actor: &Actor,
    named: bool,
) -> Answer<Vec<ProjectRollOut>> {
    let asked = Role::ALL.iter().filter(|role| must_acknowledge(**role)).map(|role| role.word());
    let query = sql("select distinct p.id, p.name, s.id, s.name, a.acknowledged_at from projects p \
        left join grants g on ((g.kind = 'project' and g.id = p.id) or (g.kind = 'region' and g.id = p.region_id)) \
            and g.role in ")
    .list(asked)
    .then(
        " and exists (select 1 from logins l where l.person_id = g.person_id and l.role = g.role and l.disabled = 0) \
        left join persons s on s.id = g.person_id \
        left join handbook_acks a on a.person_id = s.id and a.version = ",
    )
    .value(i64::from(version))
    .then(" where ");
    let found = in_projects(query, "p.id", actor).then(" order by p.id, s.id").rows(conn).await?;
    let mut projects: BTreeMap<ProjectId, ProjectRollOut> = BTreeMap::new();
    for row in &found {
        let project: ProjectId = rows::parsed(row, 0)?;
        let name = rows::text(row, 1)?;
        let one = projects.entry(project.clone()).or_insert_with(|| ProjectRollOut {
            project,
            name,
            staff: 0,
            acknowledged: 0,
            missing: Vec::new(),
        });
        // A project without staff has one row that names nobody.
        let Some(person) = rows::maybe_text(row, 3)? else { continue };
        one.staff += 1;
        match rows::maybe_int(row, 4)? {
            Some(_) => one.acknowledged += 1,
            None if named => one.missing.push(person),
            None => {}
        }
    }
    Ok(projects.into_values().collect())
}
