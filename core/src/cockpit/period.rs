//! A period (统计周期): the days that figures are taken over, and the equal period before it.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::problem::{Code, Field, Problem};

/// The longest period that can be asked for, in days: ten years.
pub const LONGEST: i64 = 3_653;

/// Whole days, the first and the last included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Period {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
}

impl Period {
    /// These days; [`Code::BadPeriod`] if they end before they begin or are more than [`LONGEST`].
    pub fn new(first: Day, last: Day) -> Result<Self, Problem> {
        let period = Self { first, last };
        if (1..=LONGEST).contains(&period.days()) {
            Ok(period)
        } else {
            Err(Problem::new(Code::BadPeriod).at(Field::Period).with("max", LONGEST))
        }
    }

    /// So many days up to this one, which is counted; at least one.
    pub fn up_to(last: Day, days: u32) -> Self {
        Self { first: last.earlier(days.saturating_sub(1)), last }
    }

    /// How many days it has.
    pub fn days(self) -> i64 {
        self.last.number() - self.first.number() + 1
    }

    /// The equal number of days right before it (上一周期).
    #[must_use]
    pub fn before(self) -> Self {
        let last = self.first.earlier(1);
        Self::up_to(last, u32::try_from(self.days()).unwrap_or(1))
    }
}
