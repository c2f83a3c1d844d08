//! Moving a whole house (搬家) between the two engines: every table, row by row as it is, from one consistent state of
//! the source, in one transaction of the target, and proven before that is committed.
//!
//! The tables are those that the schema has: a new step needs nothing here. The proof reads both sides: each table
//! must have as many rows with the same content ([`rows::Sum`]), and each ledger of ratings must end in the same head.
//! Whatever fails leaves nothing but an empty schema. It does *not* move photos, which lie in the data folder.

mod catalog;
mod house;
mod rows;

use std::collections::BTreeMap;
use std::path::PathBuf;

use sqlx::{AnyConnection, Connection as _};

use crate::db::{CannotOpen, Engine, migrate, rows as columns, sql};
use crate::http::error::Failure;
use catalog::Table;
use rows::Sum;

pub use house::{check_empty, to_postgres, to_sqlite};

/// Why a house was not moved.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There is nothing to move.
    #[error("there is no database {0}")]
    NoDatabase(PathBuf),
    /// The source is no SQLite file.
    #[error("the house to move must be on SQLite, but the settings name another database")]
    NotSqlite,
    /// The target is no PostgreSQL.
    #[error("the target must be a postgres:// address")]
    NotPostgres,
    /// The target holds something.
    #[error("the target is not empty ({0}): give a new database; nothing was changed")]
    NotEmpty(String),
    /// The source was changed while it was read.
    #[error(
        "somebody wrote to the house while it was moved: stop its server first and move again; nothing was left at \
         the target"
    )]
    InUse,
    /// The two have different tables.
    #[error("the two databases have different tables ({0}): start this version of Steward on the house once")]
    OtherSchema(String),
    /// What arrived is not what was sent.
    #[error("what arrived is not what was sent: {0}; nothing was left at the target")]
    Differs(String),
    /// A database cannot be opened.
    #[error("{0}")]
    Open(#[from] CannotOpen),
    /// A table cannot be read or written.
    #[error("{0}: {1}; nothing was left at the target")]
    Table(String, sqlx::Error),
    /// A database says no.
    #[error("{0}")]
    Database(#[from] sqlx::Error),
    /// The schema cannot be made.
    #[error("cannot make the schema: {0}")]
    Schema(#[from] sqlx::migrate::MigrateError),
    /// What is stored does not read.
    #[error("{0}")]
    Store(#[from] Failure),
}

/// Where a project's ledger of ratings ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// The project.
    pub project: String,
    /// Its number of records.
    pub records: i64,
    /// The last record's hash.
    pub hash: String,
}

/// What was moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// Each table with its number of rows, in the order in which they were written.
    pub tables: Vec<(String, u64)>,
    /// The end of each ledger, equal on both sides.
    pub heads: Vec<Head>,
}

impl Moved {
    /// All rows together.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// How far it has come: the table, and its rows so far.
pub type Progress<'p> = &'p mut (dyn FnMut(&str, u64) + Send);

/// Moves everything from one open connection to the other and commits there, if the proof holds. One of the two is
/// SQLite, the other PostgreSQL, and both have this version's schema; the target holds nothing.
pub async fn everything(
    from: &mut AnyConnection,
    to: &mut AnyConnection,
    progress: Progress<'_>,
) -> Result<Moved, Fault> {
    let tables = common_tables(from, to).await?;
    empty(to, &tables).await?;
    let changes_before = changes(from).await?;
    let mut source = from.begin_with(snapshot(from)).await?;
    let mut target = to.begin_with(Engine::behind(to).begin()).await?;
    for table in tables.iter().rev() {
        rows::clear(&mut target, table).await?;
    }
    let mut sent = Vec::new();
    for table in &tables {
        sent.push(rows::copy(&mut source, &mut target, table, progress).await?);
    }
    let heads = heads(&mut source).await?;
    prove(&mut target, &tables, &sent, &heads).await?;
    source.rollback().await?;
    if changes(from).await? != changes_before {
        target.rollback().await?;
        return Err(Fault::InUse);
    }
    target.commit().await?;
    let tables = tables.into_iter().zip(sent).map(|(table, sum)| (table.name, sum.rows)).collect();
    Ok(Moved { tables, heads })
}

/// Refuses a database in which anything lies that its schema did not put there. One without any table is empty.
pub async fn is_empty(conn: &mut AnyConnection) -> Result<(), Fault> {
    let mut fresh = fresh().await?;
    let ours = catalog::sqlite(&mut fresh).await?;
    let there = catalog::names(conn).await?;
    if let Some(other) = there.iter().find(|name| ours.iter().all(|table| table.name != **name)) {
        return Err(Fault::NotEmpty(format!("it has a table {other}")));
    }
    for table in ours.iter().filter(|table| there.contains(&table.name)) {
        let (found, usual) = (rows::count(conn, table).await?, rows::count(&mut fresh, table).await?);
        if found > usual {
            return Err(Fault::NotEmpty(format!("{found} rows in {}", table.name)));
        }
    }
    fresh.close().await?;
    Ok(())
}

async fn empty(conn: &mut AnyConnection, tables: &[Table]) -> Result<(), Fault> {
    if tables.is_empty() {
        return Err(Fault::OtherSchema("there are none".to_owned()));
    }
    is_empty(conn).await
}

/// A new house in memory: what the schema itself puts into its tables.
async fn fresh() -> Result<AnyConnection, Fault> {
    crate::db::dialect::install_drivers();
    let mut conn = AnyConnection::connect("sqlite::memory:").await?;
    migrate::run_on(Engine::Sqlite, &mut conn).await?;
    Ok(conn)
}

/// The tables of both, in an order in which none names rows of a later one.
async fn common_tables(one: &mut AnyConnection, other: &mut AnyConnection) -> Result<Vec<Table>, Fault> {
    let (sqlite, postgres) = match Engine::behind(one) {
        Engine::Sqlite => (one, other),
        Engine::Postgres => (other, one),
    };
    let tables = catalog::sqlite(sqlite).await?;
    let there = catalog::postgres(postgres).await?;
    let here: BTreeMap<String, _> = tables.iter().map(|table| (table.name.clone(), table.shape())).collect();
    if let Some(name) = here.keys().chain(there.keys()).find(|name| here.get(*name) != there.get(*name)) {
        return Err(Fault::OtherSchema(name.clone()));
    }
    Ok(tables)
}

/// How a transaction begins that sees one state from its first to its last statement.
fn snapshot(conn: &AnyConnection) -> &'static str {
    match Engine::behind(conn) {
        Engine::Sqlite => "BEGIN",
        Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    }
}

/// A number that changes when somebody else writes. A backup of PostgreSQL is made beside its servers, so there it
/// never does.
async fn changes(conn: &mut AnyConnection) -> Result<i64, Fault> {
    match Engine::behind(conn) {
        Engine::Sqlite => Ok(sql("select data_version from pragma_data_version").number(conn).await?),
        Engine::Postgres => Ok(0),
    }
}

async fn heads(conn: &mut AnyConnection) -> Result<Vec<Head>, Fault> {
    let found = sql("select l.project_id, l.n, l.hash from ledger l \
        join (select project_id, max(n) as n from ledger group by project_id) e \
        on e.project_id = l.project_id and e.n = l.n")
    .rows(conn)
    .await?;
    let head = |row| {
        let (project, hash) = (columns::text(row, 0)?, columns::text(row, 2)?);
        Ok(Head { project, records: columns::int(row, 1)?, hash })
    };
    let mut heads = found.iter().map(head).collect::<Result<Vec<_>, Failure>>()?;
    // The engines may have different orders of texts.
    heads.sort_by(|one, other| one.project.cmp(&other.project));
    Ok(heads)
}

/// Reads the target again and compares it with what was sent.
async fn prove(
    target: &mut AnyConnection,
    tables: &[Table],
    sent: &[Sum],
    expected: &[Head],
) -> Result<(), Fault> {
    for (table, sent) in tables.iter().zip(sent) {
        let arrived = rows::sum(target, table).await?;
        if arrived.rows != sent.rows {
            let text = format!("{} of {} rows of {}", arrived.rows, sent.rows, table.name);
            return Err(Fault::Differs(text));
        }
        if arrived != *sent {
            return Err(Fault::Differs(format!("the content of {}", table.name)));
        }
    }
    let arrived = heads(target).await?;
    if arrived != expected {
        return Err(Fault::Differs(format!("ledgers end in {arrived:?} instead of {expected:?}")));
    }
    Ok(())
}
