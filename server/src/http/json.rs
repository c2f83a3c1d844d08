//! Reading requests strictly: JSON bodies, query strings and path ids.
//!
//! A body must say that it is JSON (a form of another site cannot), fit its limit and have exactly the fields of
//! its type; wire types in core deny unknown fields. Anything else is `malformed` or `too_large`.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use steward_core::problem::{Code, Problem};

use super::error::Failure;

/// The largest JSON body: a draft with 10,000 characters fits many times over.
pub const JSON_LIMIT: usize = 256 * 1024;

/// How long a body may take to arrive: 12 MB in two minutes are 100 kB/s.
const PATIENCE: Duration = Duration::from_mins(2);

/// A JSON body, in and out.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<T: DeserializeOwned + Serialize, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(Code::Malformed.into());
        }
        let body = read_body(request.into_body(), JSON_LIMIT).await?;
        match strict(&body) {
            Ok(value) => Ok(Self(value)),
            Err(cause) => {
                tracing::debug!(cause, "malformed body");
                Err(Code::Malformed.into())
            }
        }
    }
}

/// Reads a value that has a place for everything that was sent.
///
/// Types deny unknown fields, but serde drops them silently beside a tag whose variant has no fields of its own
/// (`{"kind": "urge", "force": true}`). So what was read is written again and must know every field.
fn strict<T: DeserializeOwned + Serialize>(body: &[u8]) -> Result<T, String> {
    let said = |e: serde_json::Error| e.to_string();
    let value: T = serde_json::from_slice(body).map_err(said)?;
    let sent: Value = serde_json::from_slice(body).map_err(said)?;
    let kept = serde_json::to_value(&value).map_err(said)?;
    if knows(&kept, &sent) { Ok(value) } else { Err("a field that the type does not have".to_owned()) }
}

fn knows(kept: &Value, sent: &Value) -> bool {
    match (kept, sent) {
        (Value::Object(kept), Value::Object(sent)) => {
            let mut fields = sent.iter().filter(|(_, value)| !value.is_null());
            fields.all(|(name, value)| kept.get(name).is_some_and(|k| knows(k, value)))
        }
        (Value::Array(kept), Value::Array(sent)) => {
            kept.len() == sent.len() && kept.iter().zip(sent).all(|(k, s)| knows(k, s))
        }
        _ => true,
    }
}

/// Reads a whole body, refusing one that is longer than `limit` bytes as soon as it is known to be.
pub async fn read_body(body: Body, limit: usize) -> Result<bytes::Bytes, Failure> {
    let too_large = || Failure::from(Problem::new(Code::TooLarge).with("max", limit));
    let mut body = body;
    if body.size_hint().lower() > limit as u64 {
        drain(&mut body).await;
        return Err(too_large());
    }
    let whole = tokio::time::timeout(PATIENCE, Limited::new(&mut body, limit).collect()).await;
    // A client that takes so long holds a place that others need.
    let Ok(whole) = whole else { return Err(Code::Malformed.into()) };
    match whole {
        Ok(whole) => Ok(whole.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            drain(&mut body).await;
            Err(too_large())
        }
        // The client went away in the middle of its request.
        Err(_) => Err(Code::Malformed.into()),
    }
}

/// Reads and drops what is still coming, within reason: a client that is cut off while it sends never sees the
/// answer that says why.
async fn drain(body: &mut Body) {
    const ENOUGH: usize = 64 * 1024 * 1024;
    let mut dropped = 0;
    while dropped < ENOUGH {
        match body.frame().await {
            Some(Ok(frame)) => dropped += frame.data_ref().map_or(0, bytes::Bytes::len),
            Some(Err(_)) | None => return,
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|v| {
        v.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
    })
}

/// The query string, with exactly the fields of its type.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(_) => Err(Code::Malformed.into()),
        }
    }
}

/// One id from the path; a text that cannot be an id names nothing, so it is `not_found`.
#[derive(Debug)]
pub struct PathId<T>(pub T);

impl<T: std::str::FromStr, S: Send + Sync> FromRequestParts<S> for PathId<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let text = Path::<String>::from_request_parts(parts, state).await;
        match text.ok().and_then(|Path(text)| text.parse().ok()) {
            Some(id) => Ok(Self(id)),
            None => Err(Code::NotFound.into()),
        }
    }
}
