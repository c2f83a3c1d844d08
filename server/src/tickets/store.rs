//! Tickets in the store: how one becomes a row, and the statements that write and read it.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::ids::{ProjectId, TicketId};
use steward_core::sla::clock::Clock;
use steward_core::sla::policy::Policy;
use steward_core::tickets::decide::next_wake;
use steward_core::tickets::{Event, Ticket};
use steward_core::time::Instant;

use super::packed;
use crate::db::many::Value;
use crate::db::{MultiRow, rows, sql};
use crate::http::error::{Answer, Failure};

/// When no clock counts.
pub const NEVER: i64 = i64::MAX;

/// Writes tickets, new or changed.
pub const UPSERT: MultiRow = MultiRow {
    before: "insert into tickets (project_id, id, seq, state, done, ended, scenario, category, urgency, department, \
        household_id, engineer_id, agent_id, submitted_at, updated_at, next_due_at, in_pool, waits_reply, waits_approval, \
        waits_visit, waits_ack, completed_at, processing_s, stars, tick_at, external_key, search, body, \
        waits_settling, follow_up_at, channel, solved, packed, risk_at) values ",
    width: 34,
    after: " on conflict (project_id, id) do update set seq = excluded.seq, state = excluded.state, \
        done = excluded.done, ended = excluded.ended, category = excluded.category, urgency = excluded.urgency, \
        department = excluded.department, engineer_id = excluded.engineer_id, agent_id = excluded.agent_id, \
        updated_at = excluded.updated_at, \
        next_due_at = excluded.next_due_at, in_pool = excluded.in_pool, waits_reply = excluded.waits_reply, \
        waits_approval = excluded.waits_approval, waits_visit = excluded.waits_visit, \
        waits_ack = excluded.waits_ack, completed_at = excluded.completed_at, \
        processing_s = excluded.processing_s, stars = excluded.stars, tick_at = excluded.tick_at, \
        waits_settling = excluded.waits_settling, follow_up_at = excluded.follow_up_at, solved = excluded.solved, body = excluded.body, \
        risk_at = excluded.risk_at",
};

/// Appends events.
pub const APPEND: MultiRow = MultiRow {
    before: "insert into events (position, project_id, ticket_id, seq, at, person_id, kind, body) values ",
    width: 8,
    after: "",
};

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn flag(flag: bool) -> Value {
    Value::Int(i64::from(flag))
}

fn maybe(at: Option<Instant>) -> Value {
    Value::MaybeInt(at.map(Instant::millis))
}

/// The row of a ticket.
pub fn row(ticket: &Ticket, policy: &Policy) -> Answer<Vec<Value>> {
    Ok(columns(ticket, policy, serde_json::to_string(ticket)?, None))
}

/// The row of a ticket whose whole history is packed: it has no body.
pub fn packed_row(ticket: &Ticket, policy: &Policy, packed: Vec<u8>) -> Vec<Value> {
    columns(ticket, policy, String::new(), Some(packed))
}

fn columns(ticket: &Ticket, policy: &Policy, body: String, packed: Option<Vec<u8>>) -> Vec<Value> {
    let said = &ticket.said;
    // A breach before a pause is one during it.
    let counting = ticket.running().filter(|c| c.breached.is_some() || !stands_still(ticket, c));
    let due = counting.map(|c| c.due.millis()).min();
    let whose = ticket.whose();
    let external = said.external.as_ref().map(|e| format!("{}:{}", e.source, e.key));
    let processing = ticket.completed_at.map(|at| ticket.processing_time(at).get());
    vec![
        text(said.project.as_str()),
        text(ticket.id.as_str()),
        Value::Int(i64::from(ticket.seq)),
        text(ticket.state.word()),
        flag(ticket.state.is_done()),
        flag(ticket.state.is_ended()),
        text(said.scenario.word()),
        text(said.category.code()),
        text(said.urgency.word()),
        text(whose.department.map_or("", |d| d.word())),
        text(said.household.as_ref().map_or("", |h| h.as_str())),
        text(whose.person.map_or("", |p| p.as_str())),
        text(ticket.agent.as_ref().map_or("", |a| a.person.as_str())),
        Value::Int(ticket.submitted_at.millis()),
        Value::Int(ticket.updated_at.millis()),
        Value::Int(due.unwrap_or(NEVER)),
        flag(ticket.in_pool()),
        flag(ticket.waits_reply),
        flag(ticket.waits_approval()),
        flag(ticket.waits_visit()),
        flag(ticket.unacknowledged().next().is_some()),
        maybe(ticket.completed_at),
        Value::MaybeInt(processing),
        Value::Int(ticket.rating.as_ref().map_or(0, |r| i64::from(r.stars.get()))),
        maybe(next_wake(ticket, policy)),
        Value::MaybeText(external),
        text(search_text(ticket)),
        Value::Text(body),
        flag(ticket.unsettled().is_some()),
        maybe(ticket.follow_up().map(|f| f.due)),
        text(said.channel.word()),
        Value::MaybeInt(ticket.heard.as_ref().map(|visit| i64::from(visit.solved))),
        Value::MaybeBytes(packed),
        maybe(risk_at(ticket)),
    ]
}

