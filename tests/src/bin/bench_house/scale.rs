//! Houses of growing size: how fast one is made, its sums are made anew and followed, its ledger is checked, what space it
//! takes, and how its pages and lists are read.

use rusqlite::Connection;
use tokio::runtime::Runtime;

use super::engine::{self, Database};
use super::house::House;
use super::pages::{self, rate};
use super::{Asked, lag};

pub(crate) fn run(runtime: &Runtime, asked: &Asked) {
    let mut lines = vec![format!(
        "{:>10}{:>11}{:>13}{:>13}{:>12}{:>17}{:>11}{:>12}{:>12}{:>9}",
        "engine",
        "tickets",
        "simulate /s",
        "B a ticket",
        "rebuild /s",
        "verify-ledger s",
        "submit /s",
        "follow ev/s",
        "lag events",
        "lag ms"
    )];
    for engine in asked.engines.iter().copied() {
        let mut read = Vec::new();
        for size in &asked.sizes {
            let house = House::make(*size, engine);
            let (name, bytes) = (engine.name(), house.bytes_a_ticket());
            println!("figure {name}_bytes_a_ticket_{size} {bytes} B");
            println!("figure {name}_simulate_{size} {:.0} tickets/s", rate(*size, house.took));
            let mut line = vec![format!("{name:>10}{size:>11}{:>13.0}{bytes:>13}", rate(*size, house.took))];
            if asked.scale {
                tables(&house);
                let rebuild = rate(*size, house.run(&["rebuild"]));
                let verify = house.run(&["verify-ledger"]).as_secs_f64();
                line.push(format!("{rebuild:>12.0}{verify:>17.1}"));
            }
            let served = house.serve();
            if asked.pages {
                read.push(runtime.block_on(pages::read_all(&served)));
            }
            if asked.scale {
                let lag = lag::measure(runtime, &served);
                line.push(format!(
                    "{:>11.0}{:>12.0}{:>12}{:>9}",
                    lag.submitted, lag.followed, lag.events, lag.ms
                ));
            }
            let line = line.concat();
            println!("{line}");
            lines.push(line);
        }
        if asked.pages {
            pages::table(engine, &asked.sizes, &read);
        }
    }
    println!("\n{}", lines.join("\n"));
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
