//! Writes what a batch decided, table by table ([`crate::db::many`]).

use std::collections::HashMap;

use sqlx::AnyConnection;
use steward_core::ids::{PhotoId, ProjectId, TicketId};
use steward_core::tickets::{Event, Ticket};

use super::ask::Ask;
use super::batch::{Batch, Held, Passed};
use super::known;
use crate::db::many::{self, MultiRow, Rows, Table, Value};
use crate::db::sql;
use crate::http::error::Answer;
use crate::outbox::{self, Announce};
use crate::surveys::ledger;
use crate::tickets::{store, wording};

/// Notes which tickets show which photos.
pub(crate) const PHOTO_USES: MultiRow = MultiRow {
    before: "insert into photo_uses (project_id, ticket_id, photo_id) values ",
    width: 3,
    after: " on conflict (project_id, ticket_id, photo_id) do nothing",
};

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
    // Its values are quickly made: those of the others are made while a statement runs.
    let mut tables = vec![Table::new(known::INSERT, || Ok(known::noted(passed)))];
    if !changed.is_empty() {
        let end = sql("select coalesce(max(position), 0) from events").number(&mut *conn).await?;
        let events = || changed.iter().flat_map(|held| held.events.iter().map(|event| (&held.now, event)));
        for (position, (ticket, _)) in (end + 1..).zip(events()) {
            last.insert(ticket.id.clone(), position);
        }
        let ratings = ledger::links(conn, &changed).await?;
        tables.extend([
            Table::new(store::APPEND, move || {
                (end + 1..)
                    .zip(events())
                    .map(|(at, (ticket, event))| store::event_row(at, ticket, event))
                    .collect()
            }),
            Table::new(store::UPSERT, || {
                changed.iter().map(|held| store::row(&held.now, &held.project.rules.policy)).collect()
            }),
            Table::new(PHOTO_USES, move || Ok(photo_rows(events()))),
            Table::new(wording::INSERT, || Ok(wording::noted(changed.iter().copied().flat_map(dated)))),
            Table::new(ledger::INSERT, || Ok(ratings)),
            Table::new(outbox::INSERT, move || {
                Ok(events().flat_map(|(ticket, event)| outbox::rows(announcers, ticket, event)).collect())
            }),
        ]);
    }
    many::write(tables, conn).await?;
    batch.numbers.write(conn).await?;
    Ok(last)
}

/// What happened to a ticket, with the day it was there.
fn dated(held: &Held) -> impl Iterator<Item = (&Ticket, &Event, String)> {
    held.events.iter().map(|event| (&held.now, event, held.project.date(event.at)))
}

/// Each photo once for each ticket that shows it.
fn photo_rows<'e>(events: impl Iterator<Item = (&'e Ticket, &'e Event)>) -> Rows {
    let of = |(ticket, event): (&'e Ticket, &'e Event)| {
        event.photos().iter().map(move |photo| (&ticket.said.project, &ticket.id, photo))
    };
    let mut uses: Vec<_> = events.flat_map(of).collect();
    uses.sort_unstable_by_key(|(project, ticket, photo)| (*photo, *project, *ticket));
    uses.dedup();
    let row = |(project, ticket, photo): (&ProjectId, &TicketId, &PhotoId)| {
        [project.to_string(), ticket.to_string(), photo.to_string()].map(Value::Text).to_vec()
    };
    uses.into_iter().map(row).collect()
}
