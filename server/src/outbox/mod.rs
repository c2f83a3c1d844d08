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
use crate::db::many::Value;

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
