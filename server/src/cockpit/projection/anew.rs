//! Making all sums anew (重算), project by project, while the old ones are read and followed.
//!
//! A stretch (段) is some tickets of one project in the order of their ids. What they add is computed beside the writer,
//! several stretches at a time, and counted by a short transaction that also notes how far it has come. Meanwhile others
//! follow the log: what they have looked at since a stretch was begun, and what stands beside it, is looked at again in
//! that transaction, so that nothing older than the place in the log is ever kept.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use chrono_tz::Tz;
use sqlx::AnyConnection;
use steward_core::cockpit::buckets::{Changes, Home};
use steward_core::cockpit::counted::Counted;
use steward_core::ids::{HouseholdId, ProjectId, TicketId};
use tokio::task::JoinHandle;

use super::follow::{self, Happened, Looked, Reach, Standing};
use super::neighbours::{self, ByHome, NEIGHBOURS};
use super::old::{self, Gone};
use super::{kept, sums};
use crate::db::many::{self, Table};
use crate::db::{Db, Sql, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::tickets::store;
use crate::writer::Writer;

/// How many tickets a stretch usually has.
pub const MOST: usize = 4000;

/// How far making anew has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remade {
    /// So many more tickets count anew.
    Tickets(u64),
    /// The stretch does not go on where the sums end by now: it is to be read again from there.
    Again,
    /// The new sums are the ones that are read now, and so many rows of old ones are taken away, this far.
    Sums(u64, Gone),
    /// Nothing is left to do.
    All,
}

/// Begins to make all sums anew from the tickets, also when that was begun before.
pub async fn begin(conn: &mut AnyConnection) -> Answer<()> {
    let standing = follow::lock(conn).await?;
    if let Some(remaking) = standing.remaking {
        sql("delete from rollups where generation = $1").bind(remaking).run(&mut *conn).await?;
    }
    sql("update projections set remaking = generation + 1, remade_to = '' where name = 'cockpit'")
        .run(conn)
        .await?;
    Ok(())
}

/// Makes all sums anew in stretches of so many tickets; tells of each stretch how many it had.
pub async fn all(db: &Db, writer: &Writer, most: usize, mut tell: impl FnMut(u64)) -> Answer<()> {
    writer.run(|conn| Box::pin(begin(conn))).await?;
    let mut gone = Gone::default();
    loop {
        let so_far = gone.clone();
        match writer.run(move |conn| Box::pin(finish(conn, so_far))).await? {
            Remade::All => return Ok(()),
            Remade::Sums(_, reached) => gone = reached,
            Remade::Again | Remade::Tickets(_) => count_all(db, writer, most, &mut tell).await?,
        }
    }
}

/// Counts stretch after stretch from where the sums end, to the last or to one that is to be read again.
async fn count_all(db: &Db, writer: &Writer, most: usize, tell: &mut impl FnMut(u64)) -> Answer<()> {
    let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) + 1;
    let mut reading: VecDeque<JoinHandle<Answer<Stretch>>> = VecDeque::new();
    let mut waiting = VecDeque::new();
    let mut place = Some(Place::reached(db).await?);
    loop {
        if let Some(from) = place.take_if(|_| waiting.len() < at_once) {
            waiting.extend(ahead(db, &from, most).await?);
            place = waiting.back().map(|last: &Ahead| last.upto.clone()).filter(|last| *last != from);
        }
        while let Some(one) = waiting.pop_front_if(|_| reading.len() < at_once) {
            let db = db.clone();
            reading.push_back(tokio::spawn(async move { one.read(&db).await }));
        }
        let Some(first) = reading.pop_front() else { return Ok(()) };
        let stretch = first.await.map_err(Failure::internal)??;
        match writer.run(|conn| Box::pin(count(conn, stretch))).await? {
            Remade::Tickets(n) => tell(n),
            _ => return Ok(()),
        }
    }
}

/// Up to where tickets are counted anew, in the order of projects and, in a project, of ids.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The last project of which some are; empty before the first.
    project: String,
    /// The last ticket in it; `None` where all of the project are.
    ticket: Option<String>,
}

