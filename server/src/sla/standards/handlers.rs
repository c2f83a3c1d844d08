//! The versions: listed, drafted, edited, reviewed, published, withdrawn.

use axum::extract::State;
use steward_core::accounts::permit::Action;
use steward_core::endpoint::Nothing;
use steward_core::sla::standards::api::{EditRequest, StepRequest, VersionPage, VersionRow};
use steward_core::sla::standards::{Stage, Standard, VersionStep};
use steward_core::time::Instant;

use super::{need, need_group, refused, signed, store, writes};
use crate::accounts::Viewer;
use crate::app::App;
use crate::http::error::Answer;
use crate::http::json::{Json, PathId};

/// The moments from which published versions other than this one hold.
fn taken(all: &[Standard], but: u32) -> Vec<Instant> {
    let others = all.iter().filter(|s| s.stage == Stage::Published && s.version != but);
    others.map(|s| s.policy.effective_from).collect()
}

fn page(standard: Standard, all: &[Standard], now: Instant) -> VersionPage {
    let standing = standard.standing(&taken(all, standard.version), now);
    VersionPage { standing, faults: standard.faults(), standard }
}

/// The versions, the newest first; what does not hold yet only for those who write it.
pub(super) async fn versions(State(app): State<App>, viewer: Viewer) -> Answer<Json<Vec<VersionRow>>> {
    need(&viewer.actor, Action::Read)?;
    let now = app.now();
    let all = store::seen(&mut *app.db().read.acquire().await?, writes(&viewer.actor), now).await?;
    let row = |s: &Standard| {
        let others = taken(&all, s.version);
        let from = (s.stage == Stage::Published).then_some(s.policy.effective_from);
        VersionRow {
            version: s.version,
            standing: s.standing(&others, now),
            note: s.note.clone(),
            author: s.author.clone(),
            reviewed: s.reviewed.clone(),
            from,
            until: from.and_then(|from| others.iter().filter(|o| **o > from).min().copied()),
            recalculation: s.policy.recalculation.clone(),
        }
    };
    Ok(Json(all.iter().map(row).collect()))
}

/// One version.
pub(super) async fn version(
    State(app): State<App>,
    viewer: Viewer,
    PathId(version): PathId<u32>,
) -> Answer<Json<VersionPage>> {
    need(&viewer.actor, Action::Read)?;
    let (now, writes) = (app.now(), writes(&viewer.actor));
    let mut conn = app.db().read.acquire().await?;
    let standard = store::seen_one(&mut conn, version, writes, now).await?;
    Ok(Json(page(standard, &store::seen(&mut conn, writes, now).await?, now)))
}

/// A draft of the next version, as the one that holds now.
pub(super) async fn new_draft(
    State(app): State<App>,
    viewer: Viewer,
    Json(Nothing {}): Json<Nothing>,
) -> Answer<Json<VersionPage>> {
    need_group(&viewer.actor, Action::Create)?;
    let now = app.now();
    let by = signed(&viewer.actor, now);
    let made = app.writer().run(move |conn| {
        Box::pin(async move {
            let all = store::all(conn).await?;
            let newest = all.iter().map(|s| s.version).max().unwrap_or(1);
            let published = store::published(conn).await?;
            let held = published.iter().rev().find(|s| s.policy.effective_from <= now);
            let draft = match held {
                Some(held) => held.draft(newest + 1, by),
                None => store::shipped()?.draft(newest + 1, by),
            };
            store::insert(conn, &draft).await?;
            Ok(page(draft, &all, now))
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
) -> Answer<Json<VersionPage>> {
    need_group(&viewer.actor, Action::Update)?;
    let now = app.now();
    let by = signed(&viewer.actor, now);
    let done = app.writer().run(move |conn| {
        Box::pin(async move {
            let standard = store::find(conn, version).await?;
            let edited = standard.edited(request.edit, by).map_err(refused)?;
            store::update(conn, &edited, request.seq).await?;
            Ok(page(edited, &store::all(conn).await?, now))
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
) -> Answer<Json<VersionPage>> {
    // Whoever configures reviews, an administrator too; publishing is for those who write the standard.
    let needs = if request.step == VersionStep::Review { Action::Configure } else { Action::Update };
    need_group(&viewer.actor, needs)?;
    let now = app.now();
    let by = signed(&viewer.actor, now);
    let done = app.writer().run(move |conn| {
        Box::pin(async move {
            let standard = store::find(conn, version).await?;
            let all = store::all(conn).await?;
            let stepped = standard.stepped(&request.step, by, &taken(&all, version)).map_err(refused)?;
            store::update(conn, &stepped, request.seq).await?;
            Ok(page(stepped, &all, now))
        })
    });
    let page = done.await?;
    app.book().forget();
    Ok(Json(page))
}
