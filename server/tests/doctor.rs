//! The doctor: what is well is said to be, each fault is named with what to do, and nothing is changed by looking.

use sqlx::{AnyConnection, Row as _};
use steward_core::time::{Instant, Seconds};
use steward_server::db::{Db, sql};
use steward_server::doctor::{Finding, Level, examine};
use steward_server::jobs::Job as _;
use steward_server::surveys::days::DailyHeads;

use crate::common::tickets::leak;
use crate::common::{Server, server};

async fn look(server: &Server) -> Vec<Finding> {
    examine(server.running.app().config(), server.running.app().now()).await
}

fn one<'f>(found: &'f [Finding], check: &str) -> &'f Finding {
    let mut of = found.iter().filter(|finding| finding.check == check);
    let one = of.next().unwrap_or_else(|| panic!("nothing about {check}: {found:#?}"));
    assert!(of.next().is_none(), "{check} twice: {found:#?}");
    one
}

/// What looking finds while this is so; it is taken back afterwards.
async fn while_it_is_so(server: &Server, spoil: &'static str, mend: &'static str) -> Vec<Finding> {
    let write = &server.running.app().db().write;
    assert!(sql(spoil).run(write).await.unwrap() > 0, "{spoil}");
    let found = look(server).await;
    sql(mend).run(write).await.unwrap();
    found
}

#[track_caller]
fn says(found: &[Finding], check: &str, level: Level, words: &str) {
    let finding = one(found, check);
    assert_eq!(finding.level, level, "{finding}");
    assert!(finding.what.contains(words), "{finding}");
    assert_eq!(finding.advice.is_empty(), level == Level::Ok, "{finding}");
}

/// A house in which everything that is due has been done.
async fn well() -> Server {
    let server = server().await;
    server.owner(1).await.submit(leak()).await.unwrap();
    let app = server.running.app();
    let now = app.now().to_rfc3339();
    sql("insert into settings (name, value) values ('last_backup', $1)")
        .bind(now)
        .run(&app.db().write)
        .await
        .unwrap();
    DailyHeads::new(app.clone()).run().await.unwrap();
    crate::cockpit_sums::follow(&server, 500).await;
    server
}

async fn version(conn: &mut AnyConnection) -> i64 {
    sqlx::query("select data_version from pragma_data_version").fetch_one(conn).await.unwrap().get(0)
}

#[tokio::test]
async fn a_house_that_is_well_is_said_to_be_and_looking_changes_nothing() {
    let server = well().await;
    let file = server.running.app().config().sqlite_file();
    let mut beside = match &file {
        Some(_) => Some(Db::alone(&server.running.app().config().database()).await.unwrap()),
        None => None,
    };
    let before = match &mut beside {
        Some(conn) => Some(version(conn).await),
        None => None,
    };
    let found = look(&server).await;
    let checks = [
        "schema",
        "database",
        "log",
        "sums",
        "ledger",
        "clock",
        "leases",
        "clock sweep",
        "projector",
        "notices",
        "ledger days",
        "backup",
    ];
    for check in checks {
        if check == "clock" && file.is_none() {
            // The test's clock stands still, PostgreSQL's does not.
            says(&found, check, Level::Warning, "from the database's");
        } else {
            says(&found, check, Level::Ok, "");
        }
    }
    assert!(found.iter().all(|finding| finding.level != Level::Failure), "{found:#?}");
    if let Some(mut conn) = beside {
        assert_eq!(Some(version(&mut conn).await), before);
    }
}

