//! Who hears of changes: the writer publishes after each commit, every open live stream listens.

pub mod follow;
mod own;
mod stream;

use std::ops::RangeInclusive;
use std::sync::Arc;

use steward_core::tickets::api::LIVE;
use steward_core::tickets::{Event, Ticket};
use tokio::sync::broadcast;

use crate::db::Engine;
use crate::http::routes::Api;
use crate::sla::ProjectRules;
use own::Own;

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

impl Change {
    /// Where it stands in the log.
    fn positions(&self) -> RangeInclusive<i64> {
        self.position + 1 - i64::try_from(self.events.len()).unwrap_or_default()..=self.position
    }
}

/// Where changes are published.
#[derive(Clone, Debug)]
pub struct Hub {
    sender: broadcast::Sender<Arc<Change>>,
    /// This node's name.
    node: Arc<str>,
    /// Where other nodes write too, changes are told in the order of the log.
    own: Option<Arc<Own<Change>>>,
}

/// The hub of a process that serves nobody, as a command of the command line.
impl Default for Hub {
    fn default() -> Self {
        Self::new(Engine::Sqlite, "")
    }
}

impl Hub {
    /// The hub of this node on a database of this engine.
    pub fn new(engine: Engine, node: &str) -> Self {
        let own = (engine == Engine::Postgres).then(Arc::default);
        Self { sender: broadcast::channel(BEHIND).0, node: node.into(), own }
    }

    /// By what other nodes know this one; nothing where nobody is served.
    pub fn node(&self) -> &str {
        &self.node
    }

    /// What the writer did in one transaction.
    pub fn publish(&self, changes: Vec<Change>) {
        match &self.own {
            Some(own) if !changes.is_empty() => {
                own.add(changes.into_iter().map(|change| (change.positions(), change)));
            }
            _ => changes.into_iter().for_each(|change| self.tell(change)),
        }
    }

    /// The writer does not know what became of something: it may stand in the log.
    pub fn is_unsure(&self) {
        if let Some(own) = &self.own {
            own.look();
        }
    }

    /// Tells everyone who listens.
    fn tell(&self, change: Change) {
        // An error means that nobody listens.
        let _ = self.sender.send(Arc::new(change));
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
