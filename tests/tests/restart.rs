//! PostgreSQL goes away under load and comes back, while two servers work on it.
//!
//! `STEWARD_TEST_POSTGRES` names a server of PostgreSQL, and `STEWARD_TEST_POSTGRES_RESTART` is a shell command that
//! restarts it as after a power cut; `cargo xtask test postgres` provides both.

#![expect(clippy::expect_used, clippy::panic, reason = "a panic is a failed test that says why")]

use std::io::Write as _;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::{Connection as _, PgConnection};
use steward_core::surveys::api::{LEDGER, LedgerHashes, LedgerQuery};
use steward_tests::crowd::{Errand, Kept, NoAnswer, Step, all_tickets, check_kept};
use steward_tests::live::Live;
use steward_tests::people::leak;
use steward_tests::product::Setup;
use steward_tests::wait::until_true;
use steward_tests::{Client, Product};

const RESTARTS: usize = 8;
const PEOPLE: usize = 8;

/// A new database on that server.
fn fresh(server: &str) -> String {
    let name = format!("steward_restart_{}", std::process::id());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut conn = PgConnection::connect(server).await.expect("the server");
        let text = format!("create database {name}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(text)).execute(&mut conn).await.expect("a new database");
    });
    let (base, _) = server.rsplit_once('/').expect("an address with a database");
    format!("{base}/{name}")
}

fn restart(command: &str) {
    let done = Command::new("/bin/sh").args(["-c", command]).status().expect("a shell");
    assert!(done.success(), "{command}: {done}");
}

fn ledger_length(product: &Product) -> u64 {
    let hashes: LedgerHashes = product.visitor().call(&LEDGER, &["tinglan"], &LedgerQuery::default()).ok();
    hashes.length
}

/// Goes on until it is told to stop and has an answer to everything.
fn work(errand: &mut Errand, stop: &AtomicBool, done: &AtomicUsize, refused: &AtomicUsize) {
    while errand.is_pending() || !stop.load(Ordering::SeqCst) {
        match errand.go_on() {
            Ok(()) => done.fetch_add(1, Ordering::SeqCst),
            Err(NoAnswer::Unavailable) => refused.fetch_add(1, Ordering::SeqCst),
            Err(NoAnswer::Broken) => panic!("a server is gone, not only its database"),
        };
    }
}

#[test]
fn postgres_that_is_restarted_under_load_loses_nothing_and_both_servers_recover() {
    let given = ["STEWARD_TEST_POSTGRES", "STEWARD_TEST_POSTGRES_RESTART"].map(std::env::var);
    let [Ok(server), Ok(command)] = given else {
        // Whoever runs it is to know that nothing was shown.
        let _ = writeln!(std::io::stderr(), "left out: no PostgreSQL that may be restarted");
        return;
    };
    let settings = format!("database_url = \"{}\"\n", fresh(&server));
    let start = || Product::with(Setup { settings: settings.clone(), ..Setup::default() });
    let (one, other) = (start(), start());
    let ratings_before = ledger_length(&one);
    let signed_in: Vec<(Client, Client)> =
        [&one, &other].map(|node| (node.owner(1), node.staff("agent"))).into();
    let errand = |n: usize| {
        let (owner, agent) = &signed_in[n % 2];
        let mut errand = Errand::new(&format!("{n}号"), owner, agent);
        errand.reconnect();
        errand
    };
    let mut people: Vec<Errand> = (0..PEOPLE).map(errand).collect();
    let (stop, done, refused) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for errand in &mut people {
            let (stop, done, refused) = (&stop, &done, &refused);
            scope.spawn(move || work(errand, stop, done, refused));
        }
        let more = |n: usize| {
            let enough = done.load(Ordering::SeqCst) + n;
            until_true("enough answers", || done.load(Ordering::SeqCst) >= enough);
        };
        for round in 0..RESTARTS {
            more(10 + round * 7 % 23);
            restart(&command);
        }
        more(4 * PEOPLE);
        stop.store(true, Ordering::SeqCst);
    });
    assert!(refused.load(Ordering::SeqCst) > 0, "no restart hit anybody: the test proves nothing");

    let kept: Vec<Kept> = people.into_iter().flat_map(|errand| errand.kept).collect();
    let agent = one.staff("agent");
    check_kept(&agent, &kept);
    let count = |step| kept.iter().filter(|kept| kept.step == step).count();
    let stored = all_tickets(&agent).into_iter().filter(|row| row.title.contains("号问：第")).count();
    assert_eq!(stored, count(Step::Submit), "as many tickets as questions that were acknowledged");
    let rated = u64::try_from(count(Step::Rate)).expect("a number");
    assert!(rated > 0);
    assert_eq!(ledger_length(&other) - ratings_before, rated);

    // They hear each other again.
    let there = Live::open(&other.staff("agent"), None);
    let id = one.owner(1).submit(leak()).ticket.id;
    let (_, message) = there.next_within(Duration::from_secs(30)).expect("a message on the other server");
    assert_eq!(message.ticket, id);
    let (sound, said) = one.run(&["verify-ledger", "--data", "data"]);
    assert!(sound, "{said}");
}
