//! Following the log. Each step is one transaction, and a step that is repeated after a crash finds nothing left to add.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use sqlx::AnyConnection;
use steward_core::cockpit::buckets::{Changes, Home};
use steward_core::cockpit::counted::{Beside, Counted, Neighbour, counted};
use steward_core::day::Day;
use steward_core::ids::{ProjectId, TicketId};
use steward_core::tickets::Ticket;

use super::anew::Place;
use super::neighbours::ByHome;
use super::{kept, neighbours, sums};
use crate::db::many::{self, Rows, Table};
use crate::db::{Db, MultiRow, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::owners::date;
use crate::tickets::store;
use crate::writer::Writer;

/// How many events one step usually takes.
pub const MOST: i64 = 500;

/// The kind of event that may change what a ticket is about.
const MAY_REGRADE: &str = "accepted";

/// Tickets to which something happened, each with whether it may be about something else since.
pub(super) type Happened = BTreeMap<TicketId, bool>;

/// Where the projection stands.
#[derive(PartialEq, Eq)]
pub(super) struct Standing {
    /// The place in the log up to which it has followed.
    pub(super) position: i64,
    /// Of the sums that are read.
    pub(super) generation: i64,
    /// Of those that are being made anew.
    pub(super) remaking: Option<i64>,
    /// Up to where tickets count in those.
    pub(super) remade_to: Place,
}

/// Reads it and keeps everybody else out until the end of the transaction.
pub(super) async fn lock(conn: &mut AnyConnection) -> Answer<Standing> {
    sql("update projections set position = position where name = 'cockpit'").run(&mut *conn).await?;
    standing(conn).await
}

async fn standing(conn: &mut AnyConnection) -> Answer<Standing> {
    let query =
        sql("select position, generation, remaking, remade_to from projections where name = 'cockpit'");
    let row = query.row(conn).await?.ok_or_else(|| Failure::internal("the cockpit's projection is gone"))?;
    Ok(Standing {
        position: rows::int(&row, 0)?,
        generation: rows::int(&row, 1)?,
        remaking: rows::maybe_int(&row, 2)?,
        remade_to: Place::parse(&rows::text(&row, 3)?),
    })
}

/// Follows the log by one step of so many events at most; whether more may wait.
///
/// What tickets add is read and computed beside the writer, which only writes it down: nobody waits for that.
pub async fn follow(db: &Db, writer: &Writer, most: i64) -> Answer<bool> {
    let step = read(&mut *db.moment().await?, most).await?;
    let Some(step) = step else { return Ok(false) };
    writer.run(|conn| Box::pin(write(conn, step))).await
}

/// What one step writes down.
pub struct Step {
    /// From where it was taken: it counts only as long as nothing has moved.
    from: Standing,
    /// The last event that it looked at.
    last: i64,
    /// Sums, and what tickets add.
    tables: [(MultiRow, Rows); 3],
    /// Whether more events may wait.
    more: bool,
}

/// Looks at the next events, so many at most; `None` at the end of the log.
pub async fn read(conn: &mut AnyConnection, most: i64) -> Answer<Option<Step>> {
    let from = standing(conn).await?;
    let found =
        sql("select ticket_id, position, kind from events where position > $1 order by position limit $2")
            .bind(from.position)
            .bind(most)
            .rows(&mut *conn)
            .await?;
    let Some(last) = found.last() else { return Ok(None) };
    let last = rows::int(last, 1)?;
    let mut happened = Happened::new();
    for row in &found {
        let regraded = rows::text(row, 2)? == MAY_REGRADE;
        *happened.entry(rows::parsed(row, 0)?).or_default() |= regraded;
    }
    let looked = look(conn, &happened, Reach::Neighbours).await?;
    let sums = sums::changed(conn, from.generation, changes(&looked)).await?;
    let mut anew = Rows::new();
    if let Some(remaking) = from.remaking {
        // The others are still to come there.
        let remade = from.remade_to.among(conn, looked.iter().map(|one| &one.ticket)).await?;
        let remade = changes(looked.iter().filter(|one| remade.contains(&one.ticket)));
        anew = sums::changed(conn, remaking, remade).await?;
    }
    let tables = [(sums::WRITE, sums), (sums::WRITE, anew), (kept::KEEP, changed(&looked))];
    Ok(Some(Step { from, last, tables, more: i64::try_from(found.len()).is_ok_and(|n| n == most) }))
}

/// Writes a step down, unless it was taken from elsewhere than where the projection stands by now; whether more may
/// wait.
pub async fn write(conn: &mut AnyConnection, step: Step) -> Answer<bool> {
    if lock(conn).await? != step.from {
        return Ok(true);
    }
    let tables = step.tables.into_iter().map(|(into, rows)| Table::new(into, || Ok(rows)));
    many::write(tables.collect(), conn).await?;
    sql("update projections set position = $1 where name = 'cockpit'").bind(step.last).run(conn).await?;
    Ok(step.more)
}

/// What changes when these count as they are now.
pub(super) fn changes<'l>(looked: impl IntoIterator<Item = &'l Looked>) -> Changes {
    let mut changes = Changes::default();
    for one in looked {
        changes.replace(&one.home, &one.before, &one.after);
    }
    changes
}

