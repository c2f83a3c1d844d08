//! Lists of tickets: a view, filters, permission and the place where the last page ended, all inside one query.
//!
//! What is open is little, whatever the number of tickets, and has indexes of its own; and nobody is told a number above
//! [`MOST_COUNTED`], so no list costs what all tickets cost.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::{Actor, Role};
use steward_core::day::Day;
use steward_core::endpoint::{MOST_COUNTED, Page};
use steward_core::problem::Code;
use steward_core::tickets::api::{CountQuery, ListQuery, TicketRow, View, ViewCount};
use steward_core::tickets::redact::ticket_for;
use steward_core::time::Instant;

use super::{filters, store, visible};
use crate::cockpit::measured;
use crate::db::{Db, Sql, rows, sql};
use crate::http::error::{Answer, Failure};

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
pub(super) mod whole;

const USUAL_ROWS: u32 = 25;
const MOST_ROWS: u32 = 100;

/// Of so few the first ones are found by looking at all.
const FEW: u64 = 500;
/// Texts are searched in so many tickets of the scope, the newest, so that no search holds up everybody else. A whole
/// number is found whatever its age.
const MOST_SEARCHED: i64 = 50_000;

/// One page of a list. The page and its total are of one moment.
pub(super) async fn page(db: &Db, actor: &Actor, query: &ListQuery, now: Instant) -> Answer<Page<TicketRow>> {
    let limit = query.limit.unwrap_or(USUAL_ROWS).clamp(1, MOST_ROWS);
    let mut tx = db.moment().await?;
    let list = List::of(&mut tx, actor, query, now).await?;
    let (total, more) = match measured::total(&mut tx, query, actor).await? {
        Some(total) => (total, false),
        None => bounded(list.count(&mut tx, STOP).await?)?,
    };
    // What was not looked through may match too.
    let more = more || list.since.is_some();
    // Few are found as they were counted, and then put in order. Of many, a walk in the order soon meets enough.
    let by = if total <= FEW { By::Mark } else { By::Order };
    let mut found = list.rows(&mut tx, by, query.after.as_deref(), i64::from(limit) + 1).await?;
    let has_next = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = if has_next { found.last().map(end).transpose()? } else { None };
    let rows = found.iter().map(|row| one(row, actor)).collect::<Answer<_>>()?;
    let is_first = query.after.is_none();
    Ok(Page { rows, next, total: is_first.then_some(total), more: is_first && more })
}

/// Where counting stops: one more than is told.
const STOP: i64 = MOST_COUNTED.cast_signed() + 1;

/// A number that counting may have stopped at, as it is told: with whether there are more.
fn bounded(n: i64) -> Answer<(u64, bool)> {
    let n = u64::try_from(n).map_err(Failure::internal)?;
    Ok((n.min(MOST_COUNTED), n > MOST_COUNTED))
}

/// What is read.
struct List<'q> {
    actor: &'q Actor,
    query: &'q ListQuery,
    view: View,
    now: Instant,
    /// Where not everything is searched, the submission from which on.
    since: Option<i64>,
}

/// From which day to which tickets count that are asked for by what is measured of them.
type Days = (Option<Day>, Option<Day>);

/// How tickets are found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// By an index of those that have what is asked for.
    Mark,
    /// By walking in the order of the list until there are enough.
    Order,
}

impl<'q> List<'q> {
    async fn of(
        conn: &mut AnyConnection,
        actor: &'q Actor,
        query: &'q ListQuery,
        now: Instant,
    ) -> Answer<Self> {
        let list = Self { actor, query, view: query.view.unwrap_or(View::All), now, since: None };
        Ok(Self { since: list.searched_since(conn).await?, ..list })
    }

    /// Whether what is counted of tickets says which are in the list, without the tickets.
    fn is_plain(&self) -> bool {
        matches!(self.order(), Order::Marked(_)) && measured::is_plain(self.query, self.actor)
    }

