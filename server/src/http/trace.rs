//! One log line and one measurement for each request. Bodies, cookies and query strings are never logged.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::test_clock;
use crate::app::App;

/// Logs and counts a request under the pattern of its path, so that ids do not fill the metrics.
pub async fn request(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().map_or("static", |p| p.as_str()).to_owned();
    let mut response = next.run(request).await;
    if let Some(clock) = app.test_clock() {
        test_clock::date(clock, response.headers_mut());
    }
    let status = response.status().as_u16();
    let took = began.elapsed();
    app.metrics().request(&path, status, took);
    tracing::debug!(%method, path, status, ms = took.as_millis(), "request");
    response
}
