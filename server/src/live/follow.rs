//! Follows the log of a database that other nodes write too, and publishes here what happened anywhere.
//!
//! Only on PostgreSQL: on SQLite one process writes, and its writer publishes by itself. Positions have no gaps and
//! are given in commit order, so going on from the last one misses nothing. What this node's own writer did is told as
//! it did it ([`super::own`]); the log is read where somebody else wrote. Whoever commits says so
//! ([`Engine::tell_log`](crate::db::Engine::tell_log)), and [`listen`] hears it.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgListener;
use steward_core::tickets::{Event, Ticket};

use super::{Change, Hub};
use crate::app::App;
use crate::db::dialect::LOG_GROWN;
use crate::db::{Db, rows, sql};
use crate::http::error::Answer;
use crate::tickets::store;

/// How often the log is read although nobody said that it has grown: a net below the net.
const EVERY: Duration = Duration::from_mins(1);
/// How long to wait before listening or reading again when that failed.
const AGAIN: Duration = Duration::from_secs(1);
/// How many events are read at once.
const MOST: i64 = 500;

/// Publishes everything after `position`, until the server stops.
pub async fn follow(app: App, mut position: i64) {
    let Some(own) = app.hub().own.clone() else { return };
    let mut tick = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            () = app.stopping() => return,
            () = own.grown() => {}
            _ = tick.tick() => own.look(),
        }
        loop {
            while let Some((last, change)) = own.next(position) {
                position = last;
                app.hub().tell(change);
            }
            if !own.has_others() {
                break;
            }
            match read_on(&app, position).await {
                // Nothing new: whatever comes wakes it again.
                Ok(last) if last == position => break,
                Ok(last) => position = last,
                Err(failure) => {
                    tracing::warn!(%failure, "the log cannot be followed now");
                    tokio::select! {
                        () = app.stopping() => return,
                        () = tokio::time::sleep(AGAIN) => own.look(),
                    }
                }
            }
        }
    }
}

/// Wakes whoever follows the log whenever any node has appended to it, until the server stops. A connection that breaks
/// is made again, and what was said meanwhile is not missed: the log is read again then.
pub async fn listen(app: App) {
    loop {
        let failure = tokio::select! {
            () = app.stopping() => return,
            heard = hear(&app) => heard.err(),
        };
        if let Some(failure) = failure {
            tracing::warn!(%failure, "cannot hear what other nodes do now");
            tokio::select! {
                () = app.stopping() => return,
                () = tokio::time::sleep(AGAIN) => {}
            }
        }
    }
}

/// Listens until the connection breaks.
async fn hear(app: &App) -> Result<(), sqlx::Error> {
    let Some(own) = &app.hub().own else { return Ok(()) };
    let mut listener = PgListener::connect(app.config().database().reveal()).await?;
    listener.listen(LOG_GROWN).await?;
    own.look();
    while let Some(word) = listener.try_recv().await? {
        if word.payload() != app.hub().node() {
            own.look();
        }
    }
    Ok(())
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
