//! The engines that houses live on: SQLite beside the photos, and databases of their own on a PostgreSQL server.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{Connection as _, PgConnection};
use tokio::runtime::Runtime;

/// Names the server on which databases may be made; `cargo xtask bench` starts one where it can.
const SERVER: &str = "STEWARD_BENCH_POSTGRES";

/// An engine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Engine {
    /// A file in the house's folder.
    Sqlite,
    /// A database on that server.
    Postgres,
}

impl Engine {
    /// Those that can be measured here.
    pub(crate) fn at_hand() -> Vec<Self> {
        if std::env::var_os(SERVER).is_some() {
            vec![Self::Sqlite, Self::Postgres]
        } else {
            println!("{SERVER} is not set: only SQLite is measured");
            vec![Self::Sqlite]
        }
    }

    /// Its name in figures.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// A database on the server; dropping it takes it away, with whoever is connected to it.
pub(crate) struct Database {
    server: String,
    name: String,
}

impl Database {
    /// A new one, empty.
    pub(crate) fn make() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var(SERVER).expect("the address of a PostgreSQL server");
        let name = format!("steward_bench_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        run(&server, &format!("create database {name}"));
        Self { server, name }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        let (base, _) = self.server.rsplit_once('/').expect("an address with a database");
        format!("{base}/{}", self.name)
    }

    /// How many bytes it takes on disk, indexes and all.
    pub(crate) fn bytes(&self) -> u64 {
        let size: i64 = ask(&self.url(), |mut conn| async move {
            let query = sqlx::query_scalar("select pg_database_size(current_database())");
            query.fetch_one(&mut conn).await.expect("its size")
        });
        u64::try_from(size).expect("a size")
    }

    /// Has the server do something in it.
    pub(crate) fn run(&self, text: &str) {
        run(&self.url(), text);
    }

    /// Takes away what was replaced while it was filled, and tells its planner what there is, as the server itself does
    /// in its time.
    pub(crate) fn settle(&self) {
        self.run("vacuum analyze");
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        run(&self.server, &format!("drop database if exists {} with (force)", self.name));
    }
}

fn run(url: &str, text: &str) {
    let text = sqlx::AssertSqlSafe(text.to_owned());
    ask(url, |mut conn| async move {
        sqlx::raw_sql(text).execute(&mut conn).await.expect("the server does it");
    });
}

/// Asks a server something; on a thread of its own, since whoever measures may be on a runtime already.
pub(crate) fn ask<T, F>(url: &str, what: impl FnOnce(PgConnection) -> F + Send) -> T
where
    T: Send,
    F: Future<Output = T>,
{
    let asked = || {
        let runtime = Runtime::new().expect("a runtime");
        runtime.block_on(async { what(PgConnection::connect(url).await.expect("the server")).await })
    };
    std::thread::scope(|scope| scope.spawn(asked).join().expect("an answer"))
}
