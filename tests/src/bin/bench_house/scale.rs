//! How fast a house is made, its sums are made anew, and its ledger is checked.

use rusqlite::Connection;

use super::house::House;
use super::pages::rate;

pub(crate) fn run(full: bool) {
    let sizes: &[u64] = if full { &[100_000, 1_000_000, 10_000_000] } else { &[100_000, 1_000_000] };
    println!(
        "{:>12}{:>16}{:>14}{:>18}{:>18}",
        "tickets", "simulate /s", "B a ticket", "rebuild /s", "verify-ledger s"
    );
    for size in sizes {
        let house = House::make(*size);
        let rebuild = house.run(&["rebuild"]);
        let verify = house.run(&["verify-ledger"]);
        println!(
            "{size:>12}{:>16.0}{:>14}{:>18.0}{:>18.1}",
            rate(*size, house.took),
            house.bytes_a_ticket(),
            rate(*size, rebuild),
            verify.as_secs_f64()
        );
        if size == sizes.last().unwrap_or(size) {
            tables(&house);
        }
    }
}

/// What takes the space, the largest first.
fn tables(house: &House) {
    let database = Connection::open(house.data().join("steward.db")).expect("the database");
    let sql = "select name, sum(pgsize) * 1.0 / ?1 from dbstat where aggregate = true group by name order by 2 desc limit 16";
    let mut statement = database.prepare(sql).expect("SQLite with its own statistics");
    let tickets = i64::try_from(house.tickets).expect("some millions");
    let found = statement.query_map([tickets], |row| Ok((row.get::<_, String>(0)?, row.get::<_, f64>(1)?)));
    for (name, bytes) in found.expect("the tables").flatten() {
        println!("{name:>40} {bytes:>8.1} B a ticket");
    }
}
