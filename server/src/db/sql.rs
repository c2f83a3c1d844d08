//! SQL texts with their values, counted: a missing bind would be NULL on SQLite without a word.
//!
//! [`Sql`] is a text that grows piece by piece; each value takes the next `$n`.

use std::borrow::Cow;
use std::fmt::Write as _;

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, Arguments as _, AssertSqlSafe, Encode, Executor, Row, Type};

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

    /// Values as a table of one column, which is called `column1`, as `(values ($3), ($4))`; with none at all one row of
    /// an empty one. A value may stand in it twice, for the reason that [`Self::list`] gives.
    #[must_use]
    pub fn table<'t, T: Encode<'t, Any> + Type<Any> + Clone + Default>(
        self,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let mut values: Vec<T> = values.into_iter().collect();
        let last = values.last().cloned().unwrap_or_default();
        values.resize(values.len().next_power_of_two(), last);
        let mut with = self.then("(values (");
        for (n, value) in values.into_iter().enumerate() {
            with = with.then(if n == 0 { "" } else { "), (" }).value(value);
        }
        with.then("))")
    }

    /// How SQLite would find the rows: a line for each table that it looks through.
    #[cfg(test)]
    pub async fn plan<'c>(
        mut self,
        on: impl Executor<'c, Database = Any>,
    ) -> Result<Vec<String>, sqlx::Error> {
        self.text = Cow::Owned(format!("explain query plan {}", self.text));
        self.rows(on).await?.iter().map(|row| row.try_get(3)).collect()
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
