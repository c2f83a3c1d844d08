//! How fast a house is made, its sums are made anew, and its ledger is checked.

use rusqlite::Connection;

use super::engine::{self, Database, Engine};
use super::house::House;
use super::pages::rate;

pub(crate) fn run(full: bool) {
    let sizes: &[u64] = if full { &[100_000, 1_000_000, 10_000_000] } else { &[100_000, 1_000_000] };
    println!(
        "{:>10}{:>12}{:>16}{:>14}{:>14}{:>18}",
        "engine", "tickets", "simulate /s", "B a ticket", "rebuild /s", "verify-ledger s"
    );
    for engine in Engine::at_hand() {
        for size in sizes {
            let house = House::make(*size, engine);
            let bytes = house.bytes_a_ticket();
            let rebuild = house.run(&["rebuild"]);
            let verify = house.run(&["verify-ledger"]);
            println!(
                "{:>10}{size:>12}{:>16.0}{bytes:>14}{:>14.0}{:>18.1}",
                engine.name(),
                rate(*size, house.took),
                rate(*size, rebuild),
                verify.as_secs_f64()
            );
            if size == sizes.last().unwrap_or(size) {
                tables(&house);
            }
        }
    }
}

/// What takes the space, the largest first.
fn tables(house: &House) {
    let sizes = match house.database() {
        Some(database) => in_postgres(database),
        None => in_file(house),
    };
    let tickets = f64::from(u32::try_from(house.tickets).expect("some millions"));
    for (name, bytes) in sizes {
        println!("{name:>40} {:>8.1} B a ticket", bytes / tickets);
    }
}

fn in_file(house: &House) -> Vec<(String, f64)> {
    let database = Connection::open(house.data().join("steward.db")).expect("the database");
    let sql = "select name, sum(pgsize) * 1.0 from dbstat where aggregate = true group by name order by 2 desc limit 16";
    let mut statement = database.prepare(sql).expect("SQLite with its own statistics");
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    found.expect("the tables").flatten().collect()
}

fn in_postgres(database: &Database) -> Vec<(String, f64)> {
    // A table with what it keeps beside its rows, and each index by itself.
    let sql = "select relname::text, (case relkind when 'r' then pg_table_size(oid) else pg_relation_size(oid) end)::float8 \
        from pg_class where relkind in ('r', 'i') and relnamespace = 'public'::regnamespace order by 2 desc limit 24";
    engine::ask(&database.url(), |mut conn| async move {
        sqlx::query_as(sql).fetch_all(&mut conn).await.expect("the tables")
    })
}
