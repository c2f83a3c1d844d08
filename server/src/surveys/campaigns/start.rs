//! Starting a campaign (draws the sample, makes links, puts invitations into the outbox) and closing it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::accounts::permit::Action;
use steward_core::ids::{CampaignId, ProjectId};
use steward_core::problem::{Code, Problem};
use steward_core::surveys::campaign::api::{Move, MoveCampaign};
use steward_core::surveys::campaign::sample::Candidate;
use steward_core::surveys::campaign::{Campaign, Command, Mode, State, decide};
use steward_core::time::Instant;

use super::{links, people, plans, store};
use crate::db::many::{self, Table, Value};
use crate::db::{MultiRow, sql};
use crate::http::error::Answer;
use crate::outbox;
use crate::outbox::notice::{Audience, Kind, Notice};
use crate::owners::date;
use crate::random;

const INVITATIONS: MultiRow = MultiRow {
    before: "insert into campaign_invitations \
        (project_id, campaign_id, household_id, asked_at, remind_at) values ",
    width: 5,
    after: "",
};

/// How people are told, and which day it is where they live.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The ways of notices that the operator set.
    pub(crate) channels: Vec<&'static str>,
    /// The date.
    pub(crate) today: NaiveDate,
}

impl Told {
    /// Nobody is told, and the day is the one of `at` in UTC: for demo data.
    pub(crate) fn in_silence(at: Instant) -> Self {
        Self { channels: Vec::new(), today: date(chrono_tz::UTC, at) }
    }
}

/// Starts a campaign or closes it. A retry of what was done changes nothing.
pub(crate) async fn move_on(
    conn: &mut AnyConnection,
    actor: &Actor,
    (id, given): (&CampaignId, &MoveCampaign),
    told: &Told,
    now: Instant,
) -> Answer<()> {
    let campaign = plans::touched(conn, actor, id).await?;
    let (command, there) = match given.to {
        Move::Start => (Command::Start, State::Running),
        Move::Close => (Command::Close, State::Closed),
    };
    if campaign.seq != given.expected_seq {
        return if campaign.state == there && campaign.seq == given.expected_seq.saturating_add(1) {
            Ok(())
        } else {
            Err(Problem::new(Code::Conflict).with("seq", campaign.seq).into())
        };
    }
    let next = decide(&campaign, &command, now).map_err(plans::refused)?;
    match given.to {
        Move::Start => start(conn, actor, &next, told, now).await?,
        Move::Close => close(conn, &next).await?,
    }
    store::update(conn, &next).await
}

async fn start(
    conn: &mut AnyConnection,
    actor: &Actor,
    campaign: &Campaign,
    told: &Told,
    now: Instant,
) -> Answer<()> {
    let (plan, id) = (&campaign.plan, campaign.id.as_str());
    plans::may(conn, actor, Action::Update, plan).await?;
    store::set_projects(conn, campaign).await?;
    if campaign.is_standing() {
        // It asks nobody itself: its waves do, as contracts come to their ends.
        return Ok(());
    }
    let people = people::of(conn, plan, Some(&campaign.id), (now, told.today)).await?;
    let drawn = people.drawn(plan, &campaign.seed);
    if plan.mode == Mode::Personal && drawn.is_empty() {
        return Err(Problem::new(Code::SurveyRefused).with("why", "nobody").into());
    }
    let mut asked: BTreeMap<&ProjectId, i64> = BTreeMap::new();
    for one in &drawn {
        *asked.entry(&one.project).or_default() += 1;
    }
    for (project, households) in &people.audience {
        let (asked, link) = match plan.mode {
            Mode::Personal => (Some(asked.get(project).copied().unwrap_or(0)), None),
            Mode::Open => (None, Some(random::link()?)),
        };
        sql("update campaign_projects set households = $1, asked = $2, link = $3 \
            where project_id = $4 and campaign_id = $5")
        .bind(i64::try_from(*households).unwrap_or(i64::MAX))
        .bind(asked)
        .bind(link)
        .bind(project.as_str())
        .bind(id)
        .run(&mut *conn)
        .await?;
    }
    // A project without anybody in the audience is no part of it.
    sql("delete from campaign_projects where campaign_id = $1 and households = 0")
        .bind(id)
        .run(&mut *conn)
        .await?;
    let at = plan.opens.max(now);
    let remind = plan.reminder(0).map(Instant::millis);
    let invitations = || {
        let row = |one: &Candidate| {
            vec![
                Value::Text(one.project.to_string()),
                Value::Text(id.to_owned()),
                Value::Text(one.household.to_string()),
                Value::Int(at.millis()),
                Value::MaybeInt(remind),
            ]
        };
        Ok(drawn.iter().map(row).collect())
    };
    many::write(vec![Table::new(INVITATIONS, invitations)], conn).await?;
    invite(conn, campaign, Kind::SurveyAsked, &drawn, &told.channels, at).await
}

/// Puts an invitation or a reminder with a new link into the outbox, once for each way; without a way no link is made,
/// since nobody would ever see it.
pub(super) async fn invite(
    conn: &mut AnyConnection,
    campaign: &Campaign,
    kind: Kind,
    households: &[Candidate],
    channels: &[&'static str],
    at: Instant,
) -> Answer<()> {
    if channels.is_empty() || households.is_empty() {
        return Ok(());
    }
    let links = links::make(conn, &campaign.id, households).await?;
    let mut rows = Vec::with_capacity(households.len() * channels.len());
    for (to, link) in households.iter().zip(links) {
        rows.extend(outbox::untied(&notice(campaign, kind, to, link, at), campaign.id.as_str(), channels)?);
    }
    many::write(vec![Table::new(outbox::INSERT, || Ok(rows))], conn).await
}

fn notice(campaign: &Campaign, kind: Kind, to: &Candidate, link: String, at: Instant) -> Notice {
    let name = &campaign.plan.name;
    let values = [
        ("title", name.zh.clone()),
        ("title_en", name.read(true).to_owned()),
        ("due", campaign.plan.closes.millis().to_string()),
        ("survey", link),
    ];
    Notice {
        kind,
        to: Audience::Household(to.household.clone()),
        ticket: None,
        project: to.project.clone(),
        seq: 0,
        at,
        values: values.map(|(name, value)| (name.to_owned(), value)).into(),
        address: None,
        person: None,
    }
}

/// Nobody is invited or reminded any more.
async fn close(conn: &mut AnyConnection, campaign: &Campaign) -> Answer<()> {
    let id = campaign.id.as_str();
    sql("update campaign_invitations set remind_at = null where campaign_id = $1")
        .bind(id)
        .run(&mut *conn)
        .await?;
    sql("delete from outbox where ticket_id = $1 and done_at is null").bind(id).run(conn).await?;
    Ok(())
}
