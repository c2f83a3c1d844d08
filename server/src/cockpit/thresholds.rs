//! Thresholds (阈值): read, set, asked for and decided. Core says who may.

use axum::extract::State;
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::accounts::permit::{Action, Object, reach};
use steward_core::cockpit::goals::{Level, Threshold, Verdict, Wanted, sets};
use steward_core::day::Day;
use steward_core::problem::Code;
use steward_core::sla::standards::standard::Signed;
use steward_core::time::Instant;

use crate::accounts::Viewer;
use crate::accounts::scope::in_projects;
use crate::app::App;
use crate::db::{Sql, rows, sql};
use crate::http::error::Answer;
use crate::http::json::{Json, PathId};
use crate::owners;

/// Those of the group and of regions everybody sees who has a cockpit; those of projects whoever has the project.
fn in_scope(query: Sql, actor: &Actor) -> Sql {
    let query = query.then("(t.project_id = '' or ");
    in_projects(query, "t.project_id", actor).then(")")
}

fn read(found: &[sqlx::any::AnyRow]) -> Answer<Vec<Threshold>> {
    found.iter().map(|row| rows::json(row, 0)).collect()
}

/// Those that hold on a day: of each place and indicator the last one that was allowed.
pub(super) async fn holding(conn: &mut AnyConnection, actor: &Actor, day: Day) -> Answer<Vec<Threshold>> {
    let found = sql("select t.body from thresholds t where t.decision = 'approved' and t.from_day <= ")
        .value(day.number())
        .then(
            " and not exists (select 1 from thresholds o where o.decision = 'approved' and o.project_id = t.project_id \
            and o.region_id = t.region_id and o.indicator = t.indicator and o.from_day <= ",
        )
        .value(day.number())
        .then(" and (o.from_day > t.from_day or (o.from_day = t.from_day and o.n > t.n))) and ");
    read(&in_scope(found, actor).then(" order by t.n").rows(conn).await?)
}

/// Those that held on any day up to this one, as they were set.
pub(super) async fn up_to(conn: &mut AnyConnection, actor: &Actor, day: Day) -> Answer<Vec<Threshold>> {
    let found = sql("select t.body from thresholds t where t.decision = 'approved' and t.from_day <= ")
        .value(day.number())
        .then(" and ");
    read(&in_scope(found, actor).then(" order by t.n").rows(conn).await?)
}

/// Every one in scope.
pub(super) async fn list(State(app): State<App>, viewer: Viewer) -> Answer<Json<Vec<Threshold>>> {
    let may = |action| reach(viewer.actor.role, action, Object::AlertThreshold).is_some();
    if !may(Action::Read) && !may(Action::Propose) {
        return Err(Code::Forbidden.into());
    }
    let found = in_scope(sql("select t.body from thresholds t where "), &viewer.actor);
    read(&found.then(" order by t.from_day desc, t.n desc").rows(&app.db().read).await?).map(Json)
}

/// Sets one, or asks for one.
pub(super) async fn set(
    State(app): State<App>,
    viewer: Viewer,
    Json(wanted): Json<Wanted>,
) -> Answer<Json<Threshold>> {
    let Some(decision) = sets(&viewer.actor, &wanted.whose) else {
        let hidden =
            matches!(&wanted.whose, Level::Project(project) if !viewer.actor.reaches_project(project));
        return Err(if hidden { Code::NotFound } else { Code::Forbidden }.into());
    };
    let now = app.now();
    let asked = signed(&viewer.actor, now);
    let made = app.writer().run(move |conn| {
        Box::pin(async move {
            wanted.check(Day(owners::today(conn, now).await?))?;
            exists(conn, &wanted.whose).await?;
            let n = sql("select coalesce(max(n), 0) from thresholds").number(&mut *conn).await? + 1;
            let threshold = Threshold { n, wanted, asked, decision, decided: None };
            let (project, region) = match &threshold.wanted.whose {
                Level::Group => ("", ""),
                Level::Region(region) => ("", region.as_str()),
                Level::Project(project) => (project.as_str(), ""),
            };
            let made = sql(
                "insert into thresholds (n, project_id, region_id, indicator, decision, from_day, body) \
                values ($1, $2, $3, $4, $5, $6, $7) on conflict (n) do nothing",
            )
            .bind(n)
            .bind(project)
            .bind(region)
            .bind(threshold.wanted.indicator.word())
            .bind(decision.word())
            .bind(threshold.wanted.from.number())
            .bind(serde_json::to_string(&threshold)?)
            .run(conn)
            .await?;
            // Another server has just taken this number.
            if made == 0 { Err(Code::Unavailable.into()) } else { Ok(threshold) }
        })
    });
    made.await.map(Json)
}

/// [`Code::NotFound`] for a region or project that there is not.
async fn exists(conn: &mut AnyConnection, whose: &Level) -> Answer<()> {
    let (count, id) = match whose {
        Level::Group => return Ok(()),
        Level::Region(region) => ("select count(*) from regions where id = $1", region.as_str()),
        Level::Project(project) => ("select count(*) from projects where id = $1", project.as_str()),
    };
    if sql(count).bind(id).number(conn).await? == 0 { Err(Code::NotFound.into()) } else { Ok(()) }
}

/// A yes or no, once, by somebody who could have set it.
pub(super) async fn decide(
    State(app): State<App>,
    viewer: Viewer,
    PathId(n): PathId<i64>,
    Json(verdict): Json<Verdict>,
) -> Answer<Json<Threshold>> {
    let actor = viewer.actor;
    let now = app.now();
    let done = app.writer().run(move |conn| {
        Box::pin(async move {
            let found =
                in_scope(sql("select t.body from thresholds t where t.n = ").value(n).then(" and "), &actor);
            let found = found.row(&mut *conn).await?.ok_or(Code::NotFound)?;
            let threshold: Threshold = rows::json(&found, 0)?;
            let threshold = threshold.decided(&actor, verdict, now)?;
            let changed =
                sql("update thresholds set decision = $1, body = $2 where n = $3 and decision = 'asked'")
                    .bind(threshold.decision.word())
                    .bind(serde_json::to_string(&threshold)?)
                    .bind(n)
                    .run(conn)
                    .await?;
            if changed == 0 { Err(Code::Conflict.into()) } else { Ok(threshold) }
        })
    });
    done.await.map(Json)
}

fn signed(actor: &Actor, at: Instant) -> Signed {
    Signed { person: actor.person.clone(), name: actor.name.clone(), at }
}
