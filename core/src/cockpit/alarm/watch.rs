//! When an alarm is raised (R13, R23, R91): a bound, and for how long a value has been beyond it.

use serde::{Deserialize, Serialize};

use super::INSIDE_FOR;
use crate::cockpit::goals::AlarmAt;
use crate::cockpit::indicator::Indicator;
use crate::cockpit::measure::Sum;
use crate::performance::Direction;
use crate::time::{Instant, Seconds};

/// So few complaining households are no alarm, whatever their share (R13).
pub const LEAST_HOUSEHOLDS: i64 = 3;
/// So many households with one cause are a mass complaint, or one fault of a building (R23)…
pub const MASS_HOUSEHOLDS: i64 = 5;
/// …within so many days.
pub const MASS_DAYS: u32 = 7;

/// Whether a value is worse than a bound; `None` where nothing was counted. Compared exactly: 10.00% is not above 10%,
/// 84.6 is below 85 and 85.0 is not.
pub fn is_beyond(indicator: Indicator, sum: Sum, at: AlarmAt) -> Option<bool> {
    let definition = indicator.definition();
    let better = definition.better?;
    if sum.n <= 0 {
        return None;
    }
    if indicator == Indicator::ComplaintRate && sum.total < LEAST_HOUSEHOLDS {
        return Some(false);
    }
    let value = i128::from(sum.total) * definition.unit.steps();
    let bound = i128::from(at.bound) * i128::from(sum.n);
    Some(match better {
        Direction::Higher => value < bound,
        Direction::Lower => value > bound,
    })
}

/// What is known of a value over time, so that one alarm is raised and not one a minute.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Watch {
    /// Whether an alarm may be raised.
    pub armed: bool,
    /// Since when the value is beyond its bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond_since: Option<Instant>,
    /// Since when it is inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside_since: Option<Instant>,
}

impl Watch {
    /// A value that nobody has looked at yet.
    pub const NEW: Self = Self { armed: true, beyond_since: None, inside_since: None };

    /// Looks at the value once more; answers whether an alarm is to be raised now. Once raised, another one follows only
    /// after the value has been inside for [`INSIDE_FOR`]. A clock that steps back raises and arms nothing.
    pub fn look(&mut self, beyond: bool, wait: Seconds, now: Instant) -> bool {
        if beyond {
            self.inside_since = None;
            let since = *self.beyond_since.get_or_insert(now);
            let fires = self.armed && now.since(since) >= wait;
            self.armed &= !fires;
            return fires;
        }
        self.beyond_since = None;
        let since = *self.inside_since.get_or_insert(now);
        self.armed |= now.since(since) >= INSIDE_FOR;
        false
    }
}
