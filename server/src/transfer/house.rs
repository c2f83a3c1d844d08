//! The two ways: a house on SQLite moves to PostgreSQL, and one on PostgreSQL is copied into a SQLite file.

use std::path::Path;

use sqlx::{AnyConnection, Connection as _};

use super::{Fault, Moved, Progress, everything, is_empty};
use crate::db::{Db, Engine, file_address, migrate, sql};
use crate::secret::Secret;

/// Moves the house in a SQLite file to an empty PostgreSQL database, whose schema it makes. The file stays.
pub async fn to_postgres(file: &Path, to: &Secret, progress: Progress<'_>) -> Result<Moved, Fault> {
    if Engine::of(to.reveal()) != Some(Engine::Postgres) {
        return Err(Fault::NotPostgres);
    }
    if !file.is_file() {
        return Err(Fault::NoDatabase(file.to_owned()));
    }
    let mut to = Db::alone(to).await?;
    is_empty(&mut to).await?;
    let mut from = Db::alone(&file_address(file, "rwc")).await?;
    migrate::run_on(Engine::Sqlite, &mut from).await?;
    migrate::run_on(Engine::Postgres, &mut to).await?;
    let moved = everything(&mut from, &mut to, progress).await;
    close([from, to]).await;
    moved
}

/// Copies the house in a PostgreSQL database, which may be in use, into a new SQLite file.
pub async fn to_sqlite(from: &Secret, file: &Path, progress: Progress<'_>) -> Result<Moved, Fault> {
    if Engine::of(from.reveal()) != Some(Engine::Postgres) {
        return Err(Fault::NotPostgres);
    }
    let mut from = Db::alone(from).await?;
    let mut to = Db::alone(&file_address(file, "rwc")).await?;
    migrate::run_on(Engine::Sqlite, &mut to).await?;
    let moved = everything(&mut from, &mut to, progress).await;
    // One file, with no log beside it.
    let folded = sql("PRAGMA journal_mode = DELETE").rows(&mut to).await;
    close([from, to]).await;
    let moved = moved?;
    folded?;
    Ok(moved)
}

/// Whether nothing lies in a PostgreSQL database; one that cannot be reached is a fault too.
pub async fn check_empty(to: &Secret) -> Result<(), Fault> {
    let mut to = Db::alone(to).await?;
    let empty = is_empty(&mut to).await;
    close([to]).await;
    empty
}

/// What they had to say is said: an error of closing changes nothing.
async fn close<const N: usize>(conns: [AnyConnection; N]) {
    for conn in conns {
        let _ = conn.close().await;
    }
}
