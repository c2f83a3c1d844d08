//! Surveys before renewals (续约前调查, R32): every day at the hour of the opening, whoever's contract ends in so many days
//! is asked, in the wave of the month in which it ends.
//!
//! A household is asked once for each contract: `renewal_asked` remembers which, also when the date is put right later.
//! Who rests after another survey is asked when the rest is over, if the contract still runs then.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Days, NaiveDate};
use sqlx::AnyConnection;
use steward_core::ids::{CampaignId, HouseholdId, ProjectId};
use steward_core::surveys::campaign::renewal::{is_due, rounds, same_contract, wave, wave_of};
use steward_core::surveys::campaign::sample::Candidate;
use steward_core::surveys::campaign::{Campaign, Phase};
use steward_core::time::{Instant, Seconds};

use super::links::digest;
use super::{people, start, store};
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::jobs::{Job, lease};
use crate::live::Change;
use crate::outbox::notice::Kind;
use crate::owners::{date, zone};
use crate::random;

/// How many homes are looked at in one transaction.
const TOGETHER: i64 = 256;
/// How long one round may take before another server takes over.
const LEASE: Seconds = Seconds(60);

/// The surveys before renewals of one server.
pub struct Renewals {
    app: App,
    node: String,
}

impl Renewals {
    /// The surveys before renewals of this server.
    pub fn new(app: App, node: String) -> Self {
        Self { app, node }
    }

    /// Those that go on now.
    async fn standing(&self, now: Instant) -> Answer<Vec<Campaign>> {
        let found =
            sql("select body from campaigns where state = 'running' and contracts_in = '' order by id")
                .rows(&self.app.db().read)
                .await?;
        let all: Vec<Campaign> = found.iter().map(|row| rows::json(row, 0)).collect::<Answer<_>>()?;
        let goes_on = |c: &Campaign| c.is_standing() && matches!(c.phase(now), Phase::Waiting | Phase::Open);
        Ok(all.into_iter().filter(goes_on).collect())
    }

    /// Asks everybody who is due in one of them.
    async fn ask(&self, standing: &Campaign, now: Instant) -> Answer<()> {
        let mut after: Option<HouseholdId> = None;
        loop {
            let channels = self.app.config().notify.channels();
            let (id, from, node) = (standing.id.clone(), after.clone(), self.node.clone());
            let round = async move |conn: &mut AnyConnection| {
                if !lease::hold(conn, Self::NAME, &node).await? {
                    return Ok(None);
                }
                // It may have been closed, or its words changed, a moment ago.
                match store::load(conn, &id).await?.filter(|c| c.phase(now) == Phase::Open) {
                    Some(standing) => some(conn, &standing, from.as_ref(), &channels, now).await,
                    None => Ok(None),
                }
            };
            after = self.app.writer().run(move |conn| Box::pin(async move { round(conn).await })).await?;
            if after.is_none() || self.app.is_stopping() {
                return Ok(());
            }
        }
    }
}

impl Job for Renewals {
    const NAME: &'static str = "survey-renewals";

    async fn run(&self) -> Answer<Option<Instant>> {
        let now = self.app.now();
        let standing = self.standing(now).await?;
        if standing.is_empty() || self.app.is_stopping() {
            return Ok(None);
        }
        if !lease::take(self.app.writer(), Self::NAME, &self.node, now, LEASE).await? {
            return lease::until(self.app.db(), Self::NAME).await;
        }
        let mut next = None;
        for one in &standing {
            self.ask(one, now).await?;
            let (_, again) = rounds(one.plan.opens, now);
            next = next.into_iter().chain([again]).min();
        }
        lease::give_back(self.app.writer(), Self::NAME, &self.node).await?;
        Ok(next)
    }

    fn hears(&self, _: &Change, _: Option<Instant>) -> bool {
        false
    }
}

/// A home whose contract ends soon.
struct Due {
    one: Candidate,
    ends: NaiveDate,
}

