//! The outbox (待发箱): what must be told to the outside when something happened to a ticket.
//!
//! Messages are written in the same transaction as the events that cause them, so none is lost and none is sent
//! for what did not happen. Delivery is a job of its own: it takes rows with a lease and tries again later.

pub mod announcer;
pub mod mail;
pub mod notice;
pub mod post;
pub mod recipients;
pub mod settings;
mod store;
pub mod waiting;
pub mod webhook;
pub mod words;

use steward_core::tickets::{Event, Ticket};

use crate::db::MultiRow;
use crate::db::many::{Rows, Value};
use crate::http::error::Answer;
use crate::random;
use notice::Notice;

/// Says which messages follow from an event. Must be quick and pure: it runs inside the writer.
pub trait Announce: Send + Sync {
    /// The messages of one event; `ticket` is as the event left it.
    fn messages(&self, ticket: &Ticket, event: &Event) -> Vec<Message>;
}

/// A message that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// Its way: the name of a delivery adapter.
    pub channel: &'static str,
    /// What the adapter needs to know, as JSON.
    pub body: String,
}

/// The statement that puts messages into the outbox.
pub(crate) const INSERT: MultiRow = MultiRow {
    before: "insert into outbox (id, project_id, ticket_id, seq, channel, body, due_at) values ",
    width: 7,
    after: "",
};

/// The rows of a notice about no ticket, one for each way. It waits under the name of what it is `about`, by which it
/// can be taken back.
pub(crate) fn untied(notice: &Notice, about: &str, channels: &[&'static str]) -> Answer<Rows> {
    let body = serde_json::to_string(notice)?;
    let row = |channel: &&'static str| {
        Ok(vec![
            Value::Text(random::id()?),
            Value::Text(notice.project.to_string()),
            Value::Text(about.to_owned()),
            Value::Int(0),
            Value::Text((*channel).to_owned()),
            Value::Text(body.clone()),
            Value::Int(notice.at.millis()),
        ])
    };
    channels.iter().map(row).collect()
}

/// The rows of an event's messages.
pub(crate) fn rows(announcers: &[Box<dyn Announce>], ticket: &Ticket, event: &Event) -> Vec<Vec<Value>> {
    let messages = announcers.iter().flat_map(|a| a.messages(ticket, event));
    messages
        .enumerate()
        .map(|(n, message)| {
            vec![
                Value::Text(format!("{}-{}-{n}", ticket.id, event.seq)),
                Value::Text(ticket.said.project.to_string()),
                Value::Text(ticket.id.to_string()),
                Value::Int(i64::from(event.seq)),
                Value::Text(message.channel.to_owned()),
                Value::Text(message.body),
                Value::Int(event.at.millis()),
            ]
        })
        .collect()
}
