//! Where one target stands at a moment (R10): its state, what is consumed and what remains.
//!
//! The due time that people were shown decides, not the count alone: a budget used up exactly at closing time is
//! late one second later, although no working second has passed since.

use serde::{Deserialize, Serialize};

use crate::calendar::{BeyondWindows, DueError, Millis, Pauses, Windows, due, due_exact, worked_exact};
use crate::time::{Instant, Seconds};

/// One promise to be measured (时限目标): so much working time from `start`, pauses not counted.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// When the clock started.
    pub start: Instant,
    /// How much working time is allowed, extensions included.
    pub budget: Seconds,
    /// When it was done, if it was; a time after `now` has not happened yet.
    pub completed_at: Option<Instant>,
    /// While these last, no time is consumed.
    pub pauses: &'a Pauses,
}

/// The state of a target (时限状态).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Standing"))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Done in time (达标).
    Met,
    /// Done after the due time (超时完成).
    MetLate,
    /// Inside a pause now (暂停), whether the calendar is open or not, and also when already late.
    Paused,
    /// Running, less than 80% consumed (进行中).
    OnTrack,
    /// Running, 80% or more consumed (即将超时).
    DueSoon,
    /// Not done, and the due time has passed (已超时).
    Breached,
}

impl State {
    /// Every state.
    pub const ALL: &[Self] =
        &[Self::Met, Self::MetLate, Self::Paused, Self::OnTrack, Self::DueSoon, Self::Breached];

    /// The state as a code for words, rows and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::MetLate => "met_late",
            Self::Paused => "paused",
            Self::OnTrack => "on_track",
            Self::DueSoon => "due_soon",
            Self::Breached => "breached",
        }
    }
}

/// A target at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// Its state.
    pub state: State,
    /// Working time used so far, pauses taken out; whole seconds, rounded down.
    pub consumed: Seconds,
    /// Budget less consumed; negative when over.
    pub remaining: Seconds,
}

/// Where `target` stands at `now`.
///
/// Fails only where the windows do not know all the time between its start and now (or its completion).
pub fn state(windows: &Windows, target: Target<'_>, now: Instant) -> Result<Reading, BeyondWindows> {
    let Target { start, budget, completed_at, pauses } = target;
    let completed = completed_at.filter(|at| *at <= now);
    let end = completed.unwrap_or(now);
    let exact = worked_exact(windows, pauses, start, end)?;
    let limit = Millis::from(budget);
    let late =
        exact > limit || (exact == limit && due(windows, pauses, start, budget).is_ok_and(|due| due < end));
    let state = match completed {
        Some(_) if late => State::MetLate,
        Some(_) => State::Met,
        None if pauses.contains(now) => State::Paused,
        None if late => State::Breached,
        None if exact >= warning_budget(budget) => State::DueSoon,
        None => State::OnTrack,
    };
    let consumed = exact.seconds();
    Ok(Reading { state, consumed, remaining: budget - consumed })
}

/// The instant at which 80% of the budget are consumed (预警, R10): from then on the target is due soon.
pub fn warning(
    windows: &Windows,
    pauses: &Pauses,
    start: Instant,
    budget: Seconds,
) -> Result<Instant, DueError> {
    due_exact(windows, pauses, start, warning_budget(budget))
}

/// 80% of a budget; exact, because a budget is whole seconds.
const fn warning_budget(budget: Seconds) -> Millis {
    Millis(budget.get().saturating_mul(800))
}
