//! One piece of small work: a closure on the writing connection, and the answer it owes.

use futures_util::future::BoxFuture;
use sqlx::AnyConnection;
use tokio::sync::oneshot;

use crate::http::error::{Answer, Failure};

/// Small work, whatever it answers.
pub(super) trait Small: Send {
    /// Runs it and keeps its result; whether its changes are to be kept.
    fn run<'a>(&'a mut self, conn: &'a mut AnyConnection) -> BoxFuture<'a, bool>;

    /// Whether it has run: then it cannot run again.
    fn has_run(&self) -> bool;

    /// Tells the one who waits: its own result, or the failure of the whole transaction.
    fn settle(self: Box<Self>, failure: Option<Failure>);
}

/// A closure with the way back to who asked for it.
pub(super) struct Task<T, F> {
    work: Option<F>,
    result: Option<Answer<T>>,
    send: oneshot::Sender<Answer<T>>,
}

impl<T, F> Task<T, F>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut AnyConnection) -> BoxFuture<'c, Answer<T>> + Send + 'static,
{
    /// The work and the place where its answer will arrive.
    pub(super) fn new(work: F) -> (Box<Self>, oneshot::Receiver<Answer<T>>) {
        let (send, receive) = oneshot::channel();
        (Box::new(Self { work: Some(work), result: None, send }), receive)
    }
}

impl<T, F> Small for Task<T, F>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut AnyConnection) -> BoxFuture<'c, Answer<T>> + Send + 'static,
{
    fn run<'a>(&'a mut self, conn: &'a mut AnyConnection) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            if let Some(work) = self.work.take() {
                self.result = Some(work(conn).await);
            }
            matches!(self.result, Some(Ok(_)))
        })
    }

    fn has_run(&self) -> bool {
        self.work.is_none()
    }

    fn settle(self: Box<Self>, failure: Option<Failure>) {
        let result = match (failure, self.result) {
            // Its own failure says more than that of the transaction.
            (_, Some(Err(own))) => Err(own),
            (Some(failure), _) => Err(failure),
            (None, Some(ok)) => ok,
            (None, None) => Err(Failure::internal("the work was never run")),
        };
        // Whoever asked may have gone away; what is committed stands all the same.
        let _ = self.send.send(result);
    }
}
