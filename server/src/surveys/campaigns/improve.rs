//! What follows from a survey: improvements, and their effect in the next wave.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::Actor;
use steward_core::ids::{CampaignId, ImprovementId};
use steward_core::problem::{Code, Problem};
use steward_core::surveys::campaign::Campaign;
use steward_core::surveys::campaign::api::{ImprovementMove, NewImprovement};
use steward_core::surveys::campaign::improvement::{
    Improvement, ImprovementDraft, Measure, Progress, Step, advance, compare,
};
use steward_core::surveys::campaign::results::Scored;
use steward_core::time::Instant;

use super::{figures, plans, store};
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};

fn refused(why: &str) -> Failure {
    Problem::new(Code::SurveyRefused).with("why", why).into()
}

/// A campaign's improvements, the first due first.
pub(super) async fn list(conn: &mut AnyConnection, campaign: &CampaignId) -> Answer<Vec<Improvement>> {
    let found = sql("select body from improvements where campaign_id = $1 order by due_at, id")
        .bind(campaign.as_str())
        .rows(conn)
        .await?;
    found.iter().map(|row: &AnyRow| rows::json(row, 0)).collect()
}

/// Writes an improvement down. It needs figures to point at, so the campaign must have begun.
pub(crate) async fn add(
    conn: &mut AnyConnection,
    actor: &Actor,
    campaign: &CampaignId,
    new: NewImprovement,
) -> Answer<Improvement> {
    let campaign = plans::touched(conn, actor, campaign).await?;
    check(&campaign, &new.draft)?;
    let id: ImprovementId = plans::made_by(actor, &new.command_id).parse()?;
    let made = Improvement {
        id,
        campaign: campaign.id,
        said: new.draft,
        progress: Progress::Planned,
        done: None,
        comparison: None,
    };
    sql("insert into improvements (id, campaign_id, due_at, body) values ($1, $2, $3, $4) \
        on conflict (id) do nothing")
    .bind(made.id.as_str())
    .bind(made.campaign.as_str())
    .bind(made.said.due.millis())
    .bind(serde_json::to_string(&made)?)
    .run(&mut *conn)
    .await?;
    Ok(touched(conn, actor, &made.id).await?.0)
}

/// Changes an improvement that is not done.
pub(super) async fn edit(
    conn: &mut AnyConnection,
    actor: &Actor,
    id: &ImprovementId,
    draft: ImprovementDraft,
) -> Answer<Improvement> {
    let (improvement, campaign) = touched(conn, actor, id).await?;
    if improvement.progress != Progress::Planned {
        return Err(refused("improvement-done"));
    }
    check(&campaign, &draft)?;
    keep(conn, Improvement { said: draft, ..improvement }).await
}

/// Carries an improvement one step on.
pub(crate) async fn move_on(
    conn: &mut AnyConnection,
    actor: &Actor,
    (id, to): (&ImprovementId, ImprovementMove),
    now: Instant,
) -> Answer<Improvement> {
    let (improvement, campaign) = touched(conn, actor, id).await?;
    let step = match to {
        ImprovementMove::Done => Step::Do,
        ImprovementMove::Check => {
            let next = store::next_wave(conn, &campaign.id).await?.ok_or_else(|| refused("no-next-wave"))?;
            let measure = &improvement.said.measure;
            let before = figure(conn, actor, &campaign, measure).await?;
            let after = figure(conn, actor, &next, measure).await?;
            let (Some(before), Some(after)) = (before, after) else { return Err(refused("no-figure")) };
            Step::Check(compare(next.id, before, after))
        }
    };
    let moved = advance(&improvement, step, now).ok_or_else(|| refused("not-the-next-step"))?;
    keep(conn, moved).await
}

/// A figure as this actor sees it; nothing where it is hidden or nobody answered.
async fn figure(
    conn: &mut AnyConnection,
    actor: &Actor,
    campaign: &Campaign,
    measure: &Measure,
) -> Answer<Option<Scored>> {
    let figures = figures::of(conn, actor, campaign).await?;
    let mut items = figures.results.items.iter();
    let item = items.find(|item| item.question == measure.question && item.row == measure.row);
    Ok(item.and_then(|item| item.total.value()?.scored()))
}

fn check(campaign: &Campaign, draft: &ImprovementDraft) -> Answer<()> {
    if campaign.started.is_none() {
        return Err(refused("not-started"));
    }
    let wrong = draft.check(&campaign.plan.questions);
    if wrong.is_empty() { Ok(()) } else { Err(Problem::invalid(wrong).into()) }
}

async fn touched(
    conn: &mut AnyConnection,
    actor: &Actor,
    id: &ImprovementId,
) -> Answer<(Improvement, Campaign)> {
    let row = sql("select body from improvements where id = $1").bind(id.as_str()).row(&mut *conn).await?;
    let improvement: Improvement = rows::json(&row.ok_or(Code::NotFound)?, 0)?;
    let campaign = plans::touched(conn, actor, &improvement.campaign).await?;
    Ok((improvement, campaign))
}

async fn keep(conn: &mut AnyConnection, improvement: Improvement) -> Answer<Improvement> {
    sql("update improvements set due_at = $1, body = $2 where id = $3")
        .bind(improvement.said.due.millis())
        .bind(serde_json::to_string(&improvement)?)
        .bind(improvement.id.as_str())
        .run(conn)
        .await?;
    Ok(improvement)
}
