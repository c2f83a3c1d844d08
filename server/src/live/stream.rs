//! The live stream of one viewer (server-sent events): what they missed, then what happens.
//!
//! Each message has its log position as id, so a browser that lost the connection goes on where it was. What the
//! viewer may not see is left out here as in every list. A viewer who is too far behind is told to read again.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event as Message, KeepAlive};
use futures_util::Stream;
use futures_util::stream::{self, StreamExt as _};
use serde::Deserialize;
use steward_core::accounts::{Actor, Role};
use steward_core::tickets::api::{LiveMessage, TicketRow};
use steward_core::tickets::redact::{event_for, ticket_for};
use steward_core::tickets::{Event, Ticket, may_see};
use tokio::sync::broadcast::error::RecvError;

use super::Change;
use crate::accounts::Viewer;
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::http::json::Query;
use crate::tickets::{store, visible};

/// A comment this often keeps proxies from closing a quiet stream.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// How many missed events are sent; beyond, the page reads again.
const MOST_MISSED: i64 = 500;

/// Where to go on from, when the browser did not say it in its header.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct From {
    #[serde(default)]
    after: Option<i64>,
}

type Messages = stream::BoxStream<'static, Result<Message, Infallible>>;

/// Opens the stream.
pub(super) async fn open(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Query(from): Query<From>,
) -> Answer<Sse<impl Stream<Item = Result<Message, Infallible>>>> {
    let header = headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    // Listen first, then read the log: nothing falls between the two.
    let changes = app.hub().listen();
    let end = sql("select coalesce(max(position), 0) from events").number(&app.db().read).await?;
    let missed = match header.or(from.after) {
        Some(after) if end - after > MOST_MISSED || !is_whole(&app, after, end).await? => {
            vec![read_again(end)]
        }
        Some(after) => missed(&app, &viewer.actor, after, end).await?,
        None => Vec::new(),
    };
    let open = Guard::new(app.clone());
    let live = Live { app, viewer, changes, position: end, _open: open };
    let messages: Messages = stream::iter(missed).map(Ok).chain(stream::unfold(live, next)).boxed();
    Ok(Sse::new(messages).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// The state of an open stream.
struct Live {
    app: App,
    viewer: Viewer,
    changes: tokio::sync::broadcast::Receiver<Arc<Change>>,
    position: i64,
    _open: Guard,
}

async fn next(mut live: Live) -> Option<(Result<Message, Infallible>, Live)> {
    let mut recheck = tokio::time::interval(KEEP_ALIVE);
    recheck.tick().await;
    loop {
        tokio::select! {
            () = live.app.stopping() => return None,
            // A session that has ended, or a role that was taken away, ends the stream.
            _ = recheck.tick() => live.viewer = live.viewer.again(&live.app).await.ok()??,
            change = live.changes.recv() => match change {
                Ok(change) if change.position > live.position => {
                    live.position = change.position;
                    if let Some(message) = seen(&live, &change) {
                        return Some((Ok(message), live));
                    }
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => return Some((Ok(read_again(live.position)), live)),
                Err(RecvError::Closed) => return None,
            },
        }
    }
}

fn seen(live: &Live, change: &Change) -> Option<Message> {
    let actor = &live.viewer.actor;
    if may_see(&change.ticket, actor) {
        message(&live.app, actor, change.position, &change.ticket, &change.events, &change.project.name)
    } else {
        // It went out of sight, as from the pool when somebody else claimed it: lists must not keep it.
        let is_new = change.events.first().is_some_and(|event| event.seq == 1);
        let saw = match &change.before {
            Some(before) => may_see(before, actor),
            // Not known: whoever works in the project may have seen it.
            None => {
                !is_new && actor.role != Role::Owner && actor.reaches_project(&change.ticket.said.project)
            }
        };
        saw.then(|| read_again(change.position))
    }
}

fn message(
    app: &App,
    actor: &Actor,
    at: i64,
    ticket: &Ticket,
    events: &[Event],
    project: &str,
) -> Option<Message> {
    let ticket = ticket_for(ticket.clone(), actor.role);
    let message = LiveMessage {
        ticket: ticket.id.clone(),
        events: events.iter().filter_map(|e| event_for(e, actor.role)).collect(),
        row: TicketRow::of(&ticket, project),
        now: app.now(),
    };
    Message::default().id(at.to_string()).json_data(message).ok()
}

/// A message that is none: whoever gets it reads again what they show.
fn read_again(position: i64) -> Message {
    Message::default().id(position.to_string()).data("{}")
}

/// Whether everything between two positions is still in the log: places that are given have no gaps, but the histories
/// of tickets that have been over for long are packed beside them.
async fn is_whole(app: &App, after: i64, end: i64) -> Answer<bool> {
    let query = sql("select count(*) from events where position > $1 and position <= $2");
    Ok(query.bind(after).bind(end).number(&app.db().read).await? == (end - after).max(0))
}

/// What happened between two positions, one message a ticket, with the ticket as it is now.
async fn missed(app: &App, actor: &Actor, after: i64, end: i64) -> Answer<Vec<Message>> {
    let query = sql("select t.body, t.packed, t.id, p.name, e.body, e.position from events e \
         join tickets t on t.project_id = e.project_id and t.id = e.ticket_id \
         join projects p on p.id = t.project_id where e.position > ")
    .value(after)
    .then(" and e.position <= ")
    .value(end)
    .then(" and ");
    let found = visible::to(query, actor).then(" order by e.position").rows(&app.db().read).await?;
    let mut by_ticket: Vec<(Ticket, String, Vec<Event>, i64)> = Vec::new();
    for row in &found {
        let (ticket, event, position) = (store::read(row)?, rows::json(row, 4)?, rows::int(row, 5)?);
        match by_ticket.iter_mut().find(|(t, ..)| t.id == ticket.id) {
            Some((_, _, events, last)) => {
                events.push(event);
                *last = position;
            }
            None => by_ticket.push((ticket, rows::text(row, 3)?, vec![event], position)),
        }
    }
    by_ticket.sort_by_key(|(.., position)| *position);
    let messages =
        by_ticket.iter().filter_map(|(t, name, events, at)| message(app, actor, *at, t, events, name));
    Ok(messages.collect())
}

/// Counts an open stream for as long as it lives.
struct Guard(App);

impl Guard {
    fn new(app: App) -> Self {
        app.metrics().live_streams.inc();
        Self(app)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.metrics().live_streams.dec();
    }
}
