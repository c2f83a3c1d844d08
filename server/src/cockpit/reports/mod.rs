//! Reports by mail (报告邮件): a job that puts each report that is due into the outbox, once, and the letter that is made
//! of it when it is sent.
//!
//! What is due is written down together with when the next one is, under a key of the report and its day: whatever
//! happens, and on however many servers, there is one letter. Who may read its figures is asked when it is sent, by the
//! query itself ([`letter`]).

pub(super) mod handlers;
pub(crate) mod letter;
mod store;
mod words;

use sqlx::AnyConnection;
use steward_core::time::{Instant, Seconds};

use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::jobs::{Job, lease};
use crate::live::Change;

/// How long one round may take before another server takes over.
const LEASE: Seconds = Seconds(60);

/// The reports of one server.
pub struct MailedReports {
    app: App,
    node: String,
}

impl MailedReports {
    /// The reports of this server.
    pub const fn new(app: App, node: String) -> Self {
        Self { app, node }
    }

    async fn next(&self) -> Answer<Option<Instant>> {
        let query = sql("select min(next_at) from report_subscriptions where ended_at is null");
        let row = query.row(&self.app.db().read).await?;
        Ok(row.map(|row| rows::maybe_int(&row, 0)).transpose()?.flatten().map(Instant::from_millis))
    }
}

impl Job for MailedReports {
    const NAME: &'static str = "reports";

    async fn run(&self) -> Answer<Option<Instant>> {
        loop {
            let now = self.app.now();
            match self.next().await? {
                Some(at) if at <= now && !self.app.is_stopping() => {}
                later => {
                    lease::give_back(self.app.writer(), Self::NAME, &self.node).await?;
                    return Ok(later);
                }
            }
            if !lease::take(self.app.writer(), Self::NAME, &self.node, now, LEASE).await? {
                return lease::until(self.app.db(), Self::NAME).await;
            }
            let (mails, node) = (self.app.config().notify.mail.is_some(), self.node.clone());
            let round = async move |conn: &mut AnyConnection| {
                if lease::hold(conn, Self::NAME, &node).await? {
                    store::put_out(conn, mails, now).await?;
                }
                Ok(())
            };
            self.app.writer().run(move |conn| Box::pin(async move { round(conn).await })).await?;
        }
    }

    fn hears(&self, _: &Change, _: Option<Instant>) -> bool {
        false
    }
}
