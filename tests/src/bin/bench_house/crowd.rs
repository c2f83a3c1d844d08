//! Many people who are signed in at once (N01): owners and staff who look, read, write and think in between; and the
//! worklist as fast as it is answered.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use steward_core::accounts::api::WHO_AM_I;
use steward_core::endpoint::{Nothing, Page};
use steward_core::tickets::TicketDraft;
use steward_core::tickets::api::{LIST, ListQuery, SUBMIT, TicketRow};
use steward_tests::Product;
use steward_tests::client::new_command;
use steward_tests::people::{leak, phone};
use steward_tests::wire::{Caller, Measured};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::engine::Engine;
use super::house::{House, PROJECTS};
use super::pages::sign_in;

/// How many people there are, and how many of them are staff.
const PEOPLE: usize = 500;
const STAFF: usize = 100;
/// How long people look at a page before they ask for the next, in milliseconds.
const THINK: std::ops::Range<u64> = 2_000..6_000;
/// How many ask for the worklist at once, and for how long.
const CALLERS: [usize; 4] = [1, 16, 64, 500];
const EACH: Duration = Duration::from_secs(5);

/// Somebody who is signed in.
#[derive(Clone)]
struct Person {
    cookie: String,
    /// What they look at, one after the other.
    paths: Vec<String>,
    /// What an owner would report.
    draft: Option<TicketDraft>,
}

pub(crate) fn run(runtime: &Runtime, over: Duration, engines: &[Engine]) {
    for engine in engines {
        on(runtime, *engine, over);
    }
}

fn on(runtime: &Runtime, engine: Engine, over: Duration) {
    println!("{}", engine.name());
    let product = House::make(100_000, engine).serve();
    let people = Arc::new(people(&product));
    println!("{:>10}{:>14}{:>10}{:>10}", "clients", "worklists/s", "p50 ms", "p99 ms");
    for callers in CALLERS {
        let measured = runtime.block_on(worklist(&product, &people, callers));
        let (rate, half, most) = (measured.per_second(), measured.percentile(50), measured.percentile(99));
        println!("{callers:>10}{rate:>14.0}{half:>10.1}{most:>10.1}");
    }
    println!("memory {} MiB", product.memory("VmRSS") / 1024);
    let start = Instant::now();
    let (measured, errors) = runtime.block_on(mixed(&product, &people, over));
    println!(
        "{PEOPLE} people for {:.0} s: {} requests, {:.0} a second, p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, {errors} errors, \
         resident {} MiB, at most {} MiB",
        start.elapsed().as_secs_f64(),
        measured.count(),
        measured.per_second(),
        measured.percentile(50),
        measured.percentile(95),
        measured.percentile(99),
        product.memory("VmRSS") / 1024,
        product.memory("VmHWM") / 1024,
    );
}

/// Signs everybody in; each project's staff works on its own tickets.
fn people(product: &Product) -> Vec<Person> {
    let mut all = Vec::with_capacity(PEOPLE);
    for n in 0..STAFF {
        let project = n as u64 % PROJECTS + 1;
        let post = ["a1", "s", "e1", "m"][n % 4];
        let client = sign_in(product, &format!("p{project:04}-{post}"));
        let page: Page<TicketRow> = client.call(&LIST, &[], &ListQuery::default()).ok();
        let mut paths = vec!["/api/v1/tickets?view=due".to_owned(), "/api/v1/ticket-counts".to_owned()];
        paths.extend(page.rows.iter().take(4).map(|row| format!("/api/v1/tickets/{}", row.id)));
        if post == "m" || post == "s" {
            paths.push("/api/v1/cockpit?days=30".to_owned());
        }
        all.push(Person { cookie: client.cookie().expect("a session").to_owned(), paths, draft: None });
    }
    for n in 1..=PEOPLE - STAFF {
        let mut client = product.visitor();
        client.sign_in_owner(&phone(n));
        let me: steward_core::accounts::api::Me = client.call(&WHO_AM_I, &[], &Nothing {}).ok();
        let home = me.homes.into_iter().next().expect("a home");
        let page: Page<TicketRow> = client.call(&LIST, &[], &ListQuery::default()).ok();
        let mut paths = vec!["/api/v1/tickets".to_owned(), WHO_AM_I.path.to_owned()];
        paths.extend(page.rows.iter().take(3).map(|row| format!("/api/v1/tickets/{}", row.id)));
        let draft = TicketDraft { project: home.project, household: Some(home.household), ..leak() };
        all.push(Person {
            cookie: client.cookie().expect("a session").to_owned(),
            paths,
            draft: Some(draft),
        });
    }
    all
}

/// So many ask for their worklist again and again.
async fn worklist(product: &Product, people: &[Person], callers: usize) -> Measured {
    let mut tasks = JoinSet::new();
    for n in 0..callers {
        let person = people.get(n % STAFF).expect("somebody of the staff");
        let mut caller = Caller::connect(product, person.cookie.clone()).await;
        tasks.spawn(async move {
            let (start, mut times) = (Instant::now(), Vec::new());
            while start.elapsed() < EACH {
                let (status, _, time) = caller.ask("GET", "/api/v1/tickets?view=due", Vec::new()).await;
                assert!(status == 200, "{status}");
                times.push(time);
            }
            times
        });
    }
    Measured::of(tasks.join_all().await.into_iter().flatten().collect(), EACH)
}

/// Everybody at once, with time to think; one request of an owner in twenty reports something.
async fn mixed(product: &Product, people: &[Person], over: Duration) -> (Measured, usize) {
    let mut tasks = JoinSet::new();
    for (n, person) in people.iter().cloned().enumerate() {
        let mut caller = Caller::connect(product, person.cookie.clone()).await;
        tasks.spawn(async move {
            let (start, mut times, mut errors) = (Instant::now(), Vec::new(), 0);
            let mut turn = n;
            while start.elapsed() < over {
                let think = THINK.start + (turn as u64 * 7919) % (THINK.end - THINK.start);
                tokio::time::sleep(Duration::from_millis(think)).await;
                turn += 1;
                let (status, _, time) = match &person.draft {
                    Some(draft) if turn.is_multiple_of(20) => {
                        let body = json!({ "command_id": new_command(), "draft": draft });
                        caller.ask("POST", SUBMIT.path, serde_json::to_vec(&body).expect("JSON")).await
                    }
                    _ => {
                        let path = &person.paths[turn % person.paths.len()];
                        caller.ask("GET", path, Vec::new()).await
                    }
                };
                errors += usize::from(status >= 300);
                times.push(time);
            }
            (times, errors)
        });
    }
    let (mut times, mut errors) = (Vec::new(), 0);
    for (some, failed) in tasks.join_all().await {
        times.extend(some);
        errors += failed;
    }
    (Measured::of(times, over), errors)
}
