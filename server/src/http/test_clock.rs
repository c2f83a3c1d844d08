//! Lets browser stories move the server's clock: `POST /api/test/clock {"advance_s": 3600}` answers `{"now": …}`.
//!
//! The route exists only on a server that was started with `--test-clock`, which starts only with demo data and on
//! a loopback address. On any other server the path is `not_found` like every path that means nothing.

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use serde::{Deserialize, Serialize};
use steward_core::problem::Code;
use steward_core::time::{Instant, Seconds};

use super::error::Answer;
use super::json::Json;
use crate::app::App;

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

async fn advance(State(app): State<App>, Json(given): Json<Advance>) -> Answer<Json<Shows>> {
    let clock = app.test_clock().ok_or(Code::NotFound)?;
    clock.advance(Seconds(i64::from(given.advance_s)));
    Ok(Json(Shows { now: app.now() }))
}
