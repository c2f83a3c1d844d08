//! The calls of photos.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use steward_core::ids::PhotoId;
use steward_core::problem::Code;
use steward_core::tickets::api::PhotoStored;
use steward_core::tickets::draft::limits;
use tokio::sync::Semaphore;

use super::{picture, store};
use crate::accounts::Viewer;
use crate::app::App;
use crate::http::error::{Answer, Failure};
use crate::http::json::{Json, PathId, Query, read_body};

/// Decoding takes up to 320 MB and a second each: only this many at once.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Takes in a photo.
pub(super) async fn upload(
    State(app): State<App>,
    viewer: Viewer,
    body: Body,
) -> Answer<(StatusCode, Json<PhotoStored>)> {
    app.limits().upload.take(viewer.actor.person.as_str())?;
    let limit = usize::try_from(limits::PHOTO_BYTES).unwrap_or(usize::MAX);
    let file = read_body(body, limit).await?;
    let one_of_few = AT_ONCE.acquire().await.map_err(Failure::internal)?;
    let prepared = tokio::task::spawn_blocking(move || picture::prepare(&file)).await;
    drop(one_of_few);
    let picture = prepared.map_err(Failure::internal)??;
    let stored = app.photos().take_in(app.writer(), picture, viewer.actor.person, app.now()).await?;
    Ok((StatusCode::CREATED, Json(stored)))
}

/// Which size is wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    #[serde(default)]
    size: Option<Size>,
}

#[derive(PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Size {
    Thumb,
    Full,
}

/// Shows a photo to whoever may see it.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    PathId(photo): PathId<PhotoId>,
    Query(wanted): Query<Wanted>,
) -> Answer<Response> {
    if !store::may_see(app.db(), &viewer.actor, &photo).await? {
        return Err(Code::NotFound.into());
    }
    let bytes = app.photos().bytes(&photo, wanted.size == Some(Size::Thumb)).await?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    Ok(response)
}
