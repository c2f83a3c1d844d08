//! What a list of tickets is narrowed to, as conditions over tickets `t`: each number of a page opens just the tickets
//! that it counts.

use steward_core::accounts::Actor;
use steward_core::sla::state::State as Standing;
use steward_core::tickets::api::ListQuery;
use steward_core::time::Instant;

use super::visible;
use crate::db::Sql;

/// The longest search text that is looked for, in characters.
const LONGEST_SEARCH: usize = 60;

/// Adds where it is looked for.
pub(super) fn places(mut query: Sql, wanted: &ListQuery) -> Sql {
    if let Some(project) = &wanted.project {
        query = query.then(" and t.project_id = ").value(project.as_str());
    }
    if let Some(region) = &wanted.region {
        query = query
            .then(" and t.project_id in (select x.id from projects x where x.region_id = ")
            .value(region.as_str())
            .then(")");
    }
    query
}

/// Adds what is asked for beside the view.
pub(super) fn wanted(mut query: Sql, wanted: &ListQuery, actor: &Actor, now: Instant) -> Sql {
    query = places(query, wanted);
    if let Some(state) = wanted.state {
        query = query.then(" and t.state = ").value(state.word());
    }
    if let Some(scenario) = wanted.scenario {
        query = query.then(" and t.scenario = ").value(scenario.word());
    }
    if let Some(category) = wanted.category {
        query = query.then(" and t.category = ").value(category.code());
    }
    query = visible::lately(query, wanted.days, now);
    if let (None, Some(own)) = (wanted.measure, wanted.own) {
        query = visible::own(query.then(if own { " and " } else { " and not " }), actor);
    }
    if let Some(stars) = wanted.stars {
        query = query.then(" and t.stars >= ").value(i64::from(stars));
    }
    if let Some(figure) = wanted.complaints {
        query = visible::complaint(query.then(" and "), figure);
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
    if let Some(number) = number(wanted) {
        return query.then(" and t.id = ").value(number);
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

/// Whether words are looked for in texts.
pub(super) fn searches_texts(wanted: &ListQuery) -> bool {
    number(wanted).is_none() && !words(wanted.q.as_deref()).is_empty()
}

/// The whole number of a ticket (工单号), if that is looked for: `T20260915-0001`.
fn number(wanted: &ListQuery) -> Option<String> {
    let number = wanted.q.as_deref()?.trim().to_uppercase();
    let (date, n) = number.strip_prefix('T')?.split_once('-')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (date.len() == 8 && n.len() >= 4 && digits(date) && digits(n)).then_some(number)
}

/// The patterns of a search: every word must be found.
fn words(q: Option<&str>) -> Vec<String> {
    let text: String = q.unwrap_or_default().to_lowercase().chars().take(LONGEST_SEARCH).collect();
    let escaped = |word: &str| word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    text.split_whitespace().map(|word| format!("%{}%", escaped(word))).collect()
}
