//! How many tickets a second are taken in over HTTP, durably, beside the same rows written by a bare SQLite loop and,
//! where a PostgreSQL server is named, by `pgbench`.
//!
//! Prints `figure NAME VALUE UNIT` lines. Each round has a house of its own: none pays for the rows of another.

mod bare;
mod callers;
mod pgbench;

pub(crate) use callers::submit_one;

use std::time::Duration;

use steward_tests::Product;
use tokio::runtime::Runtime;

use super::engine::Engine;
use super::house::{House, Served};

/// How long each round is measured, after a warm-up.
const MEASURED: Duration = Duration::from_secs(5);
const WARM_UP: Duration = Duration::from_secs(1);
/// How many people listen to the live stream for the figure of the server's memory.
const LISTENERS: usize = 500;
/// What the houses know already.
const TICKETS: u64 = 20_000;

fn figure(name: &str, value: f64, unit: &str) {
    println!("figure {name} {value:.1} {unit}");
}

/// Rounds with so many callers at once each: on SQLite, whose rows are the ones that are compared, and on PostgreSQL
/// where that is among the engines.
pub(crate) fn run(runtime: &Runtime, rounds: &[usize], engines: &[Engine]) {
    let mut last = None;
    for callers in rounds {
        let served = House::make(TICKETS, Engine::Sqlite).serve();
        if last.is_none() {
            figure("server_memory_idle", mebibytes(&served), "MiB");
        }
        let rate = submit(runtime, &served, "", *callers);
        figure(&format!("server_memory_after_{callers}_clients"), mebibytes(&served), "MiB");
        last = Some((*callers, rate, served));
    }
    let Some((callers, reached, mut served)) = last else { return };
    runtime.block_on(callers::listen(&served, LISTENERS, || {
        figure(&format!("server_memory_{LISTENERS}_listeners"), mebibytes(&served), "MiB");
    }));
    served.kill();
    let rows = bare::Rows::read(&served.data().join("steward.db"));
    for together in [1, 256] {
        let rate = rows.write(together);
        figure(&format!("bare_sqlite_{together}_a_commit"), rate, "tickets/s");
        if together == 256 {
            figure(&format!("submit_{callers}_clients_share_of_bare"), 100.0 * reached / rate, "%");
        }
    }
    if engines.contains(&Engine::Postgres) {
        for callers in rounds {
            on_postgres(runtime, &rows, *callers);
        }
    }
}

/// The same on PostgreSQL, and beside it `pgbench` with as many clients: the same rows, one transaction a ticket.
fn on_postgres(runtime: &Runtime, rows: &bare::Rows, callers: usize) {
    let mut served = House::make(TICKETS, Engine::Postgres).serve();
    let rate = submit(runtime, &served, "postgres_", callers);
    served.kill();
    let Some(database) = served.database() else { return };
    if let Some(bare) = pgbench::run(database, &rows.script(), callers, MEASURED) {
        figure(&format!("pgbench_{callers}_clients"), bare, "tickets/s");
        figure(&format!("postgres_submit_{callers}_clients_of_pgbench"), 100.0 * rate / bare, "%");
    }
}

/// One round; requests a second.
fn submit(runtime: &Runtime, served: &Served, on: &str, callers: usize) -> f64 {
    let measured = runtime.block_on(callers::submit(served, callers, WARM_UP, MEASURED));
    let rate = measured.per_second();
    figure(&format!("{on}submit_{callers}_clients"), rate, "requests/s");
    figure(&format!("{on}submit_{callers}_clients_p50"), measured.percentile(50), "ms");
    figure(&format!("{on}submit_{callers}_clients_p99"), measured.percentile(99), "ms");
    rate
}

/// What the server's process holds in memory.
fn mebibytes(product: &Product) -> f64 {
    let kib = u32::try_from(product.memory("VmRSS")).expect("less than 4 TiB");
    f64::from(kib) / 1024.0
}
