//! Forgets once a day what is kept for some days only.

use steward_core::time::{Instant, Seconds};

use super::Job;
use crate::app::App;
use crate::http::error::Answer;
use crate::live::Change;
use crate::tickets::wording;
use crate::writer;

/// The forgetting of one server. Twice is as good as once, so servers do not take turns.
pub struct Forget {
    app: App,
}

impl Forget {
    /// The forgetting of this server.
    pub const fn new(app: App) -> Self {
        Self { app }
    }
}

impl Job for Forget {
    const NAME: &'static str = "forget";

    async fn run(&self) -> Answer<Option<Instant>> {
        let now = self.app.now();
        let writer = self.app.writer();
        writer.run(move |conn| Box::pin(async move { wording::forget(conn, now).await })).await?;
        while writer
            .run(move |conn| Box::pin(async move { writer::forget_commands(conn, now).await }))
            .await?
        {}
        Ok(Some(now + Seconds::days(1)))
    }

    fn hears(&self, _: &Change, _: Option<Instant>) -> bool {
        false
    }
}
