use sqlx::Connection as _;

use super::*;

#[test]
fn both_engines_have_the_same_steps() {
    let names = |engine: &str| {
        let dir = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

/// The tables with their columns, as the text of a step says.
fn columns(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| line.split("--").next().unwrap_or_default().trim().replace("integer", "bigint"))
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
fn both_engines_have_the_same_tables() {
    let sqlite = include_str!("../../migrations/sqlite/0001_base.sql");
    let postgres = include_str!("../../migrations/postgres/0001_base.sql");
    assert_eq!(columns(sqlite), columns(postgres));
}

#[tokio::test]
async fn a_missing_value_is_an_error_and_not_null() {
    let (_dir, db) = fresh().await;
    let error = sql("select $1, $2").bind("one").rows(&db.read).await.err();
    assert!(matches!(error, Some(sqlx::Error::Protocol(_))), "{error:?}");
    let count = sql("select count(*) from projects where id in ").list(Vec::<String>::new());
    assert_eq!(count.number(&db.read).await.unwrap(), 0);
    db.close().await;
}

#[tokio::test]
async fn readers_cannot_write_and_writers_are_durable() {
    let (_dir, db) = fresh().await;
    assert!(sql("insert into settings values ('a', 'b')").run(&db.read).await.is_err());
    for (pragma, expected) in [("synchronous", 2), ("foreign_keys", 1), ("wal_autocheckpoint", 4000)] {
        let mut conn = db.write.acquire().await.unwrap();
        let query = sqlx::query(sqlx::AssertSqlSafe(format!("pragma {pragma}")));
        let row = query.fetch_one(&mut *conn).await.unwrap();
        assert_eq!(sqlx::Row::get::<i64, _>(&row, 0), expected, "{pragma}");
    }
    db.close().await;
}

const SETTINGS: MultiRow =
    MultiRow { before: "insert into settings (name, value) values ", width: 2, after: "" };

fn settings(from: usize, count: usize) -> many::Rows {
    let row = |n: usize| vec![many::Value::Text(format!("{n:06}")), many::Value::Text(n.to_string())];
    (from..from + count).map(row).collect()
}

/// A new database in a folder of its own.
async fn fresh() -> (tempfile::TempDir, Db) {
    let dir = tempfile::tempdir().unwrap();
    let address = Secret::new(format!("sqlite:{}", dir.path().join("t.db").display()));
    let db = Db::open(&address, 1).await.unwrap();
    (dir, db)
}

#[tokio::test]
async fn any_number_of_rows_arrives_as_it_was_given() {
    let (_dir, db) = fresh().await;
    let mut conn = db.write.acquire().await.unwrap();
    let mut next = 0;
    for count in [0, 1, 2, 3, 7, 64, 127, 255, 256, 257, 600] {
        let half = count / 2;
        let tables = vec![
            many::Table::new(SETTINGS, move || Ok(settings(next, half))),
            many::Table::new(SETTINGS, move || Ok(settings(next + half, count - half))),
        ];
        many::write(tables, &mut conn).await.unwrap();
        next += count;
    }
    let found = sql("select name, value from settings order by name").rows(&mut *conn).await.unwrap();
    assert_eq!(found.len(), next);
    for (n, row) in found.iter().enumerate() {
        assert_eq!(rows::text(row, 0).unwrap(), format!("{n:06}"));
        assert_eq!(rows::text(row, 1).unwrap(), n.to_string());
    }
    drop(conn);
    db.close().await;
}

#[tokio::test]
async fn a_statement_that_fails_leaves_nothing_once_its_savepoint_is_given_up() {
    let (_dir, db) = fresh().await;
    let mut conn = db.write.acquire().await.unwrap();
    let mut tx = conn.begin_with(db.engine.begin()).await.unwrap();
    many::write(vec![many::Table::new(SETTINGS, || Ok(settings(0, 3)))], &mut tx).await.unwrap();
    let mut own = tx.begin().await.unwrap();
    // The last row of one statement is there already.
    let twice: many::Rows = settings(10, 63).into_iter().chain(settings(0, 1)).collect();
    assert!(many::write(vec![many::Table::new(SETTINGS, || Ok(twice))], &mut own).await.is_err());
    own.rollback().await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(sql("select count(*) from settings").number(&mut *conn).await.unwrap(), 3);
    drop(conn);
    db.close().await;
}

#[tokio::test]
async fn a_row_of_another_width_is_an_error_and_not_null() {
    let (_dir, db) = fresh().await;
    let mut conn = db.write.acquire().await.unwrap();
    let short =
        vec![vec![many::Value::Text("a".into()), many::Value::Text("b".into())], vec![many::Value::Int(1)]];
    let failed = many::write(vec![many::Table::new(SETTINGS, || Ok(short))], &mut conn).await;
    assert!(failed.is_err());
    assert_eq!(sql("select count(*) from settings").number(&mut *conn).await.unwrap(), 0);
    drop(conn);
    db.close().await;
}
