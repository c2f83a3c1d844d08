//! Following the log, and making everything anew. Each step is one transaction, and a step that is repeated after a crash
//! finds nothing left to add.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use sqlx::AnyConnection;
use steward_core::cockpit::buckets::{Changes, Home};
use steward_core::cockpit::counted::{Beside, Counted, Neighbour, SAME_MATTER_WITHIN, counted};
use steward_core::day::Day;
use steward_core::ids::{HouseholdId, ProjectId, TicketId};
use steward_core::tickets::{Category, Scenario, State, Ticket};
use steward_core::time::{Instant, Seconds};

use super::{kept, sums};
use crate::db::many::{self, Table};
use crate::db::{Db, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::owners::date;
use crate::tickets::store;

/// How many events, or tickets, one step usually takes.
pub const MOST: i64 = 500;

/// Where the projection stands.
struct Standing {
    position: i64,
    generation: i64,
    remaking: Option<i64>,
    remade_to: String,
}

/// Reads it and keeps everybody else out until the end of the transaction.
async fn lock(conn: &mut AnyConnection) -> Answer<Standing> {
    sql("update projections set position = position where name = 'cockpit'").run(&mut *conn).await?;
    let query =
        sql("select position, generation, remaking, remade_to from projections where name = 'cockpit'");
    let row = query.row(conn).await?.ok_or_else(|| Failure::internal("the cockpit's projection is gone"))?;
    Ok(Standing {
        position: rows::int(&row, 0)?,
        generation: rows::int(&row, 1)?,
        remaking: rows::maybe_int(&row, 2)?,
        remade_to: rows::text(&row, 3)?,
    })
}

/// Follows the log by one step of so many events at most; whether more may wait.
pub async fn follow(conn: &mut AnyConnection, most: i64) -> Answer<bool> {
    let standing = lock(conn).await?;
    let found = sql("select ticket_id, position from events where position > $1 order by position limit $2")
        .bind(standing.position)
        .bind(most)
        .rows(&mut *conn)
        .await?;
    let Some(last) = found.last() else { return Ok(false) };
    let last = rows::int(last, 1)?;
    let ids: BTreeSet<TicketId> = found.iter().map(|row| rows::parsed(row, 0)).collect::<Answer<_>>()?;
    let looked = look(conn, ids, Reach::Neighbours).await?;
    sums::add(conn, standing.generation, changes(&looked)).await?;
    if let Some(remaking) = standing.remaking {
        // The others are still to come there. Which come later, the store's own order says.
        let query = sql("select id from tickets where id <= ").value(&standing.remade_to).then(" and id in ");
        let found = query.list(looked.iter().map(|one| one.ticket.as_str())).rows(&mut *conn).await?;
        let remade: BTreeSet<TicketId> =
            found.iter().map(|row| rows::parsed(row, 0)).collect::<Answer<_>>()?;
        let remade = changes(looked.iter().filter(|one| remade.contains(&one.ticket)));
        sums::add(conn, remaking, remade).await?;
    }
    keep(conn, &looked).await?;
    sql("update projections set position = $1 where name = 'cockpit'").bind(last).run(conn).await?;
    Ok(i64::try_from(found.len()).is_ok_and(|n| n == most))
}

/// What changes when these count as they are now.
fn changes<'l>(looked: impl IntoIterator<Item = &'l Looked>) -> Changes {
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

/// How far making anew has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Remade {
    /// So many more tickets count anew.
    Tickets(i64),
    /// The new sums are the ones that are read now, and so many rows of old ones are left.
    Sums(i64),
    /// Nothing is left to do.
    All,
}

/// Begins to make all sums anew from the tickets, also when that was begun before.
pub async fn begin_anew(conn: &mut AnyConnection) -> Answer<()> {
    let standing = lock(conn).await?;
    if let Some(remaking) = standing.remaking {
        sql("delete from rollups where generation = $1").bind(remaking).run(&mut *conn).await?;
    }
    sql("update projections set remaking = generation + 1, remade_to = '' where name = 'cockpit'")
        .run(conn)
        .await?;
    Ok(())
}

/// One step of making anew, of so many tickets at most. Meanwhile the old sums are read and followed.
pub async fn make_anew(conn: &mut AnyConnection, most: i64) -> Answer<Remade> {
    let standing = lock(conn).await?;
    let Some(remaking) = standing.remaking else { return forget(conn, standing.generation).await };
    let found = sql("select id from tickets where id > $1 order by id limit $2")
        .bind(standing.remade_to)
        .bind(most)
        .rows(&mut *conn)
        .await?;
    let Some(last) = found.last() else {
        sql("update projections set generation = $1, remaking = null, remade_to = '' where name = 'cockpit'")
            .bind(remaking)
            .run(&mut *conn)
            .await?;
        return forget(conn, remaking).await;
    };
    let last = rows::text(last, 0)?;
    let ids: BTreeSet<TicketId> = found.iter().map(|row| rows::parsed(row, 0)).collect::<Answer<_>>()?;
    let looked = look(conn, ids, Reach::Themselves).await?;
    let mut anew = Changes::default();
    for one in &looked {
        anew.replace(&one.home, &Counted::default(), &one.after);
    }
    // What was wrong with the old ones is put right too.
    sums::add(conn, standing.generation, changes(&looked)).await?;
    sums::add(conn, remaking, anew).await?;
    keep(conn, &looked).await?;
    sql("update projections set remade_to = $1 where name = 'cockpit'").bind(last).run(conn).await?;
    Ok(Remade::Tickets(i64::try_from(looked.len()).unwrap_or(i64::MAX)))
}