/// Asks those of the next homes who are due; the last home that was looked at, `None` when there are no more.
async fn some(
    conn: &mut AnyConnection,
    standing: &Campaign,
    after: Option<&HouseholdId>,
    channels: &[&'static str],
    now: Instant,
) -> Answer<Option<HouseholdId>> {
    let plan = &standing.plan;
    let zone = zone(conn).await?;
    // By the day of the last round, so that nobody is asked in the middle of the night because a server starts then.
    let (Some(round), _) = rounds(plan.opens, now) else { return Ok(None) };
    let (today, due_on) = (date(zone, now), date(zone, round));
    let last = today + Days::new(u64::from(plan.lead_days));
    let query = sql("select h.project_id, h.id, h.handed_over_on, h.moved_in_on, h.decoration_from, h.decoration_until, \
        h.contract_ends_on, h.segment from households h where h.contract_ends_on >= ")
    .value(today.to_string())
    .then(" and h.contract_ends_on <= ")
    .value(last.to_string())
    .then(" and not exists (select 1 from renewal_asked r where r.project_id = h.project_id \
        and r.household_id = h.id and r.same_from <= h.contract_ends_on and r.same_until >= h.contract_ends_on \
        and r.series = ")
    .value(standing.id.as_str())
    .then(") and ");
    let query = store::in_audience(query, "h.project_id", &plan.audience.projects);
    let mut query = people::in_segments(query, plan);
    if let Some(after) = after {
        query = query.then(" and h.id > ").value(after.as_str());
    }
    let found = query.then(" order by h.id limit ").value(TOGETHER).rows(&mut *conn).await?;
    let mut waves: BTreeMap<String, Vec<Due>> = BTreeMap::new();
    for row in &found {
        let facts = crate::owners::store::facts(row, 2)?;
        let Some(ends) = facts.contract_ends_on.map(|day| day.0) else { continue };
        if is_due(ends, plan.lead_days, due_on) && people::is_in(plan, &facts, today) {
            let one = Candidate { project: rows::parsed(row, 0)?, household: rows::parsed(row, 1)? };
            waves.entry(wave_of(ends)).or_default().push(Due { one, ends });
        }
    }
    let resting = resting(conn, standing, waves.values().flatten(), now).await?;
    for (month, mut due) in waves {
        due.retain(|due| !resting.contains(&due.one.household));
        if due.is_empty() {
            continue;
        }
        let wave = wave_for(conn, standing, month, due.iter().map(|d| d.ends).max(), zone, now).await?;
        // One that was closed by hand asks nobody any more.
        if wave.phase(now) == Phase::Open {
            invite(conn, standing, &wave, &due, channels, now).await?;
        }
    }
    let full = i64::try_from(found.len()).unwrap_or(i64::MAX) == TOGETHER;
    found.last().filter(|_| full).map(|row| rows::parsed(row, 1)).transpose()
}

/// Which of them another survey asked, or heard, too lately.
async fn resting(
    conn: &mut AnyConnection,
    standing: &Campaign,
    due: impl Iterator<Item = &Due>,
    now: Instant,
) -> Answer<BTreeSet<HouseholdId>> {
    if standing.plan.pause_days == 0 {
        return Ok(BTreeSet::new());
    }
    let since = (now - Seconds::days(i64::from(standing.plan.pause_days))).millis();
    let found = sql("select distinct i.household_id from campaign_invitations i \
        join campaigns c on c.id = i.campaign_id where c.series <> ")
    .value(standing.id.as_str())
    .then(" and (i.asked_at > ")
    .value(since)
    .then(" or i.answered_at > ")
    .value(since)
    .then(") and i.household_id in ")
    .list(due.map(|due| due.one.household.as_str()))
    .rows(conn)
    .await?;
    found.iter().map(|row| rows::parsed(row, 0)).collect()
}

/// The wave of the contracts that end in `month`, made if it is not there. It takes answers until the month is over.
async fn wave_for(
    conn: &mut AnyConnection,
    standing: &Campaign,
    month: String,
    ends: Option<NaiveDate>,
    zone: chrono_tz::Tz,
    now: Instant,
) -> Answer<Campaign> {
    let id: CampaignId =
        digest(&format!("{}/{month}", standing.id)).chars().take(20).collect::<String>().parse()?;
    if let Some(there) = store::load(conn, &id).await? {
        return Ok(there);
    }
    let before =
        sql("select body from campaigns where series = $1 and contracts_in <> '' and contracts_in < $2 \
        order by contracts_in desc limit 1")
        .bind(standing.id.as_str())
        .bind(month.as_str())
        .row(&mut *conn)
        .await?;
    let before: Option<Campaign> = before.map(|row| rows::json(&row, 0)).transpose()?;
    let closes = ends.and_then(|day| month_over(day, zone)).unwrap_or(now + Seconds::days(31));
    let made = wave(standing, (id, month), before.as_ref(), (now, closes), random::id()?);
    store::insert(conn, &made, &standing.id).await?;
    Ok(made)
}

/// The first instant after the month of a day.
fn month_over(day: NaiveDate, zone: chrono_tz::Tz) -> Option<Instant> {
    let first = day.with_day(1)?.checked_add_months(chrono::Months::new(1))?;
    let midnight = first.and_hms_opt(0, 0, 0)?.and_local_timezone(zone).earliest()?;
    Some(Instant::from_millis(midnight.timestamp_millis()))
}

async fn invite(
    conn: &mut AnyConnection,
    standing: &Campaign,
    wave: &Campaign,
    due: &[Due],
    channels: &[&'static str],
    now: Instant,
) -> Answer<()> {
    let mut asked: BTreeMap<&ProjectId, i64> = BTreeMap::new();
    for Due { one, ends } in due {
        let (from, until) = same_contract(*ends);
        sql("insert into renewal_asked (project_id, household_id, series, contract_ends_on, same_from, same_until, \
            campaign_id) values ($1, $2, $3, $4, $5, $6, $7)")
        .bind(one.project.as_str())
        .bind(one.household.as_str())
        .bind(standing.id.as_str())
        .bind(ends.to_string())
        .bind(from.to_string())
        .bind(until.to_string())
        .bind(wave.id.as_str())
        .run(&mut *conn)
        .await?;
        sql("insert into campaign_invitations (project_id, campaign_id, household_id, asked_at, remind_at) \
            values ($1, $2, $3, $4, $5)")
        .bind(one.project.as_str())
        .bind(wave.id.as_str())
        .bind(one.household.as_str())
        .bind(now.millis())
        .bind(wave.reminder(now, 0).map(Instant::millis))
        .run(&mut *conn)
        .await?;
        *asked.entry(&one.project).or_default() += 1;
    }
    for (project, count) in asked {
        sql("insert into campaign_projects (project_id, campaign_id, households, asked, link) \
            values ($1, $2, $3, $4, null) on conflict (project_id, campaign_id) do update \
            set households = campaign_projects.households + excluded.households, \
            asked = campaign_projects.asked + excluded.asked")
        .bind(project.as_str())
        .bind(wave.id.as_str())
        .bind(count)
        .bind(count)
        .run(&mut *conn)
        .await?;
    }
    let households: Vec<Candidate> = due.iter().map(|due| due.one.clone()).collect();
    start::invite(conn, wave, Kind::SurveyAsked, &households, channels, now).await
}