/// Whether anything happened that it has not looked at.
pub async fn is_behind(db: &Db) -> Answer<bool> {
    let behind = sql("select count(*) from projections where name = 'cockpit' \
        and position < (select coalesce(max(position), 0) from events)");
    Ok(behind.number(&db.read).await? > 0)
}

/// Which tickets are looked at beside those named.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// None.
    Themselves,
    /// Those of the same home about that time, of which they may say something else now (R19, R20).
    Neighbours,
}

/// A ticket with what it added before and what it adds now.
pub(super) struct Looked {
    /// Where it belongs.
    pub(super) home: Home,
    /// Which it is.
    pub(super) ticket: TicketId,
    /// What it added.
    pub(super) before: Counted,
    /// What it adds.
    pub(super) after: Counted,
}

/// What a ticket adds, beside those of its home.
pub(super) fn adds(ticket: &Ticket, beside: &ByHome, zone: Tz) -> Counted {
    let own = Neighbour::from(ticket);
    let of_home = own.household.as_ref().and_then(|home| beside.get(home));
    let beside = Beside::among(&own, of_home.into_iter().flatten().map(|(_, other)| other));
    counted(ticket, beside, |at| Day(date(zone, at)))
}

/// Looks at tickets as they stand now.
pub(super) async fn look(conn: &mut AnyConnection, happened: &Happened, reach: Reach) -> Answer<Vec<Looked>> {
    let mut tickets = store::load(conn, &happened.keys().collect::<Vec<_>>()).await?;
    let beside = neighbours::of(conn, &tickets).await?;
    if reach == Reach::Neighbours {
        let mut more = BTreeSet::new();
        for ticket in &tickets {
            let changed = Neighbour::from(ticket);
            let of_home = changed.household.as_ref().and_then(|home| beside.get(home));
            let regraded = happened.get(&ticket.id).copied().unwrap_or_default();
            let near = of_home.into_iter().flatten().filter(|(id, _)| !happened.contains_key(id));
            more.extend(near.filter(|(_, other)| other.hears_of(&changed, regraded)).map(|(id, _)| id));
        }
        if !more.is_empty() {
            tickets.extend(store::load(conn, &more.into_iter().collect::<Vec<_>>()).await?);
        }
    }
    let all: Vec<&TicketId> = tickets.iter().map(|ticket| &ticket.id).collect();
    let mut before = kept::load(conn, &all).await?;
    let projects = tickets.iter().map(|ticket| ticket.said.project.as_str()).collect();
    let places = places(conn, projects).await?;
    let look = |ticket: Ticket| {
        let place = places.get(&ticket.said.project);
        let (home, zone) = place.ok_or_else(|| Failure::internal("a ticket of no project"))?;
        let after = adds(&ticket, &beside, *zone);
        let before = before.remove(&ticket.id).unwrap_or_default();
        Ok(Looked { home: home.clone(), ticket: ticket.id, before, after })
    };
    tickets.into_iter().map(look).collect()
}

/// The region and the zone of each project concerned.
pub(super) async fn places(
    conn: &mut AnyConnection,
    projects: BTreeSet<&str>,
) -> Answer<BTreeMap<ProjectId, (Home, Tz)>> {
    let found =
        sql("select id, region_id, zone from projects where id in ").list(projects).rows(conn).await?;
    let place = |row| {
        let project: ProjectId = rows::parsed(row, 0)?;
        let home = Home { region: rows::parsed(row, 1)?, project: project.clone() };
        Ok((project, (home, rows::parsed(row, 2)?)))
    };
    found.iter().map(place).collect()
}

/// The rows of what tickets add now, where that is something else than before.
pub(super) fn changed(looked: &[Looked]) -> Rows {
    let mut changed: Vec<&Looked> = looked.iter().filter(|one| one.before != one.after).collect();
    changed.sort_by(|a, b| (&a.home.project, &a.ticket).cmp(&(&b.home.project, &b.ticket)));
    changed.iter().map(|one| kept::row(&one.home.project, &one.ticket, &one.after)).collect()
}
