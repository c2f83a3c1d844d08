//! Why this due time (为什么是这个时间): the steps from a start to its due time, as codes and values.
//!
//! **The law:** due − start = limit + extension + closed time + what the pauses counted, to the millisecond.
//! Closed time is closed whether paused or not; a pause counts only the working time it took out, and time inside
//! two pauses is counted by the one that began first. Words are the app's business.

use serde::{Deserialize, Serialize};

use super::elastic::Extension;
use super::state::warning;
use crate::calendar::{BeyondWindows, DueError, Millis, Pauses, Span, Windows, due, worked_exact};
use crate::ids::CalendarId;
use crate::time::{Instant, Seconds};

/// What a due time follows from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Terms {
    /// When the clock started.
    pub start: Instant,
    /// The limit of the policy, before any extension.
    pub limit: Seconds,
    /// The approved extension, if any.
    pub extension: Option<Extension>,
    /// The pauses, in any order.
    pub pauses: Vec<Noted>,
    /// Which calendar the windows are of.
    pub calendar: CalendarId,
    /// Which version of the policy set the limit.
    pub policy_version: u32,
    /// Whether the limit is the project's own exception (R14).
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub exception: bool,
}

/// A pause with its reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Noted {
    /// When it began.
    pub from: Instant,
    /// When it ended; none while still paused.
    pub to: Option<Instant>,
    /// Why, as a code.
    pub reason: String,
}

/// One step of an explanation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Step {
    /// The clock started.
    Start {
        /// When.
        at: Instant,
    },
    /// The policy allows so much working time.
    Limit {
        /// The limit.
        limit: Seconds,
        /// The policy's version.
        policy_version: u32,
        /// Whether it is the project's own exception (R14).
        #[serde(default, skip_serializing_if = "core::ops::Not::not")]
        exception: bool,
    },
    /// An approved extension adds to the limit.
    Extension {
        /// The factor in percent.
        percent: u16,
        /// What it adds.
        extra: Seconds,
    },
    /// The calendar's windows between start and due; the time outside them does not count.
    Calendar {
        /// Which calendar.
        calendar: CalendarId,
        /// Whether it never closes.
        always: bool,
        /// The open windows used, clipped to start and due.
        windows: Vec<Span>,
        /// The closed time skipped, in milliseconds.
        closed: Millis,
    },
    /// A pause that began before the due time.
    Pause {
        /// When it began, or the start of the clock if that was later.
        from: Instant,
        /// When it ended; none while still paused.
        to: Option<Instant>,
        /// Why, as a code.
        reason: String,
        /// The working time it took out, in milliseconds.
        counted: Millis,
    },
    /// 80% of the limit with its extension are used up.
    Warning {
        /// When.
        at: Instant,
    },
    /// The limit with its extension is used up.
    Due {
        /// When.
        at: Instant,
    },
    /// There is no due time.
    NotDue {
        /// Why.
        why: DueError,
    },
}

impl Step {
    /// What the step adds between start and due.
    pub fn adds(&self) -> Millis {
        match *self {
            Self::Limit { limit, .. } => limit.into(),
            Self::Extension { extra, .. } => extra.into(),
            Self::Calendar { closed, .. } => closed,
            Self::Pause { counted, .. } => counted,
            Self::Start { .. } | Self::Warning { .. } | Self::Due { .. } | Self::NotDue { .. } => {
                Millis::ZERO
            }
        }
    }
}

impl Terms {
    /// The working time allowed: limit and extension.
    pub fn budget(&self) -> Seconds {
        self.limit + self.extension.map_or(Seconds::ZERO, |e| e.extra(self.limit))
    }

    /// The pauses without their reasons.
    pub fn pauses(&self) -> Pauses {
        Pauses::new(self.pauses.iter().map(|p| (p.from, p.to)))
    }
}

/// The steps from the start to the due time, in the order in which people add them up.
///
/// While a pause is open there is no due time: the steps then reach to that pause, and the last one says why. The
/// warning is left out where it cannot be said either.
pub fn explain(windows: &Windows, terms: &Terms) -> Result<Vec<Step>, BeyondWindows> {
    let (start, budget, pauses) = (terms.start, terms.budget(), terms.pauses());
    let (end, last) = match due(windows, &pauses, start, budget) {
        Ok(at) => (at, Step::Due { at }),
        Err(DueError::BeyondWindows) => return Err(BeyondWindows),
        Err(why) => {
            let end = if why == DueError::Paused { pauses.open() } else { None };
            (end.unwrap_or(start).max(start), Step::NotDue { why })
        }
    };
    let mut steps = vec![
        Step::Start { at: start },
        Step::Limit { limit: terms.limit, policy_version: terms.policy_version, exception: terms.exception },
    ];
    steps.extend(
        terms.extension.map(|e| Step::Extension { percent: e.percent(), extra: e.extra(terms.limit) }),
    );
    steps.push(calendar_step(windows, terms, Span::new(start, end))?);
    let stopped = last == Step::NotDue { why: DueError::Paused };
    pause_steps(windows, terms, end, stopped, &mut steps)?;
    steps.extend(warning(windows, &pauses, start, budget).map(|at| Step::Warning { at }));
    steps.push(last);
    Ok(steps)
}

fn calendar_step(windows: &Windows, terms: &Terms, span: Span) -> Result<Step, BeyondWindows> {
    let open = worked_exact(windows, Pauses::NONE, span.from, span.to)?;
    Ok(Step::Calendar {
        calendar: terms.calendar.clone(),
        always: windows.is_always(),
        windows: windows.within(span).collect(),
        closed: span.length() - open,
    })
}

/// Each pause between start and `end`, counting what no earlier one has counted; where the clock is `stopped`, the
/// open pause that begins right at `end` too.
fn pause_steps(
    windows: &Windows,
    terms: &Terms,
    end: Instant,
    stopped: bool,
    steps: &mut Vec<Step>,
) -> Result<(), BeyondWindows> {
    let mut pauses: Vec<&Noted> = terms.pauses.iter().collect();
    pauses.sort_by_key(|p| (p.from, p.to.is_none(), p.to));
    let mut counted_to = terms.start;
    for Noted { from, to, reason } in pauses {
        let from = (*from).max(terms.start);
        let reaches = to.is_none_or(|to| from < to);
        if !reaches || from > end || (from == end && !stopped) {
            continue;
        }
        let counts = Span::new(from.max(counted_to), to.unwrap_or(end).min(end));
        let counted = worked_exact(windows, Pauses::NONE, counts.from, counts.to)?;
        counted_to = counted_to.max(counts.to);
        steps.push(Step::Pause { from, to: *to, reason: reason.clone(), counted });
    }
    Ok(())
}
