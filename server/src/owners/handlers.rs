//! The calls of owners' homes.

use axum::extract::State;
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::accounts::permit::{Action, Object, Whose, may};
use steward_core::endpoint::Page;
use steward_core::ids::HouseholdId;
use steward_core::owners::api::{EditHome, HomePage, HomeRow, HomesQuery};
use steward_core::problem::{Code, Problem};
use steward_core::time::Instant;

use super::{store, today};
use crate::accounts::viewer::Viewer;
use crate::app::App;
use crate::db::sql;
use crate::http::error::Answer;
use crate::http::json::{Json, PathId, Query};
use crate::random;

pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<HomesQuery>,
) -> Answer<Json<Page<HomeRow>>> {
    let mut conn = app.db().moment().await?;
    let today = today(&mut conn, app.now()).await?;
    let mut rows = store::list(&mut conn, &viewer.actor, &query, today).await?;
    let more = rows.len() > store::PAGE;
    rows.truncate(store::PAGE);
    let next = rows.last().filter(|_| more).map(|row| row.household.to_string());
    Ok(Json(Page { rows, next, total: None, more: false }))
}

pub(super) async fn page(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<HouseholdId>,
) -> Answer<Json<HomePage>> {
    let mut conn = app.db().moment().await?;
    show(&mut conn, &viewer.actor, &id, app.now()).await.map(Json)
}

async fn show(conn: &mut AnyConnection, actor: &Actor, id: &HouseholdId, now: Instant) -> Answer<HomePage> {
    let today = today(conn, now).await?;
    let home = store::one(conn, actor, Action::Read, id, today).await?;
    let whose = Whose { project: Some(&home.project), ..Whose::default() };
    Ok(HomePage {
        owners: store::owners(conn, id).await?,
        changes: store::changes(conn, &home).await?,
        may_change: may(actor, Action::Update, Object::OwnerProfile, whose),
        home,
    })
}

pub(super) async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<HouseholdId>,
    Json(edit): Json<EditHome>,
) -> Answer<Json<HomePage>> {
    let (actor, now) = (viewer.actor, app.now());
    let work = async move |conn: &mut AnyConnection| {
        change(conn, &actor, &id, &edit, now).await?;
        show(conn, &actor, &id, now).await
    };
    app.writer().run(move |conn| Box::pin(async move { work(conn).await })).await.map(Json)
}

/// Writes a home's facts anew. A retry of what was done changes nothing.
async fn change(
    conn: &mut AnyConnection,
    actor: &Actor,
    id: &HouseholdId,
    edit: &EditHome,
    now: Instant,
) -> Answer<()> {
    let today = today(conn, now).await?;
    // Whoever may read it learns that they may not change it; nobody else learns that it exists.
    store::one(conn, actor, Action::Read, id, today).await?;
    let home = store::one(conn, actor, Action::Update, id, today).await?;
    let problems = edit.facts.check();
    if !problems.is_empty() {
        return Err(Problem::invalid(problems).into());
    }
    if home.facts == edit.facts {
        return Ok(());
    }
    if home.facts != edit.before {
        return Err(Code::Conflict.into());
    }
    let key = (&home.project, &home.household);
    store::write(&mut *conn, key, (&home.facts, &edit.facts), actor.person.as_str(), now).await?;
    sql("insert into audit (id, at, person_id, role, action, project_id, ticket_id, reason) \
        values ($1, $2, $3, $4, 'household-facts', $5, '', $6)")
    .bind(random::id()?)
    .bind(now.millis())
    .bind(actor.person.as_str())
    .bind(actor.role.word())
    .bind(home.project.as_str())
    .bind(home.household.as_str())
    .run(conn)
    .await?;
    Ok(())
}
