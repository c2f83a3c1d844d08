//! Lists of tickets: a view, filters, permission and the place where the last page ended, all inside one query.
//!
//! What is open is little, whatever the number of tickets, and has indexes of its own; and nobody is told a number above
//! [`MOST_COUNTED`], so no list costs what all tickets cost.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::{Actor, Role};
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
    let order = list.order();
    let counted = list.tickets(sql("select count(*) from (select 1"), By::Mark).then(" limit ").value(STOP);
    let (total, more) = bounded(counted.then(") n").number(&mut *tx).await?)?;
    // What was not looked through may match too.
    let more = more || list.since.is_some();
    // Few are found as they were counted, and then put in order. Of many, a walk in the order soon meets enough.
    let by = if total <= FEW { By::Mark } else { By::Order };
    let most = i64::from(limit) + 1;
    let mut found = list.rows(by, query.after.as_deref(), most)?.rows(&mut *tx).await?;
    let has_next = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = if has_next { found.last().map(|row| end(row, order)).transpose()? } else { None };
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

    /// Adds the tickets `t` of the list to what begins a query.
    fn tickets(&self, head: Sql, by: By) -> Sql {
        let (asked, now) = (self.query, self.now);
        let query = match (asked.measure, by) {
            (Some(measure), By::Mark) => {
                let counted = head.then(" from counted c cross join tickets t where ");
                let joined = measured::is_counted(counted, measure, asked, self.actor);
                joined.then(" and t.project_id = c.project_id and t.id = c.ticket_id and ")
            }
            (Some(measure), By::Order) => {
                let exists = "exists (select 1 from counted c where c.project_id = t.project_id \
                    and c.ticket_id = t.id and ";
                let counted = head.then(" from tickets t where ").then(exists);
                measured::is_counted(counted, measure, asked, self.actor).then(") and ")
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
        filters::wanted(query, asked, self.actor, now)
    }

    /// The tickets after a place, in the list's order: body, packed history and id of each, its project's name, when it is
    /// due next, and the project's zone.
    fn rows(&self, by: By, after: Option<&str>, most: i64) -> Answer<Sql> {
        // First which ones, which indexes alone can say, then what they are.
        let head =
            "select t.body, t.packed, t.id, p.name, t.next_due_at, p.zone from (select t.project_id, t.id";
        let (order, mut keys) = (self.order(), self.tickets(sql(head), by));
        if let Some(after) = after {
            let (at, id) = place(after)?;
            let [beyond, same, then] = order.after();
            keys = keys.then(beyond).value(at).then(same).value(at).then(then).value(id).then("))");
        }
        let found = keys.then(order.sorted(by)).then(" limit ").value(most).then(
            ") k join tickets t on t.project_id = k.project_id and t.id = k.id join projects p on p.id = t.project_id",
        );
        Ok(found.then(order.sorted(By::Order)))
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

    const fn order(&self) -> Order {
        match self.view {
            View::All | View::Voices => Order::Newest,
            View::FollowUps => Order::FollowUp,
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
}

impl Order {
    /// The order: one that an index has, or one that is made of what was found, for which a sign keeps away from those.
    const fn sorted(self, by: By) -> &'static str {
        match (self, by) {
            (Self::Newest, By::Order) => " order by t.submitted_at desc, t.id desc",
            (Self::Newest, By::Mark) => " order by +t.submitted_at desc, t.id desc",
            (Self::Due, By::Order) => " order by t.next_due_at, t.id",
            (Self::Due, By::Mark) => " order by +t.next_due_at, t.id",
            (Self::FollowUp, _) => " order by t.follow_up_at, t.id",
        }
    }

    /// What comes after a place, in three parts around its values.
    const fn after(self) -> [&'static str; 3] {
        match self {
            Self::Newest => [" and (t.submitted_at < ", " or (t.submitted_at = ", " and t.id < "],
            Self::Due => [" and (t.next_due_at > ", " or (t.next_due_at = ", " and t.id > "],
            Self::FollowUp => [" and (t.follow_up_at > ", " or (t.follow_up_at = ", " and t.id > "],
        }
    }
}

/// Where a page ended: the value it is ordered by, and the id.
fn end(row: &AnyRow, by: Order) -> Answer<String> {
    let ticket = store::read(row)?;
    let at = match by {
        Order::Newest => ticket.submitted_at.millis(),
        Order::Due => rows::int(row, 4)?,
        Order::FollowUp => ticket.follow_up().map_or(store::NEVER, |f| f.due.millis()),
    };
    Ok(format!("{at}~{}", ticket.id))
}

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
        let one = columns.then(if n == 0 { "(" } else { ", (" }).then("select count(*) from (select 1");
        columns = list.tickets(one, By::Mark).then(" limit ").value(STOP).then(") n)");
    }
    let row = columns.row(&db.read).await?.ok_or_else(|| Failure::internal("a count without a row"))?;
    let counted = |(view, at): (&View, usize)| {
        let (count, more) = bounded(rows::int(&row, at)?)?;
        Ok(ViewCount { view: *view, count, more })
    };
    View::ALL.iter().zip(0..).map(counted).collect()
}
