//! A day of a project (日期): a date as the calendar on its wall shows it, without a time and without a zone.
//!
//! It is *not* an instant: which day an instant falls on is a question to the project's zone.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A day, which travels as `2026-12-31`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(pub NaiveDate);

/// The day before 1 January 1970, counted as rows of the store count.
const BEFORE_EPOCH: i32 = 719_162;

impl Day {
    /// The day with a number; `None` beyond the years that a date can have.
    pub fn from_number(number: i64) -> Option<Self> {
        let from_first = i32::try_from(number).ok()?.checked_add(BEFORE_EPOCH + 1)?;
        NaiveDate::from_num_days_from_ce_opt(from_first).map(Self)
    }

    /// Its number: days since 1 January 1970.
    pub fn number(self) -> i64 {
        i64::from(self.0.num_days_from_ce()) - i64::from(BEFORE_EPOCH) - 1
    }

    /// So many days later; the last possible day when there is none.
    #[must_use]
    pub fn later(self, days: u32) -> Self {
        Self(self.0.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX))
    }

    /// So many days earlier; the first possible day when there is none.
    #[must_use]
    pub fn earlier(self, days: u32) -> Self {
        Self(self.0.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN))
    }

    /// The same day so many months later, or the last of that month where it has no such day.
    #[must_use]
    pub fn months_later(self, months: u32) -> Self {
        Self(self.0.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX))
    }

    /// The first day of its month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        Self(self.0.with_day(1).unwrap_or(self.0))
    }
}

impl TryFrom<String> for Day {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let date: Option<NaiveDate> = text.parse().ok();
        date.filter(|date| date.to_string() == text).map(Self).ok_or("a day is written as 2026-12-31")
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.0.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date",
            "description": "A day, as `2026-12-31`.",
        })
    }
}
