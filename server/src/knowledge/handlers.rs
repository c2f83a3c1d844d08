//! The versions: listed, drafted, edited, reviewed, published, withdrawn.

use axum::extract::State;
use sqlx::AnyConnection;
use steward_core::accounts::permit::Action;
use steward_core::endpoint::Nothing;
use steward_core::knowledge::handbook::api::{EditRequest, EditionPage, EditionRow, StepRequest};
use steward_core::knowledge::handbook::{Edition, EditionStep};
use steward_core::sla::standards::Stage;
use steward_core::time::Instant;

use super::{need_group, need_reader, refused, signed, starter, store, writes};
use crate::accounts::Viewer;
use crate::app::App;
use crate::http::error::Answer;
use crate::http::json::{Json, PathId};

/// A version with what is to be said about it.
async fn page(conn: &mut AnyConnection, edition: Edition, now: Instant) -> Answer<EditionPage> {
    let policy = store::policy(conn, now).await?;
    let standing = edition.standing(&store::taken(conn, edition.version).await?, now);
    Ok(EditionPage { standing, faults: edition.faults(&policy), edition, limits: policy.limits })
}

/// The versions, the newest first; what does not hold yet only for those who write it.
pub(super) async fn versions(State(app): State<App>, viewer: Viewer) -> Answer<Json<Vec<EditionRow>>> {
    need_reader(&viewer.actor)?;
    let now = app.now();
    let all = store::seen(&mut *app.db().read.acquire().await?, writes(&viewer.actor), now).await?;
    let others = |one: &Edition| -> Vec<Instant> {
        let published = all.iter().filter(|e| e.stage == Stage::Published && e.version != one.version);
        published.filter_map(|e| e.from).collect()
    };
    let row = |e: &Edition| EditionRow {
        version: e.version,
        standing: e.standing(&others(e), now),
        note: e.note.clone(),
        author: e.author.clone(),
        reviewed: e.reviewed.clone(),
        from: e.from.filter(|_| e.stage == Stage::Published),
    };
    Ok(Json(all.iter().map(row).collect()))
}

/// One version.
pub(super) async fn version(
    State(app): State<App>,
    viewer: Viewer,
    PathId(version): PathId<u32>,
) -> Answer<Json<EditionPage>> {
    need_reader(&viewer.actor)?;
    let now = app.now();
    let mut conn = app.db().read.acquire().await?;
    let edition = store::seen_one(&mut conn, version, writes(&viewer.actor), now).await?;
    Ok(Json(page(&mut conn, edition, now).await?))
}

/// A draft of the next version: as the one in force, or as the starter where there is none.
pub(super) async fn new_draft(
    State(app): State<App>,
    viewer: Viewer,
    Json(Nothing {}): Json<Nothing>,
) -> Answer<Json<EditionPage>> {
    need_group(&viewer.actor, Action::Create)?;
    let now = app.now();
    let by = signed(&viewer.actor, now);
    let made = app.writer().run(move |conn| {
        Box::pin(async move {
            let chapters = match store::in_force(conn, now).await? {
                Some(held) => held.chapters,
                None => starter()?,
            };
            let draft = Edition::draft(store::newest(conn).await? + 1, chapters, by);
            store::insert(conn, &draft).await?;
            page(conn, draft, now).await
        })
    });
    made.await.map(Json)
}

/// An editor's changes.
pub(super) async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    PathId(version): PathId<u32>,
    Json(request): Json<EditRequest>,
) -> Answer<Json<EditionPage>> {
    need_group(&viewer.actor, Action::Update)?;
    let now = app.now();
    let by = signed(&viewer.actor, now);
    let done = app.writer().run(move |conn| {
        Box::pin(async move {
            let edition = store::seen_one(conn, version, true, now).await?;
            store::unchanged(&edition, request.expected)?;
            let edited = edition.edited(request.edit, by).map_err(refused)?;
            store::update(conn, &edited, request.expected).await?;
            page(conn, edited, now).await
        })
    });
    done.await.map(Json)
}

/// A step on a version's way.
pub(super) async fn step(
    State(app): State<App>,
    viewer: Viewer,
    PathId(version): PathId<u32>,
    Json(request): Json<StepRequest>,
) -> Answer<Json<EditionPage>> {
    let needs = match request.step {
        EditionStep::Review => Action::Approve,
        EditionStep::Publish { .. } => Action::Publish,
        EditionStep::SendBack | EditionStep::Withdraw => Action::Update,
    };
    need_group(&viewer.actor, needs)?;
    let now = app.now();
    let by = signed(&viewer.actor, now);
    let done = app.writer().run(move |conn| {
        Box::pin(async move {
            let edition = store::seen_one(conn, version, true, now).await?;
            store::unchanged(&edition, request.expected)?;
            let taken = store::taken(conn, version).await?;
            let policy = store::policy(conn, now).await?;
            let stepped = edition.stepped(&request.step, by, (&taken, &policy)).map_err(refused)?;
            store::update(conn, &stepped, request.expected).await?;
            page(conn, stepped, now).await
        })
    });
    done.await.map(Json)
}
