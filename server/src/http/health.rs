//! Is it alive, can it work, how is it doing: `/healthz`, `/readyz`, `/metrics` (Prometheus).

use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::app::App;
use crate::db::sql;
use crate::http::error::Failure;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The store reads and writes: a load balancer may send people here.
pub async fn ready(State(app): State<App>) -> Response {
    let reads = sql("select count(*) from projects").number(&app.db().read).await.map_err(Failure::from);
    let writes = app.writer().run(|_| Box::pin(async { Ok(()) })).await;
    match reads.map(drop).and(writes) {
        Ok(()) => "ready\n".into_response(),
        Err(failure) => {
            tracing::warn!(%failure, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}

/// The measurements in Prometheus' text format.
pub async fn metrics(State(app): State<App>) -> Response {
    let mut text = String::new();
    match encode(&mut text, &app.metrics().registry) {
        Ok(()) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(error) => Failure::internal(error).into_response(),
    }
}

/// A request by what was asked and how it ended.
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Ended {
    path: String,
    status: u16,
}

/// A request by what was asked.
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Asked {
    path: String,
}

/// What the server counts about itself.
pub struct Metrics {
    registry: Registry,
    requests: Family<Ended, Counter>,
    seconds: Family<Asked, Histogram, fn() -> Histogram>,
    /// Open live streams.
    pub live_streams: Gauge,
    /// Commands in one commit of the writer.
    pub batch: Histogram,
    /// What the jobs count.
    pub jobs: crate::jobs::Metrics,
}

fn seconds() -> Histogram {
    Histogram::new([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0])
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("steward");
        let requests = Family::<Ended, Counter>::default();
        let seconds = Family::<Asked, Histogram, fn() -> Histogram>::new_with_constructor(seconds);
        let live_streams = Gauge::default();
        let batch = Histogram::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0]);
        registry.register("http_requests", "Requests by path and status", requests.clone());
        registry.register("http_request_seconds", "Time to the response's head", seconds.clone());
        registry.register("live_streams", "Open live streams", live_streams.clone());
        registry.register("writer_batch", "Commands in one commit", batch.clone());
        let jobs = crate::jobs::Metrics::register(&mut registry);
        Self { registry, requests, seconds, live_streams, batch, jobs }
    }
}

impl Metrics {
    /// Counts a request.
    pub fn request(&self, path: &str, status: u16, took: Duration) {
        self.requests.get_or_create(&Ended { path: path.to_owned(), status }).inc();
        self.seconds.get_or_create(&Asked { path: path.to_owned() }).observe(took.as_secs_f64());
    }
}
