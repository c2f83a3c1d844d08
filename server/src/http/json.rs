//! Reading requests strictly: JSON bodies, query strings and path ids.
//!
//! A body must say that it is JSON (a form of another site cannot), fit its limit and have exactly the fields of
//! its type; wire types in core deny unknown fields. Anything else is `malformed` or `too_large`.

use axum::body::{Body, HttpBody as _};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Serialize;
use serde::de::DeserializeOwned;
use steward_core::problem::{Code, Problem};

use super::error::Failure;

/// The largest JSON body: a draft with 10,000 characters fits many times over.
pub const JSON_LIMIT: usize = 256 * 1024;

/// A JSON body, in and out.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(Code::Malformed.into());
        }
        let body = read_body(request.into_body(), JSON_LIMIT).await?;
        match serde_json::from_slice(&body) {
            Ok(value) => Ok(Self(value)),
            Err(error) => {
                tracing::debug!(%error, "malformed body");
                Err(Code::Malformed.into())
            }
        }
    }
}

/// Reads a whole body, refusing one that is longer than `limit` bytes as soon as it is known to be.
pub async fn read_body(body: Body, limit: usize) -> Result<bytes::Bytes, Failure> {
    let too_large = || Failure::from(Problem::new(Code::TooLarge).with("max", limit));
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large());
    }
    match Limited::new(body, limit).collect().await {
        Ok(whole) => Ok(whole.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        // The client went away in the middle of its request.
        Err(_) => Err(Code::Malformed.into()),
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
