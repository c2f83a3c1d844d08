#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops when it cannot measure"
)]
//! How many tickets a second are taken in over HTTP, durably, beside the same rows written by a bare
//! SQLite loop and, where a PostgreSQL server is named, by `pgbench`.
//!
//! Prints `figure NAME VALUE UNIT` lines. `bench_submit 64 256` measures these numbers of callers only. The server is the `steward` of `STEWARD_BIN` (or the one beside this
//! program); everything stays on this machine, so caller and server share its processors.

mod bare;
mod callers;
#[expect(dead_code, reason = "houses need more of it")]
#[path = "../bench_house/engine.rs"]
mod engine;
mod pgbench;

use std::time::Duration;

use engine::{Database, Engine};
use steward_tests::product::{Product, Setup};
use tokio::runtime::Runtime;

/// How many call at once, unless the command line says otherwise.
const CALLERS: [usize; 4] = [1, 16, 64, 256];
/// How long each round is measured, after a warm-up.
const MEASURED: Duration = Duration::from_secs(5);
const WARM_UP: Duration = Duration::from_secs(1);
/// How many people listen to the live stream for the figure of the server's memory.
const LISTENERS: usize = 500;

fn figure(name: &str, value: f64, unit: &str) {
    println!("figure {name} {value:.1} {unit}");
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let chosen: Vec<usize> =
        std::env::args().skip(1).map(|n| n.parse().expect("a number of callers")).collect();
    let rounds = if chosen.is_empty() { CALLERS.to_vec() } else { chosen };
    let mut last = None;
    for callers in &rounds {
        // A new server each time: no round pays for the rows of another.
        let product = serve("");
        if last.is_none() {
            figure("server_memory_idle", mebibytes(&product), "MiB");
        }
        let rate = submit(&runtime, &product, "", *callers);
        figure(&format!("server_memory_after_{callers}_clients"), mebibytes(&product), "MiB");
        last = Some((*callers, rate, product));
    }
    let (callers, reached, mut product) = last.expect("a round was measured");
    runtime.block_on(callers::listen(&product, LISTENERS, || {
        figure(&format!("server_memory_{LISTENERS}_listeners"), mebibytes(&product), "MiB");
    }));
    product.kill();
    let rows = bare::Rows::read(&product.data().join("steward.db"));
    for together in [1, 256] {
        let rate = rows.write(together);
        figure(&format!("bare_sqlite_{together}_a_commit"), rate, "tickets/s");
        if together == 256 {
            figure(&format!("submit_{callers}_clients_share_of_bare"), 100.0 * reached / rate, "%");
        }
    }
    if Engine::at_hand().contains(&Engine::Postgres) {
        for callers in rounds {
            on_postgres(&runtime, &rows, callers);
        }
    }
}

/// The same on PostgreSQL, and beside it `pgbench` with as many clients: the same rows, one transaction a ticket.
fn on_postgres(runtime: &Runtime, rows: &bare::Rows, callers: usize) {
    let database = Database::make();
    let product = serve(&format!("database_url = \"{}\"\n", database.url()));
    let rate = submit(runtime, &product, "postgres_", callers);
    drop(product);
    if let Some(bare) = pgbench::run(&database, &rows.script(), callers, MEASURED) {
        figure(&format!("pgbench_{callers}_clients"), bare, "tickets/s");
        figure(&format!("postgres_submit_{callers}_clients_of_pgbench"), 100.0 * rate / bare, "%");
    }
}

fn serve(settings: &str) -> Product {
    Product::with(Setup { bare: true, settings: format!("demo = true\n{settings}"), ..Setup::default() })
}

/// One round; requests a second.
fn submit(runtime: &Runtime, product: &Product, on: &str, callers: usize) -> f64 {
    let measured = runtime.block_on(callers::submit(product, callers, WARM_UP, MEASURED));
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
