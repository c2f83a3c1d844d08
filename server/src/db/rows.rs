//! Reading columns: by position, with a plain error when the store holds what it never should.

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::http::error::{Answer, Failure};

/// The text in a column.
pub fn text(row: &AnyRow, at: usize) -> Answer<String> {
    Ok(row.try_get(at)?)
}

/// The text in a column that may be null.
pub fn maybe_text(row: &AnyRow, at: usize) -> Answer<Option<String>> {
    Ok(row.try_get(at)?)
}

/// The bytes in a column that may be null.
pub fn maybe_bytes(row: &AnyRow, at: usize) -> Answer<Option<Vec<u8>>> {
    Ok(row.try_get(at)?)
}

/// The number in a column.
pub fn int(row: &AnyRow, at: usize) -> Answer<i64> {
    Ok(row.try_get(at)?)
}

/// The number in a column that may be null.
pub fn maybe_int(row: &AnyRow, at: usize) -> Answer<Option<i64>> {
    Ok(row.try_get(at)?)
}

/// The flag in a column.
pub fn flag(row: &AnyRow, at: usize) -> Answer<bool> {
    Ok(int(row, at)? != 0)
}

/// The value that a column's text stands for: an id or a word.
pub fn parsed<T: std::str::FromStr>(row: &AnyRow, at: usize) -> Answer<T> {
    let text = text(row, at)?;
    text.parse().map_err(|_| Failure::internal(format!("stored value {text:?} in column {at} does not read")))
}

/// The value that a column's JSON stands for.
pub fn json<T: serde::de::DeserializeOwned>(row: &AnyRow, at: usize) -> Answer<T> {
    Ok(serde_json::from_str(&text(row, at)?)?)
}

/// The word in a column, by the list it is of.
pub fn word<T>(row: &AnyRow, at: usize, read: fn(&str) -> Option<T>) -> Answer<T> {
    let text = text(row, at)?;
    read(&text).ok_or_else(|| Failure::internal(format!("stored word {text:?} in column {at} is unknown")))
}
