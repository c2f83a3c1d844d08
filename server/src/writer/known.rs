//! The commands that were carried out: a repetition is recognised by its id, and answered without doing it twice.

use std::collections::HashMap;

use sqlx::AnyConnection;
use steward_core::ids::{CommandId, TicketId};
use steward_core::time::Instant;

use super::ask::Ask;
use super::batch::Passed;
use crate::db::many::{MultiRow, Rows, Value};
use crate::db::{rows, sql};
use crate::http::error::Answer;

/// Notes commands.
pub(super) const INSERT: MultiRow = MultiRow {
    before: "insert into commands (id, fingerprint, ticket_id, forgotten_at) values ",
    width: 4,
    after: "",
};
/// How many are forgotten in one transaction: others wait for the writer meanwhile.
const TOGETHER: i64 = 2_000;

/// A command that was carried out.
pub(super) struct Known {
    /// Of what was sent then.
    pub(super) fingerprint: String,
    /// The ticket that it was about.
    pub(super) ticket: TicketId,
}

/// Those of these commands that were carried out before.
pub(super) async fn load(conn: &mut AnyConnection, asks: &[Ask]) -> Answer<HashMap<CommandId, Known>> {
    let found = sql("select id, fingerprint, ticket_id from commands where id in ")
        .list(asks.iter().map(|a| a.id.as_str()))
        .rows(conn)
        .await?;
    let known = |row| {
        let known = Known { fingerprint: rows::text(row, 1)?, ticket: rows::parsed(row, 2)? };
        Ok((rows::parsed(row, 0)?, known))
    };
    found.iter().map(known).collect()
}

/// What was carried out now, in the order of its ids.
pub(super) fn noted(passed: &[(&Ask, &Passed)]) -> Rows {
    let mut fresh: Vec<_> = passed.iter().filter(|(_, passed)| !passed.repeated).collect();
    fresh.sort_unstable_by_key(|(ask, _)| &ask.id);
    let row = |(ask, passed): &(&Ask, &Passed)| {
        vec![
            Value::Text(ask.id.to_string()),
            Value::Text(ask.fingerprint.clone()),
            Value::Text(passed.ticket.to_string()),
            Value::MaybeInt(ask.recognised.until(ask.at).map(Instant::millis)),
        ]
    };
    fresh.into_iter().map(row).collect()
}

/// Forgets some of those that nobody sends again; whether there may be more.
pub async fn forget(conn: &mut AnyConnection, now: Instant) -> Answer<bool> {
    let gone = sql("delete from commands where id in \
        (select id from commands where forgotten_at < $1 order by forgotten_at limit $2)")
    .bind(now.millis())
    .bind(TOGETHER)
    .run(conn)
    .await?;
    Ok(i64::try_from(gone).is_ok_and(|gone| gone == TOGETHER))
}
