//! Handing an export out: few at once, each from one moment of the store, logged, and sent piece by piece.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use steward_core::accounts::Actor;
use steward_core::ids::ProjectId;
use tokio::io::AsyncReadExt as _;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::Made;
use crate::app::App;
use crate::db::sql;
use crate::http::error::{Answer, Failure};
use crate::random;

/// An export holds a reading connection until its table is complete: others need some too.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// How long somebody waits for their turn before they are told to come again.
const PATIENCE: Duration = Duration::from_mins(1);
/// How much is sent at once, in bytes.
const PIECE: usize = 64 * 1024;

/// A turn to make a table.
pub async fn turn() -> Answer<SemaphorePermit<'static>> {
    match tokio::time::timeout(PATIENCE, AT_ONCE.acquire()).await {
        Ok(permit) => permit.map_err(Failure::internal),
        Err(_) => Err(Failure::Unavailable("too many exports at once".to_owned())),
    }
}

/// Who takes what, for the log.
pub struct Taken<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// What, as a word of the log.
    pub action: &'static str,
    /// Of which project only.
    pub project: Option<&'a ProjectId>,
    /// Of which survey, if it is of one.
    pub about: &'a str,
    /// What was asked for, in short.
    pub asked: String,
    /// What the file is called, without its ending.
    pub name: String,
}

/// The file as an answer. That it was taken stands in the log before the first byte is out.
pub async fn hand_out(app: &App, made: Made, taken: Taken<'_>) -> Answer<Response> {
    let (at, word) = (app.now(), made.format.word());
    let reason = format!("{} {word} {} lines", taken.asked, made.lines);
    let query = sql("insert into audit (id, at, person_id, role, action, project_id, ticket_id, reason) \
        values ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(random::id()?)
    .bind(at.millis())
    .bind(taken.actor.person.to_string())
    .bind(taken.actor.role.word())
    .bind(taken.action)
    .bind(taken.project.map(ToString::to_string).unwrap_or_default())
    .bind(taken.about.to_owned())
    .bind(reason.trim().to_owned());
    app.writer().run(move |conn| Box::pin(async move { Ok(query.run(conn).await?) })).await?;
    let name = format!("attachment; filename=\"{}.{word}\"", taken.name);
    let (kind, length) = (made.format.media_type(), made.file.metadata().map_err(Failure::internal)?.len());
    let mut response = Response::new(body(made));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::try_from(name).map_err(Failure::internal)?);
    Ok(response)
}

/// The file, piece by piece as it is taken.
fn body(made: Made) -> Body {
    let pieces = futures_util::stream::try_unfold(tokio::fs::File::from_std(made.file), async |mut file| {
        let mut piece = Vec::with_capacity(PIECE);
        let n = (&mut file).take(PIECE as u64).read_to_end(&mut piece).await?;
        Ok::<_, std::io::Error>((n > 0).then(|| (Bytes::from(piece), file)))
    });
    Body::from_stream(pieces)
}
