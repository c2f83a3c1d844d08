//! Pages and lists at growing numbers of tickets, one caller at a time.

use std::time::{Duration, Instant};

use steward_core::cockpit::figures::{COCKPIT, Cockpit, CockpitQuery};
use steward_core::endpoint::{Nothing, Page};
use steward_core::tickets::api::{LIST, ListQuery, TicketRow};
use steward_tests::wire::{Caller, Measured};
use steward_tests::{Client, Product};

use super::engine::Engine;

/// How often each page is read, after some that are not counted; one that takes long is not read for ever.
const READS: usize = 300;
const WARM_UP: usize = 20;
const PATIENCE: Duration = Duration::from_secs(15);
/// The password of simulated staff.
pub(crate) const PASSWORD: &str = "steward-demo";

/// A page: its name, who reads it, where. `{from}` and `{to}` are the first and the last of thirty days.
const PAGES: [(&str, &str, &str); 24] = [
    ("cockpit, whole group, 30 days", "hq", "/api/v1/cockpit?days=30"),
    ("cockpit, whole group, 365 days", "hq", "/api/v1/cockpit?days=365"),
    ("cockpit, one project, 30 days", "p0001-m", "/api/v1/cockpit?days=30"),
    ("at risk, whole group", "hq", "/api/v1/tickets?view=due&at_risk=true&limit=8"),
    ("at risk, one project", "p0001-m", "/api/v1/tickets?view=due&at_risk=true&limit=8"),
    ("trends, whole group, 365 days", "hq", "/api/v1/cockpit/trends?days=365"),
    ("trends, one project, 30 days", "p0001-m", "/api/v1/cockpit/trends?days=30"),
    ("people, one project, 30 days", "p0001-m", "/api/v1/cockpit/parts?by=person&days=30"),
    ("buildings, one project, 30 days", "p0001-m", "/api/v1/cockpit/parts?by=building&days=30"),
    ("channels, whole group, 30 days", "hq", "/api/v1/cockpit/channels?days=30"),
    ("channels, one project, 30 days", "p0001-m", "/api/v1/cockpit/channels?days=30"),
    ("worklist, whole group", "hq", "/api/v1/tickets?view=due"),
    ("worklist, one project", "p0001-a1", "/api/v1/tickets?view=due"),
    ("overdue, whole group", "hq", "/api/v1/tickets?view=overdue"),
    ("overdue, one project", "p0001-a1", "/api/v1/tickets?view=overdue"),
    ("numbers beside views, whole group", "hq", "/api/v1/ticket-counts"),
    ("numbers beside views, one project", "p0001-a1", "/api/v1/ticket-counts"),
    ("numbers beside views, an engineer", "p0001-e1", "/api/v1/ticket-counts"),
    ("all tickets, whole group", "hq", "/api/v1/tickets"),
    ("all tickets, one project", "p0001-a1", "/api/v1/tickets"),
    (
        "late ones of 30 days, whole group",
        "hq",
        "/api/v1/tickets?measure=timely&yes=false&from={from}&to={to}",
    ),
    (
        "late ones of 30 days, one project",
        "p0001-m",
        "/api/v1/tickets?measure=timely&yes=false&from={from}&to={to}",
    ),
    ("all of 30 days, one project", "p0001-m", "/api/v1/tickets?measure=volume&from={from}&to={to}"),
    ("search, one project", "p0001-a1", "/api/v1/tickets?q=1803"),
];

/// What was read of the houses of one engine, by their size.
pub(crate) fn table(engine: Engine, sizes: &[u64], read: &[Vec<Measured>]) {
    let heads: Vec<String> = sizes.iter().map(|size| format!("{size:>20}")).collect();
    println!("\n{:<36}{}", format!("{}: p50 / p99 in ms", engine.name()), heads.concat());
    let names = PAGES.iter().map(|page| page.0).chain(["ticket that is over"]);
    for (n, name) in names.enumerate() {
        let of = |measured: &Vec<Measured>| measured.get(n).cloned().unwrap_or_default();
        let measured: Vec<Measured> = read.iter().map(of).collect();
        let column = |m: &Measured| format!("{:>10.1} /{:>8.1}", m.percentile(50), m.percentile(99));
        let columns: Vec<String> = measured.iter().map(column).collect();
        let ends = measured.first().zip(measured.last());
        let growth = ends.map_or(f64::NAN, |(first, last)| last.percentile(50) / first.percentile(50));
        println!("{name:<36}{}   × {growth:.2}", columns.concat());
    }
}

pub(crate) fn rate(n: u64, over: Duration) -> f64 {
    f64::from(u32::try_from(n).expect("some millions")) / over.as_secs_f64()
}

pub(crate) async fn read_all(product: &Product) -> Vec<Measured> {
    let mut all = Vec::new();
    let page: Cockpit = sign_in(product, "hq").call(&COCKPIT, &[], &CockpitQuery::default()).ok();
    let period = page.period;
    for (name, login, path) in PAGES {
        let client = sign_in(product, login);
        let path =
            path.replace("{from}", &String::from(period.first)).replace("{to}", &String::from(period.last));
        let measured = read(product, &client, &[path]).await;
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
        if n > 2 * WARM_UP && start.elapsed() > PATIENCE {
            break;
        }
        let (status, body, time) = caller.ask("GET", path, Vec::new()).await;
        assert!(status == 200, "{path}: {status}: {}", String::from_utf8_lossy(&body));
        if n >= WARM_UP {
            times.push(time);
        }
    }
    Measured::of(times, start.elapsed())
}
