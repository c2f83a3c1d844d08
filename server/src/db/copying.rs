//! Filling a PostgreSQL that holds nothing yet: tables arrive as streams of text (`COPY`), which costs the server a
//! fraction of what statements with values cost it.

use std::fmt::Write as _;

use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Executor as _};

use super::many::{Rows, Table, Value};
use super::{Engine, MultiRow};
use crate::http::error::Answer;
use crate::secret::Secret;

/// So much text is sent at once, give or take a row.
const PIECE: usize = 1 << 18;

/// A connection of its own that only fills tables.
pub struct Copying(PgConnection);

impl Copying {
    /// To the database at an address; `None` for SQLite, which is quicker another way.
    pub async fn to(address: &Secret) -> Result<Option<Self>, sqlx::Error> {
        if Engine::of(address.reveal()) != Some(Engine::Postgres) {
            return Ok(None);
        }
        let mut conn = PgConnection::connect(address.reveal()).await?;
        // Nobody is told of a part: who fills a database either comes to the end or begins again.
        conn.execute("set synchronous_commit = off").await?;
        Ok(Some(Self(conn)))
    }

    /// Writes tables in their order, in one transaction; one that comes again goes with the first of its rows.
    ///
    /// The end of each stream costs a round trip of 40 ms where the network gathers small packets: few and long ones
    /// are quick.
    pub async fn write(&mut self, tables: Vec<Table<'_>>) -> Answer<()> {
        let mut streams = Vec::<(MultiRow, Vec<Rows>)>::new();
        for table in tables {
            let (into, rows) = table.made()?;
            match streams.iter_mut().find(|(known, _)| known.before == into.before) {
                Some((_, more)) => more.push(rows),
                None => streams.push((into, vec![rows])),
            }
        }
        let mut tx = self.0.begin().await?;
        for (into, rows) in streams {
            let mut copy = tx.copy_in_raw(&into.copy()).await?;
            let mut text = String::with_capacity(PIECE + PIECE / 4);
            for row in rows.into_iter().flatten() {
                line(&row, &mut text);
                if text.len() >= PIECE {
                    copy.send(text.as_bytes()).await?;
                    text.clear();
                }
            }
            copy.send(text.as_bytes()).await?;
            copy.finish().await?;
        }
        Ok(tx.commit().await?)
    }
}

/// Adds a row as `COPY` reads it: values between tabs, `\N` for none.
fn line(row: &[Value], out: &mut String) {
    for (n, value) in row.iter().enumerate() {
        if n > 0 {
            out.push('\t');
        }
        match value {
            Value::Text(text) | Value::MaybeText(Some(text)) => escaped(text, out),
            Value::Int(number) | Value::MaybeInt(Some(number)) => {
                let _ = write!(out, "{number}");
            }
            Value::MaybeBytes(Some(bytes)) => {
                out.push_str("\\\\x");
                for byte in bytes {
                    let _ = write!(out, "{byte:02x}");
                }
            }
            Value::MaybeInt(None) | Value::MaybeText(None) | Value::MaybeBytes(None) => out.push_str("\\N"),
        }
    }
    out.push('\n');
}

fn escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_line_whatever_it_says() {
        let row = [
            Value::Text("漏水\t\\N\r\n第二行".to_owned()),
            Value::Int(-7),
            Value::MaybeInt(None),
            Value::MaybeText(Some(String::new())),
            Value::MaybeBytes(Some(vec![0, 255, 92])),
        ];
        let mut text = String::new();
        line(&row, &mut text);
        assert_eq!(text, "漏水\\t\\\\N\\r\\n第二行\t-7\t\\N\t\t\\\\x00ff5c\n");
    }
}
