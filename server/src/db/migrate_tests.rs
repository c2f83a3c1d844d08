use sqlx::{AssertSqlSafe, Connection as _, Row as _};

use super::*;
use crate::db::Db;
use crate::secret::Secret;

/// Whose rows a step takes away on purpose: they are made anew from the tickets.
const MADE_ANEW: &str = "rollups";
/// Tables that a later step put into others, or that nothing read any more.
const DROPPED: [&str; 3] = ["calendars", "clocks", "policies"];

async fn texts(conn: &mut AnyConnection, query: &str) -> Vec<String> {
    let found = sqlx::query(AssertSqlSafe(query.to_owned())).fetch_all(conn).await.unwrap();
    found.iter().map(|row| row.get(0)).collect()
}

/// The tables, with how many rows each has.
async fn counts(conn: &mut AnyConnection) -> Vec<(String, i64)> {
    let query = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> '_sqlx_migrations'";
    let mut counts = Vec::new();
    for table in texts(conn, query).await {
        let query = format!("select count(*) from \"{table}\"");
        let row = sqlx::query(AssertSqlSafe(query)).fetch_one(&mut *conn).await.unwrap();
        counts.push((table, row.get(0)));
    }
    counts
}

/// Puts something into each table, whatever it means.
async fn fill(conn: &mut AnyConnection) {
    sqlx::raw_sql("pragma foreign_keys = off").execute(&mut *conn).await.unwrap();
    for (table, _) in counts(conn).await {
        let query = format!(
            "select case when lower(type) = 'text' then '''{{}}''' when lower(type) = 'blob' then 'x''00''' else '1' end \
             from pragma_table_info('{table}') order by cid"
        );
        let values = texts(conn, &query).await.join(", ");
        let insert = format!("insert or ignore into \"{table}\" values ({values})");
        sqlx::raw_sql(AssertSqlSafe(insert)).execute(&mut *conn).await.unwrap();
    }
}

#[tokio::test]
async fn a_filled_house_of_any_age_takes_every_step_and_loses_nothing() {
    for age in 1..last_step() {
        let dir = tempfile::tempdir().unwrap();
        let address = Secret::new(format!("sqlite:{}", dir.path().join("old.db").display()));
        let mut conn = Db::alone(&address).await.unwrap();
        steps(Engine::Sqlite, age).run(&mut conn).await.unwrap();
        fill(&mut conn).await;
        let before = counts(&mut conn).await;
        run_on(Engine::Sqlite, &mut conn).await.unwrap_or_else(|e| panic!("from step {age}: {e}"));
        let after = counts(&mut conn).await;
        for (table, rows) in before {
            assert!(rows > 0, "{table} of step {age} was filled");
            let now = after.iter().find(|(name, _)| *name == table).map(|(_, rows)| *rows);
            let kept = match now {
                Some(now) => now == rows || table == MADE_ANEW,
                None => DROPPED.contains(&table.as_str()),
            };
            assert!(kept, "{table} had {rows} at step {age}, and has {now:?}");
        }
        conn.close().await.unwrap();
    }
}

#[tokio::test]
async fn commands_that_were_carried_out_are_recognised_after_the_update() {
    let dir = tempfile::tempdir().unwrap();
    let address = Secret::new(format!("sqlite:{}", dir.path().join("old.db").display()));
    let mut conn = Db::alone(&address).await.unwrap();
    steps(Engine::Sqlite, 18).run(&mut conn).await.unwrap();
    let print = "0123456789abcdef".repeat(4);
    for id in ["by-hand", "import-s-1"] {
        let insert = format!(
            "insert into commands values ('{id}', '{print}', 'owner-01', 'tinglan', 'T20260915-0001', 3, 5)"
        );
        sqlx::raw_sql(AssertSqlSafe(insert)).execute(&mut conn).await.unwrap();
    }
    run_on(Engine::Sqlite, &mut conn).await.unwrap();
    let kept = texts(
        &mut conn,
        "select id || ' ' || fingerprint || ' ' || ticket_id || ' ' || coalesce(forgotten_at, 'never') from commands order by id",
    );
    let short = "0123456789abcdef".repeat(2);
    let expected = [
        format!("by-hand {short} T20260915-0001 {}", 5 + 30 * 86_400_000_i64),
        format!("import-s-1 {short} T20260915-0001 never"),
    ];
    assert_eq!(kept.await, expected);
    conn.close().await.unwrap();
}
