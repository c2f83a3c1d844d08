//! A simulated group: the same for the same wish, and whole: ledgers, sums, lists and pages are as if people had made it.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use sqlx::{Column as _, Row as _, ValueRef as _};
use steward_core::accounts::api::{SIGN_IN_STAFF, WHO_AM_I};
use steward_core::cockpit::figures::{COCKPIT, CockpitQuery};
use steward_core::endpoint::{Nothing, Page};
use steward_core::tickets::api::{LIST, ListQuery, TicketRow, View};
use steward_core::tickets::{Command, State, Ticket, TicketDraft};
use steward_core::time::{Instant, Seconds};
use steward_server::clock::ManualClock;
use steward_server::cockpit::projection::{anew, follow};
use steward_server::config::Config;
use steward_server::db::{Db, sql};
use steward_server::jobs::Job as _;
use steward_server::jobs::sweep::Sweep;
use steward_server::secret::Secret;
use steward_server::simulate::{Cannot, Made, Wish, build};
use steward_server::surveys::audit;

use super::cockpit_sums::{Sums, agree, recount, stored};
use super::common::tickets::noise;
use super::common::{NOW, Server, fresh_postgres, sign_in};

/// Two projects and nine weeks: long enough that most is over and some of it packed away.
const WISH: Wish = Wish { projects: 2, days: 63, seed: 7, tickets: 700, until: Instant::from_secs(NOW) };

async fn config(data: &std::path::Path) -> Config {
    let database_url = match std::env::var("STEWARD_TEST_POSTGRES") {
        Ok(url) => Some(Secret::new(fresh_postgres(&url).await)),
        Err(_) => None,
    };
    let listen = "127.0.0.1:0".parse().unwrap();
    Config { listen, data: data.to_owned(), demo: true, jobs: false, database_url, ..Config::default() }
}

async fn simulated(wish: &Wish) -> (Config, Made, tempfile::TempDir) {
    let data = tempfile::tempdir().unwrap();
    let config = config(data.path()).await;
    let mut told = Vec::new();
    let made = build(&config, wish, |progress| told.push(progress.tickets)).await.unwrap();
    assert_eq!(told.last(), Some(&made.tickets));
    assert_eq!(told.len(), wish.projects as usize);
    (config, made, data)
}

async fn served(wish: &Wish) -> (Server, Made) {
    let (config, made, data) = simulated(wish).await;
    let clock = Arc::new(ManualClock::at(wish.until));
    let running = steward_server::run_with_clock(config, clock.clone()).await.unwrap();
    (Server::of(running, clock, data), made)
}

const TABLES: [&str; 16] = [
    "settings",
    "counters",
    "regions",
    "projects",
    "households",
    "persons",
    "grants",
    "engineers",
    "logins",
    "standards",
    "tickets",
    "events",
    "photo_uses",
    "ledger",
    "counted",
    "rollups",
];

/// A digest of every row of every table.
async fn digests(config: &Config) -> BTreeMap<&'static str, (usize, Vec<u8>)> {
    let db = Db::open(&config.database(), 1).await.unwrap();
    let mut all = BTreeMap::new();
    for table in TABLES {
        let query = sqlx::AssertSqlSafe(format!("select * from {table}"));
        let mut lines: Vec<Vec<u8>> = Vec::new();
        for row in sqlx::query(query).fetch_all(&db.read).await.unwrap() {
            let mut line = Vec::new();
            for (at, column) in row.columns().iter().enumerate() {
                line.extend_from_slice(column.name().as_bytes());
                if !row.try_get_raw(at).unwrap().is_null() {
                    if let Ok(text) = row.try_get::<String, _>(at) {
                        line.extend_from_slice(text.as_bytes());
                    } else if let Ok(n) = row.try_get::<i64, _>(at) {
                        line.extend_from_slice(&n.to_le_bytes());
                    } else {
                        line.extend_from_slice(&row.get::<Vec<u8>, _>(at));
                    }
                }
            }
            lines.push(line);
        }
        lines.sort_unstable();
        let mut sha = Sha256::new();
        for line in &lines {
            sha.update(line);
        }
        all.insert(table, (lines.len(), sha.finalize().to_vec()));
    }
    db.close().await;
    all
}

#[tokio::test]
async fn the_same_wish_gives_the_same_rows_and_another_seed_others() {
    let wish = Wish { tickets: 150, days: 40, ..WISH };
    let (config, made, _data) = simulated(&wish).await;
    let first = digests(&config).await;
    assert!(first.values().all(|(rows, _)| *rows > 0), "{first:?}");
    assert_eq!((made.tickets, first["tickets"].0), (150, 150));
    let (config, again, _other) = simulated(&wish).await;
    assert_eq!(again, made);
    assert_eq!(digests(&config).await, first);
    let (config, _, _third) = simulated(&Wish { seed: 8, ..wish }).await;
    assert_ne!(digests(&config).await["tickets"], first["tickets"]);
}