    /// Adds where the tickets `t` of the list are found, or what is counted of them as `c`, and which they are.
    fn narrowed(&self, head: Sql, by: By, (from, to): Days) -> Sql {
        let (asked, now) = (self.query, self.now);
        let between = || ListQuery { from, to, ..asked.clone() };
        let query = match (asked.measure, by) {
            (Some(measure), _) if self.is_plain() => {
                let counted = head.then(" from counted c where ");
                return measured::is_counted(counted, measure, &between(), self.actor);
            }
            (Some(measure), By::Order) if !matches!(self.order(), Order::Marked(_)) => {
                let exists = "exists (select 1 from counted c where c.project_id = t.project_id \
                    and c.ticket_id = t.id and ";
                let counted = head.then(" from tickets t where ").then(exists);
                measured::is_counted(counted, measure, asked, self.actor).then(") and ")
            }
            (Some(measure), _) => {
                let counted = head.then(" from counted c cross join tickets t where ");
                let joined = measured::is_counted(counted, measure, &between(), self.actor);
                joined.then(" and t.project_id = c.project_id and t.id = c.ticket_id and ")
            }
            (None, _) => head.then(" from tickets t where "),
        };
        let mut query = in_view(visible::to(query, self.actor), self.view, self.actor, now);
        // At risk is a running clock that is late or in its last fifth. What does not move is at no risk unless it was
        // late before. A sign before a column keeps away from its index.
        if asked.at_risk == Some(true) {
            query = query.then(match by {
                By::Mark => " and t.ended = 0 and t.risk_at <= ",
                By::Order => " and t.ended = 0 and +t.risk_at <= ",
            });
            query = query.value(now.millis());
        }
        if let Some(since) = self.since {
            query = query.then(" and t.submitted_at > ").value(since);
        }
        // Nothing is measured before it was submitted, by whatever zone's calendar: so a walk begins there.
        if let (Some(_), Some(to)) = (asked.measure, to) {
            query = query.then(" and t.submitted_at < ").value(beyond(to));
        }
        filters::wanted(query, asked, self.actor, now)
    }

    /// Begins to count the tickets, each as a row of its own; whoever counts says where it ends.
    fn counted(&self, head: Sql) -> Sql {
        let head = head.then("select count(*) from (select 1 as one");
        self.narrowed(head, By::Mark, (self.query.from, self.query.to))
    }

    /// How many there are, counted up to so many.
    async fn count(&self, conn: &mut AnyConnection, most: i64) -> Answer<i64> {
        Ok(self.counted(sql("")).then(" limit ").value(most).then(") n").number(conn).await?)
    }

    /// The tickets after a place, in the list's order: body, packed history and id of each, its project's name, what it is
    /// ordered by, and the project's zone.
    async fn rows(
        &self,
        conn: &mut AnyConnection,
        by: By,
        after: Option<&str>,
        most: i64,
    ) -> Answer<Vec<AnyRow>> {
        let after = after.map(place).transpose()?;
        let Order::Marked(_) = self.order() else {
            let days = (self.query.from, self.query.to);
            return Ok(self.among(by, after, most, days).rows(conn).await?);
        };
        // The days nearest to the place first, and more of them as long as these have too few: so nothing is put in order
        // but what is soon shown.
        let first = self.query.from.map_or(0, Day::number);
        let to = self.query.to.map_or(i64::MAX, Day::number).min(tomorrow(self.now));
        let last = after.map_or(to, |(day, _)| day.min(to));
        let day = |number: i64| Day::from_number(number).ok_or(Code::Malformed);
        let mut width = 1;
        loop {
            let since = first.max(last.saturating_sub(width - 1));
            let days = (Some(day(since)?), Some(day(last)?));
            let found = self.among(by, after, most, days).rows(&mut *conn).await?;
            if since == first || i64::try_from(found.len()).is_ok_and(|n| n == most) {
                return Ok(found);
            }
            width *= 2;
        }
    }

