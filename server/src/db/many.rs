//! Many rows in few statements, table by table: what the writer's transactions consist of.
//!
//! A [`MultiRow`] is written in a few fixed sizes, so that prepared statements are found again. The values of a
//! statement are made while the one before it runs. Whoever gets an error gives up the transaction or savepoint around
//! it: a statement that fails may have written some of its rows.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use futures_util::future::join;
use sqlx::any::AnyArguments;
use sqlx::{AnyConnection, Arguments as _, AssertSqlSafe};

use super::Engine;
use crate::http::error::Answer;

/// One statement for many rows: `insert into … values (…), (…) on conflict …`.
#[derive(Clone, Copy, Debug)]
pub struct MultiRow {
    /// Up to and including `values `.
    pub before: &'static str,
    /// Values in a row.
    pub width: usize,
    /// After the last row, as ` on conflict …`; may be empty.
    pub after: &'static str,
}

/// One value of a [`MultiRow`].
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number, an instant in milliseconds or a flag.
    Int(i64),
    /// A number that may be missing.
    MaybeInt(Option<i64>),
    /// A text that may be missing.
    MaybeText(Option<String>),
    /// Bytes that may be missing.
    MaybeBytes(Option<Vec<u8>>),
}

/// Rows of one table, sorted by key, no key twice.
pub type Rows = Vec<Vec<Value>>;

/// A table and its rows, which are made when their turn comes.
pub struct Table<'a> {
    into: MultiRow,
    rows: Box<dyn FnOnce() -> Answer<Rows> + Send + 'a>,
}

impl<'a> Table<'a> {
    /// These rows into this table.
    pub fn new(into: MultiRow, rows: impl FnOnce() -> Answer<Rows> + Send + 'a) -> Self {
        Self { into, rows: Box::new(rows) }
    }

    /// Makes the rows.
    pub(super) fn made(self) -> Answer<(MultiRow, Rows)> {
        Ok((self.into, (self.rows)()?))
    }
}

/// Writes tables in their order.
pub async fn write(tables: Vec<Table<'_>>, conn: &mut AnyConnection) -> Answer<()> {
    let mut statements = Statements { engine: Engine::behind(conn), tables: tables.into_iter(), begun: None };
    let mut ready = statements.next()?;
    while let Some((text, values)) = ready {
        // The text consists of literals and placeholders.
        let running = sqlx::query_with(AssertSqlSafe(text), values).execute(&mut *conn);
        let (ran, next) = join(running, async { statements.next() }).await;
        ran?;
        ready = next?;
    }
    Ok(())
}

/// How many rows a statement takes: few sizes, so that prepared statements are found again.
const SIZES: [usize; 9] = [256, 128, 64, 32, 16, 8, 4, 2, 1];

/// The statements that are still to be run.
struct Statements<'a> {
    engine: Engine,
    tables: std::vec::IntoIter<Table<'a>>,
    begun: Option<(MultiRow, std::vec::IntoIter<Vec<Value>>)>,
}

impl Statements<'_> {
    /// The next statement with its values.
    fn next(&mut self) -> Answer<Option<(Arc<str>, AnyArguments)>> {
        loop {
            if let Some((into, rows)) = &mut self.begun
                && let Some(size) = SIZES.into_iter().find(|size| *size <= rows.len())
            {
                let values = into.values(rows.by_ref().take(size), size)?;
                return Ok(Some((into.text(size, self.engine), values)));
            }
            let Some(table) = self.tables.next() else { return Ok(None) };
            self.begun = Some((table.into, (table.rows)()?.into_iter()));
        }
    }
}

/// The texts of [`MultiRow`]s by their beginning, number of rows and engine.
type Texts = HashMap<(&'static str, usize, Engine), Arc<str>>;

/// There are few, and each is long.
static TEXTS: LazyLock<Mutex<Texts>> = LazyLock::new(Mutex::default);

impl MultiRow {
    /// The statement after which its rows follow as text; for PostgreSQL, and for rows that are all new.
    pub(super) fn copy(self) -> String {
        let into = self.before.trim_start_matches("insert into ").trim_end_matches(" values ");
        format!("copy {into} from stdin")
    }

    fn values(
        self,
        rows: impl Iterator<Item = Vec<Value>>,
        size: usize,
    ) -> Result<AnyArguments, sqlx::Error> {
        let mut values = AnyArguments::default();
        values.reserve(size * self.width, 0);
        for value in rows.flatten() {
            let added = match value {
                Value::Text(text) => values.add(text),
                Value::Int(n) => values.add(n),
                Value::MaybeInt(n) => values.add(n),
                Value::MaybeText(text) => values.add(text),
                Value::MaybeBytes(bytes) => values.add(bytes),
            };
            added.map_err(sqlx::Error::Encode)?;
        }
        if values.len() == size * self.width {
            Ok(values)
        } else {
            let text = format!("{} values in {size} rows of {}", values.len(), self.width);
            Err(sqlx::Error::Protocol(text))
        }
    }

    fn text(self, rows: usize, engine: Engine) -> Arc<str> {
        let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
        let text =
            texts.entry((self.before, rows, engine)).or_insert_with(|| self.spell(rows, engine).into());
        Arc::clone(text)
    }

    fn spell(self, rows: usize, engine: Engine) -> String {
        let mut out = String::with_capacity(self.before.len() + self.after.len() + rows * self.width * 6);
        out.push_str(&engine.insert(self.before));
        for row in 0..rows {
            out.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..self.width {
                out.push_str(if column == 0 { "" } else { ", " });
                engine.place(row * self.width + column + 1, &mut out);
            }
            out.push(')');
        }
        out.push_str(self.after);
        out
    }
}
