//! The cockpit's projection (投影): the sums behind its figures, kept beside the tickets by a job that follows the log.
//!
//! A step reads which tickets changed, asks core what each of them adds now ([`steward_core::cockpit::counted`]), and adds
//! the difference to what it added before: read in one moment beside the writer, and written in one transaction with the
//! place it has reached, if nothing has moved since that moment. So a step that is done twice adds nothing the second
//! time, and a page costs what its scope costs, whatever the number of tickets.

pub mod anew;
pub mod follow;
pub(crate) mod kept;
mod neighbours;
pub mod old;
pub(crate) mod sums;

use std::time::Duration;

use steward_core::time::{Instant, Seconds};
use tokio::time::Instant as Moment;

use crate::app::App;
use crate::http::error::Answer;
use crate::jobs::{Job, lease};
use crate::live::Change;

/// After how long without a sign another server takes over.
const LEASE: Seconds = Seconds(30);
/// Longer than a step takes: so much of the lease is left when one begins. A step that takes longer adds nothing if
/// somebody else has moved on since.
const STEP: Seconds = Seconds(15);
/// After a step it rests as long, so that many changes make few steps.
const REST: Seconds = Seconds(1);
/// In a rush, whoever waits for an answer goes before figures, which may be a minute old (N18): between two steps it rests
/// so many times as long as a step took…
const GIVES_WAY: u32 = 3;
/// …but no longer than this: a rush that goes on does not make figures older.
const GIVES_WAY_FOR: Duration = Duration::from_secs(20);

/// The projector of one server.
pub struct Projector {
    app: App,
    node: String,
}

impl Projector {
    /// The projector of this server.
    pub const fn new(app: App, node: String) -> Self {
        Self { app, node }
    }
}

impl Job for Projector {
    const NAME: &'static str = "projector";

    async fn run(&self) -> Answer<Option<Instant>> {
        if !follow::is_behind(self.app.db()).await? {
            return Ok(None);
        }
        let (mut more, mut held_until, behind_since) = (true, None, Moment::now());
        while more && !self.app.is_stopping() {
            let now = self.app.now();
            if held_until.is_none_or(|until| now + STEP > until) {
                if !lease::take(self.app.writer(), Self::NAME, &self.node, now, LEASE).await? {
                    return lease::until(self.app.db(), Self::NAME).await;
                }
                held_until = Some(now + LEASE);
            }
            let step_began = Moment::now();
            more = follow::follow(self.app.db(), self.app.writer(), follow::MOST).await?;
            if more && behind_since.elapsed() < GIVES_WAY_FOR {
                tokio::time::sleep(step_began.elapsed() * GIVES_WAY).await;
            }
        }
        lease::give_back(self.app.writer(), Self::NAME, &self.node).await?;
        Ok(Some(self.app.now() + REST))
    }

    fn hears(&self, _: &Change, wake: Option<Instant>) -> bool {
        wake.is_none()
    }
}
