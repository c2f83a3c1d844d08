//! The sums, as they are kept: for each bucket and day on which something was added, the sum up to that day.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use steward_core::cockpit::buckets::{Changes, carry};
use steward_core::cockpit::measure::Rollup;
use steward_core::day::Day;

use crate::db::many::{self, Rows, Table, Value};
use crate::db::{MultiRow, rows, sql};
use crate::http::error::{Answer, Failure};

/// Writes sums, new or changed.
pub(crate) const WRITE: MultiRow = MultiRow {
    before: "insert into rollups (generation, bucket, day, body) values ",
    width: 4,
    after: " on conflict (generation, bucket, day) do update set body = excluded.body",
};

/// The rows of one bucket.
#[derive(Default)]
struct Kept {
    /// The last one before the first day that changes.
    before: Rollup,
    /// Those from that day on.
    since: BTreeMap<Day, Rollup>,
}

/// Adds changes to the sums of a generation.
pub(super) async fn add(conn: &mut AnyConnection, generation: i64, changes: Changes) -> Answer<()> {
    let rows = changed(conn, generation, changes).await?;
    many::write(vec![Table::new(WRITE, || Ok(rows))], conn).await
}

/// The rows of a generation that are to be written when changes are added to its sums.
pub(super) async fn changed(conn: &mut AnyConnection, generation: i64, changes: Changes) -> Answer<Rows> {
    let added: BTreeMap<String, BTreeMap<Day, Rollup>> =
        changes.into_buckets().map(|(bucket, days)| (bucket.key(), days)).collect();
    let Some(first) = added.values().filter_map(|days| days.keys().next()).min().copied() else {
        return Ok(Rows::new());
    };
    let mut kept = load(conn, generation, added.keys(), first).await?;
    let mut rows = Rows::new();
    for (bucket, days) in &added {
        let of = kept.remove(bucket).unwrap_or_default();
        for (day, sum) in carry(of.before, &of.since, days) {
            rows.push(row(generation, bucket, day, &sum)?);
        }
    }
    Ok(rows)
}

/// The row of a bucket and day.
pub(crate) fn row(generation: i64, bucket: &str, day: Day, sum: &Rollup) -> Answer<Vec<Value>> {
    let body = Value::Text(serde_json::to_string(sum)?);
    Ok(vec![Value::Int(generation), Value::Text(bucket.to_owned()), Value::Int(day.number()), body])
}

async fn load<'b>(
    conn: &mut AnyConnection,
    generation: i64,
    buckets: impl Iterator<Item = &'b String> + Clone,
    first: Day,
) -> Answer<BTreeMap<String, Kept>> {
    let mut kept = BTreeMap::<String, Kept>::new();
    // A search in the index for each bucket, however many days it has.
    let before = sql("select b.column1, (select r.body from rollups r where r.generation = ")
        .value(generation)
        .then(" and r.bucket = b.column1 and r.day < ")
        .value(first.number())
        .then(" order by r.day desc limit 1) from ")
        .table(buckets.clone().map(String::as_str))
        .then(" b");
    for row in &before.rows(&mut *conn).await? {
        if let Some(body) = rows::maybe_text(row, 1)? {
            kept.entry(rows::text(row, 0)?).or_default().before = serde_json::from_str(&body)?;
        }
    }
    let since = sql("select bucket, day, body from rollups where generation = ")
        .value(generation)
        .then(" and day >= ")
        .value(first.number())
        .then(" and bucket in ")
        .list(buckets.map(String::as_str));
    for row in &since.rows(conn).await? {
        let number = rows::int(row, 1)?;
        let day = Day::from_number(number)
            .ok_or_else(|| Failure::internal(format!("no day has number {number}")))?;
        kept.entry(rows::text(row, 0)?).or_default().since.insert(day, rows::json(row, 2)?);
    }
    Ok(kept)
}
