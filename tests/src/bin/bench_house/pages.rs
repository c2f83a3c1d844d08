//! Pages and lists at growing numbers of tickets, one caller at a time.

use std::time::{Duration, Instant};

use steward_core::endpoint::{Nothing, Page};
use steward_core::tickets::api::{LIST, ListQuery, TicketRow};
use steward_tests::wire::{Caller, Measured};
use steward_tests::{Client, Product};
use tokio::runtime::Runtime;

use super::engine::Engine;
use super::house::House;

/// How often each page is read, after some that are not counted.
const READS: usize = 300;
const WARM_UP: usize = 20;
/// The password of simulated staff.
pub(crate) const PASSWORD: &str = "steward-demo";

/// A page: its name, who reads it, where.
const PAGES: [(&str, &str, &str); 8] = [
    ("cockpit, whole group, 30 days", "hq", "/api/v1/cockpit?days=30"),
    ("cockpit, whole group, 365 days", "hq", "/api/v1/cockpit?days=365"),
    ("cockpit, one project, 30 days", "p0001-m", "/api/v1/cockpit?days=30"),
    ("worklist, one project", "p0001-a1", "/api/v1/tickets?view=due"),
    ("at risk, one project", "p0001-a1", "/api/v1/tickets?view=overdue"),
    ("worklist, whole group", "hq", "/api/v1/tickets?view=due"),
    ("at risk, whole group", "hq", "/api/v1/tickets?view=overdue"),
    ("all tickets, one project", "p0001-a1", "/api/v1/tickets"),
];

pub(crate) fn run(runtime: &Runtime, full: bool) {
    let sizes: &[u64] = if full { &[100_000, 1_000_000, 10_000_000] } else { &[100_000, 1_000_000] };
    let mut all: Vec<Vec<Measured>> = Vec::new();
    for size in sizes {
        let house = House::make(*size, Engine::Sqlite);
        println!("figure bytes_a_ticket_{size} {} B", house.bytes_a_ticket());
        println!("figure simulate_{size} {:.0} tickets/s", rate(*size, house.took));
        let product = house.serve();
        all.push(runtime.block_on(read_all(&product)));
    }
    println!(
        "\n{:<34}{}",
        "p50 / p99 in ms",
        sizes.iter().map(|s| format!("{s:>20}")).collect::<Vec<_>>().concat()
    );
    for (n, (name, ..)) in
        PAGES.iter().map(|page| (page.0, ())).chain([("ticket that is over", ())]).enumerate()
    {
        let columns: Vec<String> = all
            .iter()
            .map(|of| {
                of.get(n).map_or_else(String::new, |m| {
                    format!("{:>10.1} /{:>8.1}", m.percentile(50), m.percentile(99))
                })
            })
            .collect();
        let ends = (all.first().and_then(|of| of.get(n)), all.last().and_then(|of| of.get(n)));
        let growth =
            ends.0.zip(ends.1).map_or(f64::NAN, |(first, last)| last.percentile(50) / first.percentile(50));
        println!("{name:<34}{}   × {growth:.2}", columns.concat());
    }
}

pub(crate) fn rate(n: u64, over: Duration) -> f64 {
    f64::from(u32::try_from(n).expect("some millions")) / over.as_secs_f64()
}

async fn read_all(product: &Product) -> Vec<Measured> {
    let mut all = Vec::new();
    for (name, login, path) in PAGES {
        let client = sign_in(product, login);
        let measured = read(product, &client, &[path.to_owned()]).await;
        println!("{name}: p50 {:.1} ms, p99 {:.1} ms", measured.percentile(50), measured.percentile(99));
        all.push(measured);
    }
    // Old tickets of one project, each once: their histories are packed.
    let agent = sign_in(product, "p0001-a1");
    let mut paths = Vec::new();
    let mut after = None;
    while paths.len() < 500 {
        let query = ListQuery {
            limit: Some(100),
            after,
            state: Some(steward_core::tickets::State::Closed),
            ..ListQuery::default()
        };
        let page: Page<TicketRow> = agent.call(&LIST, &[], &query).ok();
        paths.extend(page.rows.iter().map(|row| format!("/api/v1/tickets/{}", row.id)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let old: Vec<String> = paths.into_iter().rev().take(READS).collect();
    all.push(read(product, &agent, &old).await);
    all
}

/// Somebody of the staff.
pub(crate) fn sign_in(product: &Product, login: &str) -> Client {
    let mut client = product.visitor();
    client.sign_in_staff(login, PASSWORD);
    let _: steward_core::accounts::api::Me =
        client.call(&steward_core::accounts::api::WHO_AM_I, &[], &Nothing {}).ok();
    client
}

async fn read(product: &Product, client: &Client, paths: &[String]) -> Measured {
    let mut caller = Caller::connect(product, client.cookie().expect("a session").to_owned()).await;
    let mut times = Vec::with_capacity(READS);
    let mut start = Instant::now();
    for n in 0..WARM_UP + READS {
        if n == WARM_UP {
            start = Instant::now();
        }
        let Some(path) = paths.get(n % paths.len().max(1)) else { break };
        let (status, body, time) = caller.ask("GET", path, Vec::new()).await;
        assert!(status == 200, "{path}: {status}: {}", String::from_utf8_lossy(&body));
        if n >= WARM_UP {
            times.push(time);
        }
    }
    Measured::of(times, start.elapsed())
}
