//! Milestones (里程碑, R86): read, planned and moved. Core says who may, and what comes of it.

use axum::extract::State;
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::cockpit::milestone::api::{MilestoneRow, Milestones, MoveMilestone, PlanMilestones};
use steward_core::cockpit::milestone::{MOST_AT_ONCE, Milestone, Refused, edits, reads};
use steward_core::day::Day;
use steward_core::ids::ProjectId;
use steward_core::problem::{Code, Field, Problem};
use steward_core::sla::standards::standard::Signed;

use crate::accounts::Viewer;
use crate::accounts::scope::in_projects;
use crate::app::App;
use crate::db::{Sql, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::http::json::{Json, PathId};
use crate::owners;

/// The most that are listed; those that are given up come last.
const MOST: i64 = 2_000;

/// Those of the group everybody sees who reads milestones; those of projects whoever has the project.
/// [`Code::Forbidden`] for a role that reads none.
fn in_scope(query: Sql, actor: &Actor) -> Answer<Sql> {
    if !reads(actor.role) {
        return Err(Code::Forbidden.into());
    }
    let query = query.then("(m.project_id = '' or ");
    Ok(in_projects(query, "m.project_id", actor).then(")"))
}

/// Every one in scope.
pub(super) async fn list(State(app): State<App>, viewer: Viewer) -> Answer<Json<Milestones>> {
    let query = sql(
        "select m.body, coalesce(p.name, '') from milestones m left join projects p on p.id = m.project_id where ",
    );
    let query = in_scope(query, &viewer.actor)?
        .then(" order by case when m.stage = 'withdrawn' then 1 else 0 end, m.end_day, m.n limit ")
        .value(MOST);
    let mut tx = app.db().read.begin().await?;
    let today = Day(owners::today(&mut tx, app.now()).await?);
    let found = query.rows(&mut *tx).await?;
    let row = |row: &sqlx::any::AnyRow| {
        Ok(MilestoneRow { milestone: rows::json(row, 0)?, place: rows::text(row, 1)? })
    };
    Ok(Json(Milestones { today, rows: found.iter().map(row).collect::<Answer<_>>()? }))
}

/// Plans some, all or none of them.
pub(super) async fn plan(
    State(app): State<App>,
    viewer: Viewer,
    Json(asked): Json<PlanMilestones>,
) -> Answer<Json<Vec<Milestone>>> {
    let actor = viewer.actor;
    if !(1..=MOST_AT_ONCE).contains(&asked.plans.len()) {
        return Err(Problem::new(Code::TooMany).at(Field::Goal).with("max", MOST_AT_ONCE).into());
    }
    for plan in &asked.plans {
        allowed(&actor, plan.project.as_ref())?;
        plan.check()?;
    }
    let by = Signed { person: actor.person.clone(), name: actor.name.clone(), at: app.now() };
    let made = app.writer().run(move |conn| {
        Box::pin(async move {
            let mut made = Vec::new();
            for plan in asked.plans {
                exists(conn, plan.project.as_ref()).await?;
                let n = sql("select coalesce(max(n), 0) from milestones").number(&mut *conn).await? + 1;
                made.push(insert(conn, Milestone::new(n, plan, by.clone())).await?);
            }
            Ok(made)
        })
    });
    made.await.map(Json)
}

/// [`Code::NotFound`] for a project that the actor does not have, [`Code::Forbidden`] for one who does not plan.
fn allowed(actor: &Actor, project: Option<&ProjectId>) -> Result<(), Code> {
    if edits(actor, project) {
        return Ok(());
    }
    let hidden = project.is_some_and(|project| !actor.reaches_project(project));
    Err(if hidden { Code::NotFound } else { Code::Forbidden })
}

async fn exists(conn: &mut AnyConnection, project: Option<&ProjectId>) -> Answer<()> {
    let Some(project) = project else { return Ok(()) };
    let count = sql("select count(*) from projects where id = $1").bind(project.as_str());
    if count.number(conn).await? == 0 { Err(Code::NotFound.into()) } else { Ok(()) }
}

async fn insert(conn: &mut AnyConnection, milestone: Milestone) -> Answer<Milestone> {
    let made = sql("insert into milestones (n, project_id, stage, end_day, seq, body) \
        values ($1, $2, $3, $4, $5, $6) on conflict (n) do nothing")
    .bind(milestone.n)
    .bind(milestone.plan.project.as_ref().map_or("", ProjectId::as_str))
    .bind(milestone.stage.word())
    .bind(milestone.plan.days.last.number())
    .bind(i64::from(milestone.seq()))
    .bind(serde_json::to_string(&milestone)?)
    .run(conn)
    .await?;
    // Another server has just taken this number.
    if made == 0 { Err(Code::Unavailable.into()) } else { Ok(milestone) }
}

/// Moves one on; [`Code::Conflict`] if it has changed since it was seen.
pub(super) async fn moves(
    State(app): State<App>,
    viewer: Viewer,
    PathId(n): PathId<i64>,
    Json(asked): Json<MoveMilestone>,
) -> Answer<Json<Milestone>> {
    let (actor, now) = (viewer.actor, app.now());
    let done = app.writer().run(move |conn| {
        Box::pin(async move {
            let found = sql("select m.body from milestones m where m.n = ").value(n).then(" and ");
            let row = in_scope(found, &actor)?.row(&mut *conn).await?.ok_or(Code::NotFound)?;
            let known: Milestone = rows::json(&row, 0)?;
            known.can(&actor, &asked.what).map_err(refused)?;
            asked.what.check(&known, Day(owners::today(conn, now).await?))?;
            let seen = known.seq();
            if seen != asked.seq {
                return Err(Code::Conflict.into());
            }
            let next = known.moved(&actor, asked.what, now).map_err(refused)?;
            let changed = sql("update milestones set stage = $1, end_day = $2, seq = $3, body = $4 \
                where n = $5 and seq = $6")
            .bind(next.stage.word())
            .bind(next.plan.days.last.number())
            .bind(i64::from(next.seq()))
            .bind(serde_json::to_string(&next)?)
            .bind(n)
            .bind(i64::from(seen))
            .run(conn)
            .await?;
            if changed == 0 { Err(Code::Conflict.into()) } else { Ok(next) }
        })
    });
    done.await.map(Json)
}

fn refused(why: Refused) -> Failure {
    Problem::new(Code::Refused).with("rule", why.word()).into()
}