    /// What [`Self::rows`] asks, of tickets that count on these days.
    fn among(&self, by: By, after: Option<(i64, &str)>, most: i64, days: Days) -> Sql {
        // First which ones, which indexes alone can say, then what they are.
        let head = sql("select t.body, t.packed, t.id, p.name, k.place, p.zone from (");
        let keys = self.keys(head, by, after, days).then(" limit ").value(most);
        let found = keys.then(
            ") k join tickets t on t.project_id = k.project_id and t.id = k.id join projects p on p.id = t.project_id",
        );
        found.then(self.order().shown())
    }

    /// Adds the query for which ones they are, in their order.
    fn keys(&self, head: Sql, by: By, after: Option<(i64, &str)>, days: Days) -> Sql {
        let order = self.order();
        let keys = self.narrowed(order.keys(head.then("select ")), by, days);
        let keys = match after {
            Some((at, id)) => order.after(keys, at, id),
            None => keys,
        };
        order.sorted(keys, by)
    }

    /// The submission after which texts are searched; `None` for all of them, or if none is looked for.
    async fn searched_since(&self, conn: &mut AnyConnection) -> Answer<Option<i64>> {
        if !filters::searches_texts(self.query) {
            return Ok(None);
        }
        let all = visible::to(sql("select t.submitted_at from tickets t where "), self.actor);
        let all = filters::places(all, self.query).then(" order by t.submitted_at desc limit 1 offset ");
        all.value(MOST_SEARCHED).row(conn).await?.map(|row| rows::int(&row, 0)).transpose()
    }

    fn order(&self) -> Order {
        match (self.view, measured::marked_by(self.query)) {
            (View::All, Some(day)) => Order::Marked(day),
            (View::All | View::Voices, _) => Order::Newest,
            (View::FollowUps, _) => Order::FollowUp,
            _ => Order::Due,
        }
    }
}

fn one(row: &AnyRow, actor: &Actor) -> Answer<TicketRow> {
    let ticket = ticket_for(store::read(row)?, actor.role);
    Ok(TicketRow::of(&ticket, &rows::text(row, 3)?))
}

/// What a list is ordered by.
#[derive(Clone, Copy)]
enum Order {
    /// Submission, newest first.
    Newest,
    /// What is due first.
    Due,
    /// The follow-up that is due first.
    FollowUp,
    /// The day on which tickets were marked so that are few, in this column, newest first.
    Marked(&'static str),
}

impl Order {
    /// Adds the columns that say which ticket it is and where its place is.
    fn keys(self, query: Sql) -> Sql {
        match self {
            Self::Newest => query.then("t.project_id, t.id, t.submitted_at as place"),
            Self::Due => query.then("t.project_id, t.id, t.next_due_at as place"),
            Self::FollowUp => query.then("t.project_id, t.id, t.follow_up_at as place"),
            Self::Marked(day) => query.then("c.project_id, c.ticket_id as id, ").then(day).then(" as place"),
        }
    }

    /// Adds the order: one that an index has, or one that is made of what was found, for which a sign keeps away from
    /// those.
    fn sorted(self, query: Sql, by: By) -> Sql {
        let order = match (self, by) {
            (Self::Newest, By::Order) => " order by t.submitted_at desc, t.id desc",
            (Self::Newest, By::Mark) => " order by +t.submitted_at desc, t.id desc",
            (Self::Due, By::Order) => " order by t.next_due_at, t.id",
            (Self::Due, By::Mark) => " order by +t.next_due_at, t.id",
            (Self::FollowUp, _) => " order by t.follow_up_at, t.id",
            (Self::Marked(day), _) => {
                return query.then(" order by ").then(day).then(" desc, c.ticket_id desc");
            }
        };
        query.then(order)
    }

    /// The order of what was found.
    const fn shown(self) -> &'static str {
        match self {
            Self::Newest | Self::Marked(_) => " order by k.place desc, k.id desc",
            Self::Due | Self::FollowUp => " order by k.place, k.id",
        }
    }

