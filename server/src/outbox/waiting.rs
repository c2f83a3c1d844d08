//! What waits in the outbox or was given up, for whoever looks after the server.

use steward_core::time::Instant;

use crate::db::{Db, rows, sql};
use crate::http::error::Answer;
use crate::writer::Writer;

/// How many are listed.
const MOST: i64 = 1000;

/// A notice that is not delivered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Its id.
    pub id: String,
    /// Its way.
    pub channel: String,
    /// Its ticket.
    pub ticket: String,
    /// How often it was tried.
    pub tries: i64,
    /// When it is tried next.
    pub due_at: Instant,
    /// When it was given up.
    pub dead_at: Option<Instant>,
    /// Why the last try failed.
    pub last_error: String,
}

/// Everything that is not delivered, what was given up first, the first thousand.
pub async fn list(db: &Db) -> Answer<Vec<Waiting>> {
    let found = sql("select id, channel, ticket_id, tries, due_at, dead_at, last_error from outbox \
        where done_at is null order by case when dead_at is null then 1 else 0 end, due_at, id limit $1")
    .bind(MOST)
    .rows(&db.read)
    .await?;
    let one = |row| {
        Ok(Waiting {
            id: rows::text(row, 0)?,
            channel: rows::text(row, 1)?,
            ticket: rows::text(row, 2)?,
            tries: rows::int(row, 3)?,
            due_at: Instant::from_millis(rows::int(row, 4)?),
            dead_at: rows::maybe_int(row, 5)?.map(Instant::from_millis),
            last_error: rows::text(row, 6)?,
        })
    };
    found.iter().map(one).collect()
}

/// Lets one notice that was given up, or all, be tried again from the start; answers how many.
pub async fn retry(writer: &Writer, id: Option<String>, now: Instant) -> Answer<u64> {
    writer
        .run(move |conn| {
            Box::pin(async move {
                let query = sql("update outbox set dead_at = null, tries = 0, lease_until = 0, due_at = ")
                    .value(now.millis())
                    .then(" where dead_at is not null");
                let query = match id {
                    Some(id) => query.then(" and id = ").value(id),
                    None => query,
                };
                Ok(query.run(conn).await?)
            })
        })
        .await
}