impl Place {
    /// As it is stored: `p0001/T20260915-0118`, or `p0001` for all of it.
    pub(super) fn parse(text: &str) -> Self {
        let parts = text.split_once('/');
        let (project, ticket) = parts.map_or((text, None), |(project, ticket)| (project, Some(ticket)));
        Self { project: project.to_owned(), ticket: ticket.map(str::to_owned) }
    }

    fn store(&self) -> String {
        self.ticket
            .as_ref()
            .map_or_else(|| self.project.clone(), |ticket| format!("{}/{ticket}", self.project))
    }

    /// The one that has been reached.
    pub async fn reached(db: &Db) -> Answer<Self> {
        let row = sql("select remade_to from projections where name = 'cockpit'").row(&db.read).await?;
        Ok(Self::parse(&row.map_or_else(|| Ok(String::new()), |row| rows::text(&row, 0))?))
    }

    /// Which of these tickets are not after it. Which come later, the store's own order says.
    pub(super) async fn among(
        &self,
        conn: &mut AnyConnection,
        ids: impl IntoIterator<Item = &TicketId>,
    ) -> Answer<BTreeSet<TicketId>> {
        let query = self.and_before(sql("select id from tickets where ")).then(" and id in ");
        let found = query.list(ids.into_iter().map(TicketId::as_str)).rows(conn).await?;
        found.iter().map(|row| rows::parsed(row, 0)).collect()
    }

    fn and_before(&self, query: Sql) -> Sql {
        let query = query.then("(project_id < ").value(self.project.as_str());
        let query = query.then(" or (project_id = ").value(self.project.as_str());
        match &self.ticket {
            Some(ticket) => query.then(" and id <= ").value(ticket.as_str()).then("))"),
            None => query.then("))"),
        }
    }

    /// The project in which it goes on, with its region and zone; `None` after the last.
    async fn next(&self, db: &Db) -> Answer<Option<(ProjectId, Home, Tz)>> {
        let mut conn = db.read.acquire().await?;
        let project = match &self.ticket {
            Some(_) => self.project.parse()?,
            None => match after(&mut conn, &self.project).await? {
                Some(project) => project,
                None => return Ok(None),
            },
        };
        let place = follow::places(&mut conn, [project.as_str()].into()).await?.remove(&project);
        Ok(place.map(|(home, zone)| (project, home, zone)))
    }
}

/// The project after one, whether it has tickets or not.
async fn after(conn: &mut AnyConnection, project: &str) -> Answer<Option<ProjectId>> {
    let query = sql("select id from projects where id > $1 order by id limit 1").bind(project);
    query.row(conn).await?.map(|row| rows::parsed(&row, 0)).transpose()
}

/// What the stretches of one project have in common.
struct Shared {
    home: Home,
    zone: Tz,
    /// Up to where the log was followed before anything of them was read.
    followed: i64,
    beside: ByHome,
}

/// A stretch that is still to be read.
pub struct Ahead {
    from: Place,
    upto: Place,
    shared: Arc<Shared>,
}

/// The stretches of the project in which it goes on; none at the end.
pub async fn ahead(db: &Db, from: &Place, most: usize) -> Answer<Vec<Ahead>> {
    let Some((project, home, zone)) = from.next(db).await? else { return Ok(Vec::new()) };
    let position = sql("select position from projections where name = 'cockpit'");
    let followed = position.number(&db.read).await?;
    let query = sql(NEIGHBOURS).then(" where project_id = ").value(project.as_str()).then(" order by id");
    let (mut ids, mut beside) = (Vec::new(), ByHome::new());
    for row in &query.rows(&db.read).await? {
        let (id, neighbour) = neighbours::read(row)?;
        ids.push(id.to_string());
        if let Some(household) = neighbour.household.clone() {
            beside.entry(household).or_default().push((id, neighbour));
        }
    }
    let left = match &from.ticket {
        None => ids.as_slice(),
        Some(last) => {
            let place = ids.iter().position(|id| id == last);
            let place = place.ok_or_else(|| Failure::internal(format!("the ticket {last} is gone")))?;
            ids.get(place + 1..).unwrap_or_default()
        }
    };
    let whole = Place { project: project.to_string(), ticket: None };
    let mut ends: Vec<Place> = left
        .chunks(most.max(1))
        .map(|chunk| Place { ticket: chunk.last().cloned(), ..whole.clone() })
        .collect();
    // Whatever was added behind the last ticket meanwhile belongs to the last stretch; and there is one without any.
    ends.pop();
    ends.push(whole);
    let shared = Arc::new(Shared { home, zone, followed, beside });
    let mut from = from.clone();
    let stretch = |upto: Place| {
        let from = std::mem::replace(&mut from, upto.clone());
        Ahead { from, upto, shared: Arc::clone(&shared) }
    };
    Ok(ends.into_iter().map(stretch).collect())
}

