//! Reminders (催答): whoever has not answered is told again, at most as often as planned, at the hour of the opening.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use steward_core::ids::{CampaignId, HouseholdId, ProjectId};
use steward_core::surveys::campaign::Phase;
use steward_core::surveys::campaign::sample::Candidate;
use steward_core::time::{Instant, Seconds};

use super::{start, store};
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::jobs::{Job, lease};
use crate::live::Change;
use crate::outbox::notice::Kind;

/// How many households are reminded in one transaction.
const TOGETHER: i64 = 256;
/// How long one round may take before another server takes over.
const LEASE: Seconds = Seconds(60);

/// The reminders of one server.
pub struct Reminders {
    app: App,
    node: String,
}

impl Reminders {
    /// The reminders of this server.
    pub fn new(app: App, node: String) -> Self {
        Self { app, node }
    }

    async fn next(&self) -> Answer<Option<Instant>> {
        let query = sql("select min(remind_at) from campaign_invitations where remind_at is not null");
        let row = query.row(&self.app.db().read).await?;
        Ok(row.map(|row| rows::maybe_int(&row, 0)).transpose()?.flatten().map(Instant::from_millis))
    }
}

impl Job for Reminders {
    const NAME: &'static str = "survey-reminders";

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
            let (channels, node) = (self.app.config().notify.channels(), self.node.clone());
            let round = async move |conn: &mut AnyConnection| {
                if lease::hold(conn, Self::NAME, &node).await? {
                    remind(conn, &channels, now).await?;
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

/// Reminds those whose time has come, as many as one transaction takes. What a reminder is due twice for, because the
/// server stood still, is said once.
async fn remind(conn: &mut AnyConnection, channels: &[&'static str], now: Instant) -> Answer<()> {
    let found = sql("select campaign_id, project_id, household_id, asked_at from campaign_invitations \
        where remind_at is not null and remind_at <= $1 order by remind_at, campaign_id, household_id limit $2")
    .bind(now.millis())
    .bind(TOGETHER)
    .rows(&mut *conn)
    .await?;
    let mut due: BTreeMap<CampaignId, Vec<(Candidate, Instant)>> = BTreeMap::new();
    for row in &found {
        let (project, household): (ProjectId, HouseholdId) = (rows::parsed(row, 1)?, rows::parsed(row, 2)?);
        let asked = Instant::from_millis(rows::int(row, 3)?);
        due.entry(rows::parsed(row, 0)?).or_default().push((Candidate { project, household }, asked));
    }
    for (id, households) in due {
        let campaign = store::load(conn, &id).await?;
        let open = campaign.filter(|c| c.phase(now) == Phase::Open);
        for (one, asked) in &households {
            // Reminders whose time has passed are used up.
            let (sent, next) = match &open {
                None => (0, None),
                Some(campaign) => {
                    let sent = (0..campaign.plan.reminders.len())
                        .filter(|n| campaign.reminder(*asked, *n).is_some_and(|at| at <= now))
                        .count();
                    (i64::try_from(sent).unwrap_or(i64::MAX), campaign.reminder(*asked, sent))
                }
            };
            sql("update campaign_invitations set reminded = $1, remind_at = $2 \
                where project_id = $3 and campaign_id = $4 and household_id = $5")
            .bind(sent)
            .bind(next.map(Instant::millis))
            .bind(one.project.as_str())
            .bind(id.as_str())
            .bind(one.household.as_str())
            .run(&mut *conn)
            .await?;
        }
        if let Some(campaign) = open {
            let households: Vec<Candidate> = households.into_iter().map(|(one, _)| one).collect();
            start::invite(conn, &campaign, Kind::SurveyReminder, &households, channels, now).await?;
        }
    }
    Ok(())
}
