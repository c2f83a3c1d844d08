//! Where SQLite and PostgreSQL differ: addresses, session settings, how a transaction begins, error codes.
//!
//! Everything else is one SQL text for both (see `migrations/` and the `store.rs` files).

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Once;

use sqlx::{AnyConnection, AssertSqlSafe, Database as _, Row as _, Sqlite};

/// The two engines.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Engine {
    /// A file inside the data folder: the default.
    Sqlite,
    /// A server, when a group outgrows one machine.
    Postgres,
}

/// What the only connection to a SQLite file is told that is filled in one go and thrown away if that fails.
pub const BULK_SESSION: &[&str] = &[
    "PRAGMA page_size = 8192",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
    // Every row is made from rows that were written before it.
    "PRAGMA foreign_keys = OFF",
    "PRAGMA cache_size = -131072",
    "PRAGMA temp_store = FILE",
];

/// What is asked for lies in memory or on a disk without a head: an index costs little more than reading on, also where a
/// table is small, or has grown since the server counted what is in it.
const CHEAP_TO_LOOK_UP: &str = "SET random_page_cost = 1.1";

/// How the address of a PostgreSQL says how many prepared statements a connection keeps.
const KEPT: &str = "statement-cache-capacity";

impl Engine {
    /// The file of a SQLite address; `None` for a server.
    pub fn file(address: &str) -> Option<PathBuf> {
        let path = address.strip_prefix("sqlite:")?;
        Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
    }

