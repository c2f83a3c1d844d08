//! Designing a campaign: the first draft, the next wave, changes.

use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::accounts::permit::Action;
use steward_core::ids::{CampaignId, CommandId, ProjectId};
use steward_core::problem::{Code, Field, Problem};
use steward_core::surveys::campaign::api::{EditCampaign, NewCampaign};
use steward_core::surveys::campaign::{Campaign, Command, Plan, Refusal, State, decide};
use steward_core::time::Instant;

use super::{access, store};
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};
use crate::surveys::campaigns::links::digest;

/// The longest plan that is kept, as it is written.
const LONGEST: usize = 200 * 1024;

/// A refusal as the client reads it.
pub(in crate::surveys) fn refused(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Faults(faults) => Problem::invalid(faults).into(),
        other => Problem::new(Code::SurveyRefused).with("why", other.word()).into(),
    }
}

/// The id that a command makes: the same for a retry.
pub(in crate::surveys) fn made_by(actor: &Actor, command: &CommandId) -> String {
    let of = format!("{}/{command}", actor.person);
    digest(&of).chars().take(20).collect()
}

/// Keeps a new campaign as a draft. `seed` is random.
pub(crate) async fn begin(
    conn: &mut AnyConnection,
    actor: &Actor,
    new: NewCampaign,
    seed: String,
) -> Answer<CampaignId> {
    may(conn, actor, Action::Create, &new.plan).await?;
    let id: CampaignId = made_by(actor, &new.command_id).parse()?;
    let (wave, series) = match &new.repeats {
        None => (1, id.clone()),
        Some(before) => {
            let earlier = store::seen(conn, actor, before).await?;
            let series = store::series(conn, before).await?.unwrap_or_else(|| before.clone());
            (earlier.wave.saturating_add(1), series)
        }
    };
    let campaign = Campaign {
        id: id.clone(),
        seq: 1,
        state: State::Draft,
        plan: new.plan,
        seed,
        wave,
        repeats: new.repeats,
        started: None,
        closed: None,
        contracts: None,
    };
    if let Some(there) = store::load(conn, &id).await? {
        let same = there.plan == campaign.plan || there.seq > 1;
        return if same { Ok(id) } else { Err(Code::CommandReused.into()) };
    }
    store::insert(conn, &campaign, &series).await?;
    store::set_projects(conn, &campaign).await?;
    Ok(id)
}

/// Changes the plan, as far as the state allows.
pub(crate) async fn change(
    conn: &mut AnyConnection,
    actor: &Actor,
    id: &CampaignId,
    edit: EditCampaign,
    now: Instant,
) -> Answer<()> {
    let campaign = touched(conn, actor, id).await?;
    may(conn, actor, Action::Update, &edit.plan).await?;
    if campaign.seq != edit.expected_seq {
        return Err(Problem::new(Code::Conflict).with("seq", campaign.seq).into());
    }
    let next = decide(&campaign, &Command::Edit(Box::new(edit.plan)), now).map_err(refused)?;
    store::update(conn, &next).await?;
    if next.state == State::Draft {
        return store::set_projects(conn, &next).await;
    }
    if next.contracts.is_some() {
        return remind_each(conn, &next, now).await;
    }
    // Reminders to come follow the changed plan.
    for sent in 0..=i64::from(steward_core::surveys::campaign::plan::REMINDERS) {
        let due = next.plan.reminder(usize::try_from(sent).unwrap_or(usize::MAX)).filter(|due| *due > now);
        sql("update campaign_invitations set remind_at = $1 where campaign_id = $2 and reminded = $3 \
            and answered_at is null")
        .bind(due.map(Instant::millis))
        .bind(id.as_str())
        .bind(sent)
        .run(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Reminders to come of a wave before renewals follow the changed plan, each from when its household was asked.
async fn remind_each(conn: &mut AnyConnection, next: &Campaign, now: Instant) -> Answer<()> {
    let found = sql("select project_id, household_id, asked_at, reminded from campaign_invitations \
        where campaign_id = $1 and answered_at is null")
    .bind(next.id.as_str())
    .rows(&mut *conn)
    .await?;
    for row in &found {
        let (asked, sent) = (Instant::from_millis(rows::int(row, 2)?), rows::int(row, 3)?);
        let due = next.reminder(asked, usize::try_from(sent).unwrap_or(usize::MAX)).filter(|due| *due > now);
        sql("update campaign_invitations set remind_at = $1 \
            where project_id = $2 and campaign_id = $3 and household_id = $4")
        .bind(due.map(Instant::millis))
        .bind(rows::text(row, 0)?)
        .bind(next.id.as_str())
        .bind(rows::text(row, 1)?)
        .run(&mut *conn)
        .await?;
    }
    Ok(())
}

/// The campaign, if the actor may change it; 404 if they may not even see it.
pub(in crate::surveys) async fn touched(
    conn: &mut AnyConnection,
    actor: &Actor,
    id: &CampaignId,
) -> Answer<Campaign> {
    let campaign = store::seen(conn, actor, id).await?;
    if access::may_touch(actor, Action::Update, &campaign.plan.audience.projects) {
        Ok(campaign)
    } else {
        Err(Code::Forbidden.into())
    }
}

/// Whether the actor may do this to a campaign of this plan; the plan names only projects that exist and fits.
pub(in crate::surveys) async fn may(
    conn: &mut AnyConnection,
    actor: &Actor,
    action: Action,
    plan: &Plan,
) -> Answer<()> {
    let projects = &plan.audience.projects;
    if !access::may_touch(actor, action, projects) {
        return Err(Code::Forbidden.into());
    }
    if serde_json::to_string(plan)?.len() > LONGEST {
        return Err(Problem::new(Code::TooLarge).with("max", LONGEST).into());
    }
    let mut distinct: Vec<&str> = projects.iter().map(ProjectId::as_str).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let known = i64::try_from(distinct.len()).unwrap_or(i64::MAX);
    let found = sql("select count(*) from projects where id in ").list(distinct).number(conn).await?;
    if found == known && usize::try_from(known) == Ok(projects.len()) {
        Ok(())
    } else {
        let wrong = Problem::new(Code::UnknownChoice).at(Field::Survey).with("place", "projects");
        Err(Problem::invalid(vec![wrong]).into())
    }
}
