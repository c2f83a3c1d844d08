//! Who hears of changes: the writer publishes after each commit, every open live stream listens.

mod stream;

use std::sync::Arc;

use axum::Router;
use steward_core::tickets::api::LIVE;
use steward_core::tickets::{Event, Ticket};
use tokio::sync::broadcast;

use crate::app::App;
use crate::http::routes::Calls as _;
use crate::sla::ProjectRules;

/// How many changes a slow listener may be behind; then it reads the log instead.
const BEHIND: usize = 1024;

/// What one command did to one ticket.
#[derive(Debug)]
pub struct Change {
    /// The log position of its last event.
    pub position: i64,
    /// The ticket as it was; `None` for a new one.
    pub before: Option<Arc<Ticket>>,
    /// The ticket as it is now.
    pub ticket: Arc<Ticket>,
    /// Its project.
    pub project: Arc<ProjectRules>,
    /// What happened.
    pub events: Arc<[Event]>,
}

/// Where changes are published.
#[derive(Clone, Debug)]
pub struct Hub {
    sender: broadcast::Sender<Arc<Change>>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { sender: broadcast::channel(BEHIND).0 }
    }
}

impl Hub {
    /// Tells everyone who listens.
    pub fn publish(&self, change: Change) {
        // An error means that nobody listens.
        let _ = self.sender.send(Arc::new(change));
    }

    /// Hears everything published from now on.
    pub fn listen(&self) -> broadcast::Receiver<Arc<Change>> {
        self.sender.subscribe()
    }
}

/// The live stream.
pub fn router() -> Router<App> {
    Router::new().call(&LIVE, stream::open)
}
