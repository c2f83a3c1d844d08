//! Follows the log of a database that other nodes write too, and publishes here what happened anywhere.
//!
//! Only on PostgreSQL: on SQLite one process writes, and its writer publishes by itself. Positions have no gaps and
//! are given in commit order, so reading on from the last one misses nothing.

use std::sync::Arc;
use std::time::Duration;

use steward_core::tickets::{Event, Ticket};

use super::{Change, Hub};
use crate::app::App;
use crate::db::{Db, rows, sql};
use crate::http::error::Answer;
use crate::tickets::store;

/// How long a change of another node takes at most until it is seen here.
const EVERY: Duration = Duration::from_millis(500);
/// How many events are read at once.
const MOST: i64 = 500;

/// Publishes everything after `position`, until the server stops.
pub async fn follow(app: App, mut position: i64) {
    let mut tick = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            () = app.stopping() => return,
            () = app.hub().woken() => {}
            _ = tick.tick() => {}
        }
        match read_on(&app, position).await {
            Ok(last) => position = last,
            Err(failure) => tracing::warn!(%failure, "the log cannot be followed now"),
        }
    }
}

/// Where the log ends.
pub async fn end(db: &Db) -> Answer<i64> {
    Ok(sql("select coalesce(max(position), 0) from events").number(&db.read).await?)
}

async fn read_on(app: &App, mut position: i64) -> Answer<i64> {
    loop {
        let found = sql("select e.position, e.body, t.body, t.packed, t.id from events e \
             join tickets t on t.project_id = e.project_id and t.id = e.ticket_id \
             where e.position > $1 order by e.position limit $2")
        .bind(position)
        .bind(MOST)
        .rows(&app.db().read)
        .await?;
        let mut changes: Vec<(i64, Ticket, Vec<Event>)> = Vec::new();
        for row in &found {
            let event: Event = rows::json(row, 1)?;
            position = rows::int(row, 0)?;
            let ticket: Ticket = store::read_at(row, 2)?;
            match changes.last_mut() {
                Some((last, known, events)) if known.id == ticket.id => {
                    *last = position;
                    events.push(event);
                }
                _ => changes.push((position, ticket, vec![event])),
            }
        }
        for (position, ticket, events) in changes {
            publish(app, app.hub(), position, ticket, events).await?;
        }
        if i64::try_from(found.len()).unwrap_or(MOST) < MOST {
            return Ok(position);
        }
    }
}

async fn publish(app: &App, hub: &Hub, position: i64, ticket: Ticket, events: Vec<Event>) -> Answer<()> {
    let project = app.book().read(app.db(), &ticket.said.project, app.now(), ticket.submitted_at).await?;
    hub.tell(Change { position, before: None, ticket: Arc::new(ticket), project, events: events.into() });
    Ok(())
}
