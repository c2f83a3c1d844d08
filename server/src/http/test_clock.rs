//! Lets browser stories move the server's clock: `POST /api/test/clock {"advance_s": 3600}` answers `{"now": …}`.
//!
//! The route exists only on a server that was started with `--test-clock`, which starts only with demo data and on
//! a loopback address. On any other server the path is `not_found` like every path that means nothing.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::routing::post;
use serde::{Deserialize, Serialize};
use steward_core::problem::Code;
use steward_core::time::{Instant, Seconds};

use super::error::Answer;
use super::json::Json;
use crate::app::App;
use crate::clock::{Clock as _, OffsetClock};

/// How far to move it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_s: u32,
}

/// What it shows now.
#[derive(Debug, Serialize)]
struct Shows {
    now: Instant,
}

/// The route.
pub fn router() -> Router<App> {
    Router::new().route("/api/test/clock", post(advance))
}

/// A clock that was moved also shows in `Date`, by which pages tell whether their device is wrong.
pub fn date(clock: &OffsetClock, headers: &mut HeaderMap) {
    let text = chrono::DateTime::from_timestamp_millis(clock.now().millis())
        .and_then(|at| HeaderValue::try_from(at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok());
    headers.extend(text.map(|text| (header::DATE, text)));
}

async fn advance(State(app): State<App>, Json(given): Json<Advance>) -> Answer<Json<Shows>> {
    let clock = app.test_clock().ok_or(Code::NotFound)?;
    clock.advance(Seconds(i64::from(given.advance_s)));
    Ok(Json(Shows { now: app.now() }))
}