#[tokio::test]
async fn each_damage_is_named() {
    let server = well().await;
    let failure = |found: Vec<Finding>, check: &str, words: &str| says(&found, check, Level::Failure, words);
    let found = while_it_is_so(
        &server,
        "update events set position = position + 100 where position = 1",
        "update events set position = 1 where position = 101",
    );
    failure(found.await, "log", "some are missing");
    let found =
        while_it_is_so(&server, "update tickets set seq = seq + 1", "update tickets set seq = seq - 1");
    failure(found.await, "log", "one of the two is not whole");
    let found = while_it_is_so(
        &server,
        "update projections set position = position + 9",
        "update projections set position = position - 9",
    );
    failure(found.await, "sums", "the log ends at");
    let found = while_it_is_so(
        &server,
        "insert into ledger (project_id, n, ticket_id, prev, hash, record, at) values ('tinglan', 9999, 'x', 'x', 'x', 'x', 1)",
        "delete from ledger where n = 9999",
    );
    failure(found.await, "ledger", "tinglan");
    let found =
        while_it_is_so(&server, "update events set at = at + 60000", "update events set at = at - 60000");
    failure(found.await, "clock", "still to come");
    assert!(look(&server).await.iter().all(|finding| finding.level != Level::Failure), "all is mended");
}

#[tokio::test]
async fn what_nobody_does_is_named() {
    let server = well().await;
    let warned = |found: &[Finding], check: &str, words: &str| says(found, check, Level::Warning, words);
    let write = server.running.app().db().write.clone();
    let now = server.running.app().now();
    for (name, until) in [("sweep", now + Seconds(30)), ("projector", now + Seconds::hours(3))] {
        sql("insert into leases (name, holder, until_at) values ($1, 'dead', $2)")
            .bind(name)
            .bind(until.millis())
            .run(&write)
            .await
            .unwrap();
    }
    warned(&look(&server).await, "leases", "projector taken on a clock that is ahead");
    sql("delete from leases where name = 'projector'").run(&write).await.unwrap();
    sql("insert into outbox (id, project_id, ticket_id, seq, channel, body, due_at, dead_at) \
        values ('a', 'tinglan', '', 0, 'log', '{}', 1, 1)")
    .run(&write)
    .await
    .unwrap();
    warned(&look(&server).await, "notices", "1 were given up");
    sql("update outbox set dead_at = null, due_at = $1").bind(now.millis()).run(&write).await.unwrap();
    says(&look(&server).await, "notices", Level::Ok, "1 are due");

    server.owner(1).await.submit(leak()).await.unwrap();
    server.clock.set(now + Seconds::days(3));
    let found = look(&server).await;
    warned(&found, "leases", "sweep not given back");
    warned(&found, "clock sweep", "2 tickets wait");
    warned(&found, "projector", "events are not in the cockpit's sums");
    warned(&found, "notices", "1 are due and nobody sends them");
    warned(&found, "ledger days", "none was published since");
    warned(&found, "backup", "the last one is of 2026-09-15");
    assert!(found.iter().all(|finding| finding.level != Level::Failure), "{found:#?}");
}

#[tokio::test]
async fn another_versions_schema_and_no_database_are_named() {
    let server = well().await;
    let last = steward_server::db::migrate::last_step();
    let db = server.running.app().db();
    sql("update _sqlx_migrations set version = 9999 where version = $1")
        .bind(last)
        .run(&db.write)
        .await
        .unwrap();
    let found = look(&server).await;
    says(&found, "schema", Level::Failure, "step 9999");
    assert!(found.iter().all(|finding| finding.check != "log"), "what it does not know it does not judge");
    sql("delete from _sqlx_migrations where version = 9999").run(&db.write).await.unwrap();
    says(&look(&server).await, "schema", Level::Warning, "and this version has");

    let mut config = server.running.app().config().clone();
    config.database_url = None;
    config.data = config.data.join("nowhere");
    let found = examine(&config, Instant::from_millis(0)).await;
    says(&found, "database", Level::Failure, "there is no");
    says(&found, "data folder", Level::Failure, "nowhere");
    assert!(!config.data.exists(), "looking makes nothing");
    config.database_url =
        Some(steward_server::secret::Secret::new("postgres://steward:hidden@127.0.0.1:1/none"));
    let found = examine(&config, Instant::from_millis(0)).await;
    says(&found, "database", Level::Failure, "");
    assert!(!one(&found, "database").to_string().contains("hidden"));
}
