//! The calls of the alarm desk.

use axum::extract::State;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::accounts::{Actor, Scope};
use steward_core::cockpit::alarm::Alarm;
use steward_core::cockpit::alarm::api::{AlarmPage, AlarmRow, AlarmsQuery, MoveAlarm};
use steward_core::day::Day;
use steward_core::ids::AlarmId;
use steward_core::problem::{Code, Problem};

use super::{page, store};
use crate::accounts::Viewer;
use crate::accounts::scope::in_projects;
use crate::app::App;
use crate::db::{Sql, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::http::json::{Json, PathId, Query};
use crate::owners;

/// How many are listed at most; older closed ones are read by their number.
const MOST: i64 = 200;

/// The condition that an alarm `a` is the viewer's to read: those of projects in scope, and for whoever has the group
/// those of regions and the group. [`Code::Forbidden`] for a role without a cockpit beyond its own work.
fn in_scope(query: Sql, actor: &Actor) -> Answer<Sql> {
    let reads = reach(actor.role, Action::Read, Object::Cockpit);
    if reads.is_none_or(|reach| reach == Reach::Own) {
        return Err(Code::Forbidden.into());
    }
    let query = if actor.scope == Scope::Group {
        query.then("(a.project_id = '' or ")
    } else {
        query.then("(a.project_id <> '' and ")
    };
    Ok(in_projects(query, "a.project_id", actor).then(")"))
}

const COLUMNS: &str = "select a.body, coalesce(p.name, x.name, '') from alarms a \
    left join projects p on p.id = a.project_id left join regions x on x.id = a.region_id where ";

/// The alarms in scope.
pub(in crate::cockpit) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<AlarmsQuery>,
) -> Answer<Json<Vec<AlarmRow>>> {
    let mut found = in_scope(sql(COLUMNS), &viewer.actor)?;
    if let Some(open) = query.open {
        found = found.then(" and a.is_open = ").value(i64::from(open));
    }
    let mut conn = app.db().read.acquire().await?;
    let zone = owners::zone(&mut conn).await?;
    if let Some(first) = query.first {
        found = found.then(" and a.raised_at >= ").value(owners::begin(zone, first).millis());
    }
    if let Some(last) = query.last {
        found = found.then(" and a.raised_at < ").value(owners::begin(zone, last.later(1)).millis());
    }
    if let Some(project) = &query.project {
        found = found.then(" and a.project_id = ").value(project.as_str());
    }
    if let Some(region) = &query.region {
        found = found.then(" and (a.region_id = ").value(region.as_str());
        found = found.then(" or p.region_id = ").value(region.as_str()).then(")");
    }
    let found = found.then(" order by a.is_open desc, a.raised_at desc, a.id desc limit ").value(MOST);
    let row =
        |row: &sqlx::any::AnyRow| Ok(AlarmRow { alarm: rows::json(row, 0)?, place: rows::text(row, 1)? });
    found.rows(&mut *conn).await?.iter().map(row).collect::<Answer<_>>().map(Json)
}

/// One alarm.
pub(in crate::cockpit) async fn one(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<AlarmId>,
) -> Answer<Json<AlarmPage>> {
    let mut tx = app.db().moment().await?;
    let found = in_scope(sql(COLUMNS), &viewer.actor)?.then(" and a.id = ").value(id.as_str());
    let row = found.row(&mut *tx).await?.ok_or(Code::NotFound)?;
    page::read(&mut tx, rows::json(&row, 0)?, rows::text(&row, 1)?, app.now()).await.map(Json)
}

/// Moves one on; [`Code::Conflict`] if it has changed since it was seen.
pub(in crate::cockpit) async fn moves(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<AlarmId>,
    Json(asked): Json<MoveAlarm>,
) -> Answer<Json<AlarmPage>> {
    let now = app.now();
    let actor = viewer.actor;
    let done = app.writer().run(move |conn| {
        Box::pin(async move {
            let found = in_scope(sql(COLUMNS), &actor)?.then(" and a.id = ").value(id.as_str());
            let row = found.row(&mut *conn).await?.ok_or(Code::NotFound)?;
            let alarm: Alarm = rows::json(&row, 0)?;
            alarm.can(&actor, &asked.what).map_err(refused)?;
            asked.what.check(&alarm.subject, Day(owners::today(conn, now).await?))?;
            if alarm.seq() != asked.seq {
                return Err(Code::Conflict.into());
            }
            let next = alarm.moved(&actor, asked.what, now).map_err(refused)?;
            if !store::update(conn, &next).await? {
                return Err(Code::Conflict.into());
            }
            page::read(conn, next, rows::text(&row, 1)?, now).await
        })
    });
    done.await.map(Json)
}

fn refused(why: steward_core::cockpit::alarm::Refused) -> Failure {
    Problem::new(Code::Refused).with("rule", why.word()).into()
}
