//! What lists of tickets know without any view: filters and their address, keys, and how a list that was read
//! again keeps its place.

use core::fmt::Write as _;
use core::hash::Hash;
use std::collections::HashSet;

use steward_core::accounts::Role;
use steward_core::cockpit::channels::Touchpoint;
use steward_core::cockpit::measure::Measure;
use steward_core::tickets::api::{ListQuery, View};
use steward_core::tickets::{Category, Scenario, State};

/// Rows of a page at first.
pub const PAGE: usize = 25;
/// Rows that are read at once at most.
pub const MOST: usize = 100;

/// The views of the worklist that fit a role, the first one being where it starts.
pub fn views(role: Role) -> Vec<View> {
    let mut all = vec![View::Due, View::Overdue, View::New, View::Reply];
    match role {
        Role::Engineer => {
            all.retain(|v| matches!(v, View::Due | View::Overdue));
            all.push(View::Pool);
        }
        Role::Agent => all.extend([View::Pool, View::Visits]),
        Role::Supervisor | Role::ProjectManager | Role::HqManagement => {
            all.extend([View::Pool, View::Visits, View::Approvals, View::Escalated]);
        }
        _ => {}
    }
    all.push(View::All);
    all
}

/// The filters that an address names; what it does not know it leaves out.
pub fn parse(get: impl Fn(&str) -> Option<String>) -> ListQuery {
    let word = |name: &str| get(name).filter(|w| !w.is_empty());
    ListQuery {
        view: word("view").as_deref().and_then(View::from_word),
        project: word("project").and_then(|p| p.parse().ok()),
        region: word("region").and_then(|r| r.parse().ok()),
        state: word("state").as_deref().and_then(State::from_word),
        scenario: word("scenario").as_deref().and_then(Scenario::from_word),
        at_risk: word("at_risk").and_then(|r| r.parse().ok()),
        own: word("own").and_then(|o| o.parse().ok()),
        days: word("days").and_then(|d| d.parse().ok()).filter(|d| *d > 0),
        touchpoint: word("touchpoint").as_deref().and_then(Touchpoint::from_word),
        measure: word("measure").as_deref().and_then(Measure::from_word),
        yes: word("yes").and_then(|y| y.parse().ok()),
        building: word("building"),
        category: word("category").as_deref().and_then(Category::find),
        person: word("person").and_then(|p| p.parse().ok()),
        from: word("from").and_then(|day| day.try_into().ok()),
        to: word("to").and_then(|day| day.try_into().ok()),
        q: word("q"),
        ..ListQuery::default()
    }
}

/// The address of a list with these filters; [`parse`] reads it back.
pub fn address(base: &str, query: &ListQuery) -> String {
    let mut out = base.to_owned();
    let mut mark = '?';
    let mut put = |name: &str, value: &str| {
        out.push(mark);
        mark = '&';
        out.push_str(name);
        out.push('=');
        encode(value, &mut out);
    };
    let text = |n: Option<String>| n.unwrap_or_default();
    let flag = |f: Option<bool>| f.map_or("", |yes| if yes { "true" } else { "false" });
    let parts = [
        ("view", query.view.map_or("", View::word)),
        ("project", query.project.as_ref().map_or("", |p| p.as_str())),
        ("region", query.region.as_ref().map_or("", |r| r.as_str())),
        ("state", query.state.map_or("", State::word)),
        ("scenario", query.scenario.map_or("", Scenario::word)),
        ("category", query.category.map_or("", Category::code)),
        ("at_risk", flag(query.at_risk)),
        ("own", flag(query.own)),
        ("days", &text(query.days.map(|d| d.to_string()))),
        ("touchpoint", query.touchpoint.map_or("", Touchpoint::word)),
        ("measure", query.measure.map_or("", Measure::word)),
        ("yes", flag(query.yes)),
        ("building", query.building.as_deref().unwrap_or_default()),
        ("person", query.person.as_ref().map_or("", |p| p.as_str())),
        ("from", &text(query.from.map(String::from))),
        ("to", &text(query.to.map(String::from))),
        ("q", query.q.as_deref().unwrap_or_default()),
    ];
    for (name, value) in parts {
        if !value.is_empty() {
            put(name, value);
        }
    }
    out
}

/// Percent-encoding of everything but letters, digits and `-._~`.
fn encode(value: &str, out: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// A filter that is on, beside view and search words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// One project.
    Project,
    /// The projects of one region.
    Region,
    /// One state.
    State,
    /// One scenario.
    Scenario,
    /// Late or nearly.
    AtRisk,
    /// Only what is one's own.
    Own,
    /// Submitted lately.
    Days,
    /// The way that owners came.
    Touchpoint,
    /// Counted by a figure of the cockpit.
    Measure,
}

