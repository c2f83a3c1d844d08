//! Lists of tickets: a view, filters, permission and the place where the last page ended, all inside one query.

use sqlx::any::AnyRow;
use steward_core::accounts::{Actor, Role};
use steward_core::endpoint::Page;
use steward_core::problem::Code;
use steward_core::sla::state::State as Standing;
use steward_core::tickets::api::{CountQuery, ListQuery, TicketRow, View, ViewCount};
use steward_core::tickets::redact::ticket_for;
use steward_core::time::Instant;

use super::{store, visible};
use crate::cockpit::measured;
use crate::db::{Db, Sql, rows, sql};
use crate::http::error::{Answer, Failure};

pub(super) mod whole;

const USUAL_ROWS: u32 = 25;
const MOST_ROWS: u32 = 100;
/// The longest search text that is looked for, in characters.
const LONGEST_SEARCH: usize = 60;

/// One page of a list.
pub(super) async fn page(db: &Db, actor: &Actor, query: &ListQuery, now: Instant) -> Answer<Page<TicketRow>> {
    let view = query.view.unwrap_or(View::All);
    let limit = query.limit.unwrap_or(USUAL_ROWS).clamp(1, MOST_ROWS);
    let from = " from tickets t join projects p on p.id = t.project_id where ";
    let wanted = |head| {
        filters(in_view(visible::to(sql(head).then(from), actor), view, actor, now), query, actor, now)
    };
    let by = Order::of(view);
    let mut rows_query = wanted("select t.body, t.packed, t.id, p.name, t.next_due_at");
    if let Some(after) = &query.after {
        let (at, id) = place(after)?;
        let [beyond, same, then] = by.after();
        rows_query = rows_query.then(beyond).value(at).then(same).value(at).then(then).value(id).then("))");
    }
    let order = by.sorted();
    let mut found = rows_query.then(order).value(i64::from(limit) + 1).rows(&db.read).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let total = match &query.after {
        None => Some(count(wanted("select count(*)").number(&db.read).await?)?),
        Some(_) => None,
    };
    let next = if more { found.last().map(|row| end(row, by)).transpose()? } else { None };
    let rows = found.iter().map(|row| one(row, actor)).collect::<Answer<_>>()?;
    Ok(Page { rows, next, total })
}

fn one(row: &AnyRow, actor: &Actor) -> Answer<TicketRow> {
    let ticket = ticket_for(store::read(row)?, actor.role);
    Ok(TicketRow::of(&ticket, &rows::text(row, 3)?))
}

fn count(n: i64) -> Answer<u64> {
    u64::try_from(n).map_err(Failure::internal)
}

