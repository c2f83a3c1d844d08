//! How calendars and windows are written as JSON, and the checks on the way in.

use core::str::FromStr;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::hours::{Hours, HoursFault, LocalTime};
use super::plan::{Calendar, CalendarError, ZoneName};

/// Intervals as written: `[["09:00","12:00"],["13:30","18:00"]]`.
type HoursText = Vec<(String, String)>;

/// A calendar as written, nothing checked yet.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct PlanText {
    tz: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    week: BTreeMap<String, HoursText>,
    #[serde(default)]
    exceptions: BTreeMap<String, ExceptionText>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ExceptionText {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closed: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    open: Option<HoursText>,
}

fn read_hours(at: &str, text: HoursText) -> Result<Hours, CalendarError> {
    let read = || -> Result<Hours, HoursFault> {
        let intervals = text.iter().map(|(start, end)| Ok((start.parse()?, end.parse()?)));
        Hours::new(intervals.collect::<Result<_, HoursFault>>()?)
    };
    read().map_err(|fault| CalendarError::Hours { at: at.into(), fault })
}

fn write_hours(hours: &Hours) -> HoursText {
    let write = |&(start, end): &(LocalTime, LocalTime)| (start.to_string(), end.to_string());
    hours.intervals().iter().map(write).collect()
}

/// A date as `YYYY-MM-DD`, and nothing looser.
fn read_date(text: &str) -> Result<NaiveDate, CalendarError> {
    let date = NaiveDate::from_str(text).ok().filter(|date| date.to_string() == text);
    date.ok_or_else(|| CalendarError::BadDate { text: text.into() })
}

impl TryFrom<PlanText> for Calendar {
    type Error = CalendarError;

    fn try_from(text: PlanText) -> Result<Self, CalendarError> {
        let zone: ZoneName = text.tz.parse()?;
        let mut week: [Option<Hours>; 7] = Default::default();
        for (key, hours) in text.week {
            let unknown = || CalendarError::UnknownWeekday { key: key.as_str().into() };
            let place = match key.as_bytes() {
                &[day @ b'1'..=b'7'] => week.get_mut(usize::from(day - b'1')),
                _ => None,
            };
            *place.ok_or_else(unknown)? = Some(read_hours(&key, hours)?);
        }
        if let Some((_, day)) = week.iter().zip(1..).find(|(hours, _)| hours.is_none()) {
            return Err(CalendarError::MissingWeekday { day });
        }
        let mut exceptions = BTreeMap::new();
        for (key, text) in text.exceptions {
            let date = read_date(&key)?;
            let hours = match (text.closed, text.open) {
                (Some(true), None) => Hours::closed(),
                (None, Some(open)) => read_hours(&key, open)?,
                _ => return Err(CalendarError::BadException { date: key.into() }),
            };
            exceptions.insert(date, hours);
        }
        Ok(Self { zone, note: text.note, week: week.map(Option::unwrap_or_default), exceptions })
    }
}

impl From<Calendar> for PlanText {
    fn from(calendar: Calendar) -> Self {
        let exception = |hours: &Hours| {
            if hours.is_closed() {
                ExceptionText { closed: Some(true), open: None }
            } else {
                ExceptionText { closed: None, open: Some(write_hours(hours)) }
            }
        };
        let days = (1_u8..).map(|day| day.to_string());
        Self {
            tz: calendar.zone.as_str().to_owned(),
            week: days.zip(calendar.week.iter().map(write_hours)).collect(),
            exceptions: calendar.exceptions.iter().map(|(d, h)| (d.to_string(), exception(h))).collect(),
            note: calendar.note,
        }
    }
}
