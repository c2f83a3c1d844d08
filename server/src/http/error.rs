//! What a failed request answers: a `Problem` of core as JSON, with its status.
//!
//! Only problems carry anything to the client. Everything else is an internal error: its cause goes to the log
//! under a reference number, and the client gets that number and nothing else. A store that cannot take writes
//! now (locked, full, gone) answers 503, and nothing was kept.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use steward_core::ids::BadId;
use steward_core::problem::{Code, Problem};

use crate::random::{self, NoRandom};

/// Why a handler could not answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The request is at fault, or a rule said no: the client learns exactly this.
    #[error("{0:?}")]
    Problem(Box<Problem>),
    /// The store cannot work now; the client may try again.
    #[error("store unavailable: {0}")]
    Unavailable(String),
    /// Something is broken here; the cause is for the log only.
    #[error("{0}")]
    Internal(String),
}

/// What handlers and services return.
pub type Answer<T> = Result<T, Failure>;

impl Failure {
    /// A broken invariant or an unexpected error, for the log.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// The same failure for another one who waits on the same transaction.
    #[must_use]
    pub fn again(&self) -> Self {
        match self {
            Self::Problem(problem) => Self::Problem(problem.clone()),
            Self::Unavailable(cause) => Self::Unavailable(cause.clone()),
            Self::Internal(cause) => Self::Internal(cause.clone()),
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Problem::new(code).into()
    }
}

impl From<BadId> for Failure {
    fn from(_: BadId) -> Self {
        Code::NotFound.into()
    }
}

impl From<NoRandom> for Failure {
    fn from(error: NoRandom) -> Self {
        Self::internal(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(format!("stored JSON: {error}"))
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        if crate::db::is_unavailable(&error) {
            Self::Unavailable(error.to_string())
        } else {
            Self::Internal(error.to_string())
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Problem(problem) => respond(&problem),
            Self::Unavailable(cause) => {
                tracing::warn!(cause, "the store is unavailable");
                respond(&Problem::new(Code::Unavailable))
            }
            Self::Internal(cause) => respond(&internal(&cause)),
        }
    }
}

/// The problem of an internal error; its cause stands in the log under the problem's reference.
pub fn internal(cause: &str) -> Problem {
    let reference = random::reference();
    tracing::error!(reference, cause, "internal error");
    Problem { reference: Some(reference), ..Problem::new(Code::Internal) }
}

/// The response of a problem.
pub fn respond(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, axum::Json(problem)).into_response();
    let retry = match problem.code {
        Code::SlowDown => problem.params.get("seconds").and_then(|s| HeaderValue::from_str(s).ok()),
        Code::Unavailable => Some(HeaderValue::from_static("1")),
        _ => None,
    };
    if let Some(seconds) = retry {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}
