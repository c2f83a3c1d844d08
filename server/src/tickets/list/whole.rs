//! A list from its first row to its last, for whoever writes it down: the same view, filters and permission, read page
//! after page in one moment of the store.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::Actor;
use steward_core::tickets::Ticket;
use steward_core::tickets::api::{ListQuery, View};
use steward_core::tickets::redact::ticket_for;
use steward_core::time::Instant;

use super::{Order, end, filters, in_view, place};
use crate::db::{Sql, rows, sql};
use crate::http::error::Answer;
use crate::tickets::{store, visible};

/// How many tickets are read at once.
const TOGETHER: usize = 500;

/// A ticket as the viewer may see it, with its project's name and zone.
pub(in crate::tickets) struct Found {
    pub(in crate::tickets) ticket: Ticket,
    pub(in crate::tickets) project: String,
    pub(in crate::tickets) zone: chrono_tz::Tz,
}

/// What is listed, for whom, and when.
pub(in crate::tickets) struct Whole<'a> {
    pub(in crate::tickets) actor: &'a Actor,
    pub(in crate::tickets) query: &'a ListQuery,
    pub(in crate::tickets) now: Instant,
}

impl Whole<'_> {
    fn view(&self) -> View {
        self.query.view.unwrap_or(View::All)
    }

    fn wanted(&self, columns: &'static str) -> Sql {
        let query = sql(columns).then(" from tickets t join projects p on p.id = t.project_id where ");
        let query = in_view(visible::to(query, self.actor), self.view(), self.actor, self.now);
        filters(query, self.query, self.actor, self.now)
    }

    /// How many tickets there are, counted no further than one beyond `most`.
    pub(in crate::tickets) async fn count(&self, conn: &mut AnyConnection, most: u64) -> Answer<u64> {
        let most = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        let query = self.wanted("select count(*) from (select 1 as one").then(" limit ").value(most);
        super::count(query.then(") c").number(conn).await?)
    }

    /// The tickets after a place, in the list's order, and the place of the last of them; none after the last page.
    pub(in crate::tickets) async fn page(
        &self,
        conn: &mut AnyConnection,
        after: Option<&str>,
    ) -> Answer<(Vec<Found>, Option<String>)> {
        let by = Order::of(self.view());
        let mut query = self.wanted("select t.body, t.packed, t.id, p.name, t.next_due_at, p.zone");
        if let Some(after) = after {
            let (at, id) = place(after)?;
            let [beyond, same, then] = by.after();
            query = query.then(beyond).value(at).then(same).value(at).then(then).value(id).then("))");
        }
        let most = i64::try_from(TOGETHER).unwrap_or(i64::MAX);
        let found = query.then(by.sorted()).value(most).rows(conn).await?;
        let next = match found.last().filter(|_| found.len() == TOGETHER) {
            Some(row) => Some(end(row, by)?),
            None => None,
        };
        let one = |row: &AnyRow| {
            Ok(Found {
                ticket: ticket_for(store::read(row)?, self.actor.role),
                project: rows::text(row, 3)?,
                zone: rows::parsed(row, 5)?,
            })
        };
        Ok((found.iter().map(one).collect::<Answer<_>>()?, next))
    }
}