    /// What a connection is told beside what it was told first, before it makes the indexes of a full database.
    pub fn indexing_session(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[],
            // The one key that rows do not come in the order of stands half empty.
            Self::Postgres => &[
                "SET statement_timeout = 0",
                "SET maintenance_work_mem = '256MB'",
                "REINDEX INDEX photo_uses_pkey",
            ],
        }
    }

    /// The indexes that no key needs, oldest first, each with the statement that makes it.
    pub async fn indexes(self, conn: &mut AnyConnection) -> Result<Vec<(String, String)>, sqlx::Error> {
        let indexes = match self {
            Self::Sqlite => {
                "select name, sql from sqlite_master where type = 'index' and sql is not null order by rowid"
            }
            Self::Postgres => {
                "select c.relname::text, pg_get_indexdef(c.oid) from pg_index i join pg_class c on c.oid = i.indexrelid \
                    where c.relnamespace = current_schema()::regnamespace \
                    and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid) order by c.oid"
            }
        };
        let found = sqlx::query(indexes).fetch_all(conn).await?;
        found.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// Takes away the indexes that no key needs and answers the statements that make them again.
    pub async fn lay_aside_indexes(self, conn: &mut AnyConnection) -> Result<Vec<String>, sqlx::Error> {
        let mut again = Vec::new();
        for (name, sql) in self.indexes(conn).await? {
            // The name was read from the schema's own list.
            sqlx::raw_sql(AssertSqlSafe(format!("drop index \"{name}\""))).execute(&mut *conn).await?;
            again.push(sql);
        }
        Ok(again)
    }

    /// The engine of a database address.
    pub fn of(address: &str) -> Option<Self> {
        if address.starts_with("sqlite:") {
            Some(Self::Sqlite)
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            Some(Self::Postgres)
        } else {
            None
        }
    }

    /// The engine behind an open connection.
    pub fn behind(conn: &AnyConnection) -> Self {
        if conn.backend_name() == Sqlite::NAME { Self::Sqlite } else { Self::Postgres }
    }

    /// The address as the driver wants it: a SQLite file is created when it is not there.
    pub fn url(self, address: &str) -> String {
        match self {
            Self::Sqlite if !address.contains('?') => format!("{address}?mode=rwc"),
            // The driver keeps 100 unasked; the writer had 78 with 16 clients, and more clients make more sizes of them.
            Self::Postgres if !address.contains(KEPT) => {
                format!("{address}{}{KEPT}=512", if address.contains('?') { '&' } else { '?' })
            }
            _ => address.to_owned(),
        }
    }

    /// What the writing connection is told first. Checkpoints at 4,000 pages write 22% faster than at 1,000.
    pub fn write_session(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "PRAGMA busy_timeout = 5000",
                // Only a new file takes it; 8 kB write 8% faster than 4 kB.
                "PRAGMA page_size = 8192",
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA wal_autocheckpoint = 4000",
                // A batch touches more pages than the usual 2 MB hold: they would go to the log twice.
                "PRAGMA cache_size = -16000",
                // What a statement of many rows may have to take back needs no file.
                "PRAGMA temp_store = MEMORY",
            ],
            Self::Postgres => &[
                "SET lock_timeout = '5s'",
                "SET statement_timeout = '30s'",
                // The writer asks by key. A plan that was made while a table was empty would read all of it, until the
                // server counts again what is in it.
                "SET enable_seqscan = off",
                CHEAP_TO_LOOK_UP,
                // Whoever got an answer finds their change after a crash, also where the server is set up otherwise.
                "SELECT set_config('synchronous_commit', 'on', false) \
                    WHERE current_setting('synchronous_commit') = 'off'",
            ],
        }
    }

    /// What a reading connection is told first.
    pub fn read_session(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => {
                &["PRAGMA busy_timeout = 5000", "PRAGMA query_only = ON", "PRAGMA cache_size = -8000"]
            }
            Self::Postgres => {
                &["SET default_transaction_read_only = on", "SET statement_timeout = '10s'", CHEAP_TO_LOOK_UP]
            }
        }
    }

    /// How a writing transaction begins. SQLite's default would take the lock too late and fail under load.
    pub fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// How a read begins that sees one moment in all its statements. In SQLite every transaction does.
    pub fn begin_moment(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Writes the place of the `n`th value of a statement with many. SQLite looks a numbered place up by reading all
    /// those before it, which in a statement of a thousand costs more than the statement.
    pub fn place(self, n: usize, text: &mut String) {
        match self {
            Self::Sqlite => text.push('?'),
            Self::Postgres => {
                let _ = write!(text, "${n}");
            }
        }
    }

    /// The beginning of a statement with many rows, which is `insert into` on both. What a transaction gives up anyway need
    /// not be taken back by the statement that failed: SQLite would keep a copy of each page that it touches.
    pub fn insert(self, before: &'static str) -> Cow<'static, str> {
        match self {
            Self::Sqlite => Cow::Owned(before.replacen("insert into", "insert or fail into", 1)),
            Self::Postgres => Cow::Borrowed(before),
        }
    }

    /// Taken by every transaction that appends to the event log, until its commit: positions are then given in
    /// commit order without gaps, on any number of nodes. SQLite has one writer at a time anyway.
    pub fn lock_log(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT pg_advisory_xact_lock(5749)::text"),
        }
    }

    /// Said by every transaction that appended to the event log, with the name of its node; whoever listens on
    /// [`LOG_GROWN`] hears it after the commit. On SQLite nobody else writes.
    pub fn tell_log(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT pg_notify('steward_log', $1)::text"),
        }
    }
}

/// The channel on which PostgreSQL says that the event log has grown.
pub const LOG_GROWN: &str = "steward_log";

/// Makes both drivers known to sqlx, once in a process.
pub fn install_drivers() {
    static ONCE: Once = Once::new();
    ONCE.call_once(sqlx::any::install_default_drivers);
}

/// Whether the store cannot work now but may later: locked, full, read-only, gone, or out of connections.
///
/// SQLite's codes have at most four digits, PostgreSQL's always five characters.
pub fn is_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Io(_)
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(e) => e.code().is_some_and(|code| {
            if code.len() == 5 {
                ["08", "53", "57", "40"].iter().any(|class| code.starts_with(class))
                    || matches!(code.as_ref(), "55P03" | "25006")
            } else {
                // The primary code is the low byte: PERM 3, BUSY 5, LOCKED 6, READONLY 8, IOERR 10, FULL 13, CANTOPEN 14.
                code.parse::<i32>().is_ok_and(|c| matches!(c & 0xff, 3 | 5 | 6 | 8 | 10 | 13 | 14))
            }
        }),
        _ => false,
    }
}
