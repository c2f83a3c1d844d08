//! The version in force: read, acknowledged, and how far it has come (R95).

use axum::extract::State;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::accounts::{Actor, Scope};
use steward_core::endpoint::Nothing;
use steward_core::knowledge::handbook::RollOut;
use steward_core::knowledge::handbook::api::{Acknowledged, Awaited, Current};
use steward_core::knowledge::handbook::rollout::{ALL_LIVE_WITHIN, must_acknowledge};
use steward_core::problem::{Code, Problem};

use super::{need_reader, store, writes};
use crate::accounts::Viewer;
use crate::app::App;
use crate::http::error::Answer;
use crate::http::json::{Json, PathId};

/// Whether this person is one of a project's staff who must acknowledge.
fn asked(actor: &Actor) -> bool {
    must_acknowledge(actor.role) && matches!(actor.scope, Scope::Projects(_))
}

/// The version in force, and whether the viewer has acknowledged it.
pub(super) async fn current(State(app): State<App>, viewer: Viewer) -> Answer<Json<Current>> {
    need_reader(&viewer.actor)?;
    let now = app.now();
    let mut conn = app.db().read.acquire().await?;
    let edition = store::in_force(&mut conn, now).await?;
    let acknowledged = match &edition {
        Some(edition) => store::acknowledged(&mut conn, edition.version, &viewer.actor.person).await?,
        None => None,
    };
    let limits = store::policy(&mut conn, now).await?.limits;
    Ok(Json(Current { edition, limits, acknowledged, asked: asked(&viewer.actor) }))
}

/// Which version waits for the viewer, for a mark in the navigation.
pub(super) async fn awaited(State(app): State<App>, viewer: Viewer) -> Answer<Json<Awaited>> {
    need_reader(&viewer.actor)?;
    if !asked(&viewer.actor) {
        return Ok(Json(Awaited { version: None }));
    }
    let mut conn = app.db().read.acquire().await?;
    let version = store::awaited(&mut conn, &viewer.actor.person, app.now()).await?;
    Ok(Json(Awaited { version }))
}

/// The viewer has read a version: the one in force, else [`Code::Conflict`] with its number. A version that the viewer
/// may not see is not found.
pub(super) async fn acknowledge(
    State(app): State<App>,
    viewer: Viewer,
    PathId(version): PathId<u32>,
    Json(Nothing {}): Json<Nothing>,
) -> Answer<Json<Acknowledged>> {
    need_reader(&viewer.actor)?;
    let now = app.now();
    let (writes, person) = (writes(&viewer.actor), viewer.actor.person);
    let done = app.writer().run(move |conn| {
        Box::pin(async move {
            store::seen_one(conn, version, writes, now).await?;
            let held = store::in_force(conn, now).await?.ok_or(Code::NotFound)?;
            if held.version != version {
                return Err(Problem::new(Code::Conflict).with("version", held.version).into());
            }
            Ok(Acknowledged { at: store::acknowledge(conn, version, &person, now).await? })
        })
    });
    done.await.map(Json)
}

/// The roll-out over the projects that the viewer reaches. Names are for those who see others' training.
pub(super) async fn roll_out(State(app): State<App>, viewer: Viewer) -> Answer<Json<RollOut>> {
    need_reader(&viewer.actor)?;
    let now = app.now();
    let named = matches!(
        reach(viewer.actor.role, Action::Read, Object::Training),
        Some(Reach::Project | Reach::Group)
    );
    let mut conn = app.db().read.acquire().await?;
    let version = store::in_force(&mut conn, now).await?.map(|edition| edition.version);
    let projects = store::roll_out(&mut conn, version.unwrap_or(0), &viewer.actor, named).await?;
    let due = store::first_held(&mut conn).await?.map(|from| from + ALL_LIVE_WITHIN);
    Ok(Json(RollOut { version, due, projects }))
}
