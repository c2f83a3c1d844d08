//! The queue in front of the writing connection, and the task behind it.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::{AnyConnection, Connection as _};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::MOST;
use super::ask::{Ask, Done};
use super::batch::Batch;
use super::work::{Small, Task};
use super::write::write;
use crate::db::{Db, sql};
use crate::http::error::{Answer, Failure};
use crate::http::health::Metrics;
use crate::live::{Change, Hub};
use crate::outbox::Announce;
use crate::sla::Book;

/// How long work waits for a place in the queue before it is refused.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a batch is decided again when somebody else wrote first.
const TRIES: usize = 3;

/// Work for the writer.
enum Work {
    Ask(Box<Ask>, oneshot::Sender<Answer<Done>>),
    Small(Box<dyn Small>),
    Stop,
}

/// What the writer needs.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The rules.
    pub book: Arc<Book>,
    /// Where changes are published.
    pub hub: Hub,
    /// Who turns events into messages.
    pub announcers: Vec<Box<dyn Announce>>,
    /// What the server counts about itself.
    pub metrics: Arc<Metrics>,
}

/// The way to the writer. Cloning it is cheap.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Work>,
}

/// Starts the writer; the handle ends after [`Writer::stop`] once everything it took is answered.
///
/// It has a thread of its own: everybody waits for it, so it must not wait its turn among the requests each time the
/// database has answered.
pub fn start(parts: Parts) -> (Writer, JoinHandle<()>) {
    let (queue, waiting) = mpsc::channel(4 * MOST);
    let runtime = Handle::current();
    let thread = tokio::task::spawn_blocking(move || runtime.block_on(serve(parts, waiting)));
    (Writer { queue }, thread)
}

impl Writer {
    /// Carries out a command to a ticket.
    pub async fn ask(&self, ask: Ask) -> Answer<Done> {
        let (send, answer) = oneshot::channel();
        self.send(Work::Ask(Box::new(ask), send)).await?;
        answer.await.map_err(|_| stopped())?
    }

    /// Does small work in the next transaction. An `Err` of the closure undoes what it wrote.
    pub async fn run<T, F>(&self, work: F) -> Answer<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut AnyConnection) -> BoxFuture<'c, Answer<T>> + Send + 'static,
    {
        let (task, answer) = Task::new(work);
        self.send(Work::Small(task)).await?;
        answer.await.map_err(|_| stopped())?
    }

    /// Takes no more work once what waits now is done.
    pub async fn stop(&self) {
        // An error means that it has stopped already.
        let _ = self.queue.send(Work::Stop).await;
    }

    async fn send(&self, work: Work) -> Answer<()> {
        self.queue.send_timeout(work, PATIENCE).await.map_err(|_| stopped())
    }
}

fn stopped() -> Failure {
    Failure::Unavailable("the writer has stopped or has too much to do".to_owned())
}

async fn serve(parts: Parts, mut waiting: mpsc::Receiver<Work>) {
    let mut taken = Vec::with_capacity(MOST);
    let mut stop = false;
    while !stop && waiting.recv_many(&mut taken, MOST).await > 0 {
        let (mut asks, mut answers, mut small) = (Vec::new(), Vec::new(), Vec::new());
        for work in taken.drain(..) {
            match work {
                Work::Ask(ask, answer) => {
                    asks.push(*ask);
                    answers.push(answer);
                }
                Work::Small(task) => small.push(task),
                Work::Stop => stop = true,
            }
        }
        let done = parts.together(&asks, small).await;
        for (answer, done) in answers.into_iter().zip(done) {
            // Whoever asked may have gone away; what is committed stands all the same.
            let _ = answer.send(done);
        }
    }
}

/// What a transaction did: an answer for each command, and what to publish.
type Outcome = (Vec<Answer<Done>>, Vec<Change>);

