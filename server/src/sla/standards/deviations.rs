//! Exceptions of projects: asked for, decided, ended, listed (R14).

use axum::extract::State;
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::accounts::permit::{Action, Object, Whose, may};
use steward_core::endpoint::Nothing;
use steward_core::problem::{Code, Field, Problem};
use steward_core::sla::policy::Policy;
use steward_core::sla::standards::api::{DecisionRequest, DeviationRow};
use steward_core::sla::standards::deviation::{Ask, Deviation};
use steward_core::sla::standards::{Fault, Refused, Signed, Standard};
use steward_core::time::Instant;

use super::{need, need_group, refused, signed, store};
use crate::accounts::Viewer;
use crate::accounts::scope::in_projects;
use crate::app::App;
use crate::db::{Sql, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::http::json::{Json, PathId};

/// What a no says, at most, in characters.
const NOTE: usize = 500;

/// The exceptions of the viewer's projects, the newest first.
pub(super) async fn list(State(app): State<App>, viewer: Viewer) -> Answer<Json<Vec<DeviationRow>>> {
    need(&viewer.actor, Action::Read)?;
    let mut conn = app.db().read.acquire().await?;
    let group = in_force(&mut conn, app.now()).await?.policy;
    let query = sql("select d.body, p.name from deviations d join projects p on p.id = d.project_id where ");
    let query = in_projects(query, "d.project_id", &viewer.actor).then(" order by d.n desc");
    read(&mut conn, query, &group, app.now()).await.map(Json)
}

async fn read(
    conn: &mut AnyConnection,
    query: Sql,
    group: &Policy,
    now: Instant,
) -> Answer<Vec<DeviationRow>> {
    let row = |row: &sqlx::any::AnyRow| {
        let deviation: Deviation = rows::json(row, 0)?;
        Ok(DeviationRow {
            project: rows::text(row, 1)?,
            differences: deviation.differences(group),
            holds: deviation.holds(now),
            deviation,
        })
    };
    query.rows(conn).await?.iter().map(row).collect()
}

async fn one(conn: &mut AnyConnection, n: u32, now: Instant) -> Answer<DeviationRow> {
    let group = in_force(conn, now).await?.policy;
    let query =
        sql("select d.body, p.name from deviations d join projects p on p.id = d.project_id where d.n = ")
            .value(i64::from(n));
    read(conn, query, &group, now).await?.pop().ok_or_else(|| Code::NotFound.into())
}

async fn in_force(conn: &mut AnyConnection, now: Instant) -> Answer<Standard> {
    let published = store::published(conn).await?;
    let held = published.into_iter().rev().find(|s| s.policy.effective_from <= now);
    held.map_or_else(store::shipped, Ok)
}

/// Asks for an exception of one's own project.
pub(super) async fn ask(
    State(app): State<App>,
    viewer: Viewer,
    Json(ask): Json<Ask>,
) -> Answer<Json<DeviationRow>> {
    let whose = Whose { project: Some(&ask.project), ..Whose::default() };
    let asks = |action| may(&viewer.actor, action, Object::SlaPolicy, whose);
    if !asks(Action::Propose) && !asks(Action::Update) {
        let seen = viewer.actor.reaches_project(&ask.project);
        return Err(if seen { Code::Forbidden } else { Code::NotFound }.into());
    }
    let now = app.now();
    let by = signed(&viewer.actor, now);
    let made = app.writer().run(move |conn| {
        Box::pin(async move {
            let known = sql("select count(*) from projects where id = $1");
            if known.bind(ask.project.as_str()).number(&mut *conn).await? == 0 {
                return Err(Code::NotFound.into());
            }
            let group = in_force(conn, now).await?;
            let calendars: Vec<_> = group.calendar_ids().cloned().collect();
            let faults = ask.faults(&group.policy, &calendars);
            if !faults.is_empty() {
                return Err(wrong(&faults)?);
            }
            if ask.until.is_some_and(|until| until <= now || ask.from.is_some_and(|from| until <= from)) {
                return Err(refused(Refused::EndsFirst));
            }
            let last = sql("select coalesce(max(n), 0) from deviations").number(&mut *conn).await?;
            let n = u32::try_from(last + 1).map_err(Failure::internal)?;
            let deviation = Deviation::asked(n, ask, by);
            sql("insert into deviations (n, project_id, decision, body) values ($1, $2, $3, $4)")
                .bind(i64::from(n))
                .bind(deviation.ask.project.as_str())
                .bind(deviation.decision.word())
                .bind(serde_json::to_string(&deviation)?)
                .run(&mut *conn)
                .await?;
            one(conn, n, now).await
        })
    });
    made.await.map(Json)
}

/// What is wrong with an exception, each with its place.
fn wrong(faults: &[Fault]) -> Answer<Failure> {
    let mut problem = Problem::new(Code::Refused).with("rule", Refused::HasFaults.word());
    problem.params.insert("faults".to_owned(), serde_json::to_string(faults)?);
    Ok(problem.into())
}

/// Head office's yes or no.
pub(super) async fn decide(
    State(app): State<App>,
    viewer: Viewer,
    PathId(n): PathId<u32>,
    Json(request): Json<DecisionRequest>,
) -> Answer<Json<DeviationRow>> {
    need_group(&viewer.actor, Action::Update)?;
    let note = request.note.trim().to_owned();
    if !request.approve && note.is_empty() {
        return Err(Problem::new(Code::Required).at(Field::Note).into());
    }
    if note.chars().count() > NOTE {
        let len = note.chars().count();
        return Err(Problem::new(Code::TooLong).at(Field::Note).with("max", NOTE).with("len", len).into());
    }
    let changed = change(&app, viewer.actor, n, move |d, by| d.decided(request.approve, &note, by));
    changed.await.map(Json)
}

/// Ends an exception early: the project follows the group again.
pub(super) async fn end(
    State(app): State<App>,
    viewer: Viewer,
    PathId(n): PathId<u32>,
    Json(Nothing {}): Json<Nothing>,
) -> Answer<Json<DeviationRow>> {
    need(&viewer.actor, Action::Read)?;
    change(&app, viewer.actor, n, Deviation::ended).await.map(Json)
}

async fn change(
    app: &App,
    actor: Actor,
    n: u32,
    how: impl FnOnce(&Deviation, Signed) -> Result<Deviation, Refused> + Send + 'static,
) -> Answer<DeviationRow> {
    let now = app.now();
    let changed = app.writer().run(move |conn| {
        Box::pin(async move {
            let query = sql("select d.body from deviations d where d.n = ").value(i64::from(n)).then(" and ");
            let row = in_projects(query, "d.project_id", &actor).row(&mut *conn).await?;
            let old: Deviation = rows::json(&row.ok_or(Code::NotFound)?, 0)?;
            let whose = Whose { project: Some(&old.ask.project), ..Whose::default() };
            let acts = |action| may(&actor, action, Object::SlaPolicy, whose);
            if !acts(Action::Propose) && !acts(Action::Update) {
                return Err(Code::Forbidden.into());
            }
            let new = how(&old, signed(&actor, now)).map_err(refused)?;
            sql("update deviations set decision = $1, body = $2 where n = $3")
                .bind(new.decision.word())
                .bind(serde_json::to_string(&new)?)
                .bind(i64::from(n))
                .run(&mut *conn)
                .await?;
            one(conn, n, now).await
        })
    });
    let row = changed.await?;
    app.book().forget();
    Ok(row)
}