/// Takes away some buckets of sums that nobody reads any more.
async fn forget(conn: &mut AnyConnection, generation: i64) -> Answer<Remade> {
    let gone = sql("delete from rollups where generation < $1 and bucket in \
        (select bucket from rollups where generation < $2 group by bucket order by bucket limit 50)")
    .bind(generation)
    .bind(generation)
    .run(conn)
    .await?;
    Ok(if gone == 0 { Remade::All } else { Remade::Sums(i64::try_from(gone).unwrap_or(i64::MAX)) })
}

/// Which tickets are looked at beside those named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// None.
    Themselves,
    /// Those of the same home about that time, of which they may say something else now (R19, R20).
    Neighbours,
}

/// A ticket with what it added before and what it adds now.
struct Looked {
    home: Home,
    ticket: TicketId,
    before: Counted,
    after: Counted,
}

async fn look(conn: &mut AnyConnection, ids: BTreeSet<TicketId>, reach: Reach) -> Answer<Vec<Looked>> {
    let mut tickets = store::load(conn, &ids.iter().collect::<Vec<_>>()).await?;
    let beside = neighbours(conn, &tickets).await?;
    let of_home = |ticket: &Neighbour| {
        ticket.household.as_ref().and_then(|home| beside.get(home)).into_iter().flatten()
    };
    if reach == Reach::Neighbours {
        let mut more = BTreeSet::new();
        for changed in tickets.iter().map(Neighbour::from) {
            let near = of_home(&changed).filter(|(id, other)| !ids.contains(id) && other.is_beside(&changed));
            more.extend(near.map(|(id, _)| id));
        }
        if !more.is_empty() {
            tickets.extend(store::load(conn, &more.into_iter().collect::<Vec<_>>()).await?);
        }
    }
    let all: Vec<&TicketId> = tickets.iter().map(|ticket| &ticket.id).collect();
    let mut before = kept::load(conn, &all).await?;
    let places = places(conn, &tickets).await?;
    let look = |ticket: Ticket| {
        let place = places.get(&ticket.said.project);
        let (home, zone) = place.ok_or_else(|| Failure::internal("a ticket of no project"))?;
        let own = Neighbour::from(&ticket);
        let beside = Beside::among(&own, of_home(&own).map(|(_, other)| other));
        let after = counted(&ticket, beside, |at| Day(date(*zone, at)));
        let before = before.remove(&ticket.id).unwrap_or_default();
        Ok(Looked { home: home.clone(), ticket: ticket.id, before, after })
    };
    tickets.into_iter().map(look).collect()
}

/// The region and the zone of each project concerned.
async fn places(conn: &mut AnyConnection, tickets: &[Ticket]) -> Answer<BTreeMap<ProjectId, (Home, Tz)>> {
    let projects: BTreeSet<&str> = tickets.iter().map(|ticket| ticket.said.project.as_str()).collect();
    let found =
        sql("select id, region_id, zone from projects where id in ").list(projects).rows(conn).await?;
    let place = |row| {
        let project: ProjectId = rows::parsed(row, 0)?;
        let home = Home { region: rows::parsed(row, 1)?, project: project.clone() };
        Ok((project, (home, rows::parsed(row, 2)?)))
    };
    found.iter().map(place).collect()
}

/// Tickets by the household that they are of.
type ByHome = BTreeMap<HouseholdId, Vec<(TicketId, Neighbour)>>;

/// The tickets of the same households, as far in time as they can say something of these or of their neighbours.
async fn neighbours(conn: &mut AnyConnection, tickets: &[Ticket]) -> Answer<ByHome> {
    let homes: BTreeSet<&str> =
        tickets.iter().filter_map(|ticket| ticket.said.household.as_ref()).map(HouseholdId::as_str).collect();
    let times = || tickets.iter().map(|ticket| ticket.submitted_at);
    let (Some(first), Some(last), false) = (times().min(), times().max(), homes.is_empty()) else {
        return Ok(ByHome::new());
    };
    let margin = SAME_MATTER_WITHIN + SAME_MATTER_WITHIN;
    let query =
        sql("select id, project_id, household_id, scenario, category, state, submitted_at, completed_at \
        from tickets where submitted_at >= ")
        .value((first + Seconds(-margin.get())).millis())
        .then(" and submitted_at <= ")
        .value((last + margin).millis())
        .then(" and household_id <> '' and household_id in ")
        .list(homes);
    let mut all = ByHome::new();
    for row in &query.rows(conn).await? {
        let home: HouseholdId = rows::parsed(row, 2)?;
        let neighbour = Neighbour {
            id: rows::parsed(row, 0)?,
            project: rows::parsed(row, 1)?,
            household: Some(home.clone()),
            scenario: rows::word(row, 3, Scenario::from_word)?,
            category: rows::word(row, 4, Category::find)?,
            state: rows::word(row, 5, State::from_word)?,
            submitted_at: Instant::from_millis(rows::int(row, 6)?),
            completed_at: rows::maybe_int(row, 7)?.map(Instant::from_millis),
        };
        all.entry(home).or_default().push((rows::parsed(row, 0)?, neighbour));
    }
    Ok(all)
}

async fn keep(conn: &mut AnyConnection, looked: &[Looked]) -> Answer<()> {
    let mut changed: Vec<&Looked> = looked.iter().filter(|one| one.before != one.after).collect();
    changed.sort_by(|a, b| (&a.home.project, &a.ticket).cmp(&(&b.home.project, &b.ticket)));
    let rows =
        || Ok(changed.iter().map(|one| kept::row(&one.home.project, &one.ticket, &one.after)).collect());
    many::write(vec![Table::new(kept::KEEP, rows)], conn).await
}
