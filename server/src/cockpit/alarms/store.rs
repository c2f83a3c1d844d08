//! Alarms in the store, and the notices that go out with them.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use steward_core::accounts::Role;
use steward_core::cockpit::alarm::watch::Watch;
use steward_core::cockpit::alarm::{Alarm, Subject};
use steward_core::cockpit::goals::Level;
use steward_core::ids::{AlarmId, ProjectId};
use steward_core::problem::Code;
use steward_core::sla::escalation::Rung;
use steward_core::tickets::decide::guard::post;
use steward_core::time::Instant;

use super::readings::Look;
use super::{Done, place, topic_word};
use crate::db::many::{self, Table};
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};
use crate::outbox;
use crate::outbox::notice::{Audience, Kind, Notice};
use crate::owners;
use crate::sla::standards::store as standards;

/// What is known of every value.
pub(super) async fn watches(conn: &mut AnyConnection) -> Answer<BTreeMap<String, Watch>> {
    let found = sql("select topic, body from alarm_watches").rows(conn).await?;
    found.iter().map(|row| Ok((rows::text(row, 0)?, rows::json(row, 1)?))).collect()
}

/// The open alarms.
pub(super) async fn open(conn: &mut AnyConnection) -> Answer<Vec<Alarm>> {
    let found = sql("select body from alarms where is_open = 1 order by id").rows(conn).await?;
    found.iter().map(|row| rows::json(row, 0)).collect()
}

/// The group's ladder now (R11).
pub(super) async fn ladder(conn: &mut AnyConnection, now: Instant) -> Answer<Vec<Rung>> {
    let published = standards::published(conn).await?;
    let held = published.into_iter().rev().find(|s| s.policy.effective_from <= now);
    Ok(held.map_or_else(standards::shipped, Ok)?.policy.ladder)
}

/// Writes what a look came to, with its notices.
pub(super) async fn write(
    conn: &mut AnyConnection,
    done: Done,
    channels: &[&'static str],
    now: Instant,
) -> Answer<()> {
    for look in done.raise {
        raise(conn, look, channels, now).await?;
    }
    for (alarm, levels) in done.changed {
        // Somebody may have moved it since it was read: then the next look is soon enough.
        if update(conn, &alarm).await? {
            let place = name(conn, &alarm.whose).await?;
            for level in levels {
                tell(conn, &alarm, &place, (Kind::AlarmOverdue, post(level)), channels, now).await?;
            }
        }
    }
    for (topic, watch) in done.watches {
        sql("insert into alarm_watches (topic, body) values ($1, $2) \
            on conflict (topic) do update set body = excluded.body")
        .bind(topic)
        .bind(serde_json::to_string(&watch)?)
        .run(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Raises an alarm, unless there is an open one of its topic.
async fn raise(conn: &mut AnyConnection, look: Look, channels: &[&'static str], now: Instant) -> Answer<()> {
    let topic = look.subject.key(&look.whose);
    let known = sql("select count(*) from alarms where topic = $1 and is_open = 1");
    if known.bind(topic.as_str()).number(&mut *conn).await? > 0 {
        return Ok(());
    }
    let alarm = Alarm::raise(number(conn, now).await?, look.whose, look.subject, look.reading);
    let (project, region) = place(&alarm.whose);
    sql("insert into alarms (id, project_id, region_id, topic, is_open, raised_at, body) \
        values ($1, $2, $3, $4, 1, $5, $6)")
    .bind(alarm.id.as_str())
    .bind(project)
    .bind(region)
    .bind(topic)
    .bind(now.millis())
    .bind(serde_json::to_string(&alarm)?)
    .run(&mut *conn)
    .await?;
    tell(conn, &alarm, &look.place, (Kind::AlarmRaised, alarm.first_post()), channels, now).await
}

/// The next number of a day, as `A20260915-003`.
async fn number(conn: &mut AnyConnection, now: Instant) -> Answer<AlarmId> {
    let date = owners::today(conn, now).await?.format("%Y%m%d").to_string();
    let n = sql(
        "insert into counters (name, n) values ($1, 1) on conflict (name) do update set n = counters.n + 1 \
        returning n",
    )
    .bind(format!("alarms-{date}"))
    .number(conn)
    .await?;
    format!("A{date}-{n:03}").parse().map_err(Failure::internal)
}

/// Writes an alarm that was changed; `false` if it has changed in the store too.
pub(super) async fn update(conn: &mut AnyConnection, alarm: &Alarm) -> Answer<bool> {
    let row = sql("select body from alarms where id = $1").bind(alarm.id.as_str()).row(&mut *conn).await?;
    let known: Alarm = rows::json(&row.ok_or(Code::NotFound)?, 0)?;
    // Each change adds a step; only since when a value is inside changes without one.
    let kept = alarm.steps.get(..known.steps.len());
    if known.is_open() && kept == Some(known.steps.as_slice()) {
        sql("update alarms set is_open = $1, body = $2 where id = $3")
            .bind(i64::from(alarm.is_open()))
            .bind(serde_json::to_string(alarm)?)
            .bind(alarm.id.as_str())
            .run(conn)
            .await?;
        return Ok(true);
    }
    Ok(false)
}

/// The name of a place; empty for the group.
pub(in crate::cockpit) async fn name(conn: &mut AnyConnection, whose: &Level) -> Answer<String> {
    let (text, id) = match whose {
        Level::Group => return Ok(String::new()),
        Level::Region(region) => ("select name from regions where id = $1", region.as_str()),
        Level::Project(project) => ("select name from projects where id = $1", project.as_str()),
    };
    let row = sql(text).bind(id).row(conn).await?;
    row.map_or_else(|| Ok(String::new()), |row| rows::text(&row, 0))
}

/// Puts a notice into the outbox, once for each way.
async fn tell(
    conn: &mut AnyConnection,
    alarm: &Alarm,
    place: &str,
    (kind, to): (Kind, Role),
    channels: &[&'static str],
    now: Instant,
) -> Answer<()> {
    let Some(project) = near(conn, &alarm.whose).await? else { return Ok(()) };
    let sum = alarm.raised.sum;
    let value = match alarm.subject {
        Subject::Indicator { .. } => format!("{} / {}", sum.total, sum.n),
        Subject::Mass { .. } | Subject::Fault { .. } => sum.total.to_string(),
        Subject::Deviation => format!("{} s / {}", sum.total, sum.n),
    };
    let values = [
        ("place", place.to_owned()),
        ("indicator", topic_word(&alarm.subject).to_owned()),
        ("value", value),
        ("alarm", alarm.id.to_string()),
        ("due", alarm.plan_due.millis().to_string()),
    ];
    let notice = Notice {
        kind,
        to: Audience::Role(to),
        ticket: None,
        project,
        seq: 0,
        at: now,
        values: values.map(|(name, value)| (name.to_owned(), value)).into(),
        address: None,
        person: None,
    };
    let waiting = outbox::untied(&notice, alarm.id.as_str(), channels)?;
    many::write(vec![Table::new(outbox::INSERT, || Ok(waiting))], conn).await
}

/// A project of the place, in whose zone times are said; none in a house without projects.
pub(in crate::cockpit) async fn near(conn: &mut AnyConnection, whose: &Level) -> Answer<Option<ProjectId>> {
    let query = match whose {
        Level::Project(project) => return Ok(Some(project.clone())),
        Level::Region(region) => {
            sql("select id from projects where region_id = $1 order by id limit 1").bind(region.as_str())
        }
        Level::Group => sql("select id from projects order by id limit 1"),
    };
    query.row(conn).await?.map(|row| rows::parsed(&row, 0)).transpose()
}