    /// Adds that a ticket comes after a place.
    fn after(self, query: Sql, at: i64, id: &str) -> Sql {
        let (column, beyond, ticket) = match self {
            Self::Newest => ("t.submitted_at", " < ", "t.id"),
            Self::Due => ("t.next_due_at", " > ", "t.id"),
            Self::FollowUp => ("t.follow_up_at", " > ", "t.id"),
            Self::Marked(day) => (day, " < ", "c.ticket_id"),
        };
        let query = query.then(" and (").then(column).then(beyond).value(at).then(" or (").then(column);
        query.then(" = ").value(at).then(" and ").then(ticket).then(beyond).value(id.to_owned()).then("))")
    }
}

/// Where a page ended: what its last row is ordered by, and the id.
fn end(row: &AnyRow) -> Answer<String> {
    Ok(format!("{}~{}", rows::int(row, 4)?, rows::text(row, 2)?))
}

/// The last day on which anything can count, wherever its project is.
const fn tomorrow(now: Instant) -> i64 {
    now.millis().div_euclid(DAY_MS) + 1
}

/// An instant beyond a day, wherever its project is.
fn beyond(day: Day) -> i64 {
    (day.number() + 2).saturating_mul(DAY_MS)
}

const DAY_MS: i64 = 86_400_000;

fn place(after: &str) -> Answer<(i64, &str)> {
    let parts = after.split_once('~').and_then(|(at, id)| Some((at.parse().ok()?, id)));
    parts.ok_or_else(|| Code::Malformed.into())
}

fn in_view(query: Sql, view: View, actor: &Actor, now: Instant) -> Sql {
    // What staff do about the voices is not told to owners, nor whether they do anything.
    if actor.role == Role::Owner && matches!(view, View::Voices | View::FollowUps) {
        return query.then(" and 1 = 0");
    }
    match condition(view) {
        (text, Operand::None) => query.then(" and ").then(text),
        (text, Operand::Now) => query.then(" and ").then(text).value(now.millis()),
        (text, Operand::Me) => query.then(" and ").then(text).value(actor.person.as_str()),
    }
}

enum Operand {
    None,
    Now,
    Me,
}

/// What a view shows; the operand follows the text.
const fn condition(view: View) -> (&'static str, Operand) {
    match view {
        View::All => ("1 = 1", Operand::None),
        View::Due => ("t.ended = 0 and t.done = 0", Operand::None),
        View::Overdue => ("t.ended = 0 and t.next_due_at < ", Operand::Now),
        View::New => ("t.ended = 0 and t.state in ('submitted', 'reopened')", Operand::None),
        View::Reply => ("t.ended = 0 and t.waits_reply = 1", Operand::None),
        View::Pool => ("t.ended = 0 and t.in_pool = 1", Operand::None),
        View::Mine => ("t.ended = 0 and t.done = 0 and t.engineer_id = ", Operand::Me),
        View::Visits => ("t.ended = 0 and t.waits_visit = 1", Operand::None),
        View::Approvals => ("t.ended = 0 and t.waits_approval = 1", Operand::None),
        View::Escalated => ("t.waits_ack = 1 and t.ended = 0", Operand::None),
        // What was said about a ticket stands after its end.
        View::Voices => ("t.waits_settling = 1", Operand::None),
        View::FollowUps => ("t.follow_up_at is not null", Operand::None),
    }
}

/// How many tickets each view has for the actor.
pub(super) async fn counts(
    db: &Db,
    actor: &Actor,
    query: &CountQuery,
    now: Instant,
) -> Answer<Vec<ViewCount>> {
    let wanted = ListQuery { project: query.project.clone(), ..ListQuery::default() };
    let mut columns = sql("select ");
    for (n, view) in View::ALL.iter().enumerate() {
        let list = List { actor, query: &wanted, view: *view, now, since: None };
        let one = columns.then(if n == 0 { "(" } else { ", (" });
        columns = list.counted(one).then(" limit ").value(STOP).then(") n)");
    }
    let row = columns.row(&db.read).await?.ok_or_else(|| Failure::internal("a count without a row"))?;
    let counted = |(view, at): (&View, usize)| {
        let (count, more) = bounded(rows::int(&row, at)?)?;
        Ok(ViewCount { view: *view, count, more })
    };
    View::ALL.iter().zip(0..).map(counted).collect()
}