/// What a view is ordered by.
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
    const fn of(view: View) -> Self {
        match view {
            View::All | View::Voices => Self::Newest,
            View::FollowUps => Self::FollowUp,
            _ => Self::Due,
        }
    }

    const fn sorted(self) -> &'static str {
        match self {
            Self::Newest => " order by t.submitted_at desc, t.id desc limit ",
            Self::Due => " order by t.next_due_at, t.id limit ",
            Self::FollowUp => " order by t.follow_up_at, t.id limit ",
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

fn filters(mut query: Sql, wanted: &ListQuery, actor: &Actor, now: Instant) -> Sql {
    if let Some(project) = &wanted.project {
        query = query.then(" and t.project_id = ").value(project.as_str());
    }
    if let Some(region) = &wanted.region {
        query = query
            .then(" and t.project_id in (select x.id from projects x where x.region_id = ")
            .value(region.as_str())
            .then(")");
    }
    if let Some(state) = wanted.state {
        query = query.then(" and t.state = ").value(state.word());
    }
    if let Some(scenario) = wanted.scenario {
        query = query.then(" and t.scenario = ").value(scenario.word());
    }
    query = visible::lately(query, wanted.days, now);
    if let Some(measure) = wanted.measure {
        query = measured::is_counted(query.then(" and "), measure, wanted, actor);
    } else if let Some(own) = wanted.own {
        query = visible::own(query.then(if own { " and " } else { " and not " }), actor);
    }
    if let Some(stars) = wanted.stars {
        query = query.then(" and t.stars >= ").value(i64::from(stars));
    }
    if let Some(figure) = wanted.complaints {
        query = visible::complaint(query.then(" and "), figure);
    }
    if wanted.at_risk == Some(true) {
        query = at_risk(query, now);
    }
    if let Some(completed) = wanted.completed {
        query = query.then(if completed {
            " and t.completed_at is not null"
        } else {
            " and t.completed_at is null"
        });
    }
    if let (None, None, Some(standing @ (Standing::Breached | Standing::DueSoon))) =
        (wanted.clock, wanted.decided, wanted.standing)
    {
        query = ticket_stands(query, standing, now);
    } else if wanted.clock.is_some() || wanted.standing.is_some() || wanted.decided.is_some() {
        query = query.then(
            " and exists (select 1 from clocks c where c.project_id = t.project_id and c.ticket_id = t.id",
        );
        if let Some(kind) = wanted.clock {
            query = query.then(" and c.kind = ").value(kind.word());
        }
        if let Some(standing) = wanted.standing {
            query = stands(query.then(" and "), standing, now);
        }
        if let Some(decided) = wanted.decided {
            query = is_decided(query.then(" and "), decided, now);
        }
        query = query.then(")");
    }
    for word in words(wanted.q.as_deref()) {
        query = query.then(" and t.search like ").value(word).then(" escape '\\'");
    }
    query
}

/// Tickets that are late, or whose first clock is in its last fifth while none is late: as the overview counts them.
fn ticket_stands(query: Sql, standing: Standing, now: Instant) -> Sql {
    const RUNNING: &str = "(select 1 from clocks c where c.project_id = t.project_id and c.ticket_id = t.id \
        and c.stopped_at is null and c.superseded = 0 and ";
    const LATE: &str = "(c.breached_at is not null or (c.paused = 0 and c.due_at < ";
    let at = now.millis();
    let late = |query: Sql| query.then(RUNNING).then(LATE).value(at).then(")))");
    if standing == Standing::Breached {
        return late(query.then(" and t.ended = 0 and exists "));
    }
    late(query.then(" and t.ended = 0 and not exists "))
        .then(" and exists ")
        .then(RUNNING)
        .then("c.paused = 0 and c.warn_at <= ")
        .value(at)
        .then(" and c.due_at >= ")
        .value(at)
        .then(
            " and not exists (select 1 from clocks d where d.project_id = c.project_id and d.ticket_id = c.ticket_id \
            and d.stopped_at is null and d.superseded = 0 and (d.due_at < c.due_at or (d.due_at = c.due_at and d.n < c.n))))",
        )
}

/// Tickets of which a running clock is late or in its last fifth. What does not move is at no risk unless it was late
/// before.
fn at_risk(query: Sql, now: Instant) -> Sql {
    query
        .then(
            " and t.ended = 0 and exists (select 1 from clocks c where c.project_id = t.project_id \
            and c.ticket_id = t.id and c.stopped_at is null and c.superseded = 0 \
            and (c.breached_at is not null or (c.paused = 0 and c.warn_at <= ",
        )
        .value(now.millis())
        .then(")))")
}

/// How a clock `c` stands, as core's `ClockTally::count` counts it, so that each number opens its tickets: one that
/// nobody waits for any more counts only if it had breached, and a breach before a pause is one during it.
fn stands(query: Sql, standing: Standing, now: Instant) -> Sql {
    const RUNNING: &str = "(c.superseded = 0 and c.stopped_at is null and ";
    const LATE: &str = "(c.breached_at is not null or (c.paused = 0 and c.due_at < ";
    const STOPPED_LATE: &str = "(c.breached_at is not null or c.stopped_at > c.due_at)";
    let at = now.millis();
    let on_time =
        |query: Sql| query.then(RUNNING).then("c.paused = 0 and not ").then(LATE).value(at).then("))");
    match standing {
        Standing::Met => {
            query.then("(c.superseded = 0 and c.stopped_at is not null and not ").then(STOPPED_LATE).then(")")
        }
        Standing::MetLate => query
            .then("((c.superseded = 1 and c.breached_at is not null) or ")
            .then("(c.superseded = 0 and c.stopped_at is not null and ")
            .then(STOPPED_LATE)
            .then("))"),
        Standing::Paused => query.then(RUNNING).then("c.paused = 1)"),
        Standing::Breached => query.then(RUNNING).then(LATE).value(at).then(")))"),
        Standing::DueSoon => on_time(query).then(" and c.warn_at <= ").value(at).then(")"),
        Standing::OnTrack => on_time(query).then(" and c.warn_at > ").value(at).then(")"),
    }
}

/// Whether a clock `c` counts towards attainment, or is still running in time, as core's `ClockTally` says.
fn is_decided(query: Sql, decided: bool, now: Instant) -> Sql {
    const LATE: &str = "(c.breached_at is not null or (c.paused = 0 and c.due_at < ";
    if decided {
        return query
            .then("((c.superseded = 1 and c.breached_at is not null) or (c.superseded = 0 and (c.stopped_at is not null or ")
            .then(LATE)
            .value(now.millis())
            .then(")))))");
    }
    query
        .then("(c.superseded = 0 and c.stopped_at is null and not ")
        .then(LATE)
        .value(now.millis())
        .then(")))")
}

/// The patterns of a search: every word must be found.
fn words(q: Option<&str>) -> Vec<String> {
    let text: String = q.unwrap_or_default().to_lowercase().chars().take(LONGEST_SEARCH).collect();
    let escaped = |word: &str| word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    text.split_whitespace().map(|word| format!("%{}%", escaped(word))).collect()
}

/// How many tickets each view has for the actor.
pub(super) async fn counts(
    db: &Db,
    actor: &Actor,
    query: &CountQuery,
    now: Instant,
) -> Answer<Vec<ViewCount>> {
    let wanted = ListQuery { project: query.project.clone(), ..ListQuery::default() };
    let mut columns = sql("select count(*)");
    for view in View::ALL {
        columns = columns.then(", cast(coalesce(sum(case when 1 = 1");
        columns = in_view(columns, *view, actor, now).then(" then 1 else 0 end), 0) as bigint)");
    }
    let query = filters(visible::to(columns.then(" from tickets t where "), actor), &wanted, actor, now);
    let row = query.row(&db.read).await?.ok_or_else(|| Failure::internal("a count without a row"))?;
    let views = View::ALL.iter().zip(1..);
    views.map(|(view, at)| Ok(ViewCount { view: *view, count: count(rows::int(&row, at)?)? })).collect()
}
