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
    let dir = tempfile::tempdir().unwrap();
    let address = Secret::new(format!("sqlite:{}", dir.path().join("t.db").display()));
    let db = Db::open(&address, 1).await.unwrap();
    let error = sql("select $1, $2").bind("one").rows(&db.read).await.err();
    assert!(matches!(error, Some(sqlx::Error::Protocol(_))), "{error:?}");
    let count = sql("select count(*) from projects where id in ").list(Vec::<String>::new());
    assert_eq!(count.number(&db.read).await.unwrap(), 0);
    db.close().await;
}

#[tokio::test]
async fn readers_cannot_write_and_writers_are_durable() {
    let dir = tempfile::tempdir().unwrap();
    let address = Secret::new(format!("sqlite:{}", dir.path().join("t.db").display()));
    let db = Db::open(&address, 1).await.unwrap();
    assert!(sql("insert into settings values ('a', 'b')").run(&db.read).await.is_err());
    for (pragma, expected) in [("synchronous", 2), ("foreign_keys", 1), ("wal_autocheckpoint", 4000)] {
        let mut conn = db.write.acquire().await.unwrap();
        let query = sqlx::query(sqlx::AssertSqlSafe(format!("pragma {pragma}")));
        let row = query.fetch_one(&mut *conn).await.unwrap();
        assert_eq!(sqlx::Row::get::<i64, _>(&row, 0), expected, "{pragma}");
    }
    db.close().await;
}
