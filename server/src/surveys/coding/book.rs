//! The code book in the store: every version stays.

use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::problem::{Code, Problem};
use steward_core::surveys::coding::CodeBook;
use steward_core::surveys::coding::api::EditBook;
use steward_core::time::Instant;

use crate::db::{rows, sql};
use crate::http::error::Answer;

/// The book that ships.
const STARTER: &str = include_str!("starter.json");

/// The book as it is now.
pub(super) async fn current(conn: &mut AnyConnection) -> Answer<CodeBook> {
    let row = sql("select body from code_books order by version desc limit 1").row(conn).await?;
    match row {
        Some(row) => rows::json(&row, 0),
        None => Ok(serde_json::from_str(STARTER)?),
    }
}

/// Makes the next version.
pub(super) async fn edit(
    conn: &mut AnyConnection,
    actor: &Actor,
    edit: EditBook,
    now: Instant,
) -> Answer<CodeBook> {
    let book = current(conn).await?;
    if book.version != edit.expected_version {
        let same = book.version == edit.expected_version.saturating_add(1) && book.codes == edit.codes;
        return if same {
            Ok(book)
        } else {
            Err(Problem::new(Code::Conflict).with("seq", book.version).into())
        };
    }
    let next = book.follow(edit.codes).map_err(Problem::invalid)?;
    sql("insert into code_books (version, at, person_id, body) values ($1, $2, $3, $4)")
        .bind(i64::from(next.version))
        .bind(now.millis())
        .bind(actor.person.as_str())
        .bind(serde_json::to_string(&next)?)
        .run(conn)
        .await?;
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_that_ships_can_be_used() {
        let book: CodeBook = serde_json::from_str(STARTER).unwrap();
        assert_eq!(book.check(), []);
        assert!(book.codes.iter().all(|code| !code.name.en.is_empty()));
        assert!(book.codes.iter().any(|code| code.indicator.is_empty()));
    }
}
