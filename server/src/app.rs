//! The server as one value that handlers share, and the router around it.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use steward_core::time::Instant;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::accounts::delivery::Delivery;
use crate::clock::SharedClock;
use crate::config::Config;
use crate::db::Db;
use crate::http::health::{self, Metrics};
use crate::http::rate::Limits;
use crate::http::static_files::Site;
use crate::http::{error, origin, security, static_files, trace};
use crate::writer::Writer;

/// Everything a handler may need. Cloning it is cheap.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

/// The parts of an [`App`].
pub struct Shared {
    /// What the operator set.
    pub config: Config,
    /// The clock.
    pub clock: SharedClock,
    /// The database, for reading.
    pub db: Db,
    /// The way to write.
    pub writer: Writer,
    /// The limits.
    pub limits: Limits,
    /// The way of one-time codes.
    pub delivery: Delivery,
    /// The built front end.
    pub site: Site,
    /// What the server counts about itself.
    pub metrics: Arc<Metrics>,
}

impl App {
    /// The server of these parts.
    pub fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared) }
    }

    /// What the operator set.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// The instant now.
    pub fn now(&self) -> Instant {
        self.shared.clock.now()
    }

    /// The database, for reading.
    pub fn db(&self) -> &Db {
        &self.shared.db
    }

    /// The way to write.
    pub fn writer(&self) -> &Writer {
        &self.shared.writer
    }

    /// The limits.
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// The way of one-time codes.
    pub fn delivery(&self) -> &Delivery {
        &self.shared.delivery
    }

    /// The built front end.
    pub fn site(&self) -> &Site {
        &self.shared.site
    }

    /// What the server counts about itself.
    pub fn metrics(&self) -> &Metrics {
        &self.shared.metrics
    }
}

/// The whole server: the features' calls, health, static files, and the layers around all of them.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(crate::accounts::router())
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .fallback(static_files::serve)
        .layer(from_fn_with_state(app.clone(), origin::check))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(from_fn(security::headers))
        .layer(from_fn_with_state(app.clone(), trace::request))
        .with_state(app)
}

/// A panic in a handler is an internal error like any other; the server goes on.
fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let text = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    let mut response = error::respond(&error::internal(text));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}
