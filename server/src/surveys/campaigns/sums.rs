//! What ended surveys add to the cockpit (R30, R31): once a survey takes no answers any more, the sums of its satisfaction
//! and recommendation questions are written down by project, so that nobody has to read the answers again.

use sqlx::AnyConnection;
use steward_core::accounts::{Actor, Role, Scope};
use steward_core::cockpit::surveys::{Scale, sum_of};
use steward_core::day::Day;
use steward_core::surveys::campaign::results::of_project;
use steward_core::surveys::campaign::{Campaign, Phase};
use steward_core::time::{Instant, Seconds};

use super::{figures, store};
use crate::app::App;
use crate::db::many::{self, Table, Value};
use crate::db::{MultiRow, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::jobs::{Job, lease};
use crate::live::Change;
use crate::owners;

/// How often it looks for surveys that have ended.
const EVERY: Seconds = Seconds(60);
/// An answer that came just before the end may still be on its way into the store.
const SETTLED: Seconds = Seconds(60);
/// How long one look may take before another server takes over.
const LEASE: Seconds = Seconds(120);

const INSERT: MultiRow = MultiRow {
    before: "insert into survey_sums (project_id, campaign_id, question, scale, day, n, total) values ",
    width: 7,
    after: " on conflict (day, campaign_id, question, project_id) do update set n = excluded.n, total = excluded.total",
};

/// The adding up of one server.
pub struct SurveySums {
    app: App,
    node: String,
}

impl SurveySums {
    /// The adding up of this server.
    pub const fn new(app: App, node: String) -> Self {
        Self { app, node }
    }
}

impl Job for SurveySums {
    const NAME: &'static str = "survey-sums";

    async fn run(&self) -> Answer<Option<Instant>> {
        let now = self.app.now();
        if waits(&self.app, now).await?
            && lease::take(self.app.writer(), Self::NAME, &self.node, now, LEASE).await?
        {
            sum(&self.app, now).await?;
            lease::give_back(self.app.writer(), Self::NAME, &self.node).await?;
        }
        Ok(Some(now + EVERY))
    }

    fn hears(&self, _: &Change, _: Option<Instant>) -> bool {
        false
    }
}

const ENDED: &str =
    "from campaigns c where c.summed = 0 and c.state <> 'draft' and (c.state = 'closed' or c.closes_at <= ";

async fn waits(app: &App, now: Instant) -> Answer<bool> {
    let found = sql("select count(*) ").then(ENDED).value(now.millis()).then(")");
    Ok(found.number(&app.db().read).await? > 0)
}

/// Writes the sums of every survey that has ended; a survey that is summed twice has the same sums.
pub async fn sum(app: &App, now: Instant) -> Answer<()> {
    app.writer().run(move |conn| Box::pin(sum_all(conn, now))).await
}

async fn sum_all(conn: &mut AnyConnection, now: Instant) -> Answer<()> {
    let found = sql("select c.body ").then(ENDED).value(now.millis()).then(") order by c.id");
    for row in &found.rows(&mut *conn).await? {
        let campaign: Campaign = rows::json(row, 0)?;
        if campaign.phase(now) == Phase::Ended && now.since(campaign.ends()) >= SETTLED {
            write(conn, &campaign).await?;
        }
    }
    Ok(())
}

async fn write(conn: &mut AnyConnection, campaign: &Campaign) -> Answer<()> {
    let house = Actor {
        person: "system".parse().map_err(Failure::internal)?,
        role: Role::System,
        name: String::new(),
        department: None,
        scope: Scope::Group,
    };
    let projects = store::projects(conn, &house, campaign).await?;
    let stands = figures::stands(conn, &house, campaign, &projects).await?;
    let day = Day(owners::date(owners::zone(conn).await?, campaign.ends()));
    let mut sums = Vec::new();
    for question in &campaign.plan.questions.0 {
        let Some(scale) = Scale::of(&question.kind) else { continue };
        for stand in &stands {
            let sum = sum_of(&of_project(question, stand)).unwrap_or_default();
            if sum.n > 0 {
                sums.push(vec![
                    Value::Text(stand.project.to_string()),
                    Value::Text(campaign.id.to_string()),
                    Value::Text(question.id.clone()),
                    Value::Text(scale.word().to_owned()),
                    Value::Int(day.number()),
                    Value::Int(sum.n),
                    Value::Int(sum.total),
                ]);
            }
        }
    }
    many::write(vec![Table::new(INSERT, || Ok(sums))], &mut *conn).await?;
    sql("update campaigns set summed = 1 where id = $1").bind(campaign.id.as_str()).run(conn).await?;
    Ok(())
}