impl Parts {
    /// Everything in one transaction; if a command breaks it, each command in a transaction of its own.
    async fn together(&self, asks: &[Ask], mut small: Vec<Box<dyn Small>>) -> Vec<Answer<Done>> {
        let failure = match self.attempt(asks, &mut small).await {
            Ok(outcome) => {
                for task in small {
                    task.settle(None);
                }
                return self.publish(outcome);
            }
            Err(failure) => failure,
        };
        let broken = matches!(failure, Failure::Internal(_));
        let (again, over): (Vec<_>, Vec<_>) = small.into_iter().partition(|task| broken && !task.has_run());
        for task in over {
            task.settle(Some(failure.again()));
        }
        if !broken {
            return asks.iter().map(|_| Err(failure.again())).collect();
        }
        tracing::warn!(%failure, commands = asks.len(), "a transaction broke; its commands go one by one");
        for task in again {
            let mut one = vec![task];
            let failure = self.attempt(&[], &mut one).await.err();
            for task in one {
                task.settle(failure.as_ref().map(Failure::again));
            }
        }
        let mut answers = Vec::with_capacity(asks.len());
        for ask in asks {
            answers.push(self.alone(ask).await);
        }
        answers
    }

    /// One command by itself. When another node wrote first, it is decided again on what that one left.
    async fn alone(&self, ask: &Ask) -> Answer<Done> {
        let mut tries = 1;
        loop {
            match self.attempt(std::slice::from_ref(ask), &mut []).await {
                Ok(outcome) => return self.publish(outcome).pop().unwrap_or_else(|| Err(stopped())),
                Err(Failure::Internal(_)) if tries < TRIES => tries += 1,
                Err(failure) => return Err(failure),
            }
        }
    }

    fn publish(&self, (answers, changes): Outcome) -> Vec<Answer<Done>> {
        self.hub.publish(changes);
        answers
    }

    async fn attempt(&self, asks: &[Ask], small: &mut [Box<dyn Small>]) -> Answer<Outcome> {
        let mut conn = self.db.write.acquire().await?;
        let outcome = self.transaction(&mut conn, asks, small).await;
        if outcome.is_err() {
            // A full disk or a broken file can end the transaction inside the engine, and the driver would go on
            // believing in it: the next attempt gets a new connection. An error of closing changes nothing.
            let _ = conn.close().await;
            self.hub.is_unsure();
        }
        outcome
    }

    async fn transaction(
        &self,
        conn: &mut AnyConnection,
        asks: &[Ask],
        small: &mut [Box<dyn Small>],
    ) -> Answer<Outcome> {
        let mut tx = conn.begin_with(self.db.engine.begin()).await?;
        let outcome = if asks.is_empty() { Outcome::default() } else { self.commands(&mut tx, asks).await? };
        for task in small {
            let mut own = tx.begin().await?;
            if task.run(&mut own).await {
                own.commit().await?;
            } else {
                own.rollback().await?;
            }
        }
        tx.commit().await?;
        Ok(outcome)
    }

    async fn commands(&self, conn: &mut AnyConnection, asks: &[Ask]) -> Answer<Outcome> {
        if let Some(lock) = self.db.engine.lock_log() {
            sql(lock).rows(&mut *conn).await?;
        }
        self.metrics.batch.observe(f64::from(u32::try_from(asks.len()).unwrap_or(u32::MAX)));
        let mut batch = Batch::load(conn, &self.book, asks).await?;
        let mut decided = Vec::with_capacity(asks.len());
        for ask in asks {
            decided.push(match batch.decide(conn, ask).await {
                Err(failure @ (Failure::Unavailable(_) | Failure::Internal(_))) => return Err(failure),
                other => other,
            });
        }
        let passed: Vec<_> =
            asks.iter().zip(&decided).filter_map(|(a, d)| Some((a, d.as_ref().ok()?))).collect();
        let positions = write(conn, &batch, &passed, &self.announcers).await?;
        if let (Some(tell), false) = (self.db.engine.tell_log(), positions.is_empty()) {
            sql(tell).bind(self.hub.node()).rows(conn).await?;
        }
        let told = batch.outcome();
        let answers = decided.into_iter().map(|d| d.and_then(|passed| told.done(passed))).collect();
        let changes = positions.into_iter().filter_map(|(id, position)| told.change(&id, position)).collect();
        Ok((answers, changes))
    }
}
