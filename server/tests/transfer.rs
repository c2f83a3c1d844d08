//! A whole house from one engine to the other: everything arrives, or nothing does. `STEWARD_TEST_POSTGRES` names a
//! server.

use std::path::{Path, PathBuf};

use sqlx::Row as _;
use steward_server::backup;
use steward_server::db::{Db, file_address, rows, sql};
use steward_server::demo::Filling;
use steward_server::secret::Secret;
use steward_server::surveys::audit;
use steward_server::transfer::{Fault, Moved, to_postgres, to_sqlite};

use crate::common::tickets::leak;
use crate::common::{Server, fresh_postgres, server_with};
use crate::outbox::number;

async fn empty_database() -> Option<Secret> {
    let url = std::env::var("STEWARD_TEST_POSTGRES").ok()?;
    Some(Secret::new(fresh_postgres(&url).await))
}

/// A house on SQLite.
async fn house(filling: Filling) -> (Server, PathBuf) {
    let server = server_with(|config| {
        config.database_url = None;
        config.demo_filling = filling;
    })
    .await;
    let file = server.running.app().config().sqlite_file().unwrap();
    (server, file)
}

async fn rows_of(address: &Secret, table: &str) -> i64 {
    let mut conn = Db::alone(address).await.unwrap();
    let text = format!("select count(*) from {table}");
    sqlx::query(sqlx::AssertSqlSafe(text)).fetch_one(&mut conn).await.unwrap().get(0)
}

fn quiet(_: &str, _: u64) {}

fn count(moved: &Moved, table: &str) -> u64 {
    moved.tables.iter().find(|(name, _)| name == table).unwrap().1
}

#[tokio::test]
async fn a_house_moves_to_postgres_and_goes_on_there() {
    let Some(there) = empty_database().await else { return };
    let (mut server, file) = house(Filling::Little).await;
    let mut owner = server.owner(1).await;
    let before = owner.submit(leak()).await.unwrap().ticket;
    let heads = audit::verify(server.running.app().db(), None).await.unwrap();
    let mut said = Vec::new();
    // A server that only waits does not disturb.
    let moved =
        to_postgres(&file, &there, &mut |table, rows| said.push((table.to_owned(), rows))).await.unwrap();
    assert_eq!(said, moved.tables);
    for (table, rows) in &moved.tables {
        let rows = i64::try_from(*rows).unwrap();
        assert_eq!(rows_of(&file_address(&file, "ro"), table).await, rows, "{table}");
        assert_eq!(rows_of(&there, table).await, rows, "{table}");
    }
    assert!(count(&moved, "events") > 1000 && moved.heads.len() > 1, "{moved:?}");
    for head in &moved.heads {
        let verdict = heads.iter().find(|verdict| verdict.project.as_str() == head.project).unwrap();
        assert_eq!(verdict.result.as_ref().unwrap().hash.to_string(), head.hash);
    }

    // The same house with the same sessions, on the other engine.
    server = server_with(|config| {
        config.database_url = Some(there);
        config.demo_filling = Filling::Little;
    })
    .await;
    let cookie = owner.cookie;
    owner = server.anyone();
    owner.cookie = cookie;
    let kept = owner.ticket(before.id.as_str()).await.unwrap().ticket;
    assert_eq!(kept, before);
    let next = owner.submit(leak()).await.unwrap().ticket;
    let n = |id: &str| id.rsplit('-').next().unwrap().parse::<u32>().unwrap();
    assert_eq!(n(next.id.as_str()), n(before.id.as_str()) + 1, "the numbers go on");
    let verdicts = audit::verify(server.running.app().db(), None).await.unwrap();
    assert!(verdicts.iter().all(|verdict| verdict.result.is_ok()));
    let last = "select max(position) - count(*) from events";
    assert_eq!(number(&server, last).await, 0, "the log has no gap");
}

#[tokio::test]
async fn what_holds_anything_is_left_alone() {
    let Some(taken) = empty_database().await else { return };
    let (_server, file) = house(Filling::People).await;
    let other = server_with(|config| config.database_url = Some(taken.clone())).await;
    let before = number(&other, "select count(*) from persons").await;
    let refused = to_postgres(&file, &taken, &mut quiet).await.unwrap_err();
    assert!(matches!(&refused, Fault::NotEmpty(_)), "{refused}");
    assert_eq!(number(&other, "select count(*) from persons").await, before);

    let foreign = empty_database().await.unwrap();
    let mut conn = Db::alone(&foreign).await.unwrap();
    sqlx::raw_sql("create table accounts (id int)").execute(&mut conn).await.unwrap();
    let refused = to_postgres(&file, &foreign, &mut quiet).await.unwrap_err();
    assert!(matches!(&refused, Fault::NotEmpty(what) if what.contains("accounts")), "{refused}");
    let tables = sql("select count(*) from information_schema.tables where table_schema = 'public'");
    assert_eq!(tables.number(&mut conn).await.unwrap(), 1, "nothing was made there");

    let sqlite = Secret::new("sqlite:x.db");
    assert!(matches!(to_postgres(&file, &sqlite, &mut quiet).await, Err(Fault::NotPostgres)));
    let none = file.with_file_name("none.db");
    assert!(matches!(to_postgres(&none, &foreign, &mut quiet).await, Err(Fault::NoDatabase(_))));
    assert!(!none.exists());
}

/// After a move that failed the same database can be given again.
async fn holds_nothing(there: &Secret, file: &Path) {
    for table in ["persons", "tickets", "events", "ledger"] {
        assert_eq!(rows_of(there, table).await, 0, "{table}");
    }
    to_postgres(file, there, &mut quiet).await.unwrap();
}

