//! What runs by itself: the clock sweep ([`sweep`]), the delivery of notices ([`crate::outbox`]), the reminders of
//! surveys ([`crate::surveys::campaigns::reminders`]), those before renewals
//! ([`crate::surveys::campaigns::renewals`]), the sums of surveys ([`crate::surveys::campaigns::sums`]), the sums of the
//! cockpit ([`crate::cockpit::projection`]), its alarms ([`crate::cockpit::alarms`]) and reports
//! ([`crate::cockpit::reports`]), the packing of what is over ([`pack`]) and the forgetting ([`forget`]).
//!
//! A job sleeps until the moment that the store names, or until something happens that may bring it forward
//! ([`alarm`]); it does not poll. Work is idempotent and taken with a lease ([`lease`]), so any number of servers
//! on one database is harmless. A job writes only through the writer, like everyone.

pub mod alarm;
pub mod forget;
pub mod lease;
pub mod metrics;
pub mod pack;
pub mod sweep;

use futures_util::future::join_all;
use steward_core::time::Instant;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::cockpit::alarms::Alarms;
use crate::cockpit::projection::Projector;
use crate::cockpit::reports::MailedReports;
use crate::http::error::Answer;
use crate::outbox::mail::BadMail;
use crate::outbox::post::Post;
use crate::surveys::campaigns::reminders::Reminders;
use crate::surveys::campaigns::renewals::Renewals;
use crate::surveys::campaigns::sums::SurveySums;
use crate::surveys::days::DailyHeads;
use alarm::Alarm;
use forget::Forget;
use pack::Pack;
use sweep::Sweep;

pub use metrics::Metrics;

/// Something that runs by itself.
pub trait Job: Send + Sync + 'static {
    /// Its name, for leases and the log.
    const NAME: &'static str;

    /// Does everything that is due, and answers when to look again; `None` for not until something happens.
    fn run(&self) -> impl Future<Output = Answer<Option<Instant>>> + Send;

    /// Whether a change may bring the next look forward to before `wake`.
    fn hears(&self, change: &crate::live::Change, wake: Option<Instant>) -> bool;
}

/// The jobs of a running server.
#[derive(Debug)]
pub struct Jobs {
    running: Vec<JoinHandle<()>>,
}

/// Starts the jobs; they end when the server stops.
pub fn start(app: &App) -> Result<Jobs, BadMail> {
    if !app.config().jobs {
        return Ok(Jobs { running: Vec::new() });
    }
    let node = app.hub().node().to_owned();
    let sweep = tokio::spawn(forever(app.clone(), Sweep::new(app.clone(), node.clone())));
    let reminders = tokio::spawn(forever(app.clone(), Reminders::new(app.clone(), node.clone())));
    let renewals = tokio::spawn(forever(app.clone(), Renewals::new(app.clone(), node.clone())));
    let sums = tokio::spawn(forever(app.clone(), SurveySums::new(app.clone(), node.clone())));
    let projector = tokio::spawn(forever(app.clone(), Projector::new(app.clone(), node.clone())));
    let alarms = tokio::spawn(forever(app.clone(), Alarms::new(app.clone(), node.clone())));
    let reports = tokio::spawn(forever(app.clone(), MailedReports::new(app.clone(), node.clone())));
    let heads = tokio::spawn(forever(app.clone(), DailyHeads::new(app.clone())));
    let forget = tokio::spawn(forever(app.clone(), Forget::new(app.clone())));
    let pack = tokio::spawn(forever(app.clone(), Pack::new(app.clone(), node)));
    let post = Post::new(app)?.map(|post| tokio::spawn(forever(app.clone(), post)));
    Ok(Jobs {
        running: [sweep, reminders, renewals, sums, projector, alarms, reports, heads, forget, pack]
            .into_iter()
            .chain(post)
            .collect(),
    })
}

impl Jobs {
    /// Waits until all have ended.
    pub async fn ended(self) {
        for ended in join_all(self.running).await {
            if let Err(error) = ended {
                tracing::error!(%error, "a job ended badly");
            }
        }
    }
}

/// Runs a job whenever it has something to do, until the server stops.
async fn forever<J: Job>(app: App, job: J) {
    let mut alarm = Alarm::new(app.clone());
    loop {
        let wake = match job.run().await {
            Ok(wake) => wake,
            Err(failure) => {
                tracing::warn!(job = J::NAME, %failure, "cannot work now");
                Some(app.now() + alarm::AFTER_FAILURE)
            }
        };
        if !alarm.wait(wake, |change| job.hears(change, wake)).await {
            return;
        }
    }
}
