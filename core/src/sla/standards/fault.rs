//! What may be wrong with a version or an exception, each with its place, so that the words land beside it.

use serde::{Deserialize, Serialize};

use super::standard::Standard;
use crate::ids::CalendarId;
use crate::sla::escalation::Rung;
use crate::sla::policy::{ClockKind, Limit, around_the_clock};
use crate::tickets::category::Category;
use crate::tickets::scenario::Scenario;
use crate::time::Seconds;
use crate::words::words;

words! {
    /// What is wrong.
    FaultKind {
        /// A limit of no time at all.
        ZeroLimit = "zero_limit",
        /// A limit of more than a year.
        LimitTooLong = "limit_too_long",
        /// Two limits for the same: nobody could say which holds.
        DoubledLimit = "doubled_limit",
        /// A calendar that the version does not have.
        UnknownCalendar = "unknown_calendar",
        /// A category that is none of its scenario.
        UnknownCategory = "unknown_category",
        /// Limits for some tickets of a scenario, none for the rest: a gap.
        NoGeneralLimit = "no_general_limit",
        /// A limit that the standard must have (R01–R04, R08) is missing.
        MissingLimit = "missing_limit",
        /// A warning share outside 1 to 99 percent.
        WarningOutOfRange = "warning_out_of_range",
        /// A level outside 1 to 4.
        LadderLevel = "ladder_level",
        /// The same level twice.
        DoubledLevel = "doubled_level",
        /// A higher level earlier than a lower one, or before the due time.
        LadderOrder = "ladder_order",
        /// No ladder: late tickets would reach nobody.
        NoLadder = "no_ladder",
        /// A sample of more than 100 percent.
        SampleOutOfRange = "sample_out_of_range",
        /// Factors for complex cases that are not each longer than the one before, up to ten times (R12).
        FactorOutOfRange = "factor_out_of_range",
        /// A calendar that no week opens: what counts in it would never be due.
        NeverOpens = "never_opens",
        /// Two calendars with one id.
        DoubledCalendar = "doubled_calendar",
        /// A calendar without a name, or with an id that a revision could be mistaken for.
        CalendarName = "calendar_name",
        /// Nothing says what changes and why.
        NoNote = "no_note",
        /// More than 500 characters.
        NoteTooLong = "note_too_long",
        /// An exception that changes nothing.
        NoDifference = "no_difference",
        /// An exception for a clock that the group does not have.
        NotInGroup = "not_in_group",
    }
}

/// Where it is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum Place {
    /// A limit of the table.
    Limit {
        /// Its place in it, from 0.
        n: usize,
    },
    /// A clock that the table should have.
    Clock {
        /// The clock.
        clock: ClockKind,
        /// The scenario.
        scenario: Scenario,
    },
    /// The share at which clocks warn.
    Warning,
    /// A rung of the ladder.
    Rung {
        /// Its place in it, from 0.
        n: usize,
    },
    /// The ladder as a whole.
    Ladder,
    /// The sample of return visits.
    Sample,
    /// The factors for complex cases.
    Elastic,
    /// A calendar.
    Calendar {
        /// Which.
        id: CalendarId,
    },
    /// The words about it.
    Note,
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fault {
    /// Where.
    #[serde(flatten)]
    pub at: Place,
    /// What.
    pub kind: FaultKind,
}

/// The longest note, in characters.
pub const NOTE: usize = 500;
/// The longest limit.
pub const LONGEST: Seconds = Seconds::days(366);

/// What every standard limits (R01, R02, R03, R04, R08).
const MUST: &[(ClockKind, Scenario)] = &[
    (ClockKind::Response, Scenario::Consultation),
    (ClockKind::Dispatch, Scenario::Repair),
    (ClockKind::OnSite, Scenario::Repair),
    (ClockKind::Feedback, Scenario::Repair),
    (ClockKind::Solution, Scenario::Complaint),
    (ClockKind::OnSite, Scenario::Emergency),
];

const fn fault(at: Place, kind: FaultKind) -> Fault {
    Fault { at, kind }
}