impl Part {
    /// Every filter, in the order of the chips.
    pub const ALL: [Self; 9] = [
        Self::Project,
        Self::Region,
        Self::State,
        Self::Scenario,
        Self::AtRisk,
        Self::Own,
        Self::Days,
        Self::Touchpoint,
        Self::Measure,
    ];

    /// Whether the filter is on.
    pub const fn is_on(self, query: &ListQuery) -> bool {
        match self {
            Self::Project => query.project.is_some(),
            Self::Region => query.region.is_some(),
            Self::State => query.state.is_some(),
            Self::Scenario => query.scenario.is_some(),
            Self::AtRisk => query.at_risk.is_some(),
            Self::Own => query.own.is_some(),
            Self::Days => query.days.is_some(),
            Self::Touchpoint => query.touchpoint.is_some(),
            Self::Measure => query.measure.is_some(),
        }
    }

    /// The same filters without this one.
    pub fn without(self, query: &ListQuery) -> ListQuery {
        let mut left = query.clone();
        match self {
            Self::Project => left.project = None,
            Self::Region => left.region = None,
            Self::State => left.state = None,
            Self::Scenario => left.scenario = None,
            Self::AtRisk => left.at_risk = None,
            Self::Own => left.own = None,
            Self::Days => left.days = None,
            Self::Touchpoint => left.touchpoint = None,
            Self::Measure => {
                (left.measure, left.yes, left.from, left.to) = (None, None, None, None);
                (left.building, left.person, left.category) = (None, None, None);
            }
        }
        left
    }
}

/// How many rows to read again where `shown` rows stand on the page.
pub fn reread(shown: usize) -> u32 {
    u32::try_from(shown.clamp(PAGE, MOST)).unwrap_or(25)
}

/// The rows of a list after its first rows were read again, and whether the rows below them stayed.
///
/// Only rows that the page had beyond what was read again stay; a row that moved up is there once.
pub fn merged<T: Clone + Eq + Hash>(old: &[T], read: &[T], has_more: bool) -> (Vec<T>, bool) {
    let mut rows = read.to_vec();
    let stays = has_more && read.len() >= MOST && old.len() > read.len();
    if stays {
        let known: HashSet<&T> = read.iter().collect();
        rows.extend(old.iter().skip(read.len()).filter(|id| !known.contains(id)).cloned());
    }
    (rows, stays)
}

/// What is selected after the list changed: the same row; if it has gone, the one in its place; else none.
pub fn kept<T: Clone + PartialEq>(old: &[T], new: &[T], selected: Option<&T>) -> Option<T> {
    let selected = selected?;
    if new.contains(selected) {
        return Some(selected.clone());
    }
    let at = old.iter().position(|id| id == selected)?;
    new.get(at.min(new.len().checked_sub(1)?)).cloned()
}

/// The next row down or up; the first or last one where nothing is selected.
pub fn step<T: Clone + PartialEq>(rows: &[T], selected: Option<&T>, down: bool) -> Option<T> {
    let at = selected.and_then(|s| rows.iter().position(|id| id == s));
    let last = rows.len().checked_sub(1)?;
    let next = match (at, down) {
        (None, true) => 0,
        (None, false) => last,
        (Some(at), true) => (at + 1).min(last),
        (Some(at), false) => at.saturating_sub(1),
    };
    rows.get(next).cloned()
}

/// What a single key does on the worklist.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key {
    /// One row down.
    Down,
    /// One row up.
    Up,
    /// To the search.
    Search,
    /// To the filters.
    Filter,
    /// A new ticket.
    New,
    /// The list of keys.
    Help,
}

/// The key's meaning. None while somebody types, with a modifier, or where single keys are switched off; the list of
/// keys itself is then reached by its button.
pub fn key(pressed: &str, typing: bool, modified: bool, switched_on: bool) -> Option<Key> {
    if typing || modified || !switched_on {
        return None;
    }
    match pressed {
        "j" | "J" => Some(Key::Down),
        "k" | "K" => Some(Key::Up),
        "/" => Some(Key::Search),
        "f" | "F" => Some(Key::Filter),
        "n" | "N" => Some(Key::New),
        "?" | "？" => Some(Key::Help),
        _ => None,
    }
}

#[cfg(test)]
#[path = "worklist_model_tests.rs"]
mod tests;
