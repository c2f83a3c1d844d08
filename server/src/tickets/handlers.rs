//! The calls of tickets. A handler reads, asks, answers; it decides nothing.

use axum::extract::State;
use axum::http::StatusCode;
use steward_core::endpoint::Page;
use steward_core::ids::TicketId;
use steward_core::tickets::api::{
    CommandRequest, CountQuery, ListQuery, RevealPhone, RevealedPhone, SameWords, SubmitTicket, TicketPage,
    TicketRow, ViewCount,
};
use steward_core::tickets::candidates::{Candidate, candidates as rank};

use super::{engineers, list as lists, page, reveal, service, wording};
use crate::accounts::Viewer;
use crate::app::App;
use crate::http::error::Answer;
use crate::http::json::{Json, PathId, Query};

/// Submits a ticket.
pub(super) async fn submit(
    State(app): State<App>,
    viewer: Viewer,
    Json(request): Json<SubmitTicket>,
) -> Answer<(StatusCode, Json<TicketPage>)> {
    app.limits().submit.take(viewer.actor.person.as_str())?;
    let done = service::submit(&app, &viewer.actor, request).await?;
    Ok((StatusCode::CREATED, Json(page::after(&app, &viewer.actor, done).await?)))
}

/// A page of a list.
pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Answer<Json<Page<TicketRow>>> {
    lists::page(app.db(), &viewer.actor, &query, app.now()).await.map(Json)
}

/// How many tickets each view has.
pub(super) async fn counts(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<CountQuery>,
) -> Answer<Json<Vec<ViewCount>>> {
    lists::counts(app.db(), &viewer.actor, &query, app.now()).await.map(Json)
}

/// Who used the same words too often.
pub(super) async fn same_words(State(app): State<App>, viewer: Viewer) -> Answer<Json<Vec<SameWords>>> {
    let mut conn = app.db().read.acquire().await?;
    wording::often(&mut conn, &viewer.actor, app.now()).await.map(Json)
}

/// One ticket.
pub(super) async fn read(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<TicketId>,
) -> Answer<Json<TicketPage>> {
    let ticket = service::visible(&app, &viewer.actor, &id).await?;
    page::read(&app, &viewer.actor, ticket).await.map(Json)
}

/// Gives a command.
pub(super) async fn command(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<TicketId>,
    Json(request): Json<CommandRequest>,
) -> Answer<Json<TicketPage>> {
    app.limits().command.take(viewer.actor.person.as_str())?;
    let done = service::command(&app, &viewer.actor, id, request).await?;
    page::after(&app, &viewer.actor, done).await.map(Json)
}

/// Who could do the job, for whoever may dispatch it.
pub(super) async fn candidates(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<TicketId>,
) -> Answer<Json<Vec<Candidate>>> {
    let ticket = service::visible(&app, &viewer.actor, &id).await?;
    service::may_dispatch(&viewer.actor)?;
    let mut conn = app.db().read.acquire().await?;
    let engineers = engineers::of_project(&mut conn, &ticket.said.project).await?;
    Ok(Json(rank(&engineers, ticket.said.category)))
}

/// The contact's full phone number; who asked and why is kept.
pub(super) async fn reveal_phone(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<TicketId>,
    Json(request): Json<RevealPhone>,
) -> Answer<Json<RevealedPhone>> {
    let ticket = service::visible(&app, &viewer.actor, &id).await?;
    reveal::phone(&app, viewer.actor, ticket, request.reason).await.map(Json)
}
