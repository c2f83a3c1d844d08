//! The public side: opening a link counts nothing, answering counts once. Nobody signs in.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::ids::{CampaignId, HouseholdId, ProjectId, SurveyLink};
use steward_core::problem::{Code, Field, Problem};
use steward_core::surveys::campaign::api::{GiveAnswer, Sheet, Taken};
use steward_core::surveys::campaign::course::{Invitation, NotTaken, Receipt};
use steward_core::surveys::campaign::{AnswerDraft, Campaign, Questionnaire, receive};
use steward_core::time::Instant;

use super::links::digest;
use super::store;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::random;

/// A day, in milliseconds: that somebody answered is kept by the day only.
const DAY: i64 = 86_400_000;

/// What a link leads to.
struct Asked {
    campaign: Campaign,
    project: ProjectId,
    project_name: String,
    /// The household of a personal link.
    household: Option<HouseholdId>,
    answered: bool,
    reminded: u64,
}

impl Asked {
    fn invitation(&self) -> Invitation<'_> {
        Invitation { campaign: &self.campaign.id, answered: self.answered }
    }
}

/// Whom a personal link was made for; 404 for a link that nobody made.
async fn personal(conn: &mut AnyConnection, link: &SurveyLink) -> Answer<Asked> {
    let row = sql("select c.body, i.project_id, p.name, i.household_id, i.answered_at, i.reminded \
        from campaign_links l join campaigns c on c.id = l.campaign_id \
        join campaign_invitations i on i.project_id = l.project_id and i.campaign_id = l.campaign_id \
            and i.household_id = l.household_id \
        join projects p on p.id = l.project_id where l.hash = $1")
    .bind(digest(link.as_str()))
    .row(conn)
    .await?
    .ok_or(Code::NotFound)?;
    Ok(Asked {
        household: Some(rows::parsed(&row, 3)?),
        answered: rows::maybe_int(&row, 4)?.is_some(),
        reminded: store::count(&row, 5)?,
        ..of_project(&row)?
    })
}

/// What a public link is for.
async fn open(conn: &mut AnyConnection, link: &SurveyLink) -> Answer<Asked> {
    let row = sql("select c.body, cp.project_id, p.name from campaign_projects cp \
        join campaigns c on c.id = cp.campaign_id join projects p on p.id = cp.project_id where cp.link = $1")
    .bind(link.as_str())
    .row(conn)
    .await?;
    of_project(&row.ok_or(Code::NotFound)?)
}

fn of_project(row: &AnyRow) -> Answer<Asked> {
    Ok(Asked {
        campaign: rows::json(row, 0)?,
        project: rows::parsed(row, 1)?,
        project_name: rows::text(row, 2)?,
        household: None,
        answered: false,
        reminded: 0,
    })
}

async fn find(conn: &mut AnyConnection, link: &SurveyLink, is_open: bool) -> Answer<Asked> {
    if is_open { open(conn, link).await } else { personal(conn, link).await }
}

/// The questions behind a link, or why none are asked.
pub(super) async fn sheet(
    conn: &mut AnyConnection,
    link: &SurveyLink,
    is_open: bool,
    (group, now): (String, Instant),
) -> Answer<Sheet> {
    let asked = find(conn, link, is_open).await?;
    let closed = receive(&asked.campaign, asked.invitation(), 0, now).err();
    let ends = asked.campaign.ends();
    let plan = asked.campaign.plan;
    let to_come = plan.reminders.len().saturating_sub(usize::try_from(asked.reminded).unwrap_or(usize::MAX));
    Ok(Sheet {
        group,
        project: asked.project_name,
        name: plan.name,
        closed,
        questions: if closed.is_none() { plan.questions } else { Questionnaire::default() },
        opens: plan.opens,
        ends,
        reminders: if asked.household.is_some() { u8::try_from(to_come).unwrap_or(0) } else { 0 },
    })
}

/// Takes an answer. What is kept of it names no household; that the household has answered is kept beside its
/// invitation, by the day.
pub(crate) async fn take(
    conn: &mut AnyConnection,
    link: &SurveyLink,
    is_open: bool,
    given: GiveAnswer,
    now: Instant,
) -> Answer<Taken> {
    let asked = find(conn, link, is_open).await?;
    let campaign = &asked.campaign;
    let device = digest(&format!("{link}/{}", given.device));
    if let Some(receipt) = told(conn, &campaign.id, &device).await? {
        return Ok(Taken::Taken(receipt));
    }
    let counted = sql("select count(*) from campaign_answers where project_id = $1 and campaign_id = $2 \
        and receipt = 'counted'")
    .bind(asked.project.as_str())
    .bind(campaign.id.as_str())
    .number(&mut *conn)
    .await?;
    let receipt = match receive(campaign, asked.invitation(), u64::try_from(counted).unwrap_or(0), now) {
        Ok(receipt) => receipt,
        Err(why) => return Ok(Taken::Not(why)),
    };
    let mut wrong = given.answers.check(&campaign.plan.questions);
    if wrong.is_empty() && given.answers.is_empty() {
        wrong.push(Problem::new(Code::Required).at(Field::Answer));
    }
    if !wrong.is_empty() {
        return Err(Problem::invalid(wrong).into());
    }
    if let Some(household) = &asked.household
        && !mark(conn, (&asked.project, &campaign.id, household), now).await?
    {
        return Ok(Taken::Not(NotTaken::AlreadyAnswered));
    }
    sql("insert into campaign_answers (project_id, campaign_id, id, receipt, body) values ($1, $2, $3, $4, $5)")
        .bind(asked.project.as_str())
        .bind(campaign.id.as_str())
        .bind(random::link()?)
        .bind(receipt.word())
        .bind(serde_json::to_string(&tidy(given))?)
        .run(&mut *conn)
        .await?;
    sql("insert into campaign_devices (campaign_id, hash, receipt) values ($1, $2, $3)")
        .bind(campaign.id.as_str())
        .bind(device)
        .bind(receipt.word())
        .run(conn)
        .await?;
    Ok(Taken::Taken(receipt))
}

/// The answers without those that say nothing.
fn tidy(given: GiveAnswer) -> AnswerDraft {
    let mut answers = given.answers;
    answers.0.retain(|_, given| !given.is_empty());
    answers
}

/// What a device was told before.
async fn told(conn: &mut AnyConnection, campaign: &CampaignId, device: &str) -> Answer<Option<Receipt>> {
    let row = sql("select receipt from campaign_devices where campaign_id = $1 and hash = $2")
        .bind(campaign.as_str())
        .bind(device)
        .row(conn)
        .await?;
    row.map(|row| rows::word(&row, 0, Receipt::from_word)).transpose()
}

/// Notes that a household has answered; `false` if it had already.
async fn mark(
    conn: &mut AnyConnection,
    (project, campaign, household): (&ProjectId, &CampaignId, &HouseholdId),
    now: Instant,
) -> Answer<bool> {
    let touched = sql("update campaign_invitations set answered_at = $1, remind_at = null \
        where project_id = $2 and campaign_id = $3 and household_id = $4 and answered_at is null")
    .bind(now.millis().div_euclid(DAY) * DAY)
    .bind(project.as_str())
    .bind(campaign.as_str())
    .bind(household.as_str())
    .run(conn)
    .await?;
    Ok(touched == 1)
}
