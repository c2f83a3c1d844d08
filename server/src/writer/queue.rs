//! The queue in front of the writing connection, and the task behind it.

use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::{Acquire as _, AnyConnection, Connection as _};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::MOST;
use super::work::{Small, Task};
use crate::db::Db;
use crate::http::error::{Answer, Failure};

/// How long work waits for a place in the queue before it is refused.
const PATIENCE: Duration = Duration::from_secs(5);

/// Work for the writer.
enum Work {
    Small(Box<dyn Small>),
}

/// The way to the writer. Cloning it is cheap; the writer ends when the last one is dropped.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Work>,
}

/// Starts the writer; the handle ends after the last [`Writer`] is gone and everything it took is answered.
pub fn start(db: Db) -> (Writer, JoinHandle<()>) {
    let (queue, waiting) = mpsc::channel(4 * MOST);
    let task = tokio::spawn(serve(db, waiting));
    (Writer { queue }, task)
}

impl Writer {
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

    async fn send(&self, work: Work) -> Answer<()> {
        self.queue.send_timeout(work, PATIENCE).await.map_err(|_| stopped())
    }
}

fn stopped() -> Failure {
    Failure::Unavailable("the writer has stopped or has too much to do".to_owned())
}

async fn serve(db: Db, mut waiting: mpsc::Receiver<Work>) {
    let mut taken = Vec::with_capacity(MOST);
    while waiting.recv_many(&mut taken, MOST).await > 0 {
        let mut small = Vec::new();
        for work in taken.drain(..) {
            match work {
                Work::Small(task) => small.push(task),
            }
        }
        transaction(&db, small).await;
    }
}

/// One transaction: everything in it is answered after its commit, or told that it failed.
async fn transaction(db: &Db, mut small: Vec<Box<dyn Small>>) {
    let ended = attempt(db, &mut small).await.err();
    for task in small {
        task.settle(ended.as_ref().map(Failure::again));
    }
}

async fn attempt(db: &Db, small: &mut [Box<dyn Small>]) -> Answer<()> {
    let mut conn = db.write.acquire().await?;
    let mut tx = conn.begin_with(db.engine.begin()).await?;
    for task in small {
        let mut own = tx.begin().await?;
        if task.run(&mut own).await {
            own.commit().await?;
        } else {
            own.rollback().await?;
        }
    }
    Ok(tx.commit().await?)
}
