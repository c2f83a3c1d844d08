//! A calendar as people write it: seven days of hours, dated exceptions, a zone's name.
//!
//! A [`Calendar`] that exists is right: every rule of the format is checked while it is read, and the errors say
//! where. It does not know when it is open in UTC; that is `expand`'s business. With feature `tz` a zone that the
//! zone data do not know is refused here; without it (in the browser, which never expands) only its shape is
//! checked.

use core::fmt;
use core::str::FromStr;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::hours::{Hours, HoursFault};
use super::wire::PlanText;

/// The name of an IANA time zone (时区), as `Asia/Shanghai`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZoneName {
    name: Box<str>,
    #[cfg(feature = "tz")]
    zone: super::expand::Zone,
}

impl ZoneName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    #[cfg(feature = "tz")]
    pub(super) const fn zone(&self) -> super::expand::Zone {
        self.zone
    }
}

impl FromStr for ZoneName {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let unknown = || CalendarError::UnknownZone { zone: text.into() };
        let shaped = (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'+'));
        if !shaped {
            return Err(unknown());
        }
        Ok(Self {
            name: text.into(),
            #[cfg(feature = "tz")]
            zone: super::expand::Zone::named(text).ok_or_else(unknown)?,
        })
    }
}

/// What is wrong with a calendar, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CalendarError {
    /// No such time zone.
    UnknownZone {
        /// What was written.
        zone: Box<str>,
    },
    /// A key of `week` other than `1` (Monday) to `7` (Sunday).
    UnknownWeekday {
        /// What was written.
        key: Box<str>,
    },
    /// A day of the week is not said; a closed one is an empty list.
    MissingWeekday {
        /// 1 = Monday … 7 = Sunday.
        day: u8,
    },
    /// A key of `exceptions` that is no date `YYYY-MM-DD`.
    BadDate {
        /// What was written.
        text: Box<str>,
    },
    /// An exception that says neither or both of `closed: true` and `open: […]`.
    BadException {
        /// Its date.
        date: Box<str>,
    },
    /// Wrong hours.
    Hours {
        /// The weekday or date they belong to, as written.
        at: Box<str>,
        /// What is wrong with them.
        fault: HoursFault,
    },
}

impl CalendarError {
    /// The error as a code for words and logs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownZone { .. } => "unknown_zone",
            Self::UnknownWeekday { .. } => "unknown_weekday",
            Self::MissingWeekday { .. } => "missing_weekday",
            Self::BadDate { .. } => "bad_date",
            Self::BadException { .. } => "bad_exception",
            Self::Hours { fault, .. } => fault.code(),
        }
    }
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code();
        match self {
            Self::UnknownZone { zone: text }
            | Self::UnknownWeekday { key: text }
            | Self::BadDate { text }
            | Self::BadException { date: text } => write!(f, "{code} {text:?}"),
            Self::MissingWeekday { day } => write!(f, "{code} {day}"),
            Self::Hours { at, fault } => write!(f, "{fault} in {at:?}"),
        }
    }
}

impl core::error::Error for CalendarError {}

/// A working-time calendar (日历), stored and sent in the format of its [`Serialize`] form.
///
/// ```json
/// {"tz": "Asia/Shanghai", "note": "free text",
///  "week": {"1": [["09:00","12:00"],["13:30","18:00"]], "2": [], "3": [], "4": [], "5": [], "6": [], "7": []},
///  "exceptions": {"2024-01-01": {"closed": true}, "2024-02-04": {"open": [["09:00","18:00"]]}}}
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "PlanText", into = "PlanText")]
pub struct Calendar {
    pub(super) zone: ZoneName,
    pub(super) note: String,
    pub(super) week: [Hours; 7],
    pub(super) exceptions: BTreeMap<NaiveDate, Hours>,
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Calendar {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Calendar".into()
    }

    fn json_schema(schemas: &mut schemars::SchemaGenerator) -> schemars::Schema {
        PlanText::json_schema(schemas)
    }
}

impl Calendar {
    /// A calendar with these hours, Monday first, and no exceptions.
    pub fn new(zone: ZoneName, week: [Hours; 7]) -> Self {
        Self { zone, note: String::new(), week, exceptions: BTreeMap::new() }
    }

    /// Around the clock, every day (全天候): what R01–R10 use unless a policy says otherwise.
    pub fn around_the_clock(zone: ZoneName) -> Self {
        Self::new(zone, core::array::from_fn(|_| Hours::all_day()))
    }

    /// The same calendar with other hours on one local date, which replace those of the week.
    #[must_use]
    pub fn with_exception(mut self, date: NaiveDate, hours: Hours) -> Self {
        self.exceptions.insert(date, hours);
        self
    }

    /// The same calendar with a local date put back to its weekday.
    #[must_use]
    pub fn without_exception(mut self, date: NaiveDate) -> Self {
        self.exceptions.remove(&date);
        self
    }

    /// The same calendar with other hours on one weekday, 0 for Monday; nothing beyond 6.
    #[must_use]
    pub fn with_weekday(mut self, day: usize, hours: Hours) -> Self {
        if let Some(place) = self.week.get_mut(day) {
            *place = hours;
        }
        self
    }

    /// The hours that a local date's weekday has, whatever its exception says.
    pub fn weekday_hours(&self, date: NaiveDate) -> &Hours {
        let [mon, tue, wed, thu, fri, sat, sun] = &self.week;
        match date.weekday() {
            chrono::Weekday::Mon => mon,
            chrono::Weekday::Tue => tue,
            chrono::Weekday::Wed => wed,
            chrono::Weekday::Thu => thu,
            chrono::Weekday::Fri => fri,
            chrono::Weekday::Sat => sat,
            chrono::Weekday::Sun => sun,
        }
    }

    /// The zone whose local time the hours are in.
    pub fn zone(&self) -> &ZoneName {
        &self.zone
    }

    /// A remark for people; has no effect.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The hours of a local date: its exception, else those of its weekday.
    pub fn hours_on(&self, date: NaiveDate) -> &Hours {
        self.exceptions.get(&date).unwrap_or_else(|| self.weekday_hours(date))
    }

    /// The hours of each weekday, Monday first.
    pub fn week(&self) -> &[Hours; 7] {
        &self.week
    }

    /// The dates with hours of their own, in order.
    pub fn exceptions(&self) -> impl Iterator<Item = (NaiveDate, &Hours)> {
        self.exceptions.iter().map(|(date, hours)| (*date, hours))
    }

    /// Whether it never closes.
    pub fn is_around_the_clock(&self) -> bool {
        self.week.iter().chain(self.exceptions.values()).all(Hours::is_all_day)
    }
}
