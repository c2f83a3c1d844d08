//! Packs the histories of tickets that are over ([`crate::tickets::packed`]), once a day, a few in each transaction.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use steward_core::ids::{ProjectId, TicketId};
use steward_core::time::{Instant, Seconds};

use super::{Job, lease};
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::live::Change;
use crate::tickets::packed::{self, Packer};
use crate::tickets::store;

/// How many tickets one transaction packs at most: others wait for it.
pub const MOST: i64 = 50;
/// How long one transaction may take before another server takes over.
const LEASE: Seconds = Seconds(60);

/// The packing of one server.
pub struct Pack {
    app: App,
    node: String,
}

impl Pack {
    /// The packing of this server.
    pub const fn new(app: App, node: String) -> Self {
        Self { app, node }
    }
}

impl Job for Pack {
    const NAME: &'static str = "pack";

    async fn run(&self) -> Answer<Option<Instant>> {
        let mut place = Place::default();
        while !self.app.is_stopping() {
            let now = self.app.now();
            if !lease::take(self.app.writer(), Self::NAME, &self.node, now, LEASE).await? {
                return lease::until(self.app.db(), Self::NAME).await;
            }
            let step = self.app.writer().run(move |conn| Box::pin(step(conn, place, now, MOST))).await?;
            let Some(next) = step else { break };
            place = next;
        }
        lease::give_back(self.app.writer(), Self::NAME, &self.node).await?;
        Ok(Some(self.app.now() + Seconds::days(1)))
    }

    fn hears(&self, _: &Change, _: Option<Instant>) -> bool {
        false
    }
}

/// Up to where tickets were looked at: when the last one changed last, and which it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place(i64, String);

impl Default for Place {
    fn default() -> Self {
        Self(i64::MIN, String::new())
    }
}

/// Packs some of the tickets after a place whose time has come; answers where to go on, `None` at the end.
///
/// A ticket that is not the fold of its history stays as it is, and so does one that the log's readers still need:
/// the cockpit has not followed it yet, or the log ends with it.
pub async fn step(conn: &mut AnyConnection, after: Place, now: Instant, most: i64) -> Answer<Option<Place>> {
    let found = sql("select body, packed, id, updated_at from tickets where ended = 1 and body <> '' \
        and updated_at <= $1 and (updated_at > $2 or (updated_at = $3 and id > $4)) order by updated_at, id limit $5")
    .bind((now - packed::AFTER).millis())
    .bind(after.0)
    .bind(after.0)
    .bind(after.1)
    .bind(most)
    .rows(&mut *conn)
    .await?;
    let Some(last) = found.last() else { return Ok(None) };
    let place = Place(rows::int(last, 3)?, rows::text(last, 2)?);
    let free = sql("select min(position) from (select position from projections union all \
        select coalesce(max(position), 0) - 1 as position from events) known")
    .number(&mut *conn)
    .await?;
    let tickets = found.iter().map(store::read).collect::<Answer<Vec<_>>>()?;
    let ids: Vec<&TicketId> = tickets.iter().map(|ticket| &ticket.id).collect();
    let ends = ends(conn, &ids).await?;
    let mut packer = Packer::new()?;
    for ticket in &tickets {
        let (project, id) = (&ticket.said.project, &ticket.id);
        let followed = ends.get(id).is_none_or(|end| *end <= free);
        let events = store::history(conn, project, id).await?;
        let folded = steward_core::tickets::Ticket::fold(id.clone(), &events);
        if !packed::is_ripe(ticket, now) || !followed {
            continue;
        }
        if folded.as_ref() != Some(ticket) {
            tracing::warn!(ticket = %id, "is not the fold of its history and is not packed");
            continue;
        }
        keep(conn, project, id, packer.pack(&events)?).await?;
    }
    Ok(Some(place))
}

/// Where the histories of tickets end in the log.
async fn ends(conn: &mut AnyConnection, ids: &[&TicketId]) -> Answer<BTreeMap<TicketId, i64>> {
    let found =
        sql("select t.id, max(e.position) from tickets t join events e on e.project_id = t.project_id \
        and e.ticket_id = t.id where t.id in ")
        .list(ids.iter().map(|id| id.as_str()))
        .then(" group by t.id")
        .rows(conn)
        .await?;
    found.iter().map(|row| Ok((rows::parsed(row, 0)?, rows::int(row, 1)?))).collect()
}

async fn keep(conn: &mut AnyConnection, project: &ProjectId, id: &TicketId, history: Vec<u8>) -> Answer<()> {
    sql("update tickets set body = '', packed = $1 where project_id = $2 and id = $3")
        .bind(history)
        .bind(project.as_str())
        .bind(id.as_str())
        .run(&mut *conn)
        .await?;
    sql("delete from events where project_id = $1 and ticket_id = $2")
        .bind(project.as_str())
        .bind(id.as_str())
        .run(conn)
        .await?;
    Ok(())
}
