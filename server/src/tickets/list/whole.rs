//! A list from its first row to its last, for whoever writes it down: the same view, filters and permission, read page
//! after page in one moment of the store.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::Actor;
use steward_core::tickets::Ticket;
use steward_core::tickets::api::ListQuery;
use steward_core::tickets::redact::ticket_for;
use steward_core::time::Instant;

use super::{By, List, end};
use crate::db::rows;
use crate::http::error::{Answer, Failure};
use crate::tickets::store;

/// How many tickets are read at once.
const TOGETHER: usize = 500;

/// A ticket as the viewer may see it, with its project's name and zone.
pub(in crate::tickets) struct Found {
    pub(in crate::tickets) ticket: Ticket,
    pub(in crate::tickets) project: String,
    pub(in crate::tickets) zone: chrono_tz::Tz,
}

/// What is listed.
pub(in crate::tickets) struct Whole<'a>(List<'a>);

impl<'a> Whole<'a> {
    /// What somebody sees of what is asked for, in the moment of `conn`.
    pub(in crate::tickets) async fn of(
        conn: &mut AnyConnection,
        actor: &'a Actor,
        query: &'a ListQuery,
        now: Instant,
    ) -> Answer<Self> {
        List::of(conn, actor, query, now).await.map(Self)
    }

    /// How many tickets there are, counted no further than one beyond `most`.
    pub(in crate::tickets) async fn count(&self, conn: &mut AnyConnection, most: u64) -> Answer<u64> {
        let most = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        u64::try_from(self.0.count(conn, most).await?).map_err(Failure::internal)
    }

    /// The tickets after a place, in the list's order, and the place of the last of them; none after the last page.
    pub(in crate::tickets) async fn page(
        &self,
        conn: &mut AnyConnection,
        after: Option<&str>,
    ) -> Answer<(Vec<Found>, Option<String>)> {
        let list = &self.0;
        let most = i64::try_from(TOGETHER).unwrap_or(i64::MAX);
        let found = list.rows(conn, By::Order, after, most).await?;
        let next = match found.last().filter(|_| found.len() == TOGETHER) {
            Some(row) => Some(end(row)?),
            None => None,
        };
        let one = |row: &AnyRow| {
            Ok(Found {
                ticket: ticket_for(store::read(row)?, list.actor.role),
                project: rows::text(row, 3)?,
                zone: rows::parsed(row, 5)?,
            })
        };
        Ok((found.iter().map(one).collect::<Answer<_>>()?, next))
    }
}
