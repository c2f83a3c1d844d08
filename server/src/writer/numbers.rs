//! The numbers of new tickets (工单号): counted through each day, over the whole group.

use std::collections::HashMap;

use sqlx::AnyConnection;
use steward_core::ids::TicketId;

use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};

/// The counters that a batch has taken from.
#[derive(Default)]
pub(super) struct Numbers {
    last: HashMap<String, i64>,
}

impl Numbers {
    /// The next number of a day, as `T20260915-0118`.
    pub(super) async fn next(&mut self, conn: &mut AnyConnection, date: &str) -> Answer<TicketId> {
        let last = match self.last.get(date) {
            Some(last) => *last,
            None => {
                let row = sql("select n from counters where name = $1").bind(name(date)).row(conn).await?;
                row.map_or(Ok(0), |row| rows::int(&row, 0))?
            }
        };
        self.last.insert(date.to_owned(), last + 1);
        format!("T{date}-{:04}", last + 1).parse().map_err(Failure::internal)
    }

    /// Keeps what was taken.
    pub(super) async fn write(&self, conn: &mut AnyConnection) -> Answer<()> {
        for (date, last) in &self.last {
            sql("insert into counters (name, n) values ($1, $2) on conflict (name) do update set n = excluded.n")
                .bind(name(date))
                .bind(*last)
                .run(&mut *conn)
                .await?;
        }
        Ok(())
    }
}

fn name(date: &str) -> String {
    format!("tickets-{date}")
}
