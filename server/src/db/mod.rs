//! The database: one schema and one set of SQL for SQLite (inside the data folder) and PostgreSQL.
//!
//! Reads go through a bounded pool. Writes go through one connection that belongs to the [`crate::writer`]:
//! handlers never write. The few differences between the engines live in [`dialect`].

pub mod copying;
pub mod dialect;
pub mod many;
pub mod migrate;
pub mod rows;
pub mod sql;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions as _, Transaction};

pub use dialect::{Engine, is_unavailable};
pub use many::MultiRow;
pub use sql::{Sql, sql};

use crate::secret::Secret;

/// The open database.
#[derive(Clone, Debug)]
pub struct Db {
    /// Which engine it is.
    pub engine: Engine,
    /// Connections that only read.
    pub read: AnyPool,
    /// The one connection that writes.
    pub write: AnyPool,
}

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum CannotOpen {
    /// The address is of no engine we know.
    #[error("the database address must start with sqlite: or postgres://")]
    UnknownEngine,
    /// The engine said no.
    #[error("cannot open the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("cannot bring the database schema up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl Db {
    /// Opens the database, creating a SQLite file that is not there, and brings its schema up to date.
    pub async fn open(address: &Secret, readers: u32) -> Result<Self, CannotOpen> {
        let engine = Engine::of(address.reveal()).ok_or(CannotOpen::UnknownEngine)?;
        dialect::install_drivers();
        let write = connect(engine, options(engine, address)?, 1, engine.write_session()).await?;
        migrate::run(engine, &write).await?;
        let read = connect(engine, options(engine, address)?, readers.max(1), engine.read_session()).await?;
        Ok(Self { engine, read, write })
    }

    /// Opens a new SQLite file that nobody else uses and that is worth nothing before it is complete: no journal, no
    /// waiting for the disk.
    pub async fn in_bulk(file: &Path) -> Result<Self, CannotOpen> {
        dialect::install_drivers();
        let address = Secret::new(format!("sqlite:{}", file.display()));
        let options = options(Engine::Sqlite, &address)?;
        let write = connect(Engine::Sqlite, options, 1, dialect::BULK_SESSION).await?;
        migrate::run(Engine::Sqlite, &write).await?;
        Ok(Self { engine: Engine::Sqlite, read: write.clone(), write })
    }

    /// Opens a SQLite file that a server may be using, as it is: nothing is made and no schema step is taken.
    pub async fn beside(file: &Path) -> Result<Self, sqlx::Error> {
        Self::as_it_is(file, "rw").await
    }

    /// Opens a SQLite file that nobody uses, only to read it: no file is made beside it.
    pub async fn look(file: &Path) -> Result<Self, sqlx::Error> {
        Self::as_it_is(file, "ro&immutable=true").await
    }

    /// Opens a database that a server may be using, only to read it: nothing is made, no schema step is taken, and no
    /// statement is stopped for its length.
    pub async fn examine(address: &Secret) -> Result<Self, CannotOpen> {
        let engine = Engine::of(address.reveal()).ok_or(CannotOpen::UnknownEngine)?;
        dialect::install_drivers();
        let session: &[&str] = match engine {
            Engine::Sqlite => &["PRAGMA busy_timeout = 5000", "PRAGMA query_only = ON"],
            Engine::Postgres => &["SET default_transaction_read_only = on"],
        };
        let pool = connect(engine, options(engine, address)?, 1, session).await?;
        Ok(Self { engine, read: pool.clone(), write: pool })
    }

    /// One connection to a database as it is: no schema step is taken, and no statement is stopped for its length.
    pub async fn alone(address: &Secret) -> Result<AnyConnection, CannotOpen> {
        let engine = Engine::of(address.reveal()).ok_or(CannotOpen::UnknownEngine)?;
        dialect::install_drivers();
        let mut conn = options(engine, address)?.connect().await?;
        if engine == Engine::Sqlite {
            for statement in engine.write_session() {
                sqlx::raw_sql(*statement).execute(&mut conn).await?;
            }
        }
        Ok(conn)
    }

    async fn as_it_is(file: &Path, mode: &str) -> Result<Self, sqlx::Error> {
        dialect::install_drivers();
        let address = file_address(file, mode);
        let options = options(Engine::Sqlite, &address)?;
        let pool = connect(Engine::Sqlite, options, 1, &["PRAGMA busy_timeout = 5000"]).await?;
        Ok(Self { engine: Engine::Sqlite, read: pool.clone(), write: pool })
    }

    /// Begins to read what must be of one moment, in however many statements.
    pub async fn moment(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        self.read.begin_with(self.engine.begin_moment()).await
    }

    /// Closes every connection; on SQLite this also folds the log back into the file.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// The address of a SQLite file, whatever it is called.
pub fn file_address(file: &Path, mode: &str) -> Secret {
    let plain = file.display().to_string().replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    Secret::new(format!("sqlite:{plain}?mode={mode}"))
}

/// The driver would log a slow statement with its whole text, which for many rows is long.
fn options(engine: Engine, address: &Secret) -> Result<AnyConnectOptions, sqlx::Error> {
    Ok(engine.url(address.reveal()).parse::<AnyConnectOptions>()?.disable_statement_logging())
}

async fn connect(
    engine: Engine,
    options: AnyConnectOptions,
    most: u32,
    session: &'static [&'static str],
) -> Result<AnyPool, sqlx::Error> {
    AnyPoolOptions::new()
        .max_connections(most)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(5))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(engine == Engine::Postgres)
        .after_connect(move |conn, _| {
            Box::pin(async move {
                for statement in session {
                    sqlx::raw_sql(*statement).execute(&mut *conn).await?;
                }
                Ok(())
            })
        })
        .connect_with(options)
        .await
}