/// Everything that is wrong with a version, in the order of its page.
pub(super) fn of(standard: &Standard) -> Vec<Fault> {
    let policy = &standard.policy;
    let mut found = note(&standard.note);
    found.extend(limits(&policy.limits, &standard.calendar_ids().cloned().collect::<Vec<_>>()));
    let has = |clock: ClockKind, scenario: Scenario| {
        policy.limits.iter().any(|l| (l.kind, l.scenario) == (clock, scenario))
    };
    for &(clock, scenario) in MUST.iter().filter(|(clock, scenario)| !has(*clock, *scenario)) {
        found.push(fault(Place::Clock { clock, scenario }, FaultKind::MissingLimit));
    }
    found.extend(gaps(&policy.limits));
    if !(1..=99).contains(&policy.warn_percent) {
        found.push(fault(Place::Warning, FaultKind::WarningOutOfRange));
    }
    found.extend(ladder(&policy.ladder));
    if policy.ladder.is_empty() {
        found.push(fault(Place::Ladder, FaultKind::NoLadder));
    }
    if policy.visit_sample_percent > 100 {
        found.push(fault(Place::Sample, FaultKind::SampleOutOfRange));
    }
    if !policy.elastic.are_sound() {
        found.push(fault(Place::Elastic, FaultKind::FactorOutOfRange));
    }
    found.extend(calendars(standard));
    found
}

/// What is wrong with the words about it.
pub(super) fn note(note: &str) -> Vec<Fault> {
    match note.trim().chars().count() {
        0 => vec![fault(Place::Note, FaultKind::NoNote)],
        n if n > NOTE => vec![fault(Place::Note, FaultKind::NoteTooLong)],
        _ => Vec::new(),
    }
}

/// What is wrong with each limit by itself, and with two for the same.
pub(super) fn limits(limits: &[Limit], calendars: &[CalendarId]) -> Vec<Fault> {
    let mut found = Vec::new();
    let known = |id: &CalendarId| *id == around_the_clock() || calendars.contains(id);
    for (n, limit) in limits.iter().enumerate() {
        let mut wrong = |kind| found.push(fault(Place::Limit { n }, kind));
        if limit.limit.get() <= 0 {
            wrong(FaultKind::ZeroLimit);
        }
        if limit.limit > LONGEST {
            wrong(FaultKind::LimitTooLong);
        }
        if !known(&limit.calendar) || limit.during.as_ref().is_some_and(|id| !known(id)) {
            wrong(FaultKind::UnknownCalendar);
        }
        let of_scenario =
            |code: &str| Category::of(limit.scenario).any(|c| c.code() == code || c.top() == code);
        if limit.category.as_deref().is_some_and(|code| !of_scenario(code)) {
            wrong(FaultKind::UnknownCategory);
        }
        if limits.iter().take(n).any(|other| other.target() == limit.target()) {
            wrong(FaultKind::DoubledLimit);
        }
    }
    found
}

/// A clock that some tickets of a scenario get and the others do not.
fn gaps(limits: &[Limit]) -> Vec<Fault> {
    let mut seen: Vec<(ClockKind, Scenario)> = Vec::new();
    for limit in limits {
        if !seen.contains(&(limit.kind, limit.scenario)) {
            seen.push((limit.kind, limit.scenario));
        }
    }
    let general =
        |of: (ClockKind, Scenario)| limits.iter().any(|l| l.target() == (of.0, of.1, None, None, None));
    let gap = |(clock, scenario)| fault(Place::Clock { clock, scenario }, FaultKind::NoGeneralLimit);
    seen.into_iter().filter(|of| !general(*of)).map(gap).collect()
}

/// What is wrong with a ladder (R11): levels 1 to 4, each once, a higher one never earlier.
pub(super) fn ladder(ladder: &[Rung]) -> Vec<Fault> {
    let mut found = Vec::new();
    for (n, rung) in ladder.iter().enumerate() {
        let mut wrong = |kind| found.push(fault(Place::Rung { n }, kind));
        if !(1..=4).contains(&rung.level) {
            wrong(FaultKind::LadderLevel);
        }
        let before = || ladder.iter().take(n);
        if before().any(|other| other.level == rung.level) {
            wrong(FaultKind::DoubledLevel);
        }
        let lower_later = |other: &&Rung| {
            (other.level < rung.level && other.after >= rung.after)
                || (other.level > rung.level && other.after <= rung.after)
        };
        if rung.after < Seconds::ZERO || before().any(|other| lower_later(&other)) {
            wrong(FaultKind::LadderOrder);
        }
    }
    found
}

fn calendars(standard: &Standard) -> Vec<Fault> {
    let mut found = Vec::new();
    for (n, named) in standard.calendars.iter().enumerate() {
        let mut wrong = |kind| found.push(fault(Place::Calendar { id: named.id.clone() }, kind));
        if standard.calendars.iter().take(n).any(|other| other.id == named.id)
            || named.id == around_the_clock()
        {
            wrong(FaultKind::DoubledCalendar);
        }
        if named.name.trim().is_empty()
            || named.name.chars().count() > 40
            || named.id.base() != named.id.as_str()
        {
            wrong(FaultKind::CalendarName);
        }
        if named.calendar.week().iter().all(crate::calendar::Hours::is_closed) {
            wrong(FaultKind::NeverOpens);
        }
    }
    found
}