/// A stretch of tickets with what each adds.
pub struct Stretch {
    from: Place,
    upto: Place,
    followed: i64,
    home: Home,
    tickets: BTreeMap<TicketId, One>,
    /// What all of them add.
    anew: Changes,
}

/// A ticket of a stretch.
struct One {
    household: Option<HouseholdId>,
    adds: Counted,
    /// Whether that is what is kept of it.
    is_kept: bool,
}

impl Ahead {
    /// Reads its tickets and computes what they add.
    pub async fn read(self, db: &Db) -> Answer<Stretch> {
        let range = |query: &'static str, id: &'static str, order: &'static str| {
            let query = sql(query).value(self.upto.project.clone());
            let query = match &self.from.ticket {
                Some(from) => query.then(id).then(" > ").value(from.clone()),
                None => query,
            };
            match &self.upto.ticket {
                Some(upto) => query.then(id).then(" <= ").value(upto.clone()),
                None => query,
            }
            .then(order)
        };
        let tickets =
            range("select body, packed, id from tickets where project_id = ", " and id", " order by id");
        let tickets = tickets.rows(&db.read).await?;
        let before = range(kept::BY_PROJECT, " and ticket_id", "").rows(&db.read).await?;
        tokio::task::spawn_blocking(move || self.compute(&tickets, &before))
            .await
            .map_err(Failure::internal)?
    }

    fn compute(self, found: &[sqlx::any::AnyRow], before: &[sqlx::any::AnyRow]) -> Answer<Stretch> {
        let Self { from, upto, shared } = self;
        let mut before = before.iter().map(kept::read).collect::<Answer<BTreeMap<_, _>>>()?;
        let (mut tickets, mut anew) = (BTreeMap::new(), Changes::default());
        for row in found {
            let ticket = store::read(row)?;
            let adds = follow::adds(&ticket, &shared.beside, shared.zone);
            anew.replace(&shared.home, &Counted::default(), &adds);
            let is_kept = before.remove(&ticket.id).is_some_and(|kept| kept == adds);
            tickets.insert(ticket.id, One { household: ticket.said.household, adds, is_kept });
        }
        Ok(Stretch { from, upto, followed: shared.followed, home: shared.home.clone(), tickets, anew })
    }
}

