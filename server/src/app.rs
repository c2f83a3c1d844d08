//! The server as one value that handlers share, and the router around it.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use steward_core::time::Instant;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::accounts::delivery::Delivery;
use crate::accounts::viewer::Viewers;
use crate::clock::{OffsetClock, SharedClock};
use crate::config::Config;
use crate::db::Db;
use crate::http::health::{self, Metrics};
use crate::http::rate::Limits;
use crate::http::routes::Api;
use crate::http::static_files::Site;
use crate::http::{error, openapi, origin, security, static_files, test_clock, trace};
use crate::live::Hub;
use crate::photos::Photos;
use crate::sla::Book;
use crate::writer::Writer;
use crate::{accounts, cockpit, knowledge, live, owners, photos, sla, surveys, tickets};

/// Everything a handler may need. Cloning it is cheap.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
    viewers: Arc<Viewers>,
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
    /// The rules of projects.
    pub book: Arc<Book>,
    /// Who hears of changes.
    pub hub: Hub,
    /// The pictures.
    pub photos: Photos,
    /// Turns true when the server stops.
    pub stopping: watch::Receiver<bool>,
    /// The clock that tests may move; `None` on every other server.
    pub test_clock: Option<Arc<OffsetClock>>,
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
        Self { shared: Arc::new(shared), viewers: Arc::default() }
    }

    /// What the operator set.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// The instant now.
    pub fn now(&self) -> Instant {
        self.shared.clock.now()
    }

    /// The clock itself, for jobs that sleep by it.
    pub fn clock(&self) -> &SharedClock {
        &self.shared.clock
    }

    /// The database, for reading.
    pub fn db(&self) -> &Db {
        &self.shared.db
    }

    /// The way to write.
    pub fn writer(&self) -> &Writer {
        &self.shared.writer
    }

    /// Who was recognised a moment ago.
    pub fn viewers(&self) -> &Viewers {
        &self.viewers
    }

    /// The rules of projects.
    pub fn book(&self) -> &Book {
        &self.shared.book
    }

    /// Who hears of changes.
    pub fn hub(&self) -> &Hub {
        &self.shared.hub
    }

    /// The pictures.
    pub fn photos(&self) -> &Photos {
        &self.shared.photos
    }

    /// Waits until the server stops: what would go on for ever ends then.
    pub async fn stopping(&self) {
        // An error means that whoever stops servers is gone.
        let _ = self.shared.stopping.clone().wait_for(|stop| *stop).await;
    }

    /// Whether the server is about to stop.
    pub fn is_stopping(&self) -> bool {
        *self.shared.stopping.borrow()
    }

    /// The clock that tests may move.
    pub fn test_clock(&self) -> Option<&OffsetClock> {
        self.shared.test_clock.as_deref()
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

/// The features' calls, each of which the interface's description tells.
pub fn api() -> Api {
    Api::new()
        .merge(accounts::api())
        .merge(tickets::api())
        .merge(photos::api())
        .merge(sla::api())
        .merge(surveys::api())
        .merge(live::api())
        .merge(owners::api())
        .merge(cockpit::api())
        .merge(knowledge::api())
        .merge(openapi::api())
}

/// The whole server: the features' calls, health, static files, and the layers around all of them.
pub fn router(app: App) -> Router {
    let tests = if app.test_clock().is_some() { test_clock::router() } else { Router::new() };
    api()
        .into_router()
        .merge(tests)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .fallback(static_files::serve)
        .layer(from_fn_with_state(app.clone(), origin::check))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), security::headers))
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
