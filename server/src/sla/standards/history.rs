//! The past for a replay, the rules that a version would have judged it by, and the replay itself.

use axum::extract::State;
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::calendar::Span;
use steward_core::ids::ProjectId;
use steward_core::problem::Code;
use steward_core::sla::standards::Standard;
use steward_core::sla::standards::api::{
    HistoryPage, HistoryQuery, ProjectUnder, StretchQuery, UnderVersion,
};
use steward_core::sla::standards::replay::{Outcome, Round, replay, rounds};
use steward_core::tickets::Ticket;
use steward_core::time::{Instant, Seconds};

use super::store;
use crate::accounts::Viewer;
use crate::accounts::scope::in_projects;
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::http::json::{Json, PathId, Query};
use crate::sla::house::{Expanded, House};
use crate::tickets::{store as tickets, visible};

/// How many tickets come at once.
const MOST: usize = 4_000;
/// How far calendars are known after the end of the past, for limits that reach beyond it.
const BEYOND: Seconds = Seconds::days(400);
/// The longest stretch that is replayed.
const LONGEST: Seconds = Seconds::days(400);

/// A replay is for those who write the standard or ask for exceptions, over the tickets that they may see.
fn need_replay(actor: &Actor) -> Answer<()> {
    let may = |action| reach(actor.role, action, Object::SlaPolicy).is_some();
    let tickets = reach(actor.role, Action::Read, Object::Ticket) >= Some(Reach::Project);
    if (may(Action::Update) || may(Action::Propose)) && tickets {
        Ok(())
    } else {
        Err(Code::Forbidden.into())
    }
}

fn check(stretch: StretchQuery) -> Answer<()> {
    let length = stretch.to.since(stretch.from);
    if length <= Seconds::ZERO || length > LONGEST { Err(Code::BadTime.into()) } else { Ok(()) }
}

/// The rules of each project that the viewer reaches, as they would be under this version.
pub(super) async fn rules(
    State(app): State<App>,
    viewer: Viewer,
    PathId(version): PathId<u32>,
    Query(stretch): Query<StretchQuery>,
) -> Answer<Json<UnderVersion>> {
    need_replay(&viewer.actor)?;
    check(stretch)?;
    let mut conn = app.db().read.acquire().await?;
    under(&mut conn, &viewer.actor, version, stretch, app.now()).await.map(Json)
}

async fn under(
    conn: &mut AnyConnection,
    actor: &Actor,
    version: u32,
    stretch: StretchQuery,
    now: Instant,
) -> Answer<UnderVersion> {
    let standard = store::seen_one(conn, version, super::writes(actor), now).await?;
    let around = Span::new(stretch.from - Seconds::days(1), stretch.to + BEYOND);
    let mut expanded = Expanded::new(around);
    let query = sql("select id from projects where ");
    let found = in_projects(query, "id", actor).then(" order by id").rows(&mut *conn).await?;
    let mut all = UnderVersion::default();
    for row in &found {
        let id: ProjectId = rows::parsed(row, 0)?;
        let house = House::read(conn, &id).await?;
        let own = house.rules(std::slice::from_ref::<Standard>(&standard), now, &mut expanded)?;
        let rules = all.rules.iter().position(|known| *known == own).unwrap_or_else(|| {
            all.rules.push(own);
            all.rules.len() - 1
        });
        all.projects.push(ProjectUnder { id, name: house.name().to_owned(), rules });
    }
    Ok(all)
}

/// A part of the past that the viewer may see.
pub(super) async fn page(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<HistoryQuery>,
) -> Answer<Json<HistoryPage>> {
    need_replay(&viewer.actor)?;
    let stretch = StretchQuery { from: query.from, to: query.to };
    check(stretch)?;
    let after = match query.after.as_deref() {
        None => None,
        Some(text) => Some(Mark::read(text).ok_or(Code::Malformed)?),
    };
    let mut conn = app.db().read.acquire().await?;
    let (rounds, next) = read(&mut conn, &viewer.actor, stretch, after).await?;
    Ok(Json(HistoryPage { rounds, next: next.map(|mark| mark.text()) }))
}

/// Where a page of the past ended: project, time and ticket.
struct Mark {
    project: String,
    at: i64,
    ticket: String,
}

impl Mark {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '~');
        let (project, at, ticket) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        Some(Self { project: project.to_owned(), at, ticket: ticket.to_owned() })
    }

    fn text(&self) -> String {
        format!("{}~{}~{}", self.project, self.at, self.ticket)
    }
}

async fn read(
    conn: &mut AnyConnection,
    actor: &Actor,
    stretch: StretchQuery,
    after: Option<Mark>,
) -> Answer<(Vec<Round>, Option<Mark>)> {
    let query = sql("select ").then(tickets::WHOLE_T).then(" from tickets t where ");
    let query = in_projects(query, "t.project_id", actor).then(" and ");
    let query = visible::to(query, actor)
        .then(" and t.external_key is null and t.submitted_at >= ")
        .value(stretch.from.millis())
        .then(" and t.submitted_at < ")
        .value(stretch.to.millis());
    let query = match after {
        None => query,
        Some(mark) => query
            .then(" and (t.project_id, t.submitted_at, t.id) > (")
            .value(mark.project)
            .then(", ")
            .value(mark.at)
            .then(", ")
            .value(mark.ticket)
            .then(")"),
    };
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let query = query.then(" order by t.project_id, t.submitted_at, t.id limit ").value(most);
    let found = query.rows(conn).await?;
    let mut all = Vec::with_capacity(found.len());
    let mut last = None;
    for row in &found {
        let ticket = tickets::read(row)?;
        all.extend(rounds(&ticket));
        last = Some(ticket);
    }
    let mark = |ticket: Ticket| Mark {
        project: ticket.said.project.to_string(),
        at: ticket.submitted_at.millis(),
        ticket: ticket.id.to_string(),
    };
    Ok((all, last.filter(|_| found.len() == MOST).map(mark)))
}

/// The replay on the server, by the same function as in the browser; what runs is judged as at the stretch's end.
pub(super) async fn replayed(
    State(app): State<App>,
    viewer: Viewer,
    PathId(version): PathId<u32>,
    Query(stretch): Query<StretchQuery>,
) -> Answer<Json<Outcome>> {
    need_replay(&viewer.actor)?;
    check(stretch)?;
    let now = app.now();
    let mut conn = app.db().read.acquire().await?;
    let under = under(&mut conn, &viewer.actor, version, stretch, now).await?;
    let mut past = Vec::new();
    let mut after = None;
    loop {
        let (rounds, next) = read(&mut conn, &viewer.actor, stretch, after).await?;
        past.extend(rounds);
        match next {
            Some(mark) => after = Some(mark),
            None => break,
        }
    }
    drop(conn);
    let outcome = tokio::task::spawn_blocking(move || replay(&past, &under.by_project(), stretch.to)).await;
    outcome.map(Json).map_err(crate::http::error::Failure::internal)
}
