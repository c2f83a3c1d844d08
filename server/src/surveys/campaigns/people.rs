//! Who could be asked, who rests, and who is drawn.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::ids::{CampaignId, HouseholdId, ProjectId};
use steward_core::owners::{Facts, lifecycle};
use steward_core::surveys::campaign::api::{Preview, PreviewLine};
use steward_core::surveys::campaign::renewal::is_due;
use steward_core::surveys::campaign::sample::{Candidate, draw};
use steward_core::surveys::campaign::{Cadence, Mode, Plan, Size};
use steward_core::time::{Instant, Seconds};

use super::{access, store};
use crate::db::{Sql, rows, sql};
use crate::http::error::Answer;
use crate::owners::store::facts;

/// The households of a plan, before anybody is drawn.
#[derive(Debug, Default)]
pub(super) struct People {
    /// Households in the audience, of each project.
    pub(super) audience: BTreeMap<ProjectId, u64>,
    /// Those that may be asked: in the audience, and not resting.
    pub(super) candidates: Vec<Candidate>,
    /// Of a survey before renewals: households whose time has not come yet.
    pub(super) later: u64,
}

impl People {
    /// Who is drawn. An open campaign draws nobody.
    pub(super) fn drawn(&self, plan: &Plan, seed: &str) -> Vec<Candidate> {
        if plan.mode == Mode::Open { Vec::new() } else { draw(&self.candidates, plan.size, seed) }
    }
}

/// The people of a plan. `but` is the campaign itself, which does not make anybody rest.
pub(super) async fn of(
    conn: &mut AnyConnection,
    plan: &Plan,
    but: Option<&CampaignId>,
    (now, today): (Instant, NaiveDate),
) -> Answer<People> {
    let projects = &plan.audience.projects;
    let since = (now.max(plan.opens) - Seconds::days(i64::from(plan.pause_days))).millis();
    let resting = sql("select distinct i.project_id, i.household_id from campaign_invitations i \
        where i.campaign_id <> ")
    .value(but.map_or("", CampaignId::as_str))
    .then(" and (i.asked_at > ")
    .value(since)
    .then(" or i.answered_at > ")
    .value(since)
    .then(") and ");
    let resting = store::in_audience(resting, "i.project_id", projects).rows(&mut *conn).await?;
    let resting: BTreeSet<HouseholdId> =
        resting.iter().map(|row| rows::parsed(row, 1)).collect::<Answer<_>>()?;
    let query = sql("select h.project_id, h.id, h.handed_over_on, h.moved_in_on, h.decoration_from, \
        h.decoration_until, h.contract_ends_on, h.segment from households h where ");
    let query = in_segments(store::in_audience(query, "h.project_id", projects), plan);
    let mut people = People::default();
    let mut later = 0;
    for row in &query.then(" order by h.project_id, h.id").rows(conn).await? {
        let facts = facts(row, 2)?;
        if !is_in(plan, &facts, today) {
            continue;
        }
        let ends = facts.contract_ends_on.map(|day| day.0);
        if plan.cadence == Cadence::Renewal && ends.is_none_or(|ends| ends < today) {
            continue;
        }
        let project: ProjectId = rows::parsed(row, 0)?;
        *people.audience.entry(project.clone()).or_default() += 1;
        let household: HouseholdId = rows::parsed(row, 1)?;
        if plan.cadence == Cadence::Renewal && !ends.is_some_and(|ends| is_due(ends, plan.lead_days, today)) {
            later += 1;
        } else if plan.pause_days == 0 || !resting.contains(&household) {
            people.candidates.push(Candidate { project, household });
        }
    }
    people.later = later;
    Ok(people)
}

/// Whether a household with these facts is in the stages of a plan. A home whose facts do not say is in no stage.
pub(super) fn is_in(plan: &Plan, facts: &Facts, today: NaiveDate) -> bool {
    let (stages, of) = (&plan.audience, lifecycle(facts, today));
    let developer = stages.stages.is_empty() || of.developer.is_some_and(|s| stages.stages.contains(&s));
    let property =
        stages.property_stages.is_empty() || of.property.is_some_and(|s| stages.property_stages.contains(&s));
    developer && property
}

pub(super) fn in_segments(query: Sql, plan: &Plan) -> Sql {
    if plan.audience.segments.is_empty() {
        return query;
    }
    query.then(" and h.segment in ").list(plan.audience.segments.iter().map(String::as_str))
}

/// How many would be asked, as far as the actor reaches.
pub(super) async fn preview(
    conn: &mut AnyConnection,
    actor: &Actor,
    plan: &Plan,
    now: (Instant, NaiveDate),
) -> Answer<Preview> {
    let people = of(&mut *conn, plan, None, now).await?;
    // Only how many, so any seed will do.
    let drawn = match plan.mode {
        Mode::Personal => draw(&people.candidates, plan.size, ""),
        Mode::Open => draw(&people.candidates, Size::All, ""),
    };
    let query = access::in_scope(sql("select p.id, p.name from projects p where "), "p.id", actor);
    let mut projects = Vec::new();
    let of = |list: &[Candidate], id: &ProjectId| list.iter().filter(|c| c.project == *id).count() as u64;
    let mut candidates = 0;
    for row in &query.then(" order by p.name, p.id").rows(conn).await? {
        let id: ProjectId = rows::parsed(row, 0)?;
        let Some(audience) = people.audience.get(&id) else { continue };
        candidates += of(&people.candidates, &id);
        projects.push(PreviewLine {
            name: rows::text(row, 1)?,
            audience: *audience,
            sample: of(&drawn, &id),
        });
    }
    let audience: u64 = projects.iter().map(|p| p.audience).sum();
    let sample = projects.iter().map(|p| p.sample).sum();
    Ok(Preview { audience, resting: audience.saturating_sub(candidates + people.later), sample, projects })
}
