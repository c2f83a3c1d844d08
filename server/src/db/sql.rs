//! SQL texts with their values, counted: a missing bind would be NULL on SQLite without a word.
//!
//! [`Sql`] is a text that grows piece by piece; each value takes the next `$n`. [`MultiRow`] is one statement for
//! many rows in a few fixed sizes, so that prepared statements are found again.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, Arguments as _, AssertSqlSafe, Encode, Executor, Row, Type};

use super::Engine;

/// A statement with its values.
pub struct Sql {
    text: Cow<'static, str>,
    values: AnyArguments,
    bad_value: Option<sqlx::Error>,
}

/// A statement that begins with this text, in which `$1`, `$2`, … stand for the values to come.
pub fn sql(text: &'static str) -> Sql {
    Sql { text: Cow::Borrowed(text), values: AnyArguments::default(), bad_value: None }
}

impl Sql {
    /// The next value of a text that names it already.
    #[must_use]
    pub fn bind<'t, T: Encode<'t, Any> + Type<Any>>(mut self, value: T) -> Self {
        if let Err(error) = self.values.add(value) {
            self.bad_value = Some(sqlx::Error::Encode(error));
        }
        self
    }

    /// More text.
    #[must_use]
    pub fn then(mut self, text: &'static str) -> Self {
        self.text.to_mut().push_str(text);
        self
    }

    /// A value where the text stands now.
    #[must_use]
    pub fn value<'t, T: Encode<'t, Any> + Type<Any>>(self, value: T) -> Self {
        let mut with = self.bind(value);
        let n = with.values.len();
        let _ = write!(with.text.to_mut(), "${n}");
        with
    }

    /// Values in brackets, as `($3, $4)`; none at all give `(NULL)`, which nothing equals.
    ///
    /// The last value is repeated up to a power of two, so that lists of any length make few different texts and
    /// prepared statements are found again.
    #[must_use]
    pub fn list<'t, T: Encode<'t, Any> + Type<Any> + Clone>(
        self,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let mut values: Vec<T> = values.into_iter().collect();
        let Some(last) = values.last().cloned() else { return self.then("(NULL)") };
        values.resize(values.len().next_power_of_two(), last);
        let mut with = self.then("(");
        for (n, value) in values.into_iter().enumerate() {
            with = with.then(if n == 0 { "" } else { ", " }).value(value);
        }
        with.then(")")
    }

    fn ready(self) -> Result<sqlx::query::Query<'static, Any, AnyArguments>, sqlx::Error> {
        if let Some(error) = self.bad_value {
            return Err(error);
        }
        let named = highest_placeholder(&self.text);
        if named != self.values.len() {
            let text = format!("{named} values named, {} given: {}", self.values.len(), self.text);
            return Err(sqlx::Error::Protocol(text));
        }
        // The text consists of literals and placeholders: `then` and `sql` take nothing else.
        Ok(match self.text {
            Cow::Borrowed(text) => sqlx::query_with(text, self.values),
            Cow::Owned(text) => sqlx::query_with(AssertSqlSafe(text), self.values),
        })
    }

    /// Runs it; answers how many rows it touched.
    pub async fn run<'c>(self, on: impl Executor<'c, Database = Any>) -> Result<u64, sqlx::Error> {
        Ok(self.ready()?.execute(on).await?.rows_affected())
    }

    /// All its rows.
    pub async fn rows<'c>(self, on: impl Executor<'c, Database = Any>) -> Result<Vec<AnyRow>, sqlx::Error> {
        self.ready()?.fetch_all(on).await
    }

    /// Its first row, if there is one.
    pub async fn row<'c>(self, on: impl Executor<'c, Database = Any>) -> Result<Option<AnyRow>, sqlx::Error> {
        self.ready()?.fetch_optional(on).await
    }

    /// The number in its only row and column, as a count.
    pub async fn number<'c>(self, on: impl Executor<'c, Database = Any>) -> Result<i64, sqlx::Error> {
        self.ready()?.fetch_one(on).await?.try_get(0)
    }
}

/// The highest `$n` in the text.
fn highest_placeholder(text: &str) -> usize {
    let number = |part: &str| {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        part.get(..digits).and_then(|d| d.parse().ok()).unwrap_or(0)
    };
    text.split('$').skip(1).map(number).max().unwrap_or(0)
}

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
}

/// How many rows a statement takes: few sizes, so that prepared statements are found again.
const SIZES: [usize; 9] = [256, 128, 64, 32, 16, 8, 4, 2, 1];

/// The texts of [`MultiRow`]s by their beginning, number of rows and engine.
type Texts = HashMap<(&'static str, usize, Engine), Arc<str>>;

/// There are few, and each is long.
static TEXTS: LazyLock<Mutex<Texts>> = LazyLock::new(Mutex::default);

impl MultiRow {
    /// Writes the rows in as few statements as the sizes allow. Rows must be sorted by key and have no key twice.
    pub async fn write(
        self,
        rows: Vec<Vec<Value>>,
        conn: &mut sqlx::AnyConnection,
    ) -> Result<(), sqlx::Error> {
        let engine = Engine::behind(conn);
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let size = SIZES.into_iter().find(|s| *s <= rows.len()).unwrap_or(1);
            let mut values = AnyArguments::default();
            for value in rows.by_ref().take(size).flatten() {
                let added = match value {
                    Value::Text(text) => values.add(text),
                    Value::Int(n) => values.add(n),
                    Value::MaybeInt(n) => values.add(n),
                    Value::MaybeText(text) => values.add(text),
                };
                added.map_err(sqlx::Error::Encode)?;
            }
            if values.len() != size * self.width {
                let text = format!("{} values in {size} rows of {}", values.len(), self.width);
                return Err(sqlx::Error::Protocol(text));
            }
            // The text consists of literals and placeholders.
            let text = AssertSqlSafe(self.text(size, engine));
            sqlx::query_with(text, values).execute(&mut *conn).await?;
        }
        Ok(())
    }

    fn text(self, rows: usize, engine: Engine) -> Arc<str> {
        let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
        let text =
            texts.entry((self.before, rows, engine)).or_insert_with(|| self.spell(rows, engine).into());
        Arc::clone(text)
    }

    fn spell(self, rows: usize, engine: Engine) -> String {
        let mut out = String::with_capacity(self.before.len() + self.after.len() + rows * self.width * 6);
        out.push_str(self.before);
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
