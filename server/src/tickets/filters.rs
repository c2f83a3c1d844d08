//! What a list of tickets is narrowed to, as conditions over tickets `t`: each number of a page opens just the tickets
//! that it counts.

use steward_core::accounts::Actor;
use steward_core::tickets::Channel;
use steward_core::tickets::api::ListQuery;
use steward_core::time::{Instant, Seconds};

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
    if let Some(touchpoint) = wanted.touchpoint {
        query = query.then(" and t.channel in ").list(touchpoint.channels().map(Channel::word));
    }
    if let Some(days) = wanted.days {
        let since = now - Seconds::days(i64::from(days));
        query = query.then(" and t.submitted_at >= ").value(since.millis());
    }
    if let (None, Some(own)) = (wanted.measure, wanted.own) {
        query = visible::own(query.then(if own { " and " } else { " and not " }), actor);
    }
    if let Some(number) = number(wanted) {
        return query.then(" and t.id = ").value(number);
    }
    for word in words(wanted.q.as_deref()) {
        query = query.then(" and t.search like ").value(word).then(" escape '\\'");
    }
    query
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
