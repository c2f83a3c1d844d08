//! The outbox in the store: what waits, who has taken it, what became of it.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::ids::TicketId;
use steward_core::time::{Instant, Seconds};

use super::notice::Notice;
use crate::db::{Db, Sql, rows, sql};
use crate::http::error::Answer;
use crate::writer::Writer;

/// How many notices are under way at once.
const TOGETHER: i64 = 32;
/// How long they may be under way before somebody else sends them.
const LEASE: Seconds = Seconds(180);

/// A notice that was taken to be sent.
pub(super) struct Taken {
    /// Its id, the same for every try.
    pub(super) id: String,
    /// The way it goes.
    pub(super) channel: String,
    /// How often it was tried.
    pub(super) tries: i64,
    /// The notice, or why it cannot be read.
    pub(super) notice: Result<Notice, String>,
}

/// What became of one.
pub(super) enum Fate {
    /// It went out.
    Done,
    /// It is replaced by one for each address.
    Split(Vec<Notice>),
    /// It did not go out, and is tried again then.
    Again(String, Instant),
    /// It is given up.
    Dead(String),
}

/// When the first waiting notice is due, or free again.
pub(super) async fn next(db: &Db, channels: &[&'static str], now: Instant) -> Answer<Option<Instant>> {
    let query = sql("select min(case when lease_until > due_at and lease_until <= ")
        .value(longest(now))
        .then(" then lease_until else due_at end) from outbox where done_at is null and dead_at is null and channel in ");
    let row = query.list(channels.iter().copied()).row(&db.read).await?;
    Ok(row.map(|row| rows::maybe_int(&row, 0)).transpose()?.flatten().map(Instant::from_millis))
}

/// A lease that ends later was taken before the clock was set back, and is none.
fn longest(now: Instant) -> i64 {
    (now + LEASE + LEASE).millis()
}

/// Takes what is due.
pub(super) async fn take(writer: &Writer, channels: Vec<&'static str>, now: Instant) -> Answer<Vec<Taken>> {
    writer
        .run(move |conn| {
            Box::pin(async move {
                // Said twice: on PostgreSQL a second server waits for the first one's rows and then looks again.
                let query = sql("update outbox set lease_until = ").value((now + LEASE).millis());
                let query = query.then(
                    " where done_at is null and dead_at is null and id in (select id from outbox \
                where done_at is null and dead_at is null and due_at <= ",
                );
                let query = free(query.value(now.millis()), now).then(" and channel in ").list(channels);
                let query = query.then(" order by due_at, id limit ").value(TOGETHER);
                let query = free(query.then(")"), now);
                let found = query.then(" returning id, channel, tries, body").rows(conn).await?;
                found.iter().map(one).collect()
            })
        })
        .await
}

/// … that nobody else has taken.
fn free(query: Sql, now: Instant) -> Sql {
    let query = query.then(" and (lease_until <= ").value(now.millis());
    query.then(" or lease_until > ").value(longest(now)).then(")")
}

fn one(row: &AnyRow) -> Answer<Taken> {
    let body = rows::text(row, 3)?;
    Ok(Taken {
        id: rows::text(row, 0)?,
        channel: rows::text(row, 1)?,
        tries: rows::int(row, 2)?,
        notice: serde_json::from_str(&body).map_err(|e| format!("unreadable: {e}")),
    })
}

/// Writes down what became of each.
pub(super) async fn settle(writer: &Writer, fates: Vec<(Taken, Fate)>, now: Instant) -> Answer<()> {
    writer
        .run(move |conn| {
            Box::pin(async move {
                for (taken, fate) in &fates {
                    settle_one(conn, taken, fate, now).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn settle_one(conn: &mut AnyConnection, taken: &Taken, fate: &Fate, now: Instant) -> Answer<()> {
    let (tries, now_ms) = (taken.tries + 1, now.millis());
    let id = taken.id.as_str();
    let query = match fate {
        Fate::Done | Fate::Split(_) => {
            sql("update outbox set tries = $1, done_at = $2, last_error = $3 where id = $4")
                .bind(tries)
                .bind(now_ms)
                .bind(String::new())
        }
        Fate::Again(cause, next) => {
            sql("update outbox set tries = $1, due_at = $2, lease_until = 0, last_error = $3 where id = $4")
                .bind(tries)
                .bind(next.millis())
                .bind(shortened(cause))
        }
        Fate::Dead(cause) => sql("update outbox set tries = $1, dead_at = $2, last_error = $3 where id = $4")
            .bind(tries)
            .bind(now_ms)
            .bind(shortened(cause)),
    };
    query.bind(id).run(&mut *conn).await?;
    let Fate::Split(each) = fate else { return Ok(()) };
    for (n, notice) in each.iter().enumerate() {
        sql("insert into outbox (id, project_id, ticket_id, seq, channel, body, due_at) \
            values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing")
        .bind(format!("{id}-{n}"))
        .bind(notice.project.as_str())
        .bind(notice.ticket.as_ref().map_or("", TicketId::as_str))
        .bind(i64::from(notice.seq))
        .bind(taken.channel.as_str())
        .bind(serde_json::to_string(notice)?)
        .bind(now_ms)
        .run(&mut *conn)
        .await?;
    }
    Ok(())
}

/// An error as it is kept: the first 300 characters on one line.
fn shortened(cause: &str) -> String {
    cause.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect()
}

/// Removes what was delivered before a time.
pub(super) async fn clean(writer: &Writer, before: Instant) -> Answer<()> {
    writer
        .run(move |conn| {
            Box::pin(async move {
                sql("delete from outbox where done_at < $1").bind(before.millis()).run(conn).await?;
                Ok(())
            })
        })
        .await
}
