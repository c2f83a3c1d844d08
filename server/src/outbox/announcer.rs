//! Puts notices into the outbox, once for each way that is set.

use steward_core::tickets::{Event, Ticket};

use super::notice::notices;
use super::settings::Notify;
use super::{Announce, Message};

/// Announces events on the ways that the operator set.
#[derive(Clone, Debug)]
pub struct Announcer {
    channels: Vec<&'static str>,
}

impl Announcer {
    /// An announcer for these ways; `None` when there are none.
    pub fn new(notify: &Notify) -> Option<Self> {
        Some(Self { channels: notify.channels() }).filter(|a| !a.channels.is_empty())
    }
}

impl Announce for Announcer {
    fn messages(&self, ticket: &Ticket, event: &Event) -> Vec<Message> {
        // A notice is plain data that always writes as JSON.
        let bodies = notices(ticket, event).into_iter().filter_map(|n| serde_json::to_string(&n).ok());
        let every_way =
            |body: String| self.channels.iter().map(move |channel| Message { channel, body: body.clone() });
        bodies.flat_map(every_way).collect()
    }
}