/// From when a ticket is at risk: when a running clock enters its last fifth, or breached. One that stands still does not
/// get there.
fn risk_at(ticket: &Ticket) -> Option<Instant> {
    let at =
        |clock: &Clock| clock.breached.or_else(|| (!stands_still(ticket, clock)).then_some(clock.warn_at));
    ticket.running().filter_map(at).min()
}

/// Whether a clock stands still with its paused ticket.
fn stands_still(ticket: &Ticket, clock: &Clock) -> bool {
    ticket.is_paused() && clock.is_running() && clock.kind.pausable()
}

/// What a search looks through: number, plate, spot, text, and the last four digits of the phone.
fn search_text(ticket: &Ticket) -> String {
    let said = &ticket.said;
    let digits = said.phone.get(said.phone.len().saturating_sub(4)..).unwrap_or_default();
    format!("{} {} {} {digits} {}", ticket.id, said.address.plate(), said.place, said.text).to_lowercase()
}

/// The row of an event at a place in the log.
pub fn event_row(position: i64, ticket: &Ticket, event: &Event) -> Answer<Vec<Value>> {
    let body = serde_json::to_string(event)?;
    Ok(vec![
        Value::Int(position),
        text(ticket.said.project.as_str()),
        text(ticket.id.as_str()),
        Value::Int(i64::from(event.seq)),
        Value::Int(event.at.millis()),
        text(event.by.person.as_str()),
        text(kind(&body)),
        Value::Text(body),
    ])
}

/// The kind of a written event. Quotes inside texts are escaped, so this is found nowhere else.
fn kind(event: &str) -> &str {
    let mut parts = event.split(r#""body":{"kind":""#).skip(1);
    parts.next().and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

/// The columns that a ticket is read from, of a table of tickets.
pub const WHOLE: &str = "body, packed, id";
/// The same of tickets `t`.
pub const WHOLE_T: &str = "t.body, t.packed, t.id";

/// The tickets of these ids.
pub async fn load(conn: &mut AnyConnection, ids: &[&TicketId]) -> Answer<Vec<Ticket>> {
    let found =
        sql("select ").then(WHOLE).then(" from tickets where id in ").list(ids.iter().map(|id| id.as_str()));
    found.rows(conn).await?.iter().map(read).collect()
}

/// The ticket whose columns [`WHOLE`] are the row's first.
pub fn read(row: &AnyRow) -> Answer<Ticket> {
    read_at(row, 0)
}

/// The ticket whose columns [`WHOLE`] begin with this one of the row.
pub fn read_at(row: &AnyRow, column: usize) -> Answer<Ticket> {
    let body = rows::text(row, column)?;
    if !body.is_empty() {
        return Ok(serde_json::from_str(&body)?);
    }
    let none = || Failure::internal("a ticket with neither a body nor a history");
    let events = packed::unpack(&rows::maybe_bytes(row, column + 1)?.ok_or_else(none)?)?;
    Ticket::fold(rows::parsed(row, column + 2)?, &events).ok_or_else(none)
}

/// All events of a ticket in their order, wherever they lie.
pub async fn history(conn: &mut AnyConnection, project: &ProjectId, ticket: &TicketId) -> Answer<Vec<Event>> {
    let row = sql("select packed from tickets where project_id = $1 and id = $2")
        .bind(project.as_str())
        .bind(ticket.as_str())
        .row(&mut *conn)
        .await?;
    let packed = row.map(|row| rows::maybe_bytes(&row, 0)).transpose()?.flatten();
    let mut events = packed.map_or_else(|| Ok(Vec::new()), |packed| packed::unpack(&packed))?;
    let found = sql("select body from events where project_id = $1 and ticket_id = $2 order by seq")
        .bind(project.as_str())
        .bind(ticket.as_str())
        .rows(conn)
        .await?;
    for row in &found {
        let event: Event = rows::json(row, 0)?;
        // What was packed between the two questions is known already.
        if events.last().is_none_or(|last| last.seq < event.seq) {
            events.push(event);
        }
    }
    Ok(events)
}
