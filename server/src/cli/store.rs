//! The store, opened for one command of the command line.

use std::sync::Arc;

use tokio::task::JoinHandle;

use crate::config::Config;
use crate::db::Db;
use crate::http::health::Metrics;
use crate::live::Hub;
use crate::sla::Book;
use crate::writer::{self, Writer};

/// An open store with its writer. A server may run on the same data meanwhile.
pub(super) struct Store {
    /// The database, for reading.
    pub(super) db: Db,
    /// The way to write.
    pub(super) writer: Writer,
    writing: JoinHandle<()>,
}

impl Store {
    /// Opens what the settings name; a data folder that is not there is made.
    pub(super) async fn open(config: &Config) -> Result<Self, String> {
        std::fs::create_dir_all(&config.data)
            .map_err(|e| format!("cannot make the data folder {}: {e}", config.data.display()))?;
        let db = Db::open(&config.database(), 2).await.map_err(super::sentence)?;
        let (writer, writing) = writer::start(writer::Parts {
            db: db.clone(),
            book: Arc::new(Book::default()),
            hub: Hub::default(),
            announcers: Vec::new(),
            metrics: Arc::new(Metrics::default()),
        });
        Ok(Self { db, writer, writing })
    }

    /// Writes what waits and closes the database.
    pub(super) async fn close(self) -> Result<(), String> {
        self.writer.stop().await;
        let ended = self.writing.await;
        self.db.close().await;
        ended.map_err(|e| format!("the writer ended badly: {e}"))
    }
}