/// Counts a stretch, unless something else was counted since it was begun.
pub async fn count(conn: &mut AnyConnection, mut stretch: Stretch) -> Answer<Remade> {
    let standing = follow::lock(conn).await?;
    let Some(remaking) = standing.remaking else { return Ok(Remade::All) };
    if !stretch.goes_on(conn, &standing).await? {
        return Ok(Remade::Again);
    }
    let Some(followed) = stretch.followed_since(conn, &standing).await? else { return Ok(Remade::Again) };
    let mut looked = Vec::new();
    if !followed.is_empty() {
        looked = follow::look(conn, &followed, Reach::Themselves).await?;
    }
    let mut tickets = u64::try_from(looked.len()).unwrap_or(u64::MAX);
    for one in &looked {
        let thought = stretch.tickets.remove(&one.ticket).map(|thought| thought.adds).unwrap_or_default();
        stretch.anew.replace(&stretch.home, &thought, &one.after);
    }
    tickets = tickets.saturating_add(u64::try_from(stretch.tickets.len()).unwrap_or(u64::MAX));
    stretch.tickets.retain(|_, one| !one.is_kept);
    let differ: Vec<&TicketId> = stretch.tickets.keys().collect();
    let mut before = kept::load(conn, &differ).await?;
    looked.extend(stretch.tickets.into_iter().map(|(ticket, one)| {
        let before = before.remove(&ticket).unwrap_or_default();
        Looked { home: stretch.home.clone(), ticket, before, after: one.adds }
    }));
    // What was wrong with the old sums is put right too.
    sums::add(conn, standing.generation, follow::changes(&looked)).await?;
    sums::add(conn, remaking, stretch.anew).await?;
    let kept = follow::changed(&looked);
    many::write(vec![Table::new(kept::KEEP, || Ok(kept))], conn).await?;
    sql("update projections set remade_to = $1 where name = 'cockpit'")
        .bind(stretch.upto.store())
        .run(conn)
        .await?;
    Ok(Remade::Tickets(tickets))
}

impl Stretch {
    /// Whether it begins where the new sums end.
    async fn goes_on(&self, conn: &mut AnyConnection, standing: &Standing) -> Answer<bool> {
        if self.from != standing.remade_to {
            return Ok(false);
        }
        let next = match &self.from.ticket {
            Some(_) => None,
            // A project that was added between would be left out.
            None => after(conn, &self.from.project).await?,
        };
        Ok(self.upto.project == next.as_ref().map_or(self.from.project.as_str(), ProjectId::as_str))
    }

    /// Those of its tickets of which somebody who followed the log may know better by now: whatever happened to one of
    /// their home, or to themselves. `None` where the log does not tell any more.
    async fn followed_since(
        &self,
        conn: &mut AnyConnection,
        standing: &Standing,
    ) -> Answer<Option<Happened>> {
        let mut concerned = Happened::new();
        if standing.position <= self.followed {
            return Ok(Some(concerned));
        }
        let told = sql("select count(*) from events where position > $1 and position <= $2")
            .bind(self.followed)
            .bind(standing.position)
            .number(&mut *conn)
            .await?;
        if told != standing.position - self.followed {
            return Ok(None);
        }
        let found = sql("select distinct t.id, t.household_id from events e join tickets t \
            on t.project_id = e.project_id and t.id = e.ticket_id \
            where e.position > $1 and e.position <= $2 and e.project_id = $3")
        .bind(self.followed)
        .bind(standing.position)
        .bind(self.upto.project.as_str())
        .rows(&mut *conn)
        .await?;
        let (mut changed, mut homes) = (BTreeSet::new(), BTreeSet::new());
        for row in &found {
            changed.insert(rows::parsed::<TicketId>(row, 0)?);
            homes.insert(rows::text(row, 1)?);
        }
        let of_home = |one: &One| one.household.as_ref().is_some_and(|home| homes.contains(home.as_str()));
        concerned
            .extend(self.tickets.iter().filter(|(_, one)| of_home(one)).map(|(id, _)| (id.clone(), false)));
        let before = self.from.among(conn, &changed).await?;
        let upto = self.upto.among(conn, &changed).await?;
        concerned.extend(upto.difference(&before).map(|id| (id.clone(), false)));
        Ok(Some(concerned))
    }
}

/// Makes the new sums those that are read, once every ticket counts in them, and then takes the old ones away in steps.
pub async fn finish(conn: &mut AnyConnection, gone: Gone) -> Answer<Remade> {
    let standing = follow::lock(conn).await?;
    let Some(remaking) = standing.remaking else {
        return old::forget(conn, standing.generation, &gone).await;
    };
    let place = standing.remade_to;
    if place.ticket.is_some() || after(conn, &place.project).await?.is_some() {
        return Ok(Remade::Again);
    }
    sql("update projections set generation = $1, remaking = null, remade_to = '' where name = 'cockpit'")
        .bind(remaking)
        .run(&mut *conn)
        .await?;
    old::forget(conn, remaking, &gone).await
}
