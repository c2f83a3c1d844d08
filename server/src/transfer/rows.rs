//! The rows of one table: read, written many at a time, counted and summed.

use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{AnyConnection, Arguments as _, AssertSqlSafe, Row as _};

use super::catalog::{Kind, Table};
use super::{Fault, Progress};
use crate::db::Engine;

/// Values in one statement: below what SQLite takes (32,766), and enough that the statement costs little.
const VALUES: usize = 8_000;
/// Rows between two words about progress.
const SAY_EVERY: u64 = 100_000;

/// One value of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Value {
    Text(Option<String>),
    Int(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

/// What a table holds, in whatever order: its number of rows, and the sum of their hashes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Sum {
    /// How many rows.
    pub(super) rows: u64,
    hashes: u128,
}

impl Sum {
    fn add(&mut self, row: &[Value]) {
        let mut hash = Sha256::new();
        for value in row {
            match value {
                Value::Text(Some(text)) => {
                    hash.update([1]);
                    hash.update((text.len() as u64).to_le_bytes());
                    hash.update(text);
                }
                Value::Bytes(Some(bytes)) => {
                    hash.update([3]);
                    hash.update((bytes.len() as u64).to_le_bytes());
                    hash.update(bytes);
                }
                Value::Int(Some(n)) => {
                    hash.update([2]);
                    hash.update(n.to_le_bytes());
                }
                Value::Text(None) | Value::Int(None) | Value::Bytes(None) => hash.update([0]),
            }
        }
        let mut half = [0; 16];
        for (to, from) in half.iter_mut().zip(hash.finalize()) {
            *to = from;
        }
        self.rows += 1;
        self.hashes = self.hashes.wrapping_add(u128::from_le_bytes(half));
    }
}

/// Copies a table; answers what was sent.
pub(super) async fn copy(
    from: &mut AnyConnection,
    to: &mut AnyConnection,
    table: &Table,
    progress: Progress<'_>,
) -> Result<Sum, Fault> {
    let failed = |error| Fault::Table(table.name.clone(), error);
    let together = (VALUES / table.columns.len().max(1)).max(1);
    let (mut sum, mut waiting) = (Sum::default(), Vec::with_capacity(together));
    {
        let mut rows = sqlx::query(AssertSqlSafe(select(table))).fetch(from);
        while let Some(row) = rows.try_next().await.map_err(failed)? {
            let values = read(&row, table).map_err(failed)?;
            sum.add(&values);
            waiting.push(values);
            if waiting.len() == together {
                write(to, table, &mut waiting, together).await.map_err(failed)?;
            }
            if sum.rows.is_multiple_of(SAY_EVERY) {
                progress(&table.name, sum.rows);
            }
        }
    }
    if !waiting.is_empty() {
        write(to, table, &mut waiting, together).await.map_err(failed)?;
    }
    progress(&table.name, sum.rows);
    Ok(sum)
}

/// What a table holds.
pub(super) async fn sum(conn: &mut AnyConnection, table: &Table) -> Result<Sum, Fault> {
    let failed = |error| Fault::Table(table.name.clone(), error);
    let mut sum = Sum::default();
    let mut rows = sqlx::query(AssertSqlSafe(select(table))).fetch(conn);
    while let Some(row) = rows.try_next().await.map_err(failed)? {
        sum.add(&read(&row, table).map_err(failed)?);
    }
    Ok(sum)
}

/// How many rows a table has.
pub(super) async fn count(conn: &mut AnyConnection, table: &Table) -> Result<i64, Fault> {
    let text = format!("select count(*) from \"{}\"", table.name);
    let failed = |error| Fault::Table(table.name.clone(), error);
    let row = sqlx::query(AssertSqlSafe(text)).fetch_one(conn).await.map_err(failed)?;
    row.try_get(0).map_err(failed)
}

/// Takes away what the schema itself put into a table.
pub(super) async fn clear(conn: &mut AnyConnection, table: &Table) -> Result<(), Fault> {
    let text = format!("delete from \"{}\"", table.name);
    let failed = |error| Fault::Table(table.name.clone(), error);
    sqlx::query(AssertSqlSafe(text)).execute(conn).await.map_err(failed)?;
    Ok(())
}

/// Names come from the database's own catalogue.
fn names(table: &Table) -> String {
    let quoted: Vec<String> = table.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    quoted.join(", ")
}

fn select(table: &Table) -> String {
    format!("select {} from \"{}\"", names(table), table.name)
}

fn read(row: &AnyRow, table: &Table) -> Result<Vec<Value>, sqlx::Error> {
    let value = |(at, (_, kind)): (usize, &(String, Kind))| match kind {
        Kind::Text => row.try_get(at).map(Value::Text),
        Kind::Int => row.try_get(at).map(Value::Int),
        Kind::Bytes => row.try_get(at).map(Value::Bytes),
    };
    table.columns.iter().enumerate().map(value).collect()
}

async fn write(
    to: &mut AnyConnection,
    table: &Table,
    rows: &mut Vec<Vec<Value>>,
    usual: usize,
) -> Result<(), sqlx::Error> {
    let engine = Engine::behind(to);
    let (count, width) = (rows.len(), table.columns.len());
    let mut text = format!("insert into \"{}\" ({}) values ", table.name, names(table));
    for row in 0..count {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..width {
            text.push_str(if column == 0 { "" } else { ", " });
            engine.place(row * width + column + 1, &mut text);
        }
        text.push(')');
    }
    let mut values = AnyArguments::default();
    values.reserve(count * width, 0);
    for value in rows.drain(..).flatten() {
        let added = match value {
            Value::Text(text) => values.add(text),
            Value::Int(n) => values.add(n),
            Value::Bytes(bytes) => values.add(bytes),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    // A last statement of another size is not worth remembering.
    sqlx::query_with(AssertSqlSafe(text), values).persistent(count == usual).execute(to).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(rows: &[&[Value]]) -> Sum {
        let mut sum = Sum::default();
        for row in rows {
            sum.add(row);
        }
        sum
    }

    #[test]
    fn a_sum_knows_every_change_and_no_order() {
        let text = |text: &str| Value::Text(Some(text.to_owned()));
        let (one, other) = ([text("a"), Value::Int(Some(1))], [text("b"), Value::Int(None)]);
        let both = sum(&[&one, &other]);
        assert_eq!(both, sum(&[&other, &one]));
        for changed in [
            [text("b"), Value::Int(Some(0))],
            [text("b "), Value::Int(None)],
            [Value::Text(None), Value::Int(None)],
        ] {
            assert_ne!(both, sum(&[&one, &changed]), "{changed:?}");
        }
        assert_ne!(sum(&[&[text("ab"), text("c")]]), sum(&[&[text("a"), text("bc")]]));
        assert_ne!(both, sum(&[&one]));
    }
}
