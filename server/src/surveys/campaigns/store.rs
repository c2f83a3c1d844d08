//! Campaigns in the store.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::Actor;
use steward_core::ids::{CampaignId, ProjectId};
use steward_core::problem::Code;
use steward_core::surveys::campaign::api::SurveyProject;
use steward_core::surveys::campaign::{Campaign, Mode, State};
use steward_core::time::Instant;

use super::access;
use crate::db::{Sql, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::random;

/// The most campaigns of a list.
const MOST: i64 = 500;

/// A campaign that the actor may see; 404 else.
pub(in crate::surveys) async fn seen(
    conn: &mut AnyConnection,
    actor: &Actor,
    id: &CampaignId,
) -> Answer<Campaign> {
    access::depth(actor)?;
    let query = sql("select c.body from campaigns c where c.id = ").value(id.as_str()).then(" and ");
    let row = access::visible(query, actor).row(conn).await?;
    rows::json(&row.ok_or(Code::NotFound)?, 0)
}

/// A campaign, whoever asks.
pub(in crate::surveys) async fn load(conn: &mut AnyConnection, id: &CampaignId) -> Answer<Option<Campaign>> {
    let row = sql("select body from campaigns where id = $1").bind(id.as_str()).row(conn).await?;
    row.map(|row| rows::json(&row, 0)).transpose()
}

/// All that the actor may see, the newest first, each with whether a later wave of its series was started.
pub(in crate::surveys) async fn list(
    conn: &mut AnyConnection,
    actor: &Actor,
) -> Answer<Vec<(Campaign, bool)>> {
    let query = sql("select c.body, (select count(*) from campaigns w where w.series = c.series \
        and w.wave > c.wave and w.state <> 'draft') from campaigns c where ");
    let query = access::visible(query, actor).then(" order by c.opens_at desc, c.id limit ").value(MOST);
    let one = |row: &AnyRow| Ok((rows::json(row, 0)?, rows::int(row, 1)? > 0));
    query.rows(conn).await?.iter().map(one).collect()
}

/// Writes a new campaign; one that is there already stays as it is.
pub(in crate::surveys) async fn insert(
    conn: &mut AnyConnection,
    campaign: &Campaign,
    series: &CampaignId,
) -> Answer<()> {
    let plan = &campaign.plan;
    sql("insert into campaigns (id, seq, state, mode, opens_at, closes_at, series, wave, repeats, body, \
        contracts_in) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing")
    .bind(campaign.id.as_str())
    .bind(i64::from(campaign.seq))
    .bind(campaign.state.word())
    .bind(plan.mode.word())
    .bind(plan.opens.millis())
    .bind(plan.closes.millis())
    .bind(series.as_str())
    .bind(i64::from(campaign.wave))
    .bind(campaign.repeats.as_ref().map_or("", CampaignId::as_str))
    .bind(serde_json::to_string(campaign)?)
    .bind(campaign.contracts.as_deref().unwrap_or_default())
    .run(conn)
    .await?;
    Ok(())
}

/// Writes a changed campaign; [`Code::Conflict`] if somebody else changed it first.
pub(in crate::surveys) async fn update(conn: &mut AnyConnection, campaign: &Campaign) -> Answer<()> {
    let plan = &campaign.plan;
    let touched =
        sql("update campaigns set seq = $1, state = $2, mode = $3, opens_at = $4, closes_at = $5, \
        body = $6 where id = $7 and seq = $8")
        .bind(i64::from(campaign.seq))
        .bind(campaign.state.word())
        .bind(plan.mode.word())
        .bind(plan.opens.millis())
        .bind(plan.closes.millis())
        .bind(serde_json::to_string(campaign)?)
        .bind(campaign.id.as_str())
        .bind(i64::from(campaign.seq) - 1)
        .run(conn)
        .await?;
    if touched == 1 { Ok(()) } else { Err(Code::Conflict.into()) }
}

/// The first wave of a campaign's series.
pub(in crate::surveys) async fn series(
    conn: &mut AnyConnection,
    id: &CampaignId,
) -> Answer<Option<CampaignId>> {
    let row = sql("select series from campaigns where id = $1").bind(id.as_str()).row(conn).await?;
    row.map(|row| rows::parsed(&row, 0)).transpose()
}

/// The wave after a campaign, once it was started.
pub(in crate::surveys) async fn next_wave(
    conn: &mut AnyConnection,
    id: &CampaignId,
) -> Answer<Option<Campaign>> {
    let row =
        sql("select body from campaigns where repeats = $1 and state <> 'draft' order by opens_at limit 1")
            .bind(id.as_str())
            .row(conn)
            .await?;
    row.map(|row| rows::json(&row, 0)).transpose()
}

/// Names the projects of a draft anew: those of its audience, all of the group where none is named.
pub(in crate::surveys) async fn set_projects(conn: &mut AnyConnection, campaign: &Campaign) -> Answer<()> {
    sql("delete from campaign_projects where campaign_id = $1")
        .bind(campaign.id.as_str())
        .run(&mut *conn)
        .await?;
    let known =
        in_audience(sql("select p.id from projects p where "), "p.id", &campaign.plan.audience.projects)
            .then(" order by p.id")
            .rows(&mut *conn)
            .await?;
    for row in &known {
        sql("insert into campaign_projects (project_id, campaign_id, households, asked, link) \
            values ($1, $2, 0, null, null)")
        .bind(rows::text(row, 0)?)
        .bind(campaign.id.as_str())
        .run(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Adds the condition that a project is in an audience.
pub(in crate::surveys) fn in_audience(query: Sql, column: &'static str, projects: &[ProjectId]) -> Sql {
    if projects.is_empty() {
        return query.then("1 = 1");
    }
    query.then(column).then(" in ").list(projects.iter().map(ProjectId::as_str))
}

/// The projects of a campaign in the actor's scope, by name.
pub(in crate::surveys) async fn projects(
    conn: &mut AnyConnection,
    actor: &Actor,
    campaign: &Campaign,
) -> Answer<Vec<SurveyProject>> {
    let id = campaign.id.as_str();
    let query = sql("select cp.project_id, p.name, cp.households, cp.asked, \
        (select count(*) from campaign_answers a where a.campaign_id = cp.campaign_id \
            and a.project_id = cp.project_id and a.receipt = 'counted'), \
        (select count(*) from campaign_answers a where a.campaign_id = cp.campaign_id \
            and a.project_id = cp.project_id and a.receipt <> 'counted') \
        from campaign_projects cp join projects p on p.id = cp.project_id where cp.campaign_id = ");
    let query = access::in_scope(query.value(id).then(" and "), "cp.project_id", actor);
    let one = |row: &AnyRow| {
        Ok(SurveyProject {
            project: rows::parsed(row, 0)?,
            name: rows::text(row, 1)?,
            households: count(row, 2)?,
            asked: rows::maybe_int(row, 3)?.map(u64::try_from).transpose().map_err(Failure::internal)?,
            answered: count(row, 4)?,
            over_quota: count(row, 5)?,
        })
    };
    query.then(" order by p.name, p.id").rows(conn).await?.iter().map(one).collect()
}

/// A count in a column.
pub(in crate::surveys) fn count(row: &AnyRow, at: usize) -> Answer<u64> {
    u64::try_from(rows::int(row, at)?).map_err(Failure::internal)
}

/// Whether it asks households by links of their own and is no draft.
pub(in crate::surveys) fn has_invitations(campaign: &Campaign) -> bool {
    campaign.state != State::Draft && campaign.plan.mode == Mode::Personal
}

/// Writes down who took data away or looked at it, and of which campaign.
pub(in crate::surveys) async fn audit(
    conn: &mut AnyConnection,
    actor: &Actor,
    action: &'static str,
    (campaign, project): (&CampaignId, Option<&ProjectId>),
    at: Instant,
) -> Answer<()> {
    sql("insert into audit (id, at, person_id, role, action, project_id, ticket_id, reason) \
        values ($1, $2, $3, $4, $5, $6, $7, '')")
    .bind(random::id()?)
    .bind(at.millis())
    .bind(actor.person.as_str())
    .bind(actor.role.word())
    .bind(action)
    .bind(project.map_or("", ProjectId::as_str))
    .bind(campaign.as_str())
    .run(conn)
    .await?;
    Ok(())
}
