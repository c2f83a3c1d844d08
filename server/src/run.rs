//! Start, serve, stop. The address is bound before anything is announced, so nobody has to wait and try again.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use steward_core::time::{Instant, Seconds};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::accounts::delivery::Delivery;
use crate::app::{self, App, Shared};
use crate::clock::{Clock as _, OffsetClock, SharedClock, SystemClock};
use crate::config::{BadConfig, Config, Sms};
use crate::db::{CannotOpen, Db, Engine, sql};
use crate::demo;
use crate::http::error::{Answer, Failure};
use crate::http::health::Metrics;
use crate::http::rate::Limits;
use crate::http::static_files::Site;
use crate::jobs::{self, Jobs};
use crate::live::{self, Hub};
use crate::outbox::Announce;
use crate::outbox::announcer::Announcer;
use crate::outbox::mail::BadMail;
use crate::outbox::settings::Notify;
use crate::photos::Photos;
use crate::random::{self, NoRandom};
use crate::sla::Book;
use crate::writer;

/// How long open requests may take to end when the server stops.
const PATIENCE: Duration = Duration::from_secs(10);

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
    /// The log of events cannot be read.
    #[error("cannot read the log of events: {0}")]
    Log(Failure),
    /// No name for this node.
    #[error("{0}")]
    Name(#[from] NoRandom),
    /// The mail server's settings cannot be used.
    #[error("cannot run the jobs: {0}")]
    Jobs(#[from] BadMail),
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
    stop: watch::Sender<bool>,
    serving: JoinHandle<std::io::Result<()>>,
    writing: JoinHandle<()>,
    jobs: Jobs,
}

/// Starts a server on the machine's clock, or where the configuration says so on one that tests may move.
pub async fn run(config: Config) -> Result<RunningServer, CannotStart> {
    if let Some(first) = config.test_clock {
        let clock = Arc::new(OffsetClock::starting_at(first));
        start(config, clock.clone(), Some(clock)).await
    } else {
        start(config, Arc::new(SystemClock), None).await
    }
}

/// Starts a server on this clock.
pub async fn run_with_clock(config: Config, clock: SharedClock) -> Result<RunningServer, CannotStart> {
    start(config, clock, None).await
}

async fn start(
    config: Config,
    clock: SharedClock,
    test_clock: Option<Arc<OffsetClock>>,
) -> Result<RunningServer, CannotStart> {
    config.check()?;
    let data = |e| CannotStart::DataFolder(config.data.clone(), e);
    std::fs::create_dir_all(&config.data).map_err(data)?;
    let photos = Photos::in_folder(&config.data.join("photos")).map_err(data)?;
    let db = Db::open(&config.database(), config.read_connections).await?;
    if let Some(clock) = &test_clock {
        catch_up(&db, clock).await.map_err(CannotStart::Demo)?;
    }
    let listen = |e| CannotStart::Listen(config.listen, e);
    let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
    let addr = listener.local_addr().map_err(listen)?;
    let hub = Hub::new(db.engine, &random::id()?);
    let (metrics, book) = (Arc::new(Metrics::default()), Arc::new(Book::default()));
    let (writer, writing) = writer::start(writer::Parts {
        db: db.clone(),
        book: Arc::clone(&book),
        hub: hub.clone(),
        announcers: announcers(&config.notify),
        metrics: Arc::clone(&metrics),
    });
    if config.demo {
        demo::fill(&db, &writer, &photos, config.demo_filling, clock.now())
            .await
            .map_err(CannotStart::Demo)?;
    }
    let (stop, stopping) = watch::channel(false);
    let app = App::new(Shared {
        limits: Limits::new(&clock, config.demo),
        delivery: Delivery::new(&config.sms),
        site: Site::new(config.site.as_deref()),
        stopping: stopping.clone(),
        metrics,
        book,
        hub,
        photos,
        test_clock,
        clock,
        db,
        writer,
        config,
    });
    if app.db().engine == Engine::Postgres {
        let end = live::follow::end(app.db()).await.map_err(CannotStart::Log)?;
        tokio::spawn(live::follow::follow(app.clone(), end));
        tokio::spawn(live::follow::listen(app.clone()));
    }
    if matches!(app.config().sms, Sms::Log) && !app.config().demo {
        tracing::warn!("one-time codes go to this log: set [sms] before owners sign in");
    }
    let jobs = jobs::start(&app)?;
    let service = app::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let stopped = app.clone();
    let serving =
        axum::serve(listener, service).with_graceful_shutdown(async move { stopped.stopping().await });
    let serving = tokio::spawn(serving.into_future());
    Ok(RunningServer { addr, app, stop, serving, writing, jobs })
}

fn announcers(notify: &Notify) -> Vec<Box<dyn Announce>> {
    Announcer::new(notify).map(|announcer| Box::new(announcer) as Box<dyn Announce>).into_iter().collect()
}

/// Fills an empty database with demo data, without serving; `false` if it holds anything.
pub(crate) async fn fill_demo(config: &Config, now: Instant) -> Result<bool, CannotStart> {
    config.check()?;
    let data = |e| CannotStart::DataFolder(config.data.clone(), e);
    std::fs::create_dir_all(&config.data).map_err(data)?;
    let photos = Photos::in_folder(&config.data.join("photos")).map_err(data)?;
    let db = Db::open(&config.database(), config.read_connections).await?;
    let (writer, writing) = writer::start(writer::Parts {
        db: db.clone(),
        book: Arc::default(),
        hub: Hub::default(),
        announcers: Vec::new(),
        metrics: Arc::default(),
    });
    let filled = demo::fill(&db, &writer, &photos, config.demo_filling, now).await;
    writer.stop().await;
    if writing.await.is_err() {
        tracing::error!("the writer ended badly");
    }
    db.close().await;
    filled.map_err(CannotStart::Demo)
}

/// A test's clock starts where the data end, so that time does not run back when the server starts again.
async fn catch_up(db: &Db, clock: &OffsetClock) -> Answer<()> {
    let last = sql("select coalesce(max(at), 0) from events").number(&db.read).await?;
    clock.advance(Instant::from_millis(last).since(clock.now()) + Seconds(1));
    Ok(())
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
        let Self { app, stop, mut serving, writing, jobs, .. } = self;
        // An error means that nobody waits for it.
        let _ = stop.send(true);
        match tokio::time::timeout(PATIENCE, &mut serving).await {
            Ok(Ok(Err(error))) => tracing::error!(%error, "serving ended badly"),
            Ok(_) => {}
            Err(_) => {
                tracing::warn!("requests that do not end are cut off");
                serving.abort();
            }
        }
        jobs.ended().await;
        app.writer().stop().await;
        if writing.await.is_err() {
            tracing::error!("the writer ended badly");
        }
        app.db().close().await;
    }
}