#[tokio::test]
async fn a_house_that_is_written_to_meanwhile_is_not_moved() {
    let Some(there) = empty_database().await else { return };
    let (server, file) = house(Filling::People).await;
    let db = server.running.app().db().clone();
    let mut once = Some(db);
    let refused = to_postgres(&file, &there, &mut |_, _| {
        // Somebody else commits between two tables.
        if let Some(db) = once.take() {
            let write = async move {
                sql("insert into settings (name, value) values ('note', 'meanwhile')")
                    .run(&db.write)
                    .await
                    .unwrap();
            };
            std::thread::scope(|scope| {
                scope.spawn(|| tokio::runtime::Runtime::new().unwrap().block_on(write)).join().unwrap();
            });
        }
    })
    .await
    .unwrap_err();
    assert!(matches!(refused, Fault::InUse), "{refused}");
    holds_nothing(&there, &file).await;
}

#[tokio::test]
async fn a_row_that_does_not_go_in_takes_everything_back() {
    let Some(there) = empty_database().await else { return };
    let (server, file) = house(Filling::People).await;
    // SQLite keeps such a text; PostgreSQL does not.
    let write = &server.running.app().db().write;
    sql("insert into settings (name, value) values ('note', $1)").bind("a\0b").run(write).await.unwrap();
    let refused = to_postgres(&file, &there, &mut quiet).await.unwrap_err();
    assert!(matches!(&refused, Fault::Table(table, _) if table == "settings"), "{refused}");
    sql("delete from settings where name = 'note'").run(write).await.unwrap();
    holds_nothing(&there, &file).await;
}

#[tokio::test]
async fn a_house_on_postgres_is_copied_as_it_was_at_one_moment() {
    let Some(there) = empty_database().await else { return };
    let server = server_with(|config| config.database_url = Some(there.clone())).await;
    for _ in 0..3 {
        server.owner(1).await.submit(leak()).await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a copy?.db");
    let (go_on, wait) = std::sync::mpsc::channel::<()>();
    let (begun, begins) = tokio::sync::oneshot::channel();
    let mut begun = Some(begun);
    // After its first table the copy waits until there are more tickets.
    let mut pause = move |_: &str, _: u64| {
        if let Some(begun) = begun.take() {
            begun.send(()).unwrap();
            wait.recv().unwrap();
        }
    };
    let (target, source) = (file.clone(), there.clone());
    let copying = tokio::task::spawn_blocking(move || {
        tokio::runtime::Runtime::new().unwrap().block_on(to_sqlite(&source, &target, &mut pause))
    });
    begins.await.unwrap();
    for _ in 0..2 {
        server.owner(1).await.submit(leak()).await.unwrap();
    }
    go_on.send(()).unwrap();
    let moved = copying.await.unwrap().unwrap();
    assert_eq!((count(&moved, "tickets"), number(&server, "select count(*) from tickets").await), (3, 5));
    let db = Db::look(&file).await.unwrap();
    let count = sql("select count(*) from events").number(&db.read).await.unwrap();
    assert_eq!(u64::try_from(count).unwrap(), self::count(&moved, "events"));
    let files = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 1, "one file, and no log beside it");
    // And back again: what was copied is a house.
    to_postgres(&file, &empty_database().await.unwrap(), &mut quiet).await.unwrap();
}

#[tokio::test]
async fn a_backup_of_postgres_is_restored_to_either_engine() {
    let Some(there) = empty_database().await else { return };
    let server = server_with(|config| {
        config.database_url = Some(there);
        config.demo_filling = Filling::Little;
    })
    .await;
    let app = server.running.app();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    let made = backup::make(app.config(), &copy, app.now(), &mut quiet).await.unwrap();
    assert_eq!(backup::verify(&copy).await.unwrap(), made);
    let tickets = number(&server, "select count(*) from tickets").await;
    assert_eq!(made.contents.tickets, u64::try_from(tickets).unwrap());
    assert!(made.contents.photos > 0 && made.lost_photos.is_empty(), "{made:?}");
    let heads = audit::verify(app.db(), None).await.unwrap();
    let ends = |verdicts: &[audit::Verdict]| -> Vec<String> {
        verdicts.iter().map(|verdict| verdict.result.as_ref().unwrap().hash.to_string()).collect()
    };
    assert_eq!(ends(&heads), made.contents.ledgers.iter().map(|end| end.head.clone()).collect::<Vec<_>>());
    let noted = sql("select value from settings where name = $1")
        .bind(backup::LAST)
        .row(&app.db().read)
        .await
        .unwrap();
    assert_eq!(rows::text(&noted.unwrap(), 0).unwrap(), app.now().to_rfc3339());

    // To a PostgreSQL that holds something: refused before anything is written.
    let mut config = app.config().clone();
    config.data = folder.path().join("again");
    let refused = backup::restore(&copy, &config, &mut quiet).await.unwrap_err();
    assert!(matches!(refused, backup::Fault::Transfer(Fault::NotEmpty(_))), "{refused}");
    assert!(!config.data.exists());

    for database in [Some(empty_database().await.unwrap()), None] {
        config.database_url = database.clone();
        config.data = folder.path().join(if database.is_some() { "postgres" } else { "sqlite" });
        backup::restore(&copy, &config, &mut quiet).await.unwrap();
        let db = Db::examine(&config.database_as_it_is()).await.unwrap();
        assert_eq!(ends(&audit::verify(&db, None).await.unwrap()), ends(&heads));
        assert_eq!(sql("select count(*) from tickets").number(&db.read).await.unwrap(), tickets);
        assert_eq!(config.data.join("steward.db").exists(), database.is_none());
        assert!(!config.data.join(".unfinished").exists());
        let photos = |folder: &Path| std::fs::read_dir(folder.join("photos")).unwrap().count();
        assert_eq!(photos(&config.data), photos(&copy));
        db.close().await;
    }
}