#[tokio::test]
async fn what_is_made_is_whole() {
    let (server, made) = served(&WISH).await;
    let db = server.running.app().db();
    assert_eq!(made.tickets, WISH.tickets);
    // The rules refuse hardly anything that people of the story wish.
    assert!(made.refused * 100 < made.tickets, "{} of {}", made.refused, made.tickets);
    let verdicts = audit::verify(db, None).await.unwrap();
    let rated = sql("select count(*) from tickets where stars > 0").number(&db.read).await.unwrap();
    assert!(rated > 150, "{rated} ratings");
    let entered: u64 = verdicts.iter().map(|v| v.result.as_ref().unwrap().count).sum();
    assert_eq!(i64::try_from(entered).unwrap(), rated);
    // The sums are those of a recount; following finds nothing more, and making them anew the same.
    let sums = stored(&server).await;
    agree(&sums, &recount(&server).await);
    let writer = server.running.app().writer();
    assert!(!follow(&server).await);
    anew::all(db, writer, 100, |_| {}).await.unwrap();
    let remade = stored(&server).await;
    agree(&remade, &sums);
    // In stretches, a day may get a row on which homes began and others ceased to count as many: the same number. All
    // other rows are the same to the last.
    let rows = |of: &Sums| {
        let of = of.iter().filter(|(bucket, _)| !bucket.starts_with("complaining/"));
        of.map(|(bucket, days)| (bucket.clone(), days.clone())).collect::<Sums>()
    };
    assert_eq!(rows(&remade), rows(&sums));
    for (what, query, least) in [
        ("states", "select count(distinct state) from tickets", 8),
        ("scenarios", "select count(distinct scenario) from tickets", 8),
        ("open", "select count(*) from tickets where done = 0", 5),
        ("second rounds", "select count(*) from counted where first_contact_value = 0", 3),
        ("breaches", "select count(*) from counted where timely_value = 0", 20),
        ("evidence", "select count(*) from photo_uses", 200),
        ("texts of the last week", "select count(*) from said_texts", 20),
    ] {
        let n = sql(query).number(&db.read).await.unwrap();
        assert!(n >= least, "{what}: {n}");
    }
}

#[tokio::test]
async fn people_work_on_in_it() {
    let (server, _) = served(&WISH).await;
    let mut agent = server.anyone();
    agent.call(&SIGN_IN_STAFF, &[], &sign_in("p0001-a1", "steward-demo", None)).await.unwrap();
    let due = ListQuery { view: Some(View::Due), ..ListQuery::default() };
    let due: Page<TicketRow> = agent.call(&LIST, &[], &due).await.unwrap();
    assert!(!due.rows.is_empty());
    let all: Page<TicketRow> = agent.call(&LIST, &[], &ListQuery::default()).await.unwrap();
    assert!(all.total.unwrap() > 250, "{:?}", all.total);
    // Each ticket's page tells its history from the first event to the last.
    for row in due.rows.iter().take(3).chain(&all.rows) {
        let page = agent.ticket(row.id.as_str()).await.unwrap();
        let events: Vec<_> = page.events.iter().map(|event| event.seq).collect();
        assert_eq!(events, (1..=row.seq).collect::<Vec<_>>(), "{}", row.id);
        assert_eq!(Ticket::fold(row.id.clone(), &page.events).unwrap().state, row.state);
    }
    // New tickets get numbers that nobody has, and the sweep finds its work.
    let mut owner = server.owner(1).await;
    let me = owner.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap();
    let (project, home) =
        me.homes.first().map(|home| (home.project.clone(), home.household.clone())).unwrap();
    let draft = TicketDraft { project, household: Some(home), ..noise() };
    let ticket = owner.submit(draft).await.unwrap();
    assert_eq!(ticket.ticket.state, State::Submitted);
    let reply = Command::Reply { text: "已收到，马上安排。".to_owned() };
    agent.command(&ticket, reply).await.unwrap();
    let events = "select count(*) from events";
    let before = sql(events).number(&server.running.app().db().read).await.unwrap();
    server.advance(Seconds::days(3));
    Sweep::new(server.running.app().clone(), "n1".to_owned()).run().await.unwrap();
    assert!(sql(events).number(&server.running.app().db().read).await.unwrap() > before);
    while follow(&server).await {}
    let mut hq = server.anyone();
    hq.call(&SIGN_IN_STAFF, &[], &sign_in("hq", "steward-demo", None)).await.unwrap();
    let page = hq.call(&COCKPIT, &[], &CockpitQuery::default()).await.unwrap();
    assert_eq!(page.lines.len(), 2);
    agree(&stored(&server).await, &recount(&server).await);
}

async fn follow(server: &Server) -> bool {
    follow::follow(server.running.app().db(), server.running.app().writer(), 100).await.unwrap()
}

#[tokio::test]
async fn it_goes_into_an_empty_database_only() {
    let (config, _, _data) = simulated(&Wish { tickets: 20, days: 5, ..WISH }).await;
    let before = digests(&config).await;
    let again = build(&config, &WISH, |_| {}).await;
    assert!(matches!(again, Err(Cannot::NotEmpty)), "{again:?}");
    assert_eq!(digests(&config).await, before);
    for wish in [
        Wish { projects: 0, ..WISH },
        Wish { days: 0, ..WISH },
        Wish { days: 3661, ..WISH },
        Wish { projects: 1, tickets: 50_001, ..WISH },
    ] {
        let folder = tempfile::tempdir().unwrap();
        let refused =
            build(&Config { data: folder.path().to_owned(), ..config.clone() }, &wish, |_| {}).await;
        assert!(matches!(refused, Err(Cannot::Wish(_))), "{wish:?}");
    }
}
