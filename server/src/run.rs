//! Start, serve, stop. The address is bound before anything is announced, so nobody has to wait and try again.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::accounts::delivery::Delivery;
use crate::app::{self, App, Shared};
use crate::clock::{SharedClock, SystemClock};
use crate::config::{BadConfig, Config};
use crate::db::{CannotOpen, Db};
use crate::demo;
use crate::http::error::Failure;
use crate::http::health::Metrics;
use crate::http::rate::Limits;
use crate::http::static_files::Site;
use crate::writer;

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum CannotStart {
    /// The configuration contradicts itself.
    #[error("{0}")]
    Config(#[from] BadConfig),
    /// The database cannot be opened.
    #[error("{0}")]
    Database(#[from] CannotOpen),
    /// The demo data cannot be written.
    #[error("cannot fill in demo data: {0}")]
    Demo(Failure),
    /// The data folder cannot be made.
    #[error("cannot make the data folder {0}: {1}")]
    DataFolder(std::path::PathBuf, std::io::Error),
    /// The address is taken or not ours.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
}

/// A server that answers on [`Self::addr`] until [`Self::shutdown`].
pub struct RunningServer {
    /// The address it answers on; with port 0 in the configuration, the port it got.
    pub addr: SocketAddr,
    app: App,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
    writing: JoinHandle<()>,
}

/// Starts a server on the machine's clock.
pub async fn run(config: Config) -> Result<RunningServer, CannotStart> {
    run_with_clock(config, Arc::new(SystemClock)).await
}

/// Starts a server on this clock.
pub async fn run_with_clock(config: Config, clock: SharedClock) -> Result<RunningServer, CannotStart> {
    config.check()?;
    std::fs::create_dir_all(&config.data).map_err(|e| CannotStart::DataFolder(config.data.clone(), e))?;
    let db = Db::open(&config.database(), config.read_connections).await?;
    if config.demo && demo::is_empty(&db).await.map_err(CannotStart::Demo)? {
        demo::fill_group(&db, clock.now()).await.map_err(CannotStart::Demo)?;
    }
    let listen = |e| CannotStart::Listen(config.listen, e);
    let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
    let addr = listener.local_addr().map_err(listen)?;
    let (writer, writing) = writer::start(db.clone());
    let app = App::new(Shared {
        limits: Limits::new(&clock, config.demo),
        delivery: Delivery::new(&config.sms),
        site: Site::new(config.site.as_deref()),
        metrics: Arc::new(Metrics::default()),
        clock,
        db,
        writer,
        config,
    });
    let (stop, stopped) = oneshot::channel::<()>();
    let service = app::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(
        axum::serve(listener, service)
            .with_graceful_shutdown(async {
                // An error means that the sender is gone, which also ends the server.
                let _ = stopped.await;
            })
            .into_future(),
    );
    Ok(RunningServer { addr, app, stop, serving, writing })
}

impl RunningServer {
    /// The server's parts.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The server as a service, for tests that need no network.
    pub fn router(&self) -> axum::Router {
        app::router(self.app.clone())
    }

    /// Takes no more requests, finishes those it has, writes what waits, closes the database.
    pub async fn shutdown(self) {
        let Self { app, stop, serving, writing, .. } = self;
        let _ = stop.send(());
        if let Ok(Err(error)) = serving.await {
            tracing::error!(%error, "serving ended badly");
        }
        let db = app.db().clone();
        drop(app);
        if writing.await.is_err() {
            tracing::error!("the writer ended badly");
        }
        db.close().await;
    }
}
