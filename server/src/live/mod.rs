//! Who hears of changes: the writer publishes after each commit, every open live stream listens.

pub mod follow;
mod stream;

use std::sync::Arc;

use steward_core::tickets::api::LIVE;
use steward_core::tickets::{Event, Ticket};
use tokio::sync::{Notify, broadcast};

use crate::db::Engine;
use crate::http::routes::Api;
use crate::sla::ProjectRules;

/// How many changes a slow listener may be behind; then it reads the log instead.
const BEHIND: usize = 1024;

/// What one command did to one ticket.
#[derive(Debug)]
pub struct Change {
    /// The log position of its last event.
    pub position: i64,
    /// The ticket as it was; `None` for a new one, and where another node may have changed it.
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
    /// Where other nodes write too, the log is followed, and the writer only says that it has grown.
    grown: Option<Arc<Notify>>,
}

/// A hub of a process that serves nobody, as a command of the command line.
impl Default for Hub {
    fn default() -> Self {
        Self::new(Engine::Sqlite)
    }
}

impl Hub {
    /// The hub of a database of this engine.
    pub fn new(engine: Engine) -> Self {
        let grown = (engine == Engine::Postgres).then(Arc::default);
        Self { sender: broadcast::channel(BEHIND).0, grown }
    }

    /// What the writer did.
    pub fn publish(&self, change: Change) {
        if self.grown.is_some() {
            self.wake();
        } else {
            self.tell(change);
        }
    }

    /// Says that the log has grown to whoever follows it.
    fn wake(&self) {
        if let Some(grown) = &self.grown {
            grown.notify_one();
        }
    }

    /// Tells everyone who listens.
    fn tell(&self, change: Change) {
        // An error means that nobody listens.
        let _ = self.sender.send(Arc::new(change));
    }

    /// Waits until the log has grown.
    async fn woken(&self) {
        match &self.grown {
            Some(grown) => grown.notified().await,
            None => std::future::pending().await,
        }
    }

    /// Hears everything published from now on.
    pub fn listen(&self) -> broadcast::Receiver<Arc<Change>> {
        self.sender.subscribe()
    }
}

/// The live stream.
pub fn api() -> Api {
    Api::new().call(&LIVE, stream::open)
}
