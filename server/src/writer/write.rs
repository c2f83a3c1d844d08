//! Writes what a batch decided: one statement a table, in the fixed sizes.

use std::collections::HashMap;

use sqlx::AnyConnection;
use steward_core::ids::{PhotoId, TicketId};
use steward_core::tickets::{EventBody, Ticket};

use super::ask::Ask;
use super::batch::{Batch, Held, Passed};
use crate::db::sql::Value;
use crate::db::{MultiRow, sql};
use crate::http::error::Answer;
use crate::outbox::{self, Announce};
use crate::surveys::ledger;
use crate::tickets::store;

const COMMANDS: MultiRow = MultiRow {
    before: "insert into commands (id, fingerprint, person_id, project_id, ticket_id, seq, at) values ",
    width: 7,
    after: "",
};

const PHOTO_USES: MultiRow = MultiRow {
    before: "insert into photo_uses (project_id, ticket_id, photo_id) values ",
    width: 3,
    after: " on conflict (project_id, ticket_id, photo_id) do nothing",
};

/// Everything that one batch adds, by table.
#[derive(Default)]
struct Rows {
    events: Vec<Vec<Value>>,
    tickets: Vec<Vec<Value>>,
    clocks: Vec<Vec<Value>>,
    photos: Vec<Vec<Value>>,
    messages: Vec<Vec<Value>>,
}

/// Writes the batch; answers the log position of the last event of each changed ticket.
pub(super) async fn write(
    conn: &mut AnyConnection,
    batch: &Batch<'_>,
    passed: &[(&Ask, &Passed)],
    announcers: &[Box<dyn Announce>],
) -> Answer<HashMap<TicketId, i64>> {
    let mut changed: Vec<&Held> = batch.held.values().filter(|h| !h.events.is_empty()).collect();
    changed.sort_by(|a, b| (&a.now.said.project, &a.now.id).cmp(&(&b.now.said.project, &b.now.id)));
    let mut last = HashMap::new();
    if !changed.is_empty() {
        let mut position = sql("select coalesce(max(position), 0) from events").number(&mut *conn).await?;
        let mut rows = Rows::default();
        for held in &changed {
            rows.add(held, &mut position, announcers)?;
            last.insert(held.now.id.clone(), position);
        }
        let ratings = ledger::links(conn, &changed).await?;
        store::APPEND.write(rows.events, conn).await?;
        store::UPSERT.write(rows.tickets, conn).await?;
        store::CLOCKS.write(rows.clocks, conn).await?;
        PHOTO_USES.write(rows.photos, conn).await?;
        ledger::INSERT.write(ratings, conn).await?;
        outbox::INSERT.write(rows.messages, conn).await?;
    }
    let fresh = passed.iter().filter(|(_, p)| !p.repeated);
    let mut commands: Vec<_> =
        fresh.filter_map(|(ask, p)| Some(command_row(ask, &batch.held.get(&p.ticket)?.now))).collect();
    commands.sort_by(|a: &Vec<Value>, b| first_text(a).cmp(first_text(b)));
    COMMANDS.write(commands, conn).await?;
    batch.numbers.write(conn).await?;
    Ok(last)
}

impl Rows {
    fn add(&mut self, held: &Held, position: &mut i64, announcers: &[Box<dyn Announce>]) -> Answer<()> {
        let ticket = &held.now;
        for event in &held.events {
            *position += 1;
            self.events.push(store::event_row(*position, ticket, event)?);
            self.messages.extend(outbox::rows(announcers, ticket, event));
            self.photos.extend(photos(&event.body).iter().map(|photo| photo_row(ticket, photo)));
        }
        self.photos.sort_by(|a, b| last_text(a).cmp(last_text(b)));
        self.photos.dedup();
        self.tickets.push(store::row(ticket, &held.project.rules.policy)?);
        self.clocks.extend(store::clock_rows(held.before.as_ref(), ticket));
        Ok(())
    }
}

/// The photos that an event brings.
fn photos(body: &EventBody) -> &[PhotoId] {
    match body {
        EventBody::Submitted(said) => &said.photos,
        EventBody::Supplemented { photos, .. }
        | EventBody::Completed { photos, .. }
        | EventBody::Reopened { photos, .. } => photos,
        _ => &[],
    }
}

fn photo_row(ticket: &Ticket, photo: &PhotoId) -> Vec<Value> {
    let texts = [ticket.said.project.to_string(), ticket.id.to_string(), photo.to_string()];
    texts.into_iter().map(Value::Text).collect()
}

fn command_row(ask: &Ask, ticket: &Ticket) -> Vec<Value> {
    vec![
        Value::Text(ask.id.to_string()),
        Value::Text(ask.fingerprint.clone()),
        Value::Text(ask.actor.person.to_string()),
        Value::Text(ticket.said.project.to_string()),
        Value::Text(ticket.id.to_string()),
        Value::Int(i64::from(ticket.seq)),
        Value::Int(ask.at.millis()),
    ]
}

fn text_of(value: Option<&Value>) -> &str {
    match value {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

fn first_text(row: &[Value]) -> &str {
    text_of(row.first())
}

fn last_text(row: &[Value]) -> &str {
    text_of(row.last())
}
