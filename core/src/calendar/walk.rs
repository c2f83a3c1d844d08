//! The two questions of working time: how much was worked, and when a budget runs out.
//!
//! Both are O(log n) in the windows and allocate nothing; each pause costs two more look-ups. Everything is exact
//! to the millisecond; whole seconds are rounded down only on the way out.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::pauses::Pauses;
use super::span::{Millis, Span};
use super::windows::{Reached, Windows};
use crate::time::{Instant, Seconds};

/// The question reaches outside the range the windows know: expand further and ask again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BeyondWindows;

impl fmt::Display for BeyondWindows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(DueError::BeyondWindows.code())
    }
}

impl core::error::Error for BeyondWindows {}

/// Why there is no due time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DueError {
    /// The calendar stays closed for five years before the budget is used up.
    Never,
    /// A pause without an end begins before the due time.
    Paused,
    /// The due time, if there is one, lies outside the range the windows know.
    BeyondWindows,
}

impl DueError {
    /// The error as a code for words and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Paused => "paused",
            Self::BeyondWindows => "beyond_windows",
        }
    }
}

impl From<BeyondWindows> for DueError {
    fn from(_: BeyondWindows) -> Self {
        Self::BeyondWindows
    }
}

impl fmt::Display for DueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for DueError {}

/// The working time (工作时长) within `[a, b)` outside pauses, in whole seconds; zero if `b <= a`.
///
/// A pause without an end stops the counting from its beginning on.
pub fn worked(windows: &Windows, pauses: &Pauses, a: Instant, b: Instant) -> Result<Seconds, BeyondWindows> {
    worked_exact(windows, pauses, a, b).map(Millis::seconds)
}

/// [`worked`] to the millisecond.
pub fn worked_exact(
    windows: &Windows,
    pauses: &Pauses,
    a: Instant,
    b: Instant,
) -> Result<Millis, BeyondWindows> {
    let b = pauses.open().map_or(b, |from| b.min(from));
    if b <= a {
        return Ok(Millis::ZERO);
    }
    if !windows.knows(Span::new(a, b)) {
        return Err(BeyondWindows);
    }
    let mut total = windows.work_at(b).saturating_sub(windows.work_at(a));
    for pause in pauses.after(a).iter().take_while(|pause| pause.from < b) {
        total -= windows.work_at(pause.to.min(b)) - windows.work_at(pause.from.max(a));
    }
    Ok(Millis(total))
}

/// The due time (到期时间): the earliest instant at or after `start` by which `budget` has been worked.
///
/// A budget of zero or less is due at `start`, in any calendar and inside any pause.
pub fn due(windows: &Windows, pauses: &Pauses, start: Instant, budget: Seconds) -> Result<Instant, DueError> {
    due_exact(windows, pauses, start, budget.into())
}

/// [`due`] for a budget in milliseconds.
pub fn due_exact(
    windows: &Windows,
    pauses: &Pauses,
    start: Instant,
    budget: Millis,
) -> Result<Instant, DueError> {
    if budget <= Millis::ZERO {
        return Ok(start);
    }
    let mut target = windows.work_at(start).saturating_add(budget.get());
    for pause in pauses.after(start) {
        let before = windows.work_at(pause.from.max(start));
        if target <= before {
            break;
        }
        target = target.saturating_add(windows.work_at(pause.to) - before);
    }
    let at = match windows.reach(start, target) {
        Reached::At(at) => at,
        Reached::Never => return Err(DueError::Never),
        Reached::Beyond => return Err(DueError::BeyondWindows),
    };
    match pauses.open() {
        Some(from) if from < at => Err(DueError::Paused),
        _ => Ok(at),
    }
}
