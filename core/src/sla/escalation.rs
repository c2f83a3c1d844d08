//! The escalation ladder (R11): how far an overdue target has climbed.
//!
//! Only the level reached; who is told, and what was acknowledged, is the ticket's business. Pauses play no part:
//! the due time is given.

use serde::{Deserialize, Serialize};

use crate::calendar::{BeyondWindows, Millis, Pauses, Span, Windows, worked_exact};
use crate::time::{Instant, Seconds};

/// How overdue time is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overdue {
    /// By elapsed time, nights and holidays included (自然时间).
    Calendar,
    /// By working time of the calendar (工作时间).
    Working,
}

/// One rung of a ladder (升级阶梯): the level reached after so much overdue time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rung {
    /// Overdue time from which it is reached; zero is reached at the due time itself.
    #[serde(rename = "after_s")]
    pub after: Seconds,
    /// The level, 1 or more.
    pub level: u8,
}

/// The highest level reached at `now`, or 0. The ladder may be empty, unsorted, and its levels need not rise.
pub fn escalation_level(
    windows: &Windows,
    mode: Overdue,
    ladder: &[Rung],
    due: Instant,
    now: Instant,
) -> Result<u8, BeyondWindows> {
    if now < due {
        return Ok(0);
    }
    let overdue = match mode {
        Overdue::Calendar => Span::new(due, now).length(),
        Overdue::Working => worked_exact(windows, Pauses::NONE, due, now)?,
    };
    let reached = ladder.iter().filter(|rung| overdue >= Millis::from(rung.after));
    Ok(reached.map(|rung| rung.level).max().unwrap_or(0))
}
