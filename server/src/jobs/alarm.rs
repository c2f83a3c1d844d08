//! What a job sleeps by: a time, a change that somebody makes meanwhile, or the end of the server.

use std::sync::Arc;
use std::time::Duration;

use steward_core::time::{Instant, Seconds};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

use crate::app::App;
use crate::live::Change;

/// How long a job waits after the store failed.
pub const AFTER_FAILURE: Seconds = Seconds(5);
/// The longest sleep. Somebody may set the machine's clock, or another server on this database may fall silent.
const LONGEST: Duration = Duration::from_mins(1);

/// A job's alarm.
pub struct Alarm {
    app: App,
    changes: broadcast::Receiver<Arc<Change>>,
    moves: Option<watch::Receiver<i64>>,
}

impl Alarm {
    /// An alarm that hears of every change from now on.
    pub fn new(app: App) -> Self {
        Self { changes: app.hub().listen(), moves: app.clock().moves(), app }
    }

    /// Sleeps until `wake`, a change that matters, or a moved clock; `false` when the server stops.
    pub async fn wait(&mut self, wake: Option<Instant>, matters: impl Fn(&Change) -> bool) -> bool {
        let left = wake.map_or(LONGEST, |at| until(at, self.app.now()));
        tokio::select! {
            () = self.app.stopping() => false,
            () = tokio::time::sleep(left.min(LONGEST)) => true,
            () = heard(&mut self.changes, matters) => true,
            () = moved(self.moves.as_mut()) => true,
        }
    }
}

fn until(at: Instant, now: Instant) -> Duration {
    Duration::from_millis(u64::try_from(at.millis().saturating_sub(now.millis())).unwrap_or(0))
}

/// Waits for a change that matters. Whoever missed some looks again.
async fn heard(changes: &mut broadcast::Receiver<Arc<Change>>, matters: impl Fn(&Change) -> bool) {
    loop {
        match changes.recv().await {
            Ok(change) if !matters(&change) => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return,
            // Nobody makes changes any more.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

async fn moved(moves: Option<&mut watch::Receiver<i64>>) {
    if let Some(moves) = moves
        && moves.changed().await.is_ok()
    {
        return;
    }
    std::future::pending::<()>().await;
}
