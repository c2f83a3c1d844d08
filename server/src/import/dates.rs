//! Dates and times as older systems write them, and the instants they mean.
//!
//! A form is a chrono format as `%m/%d/%Y %I:%M:%S %p`, or one of the words `rfc3339`, `unix` and `unix_ms`. A form
//! with an offset needs no zone. A form without a time is a whole day. A local time that exists twice (autumn) is
//! the earlier instant; one that does not exist (spring) is the moment of the clock change, as in core's calendars.

use std::fmt::Write as _;

use chrono::format::{Item, StrftimeItems};
use chrono::{
    DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, offset::LocalResult,
};
use chrono_tz::{GapInfo, Tz};
use steward_core::time::Instant;

/// A date format that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadFormat {
    /// No formats at all.
    #[error("at least one format is needed, as \"%Y-%m-%d %H:%M:%S\"")]
    None,
    /// It has unknown signs or not enough of them to be a date.
    #[error("{0:?} is no complete date format (year, month and day at least)")]
    Unusable(String),
}

/// What one form yields.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Form {
    Unix { per_second: i64 },
    Offset(String),
    Local(String),
    Day(String),
}

/// A point in time as it was written: an instant, or a whole day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Written {
    /// The instant; of a whole day its first.
    pub from: Instant,
    /// The instant; of a whole day the first of the next.
    pub to: Instant,
}

/// Reads dates in the forms of one map.
#[derive(Clone, Debug)]
pub struct Dates {
    zone: Tz,
    forms: Vec<Form>,
}

impl Dates {
    /// A reader of these forms in this zone.
    pub fn new(zone: Tz, forms: &[String]) -> Result<Self, BadFormat> {
        if forms.is_empty() {
            return Err(BadFormat::None);
        }
        let forms = forms.iter().map(|f| Form::of(f)).collect::<Result<_, _>>()?;
        Ok(Self { zone, forms })
    }

    /// What the text means in the first form that fits; `None` if none does.
    pub fn read(&self, text: &str) -> Option<Written> {
        let text = text.trim();
        self.forms.iter().find_map(|form| self.read_as(form, text))
    }

    fn read_as(&self, form: &Form, text: &str) -> Option<Written> {
        let at = |at| Written { from: at, to: at };
        match form {
            Form::Unix { per_second } => {
                let n: i64 = text.parse().ok()?;
                Some(at(Instant::from_millis(n.checked_mul(1000 / per_second)?)))
            }
            Form::Offset(form) => {
                let read = DateTime::parse_from_str(text, form).ok()?;
                Some(at(Instant::from_millis(read.timestamp_millis())))
            }
            Form::Local(form) => {
                Some(at(instant(self.zone, NaiveDateTime::parse_from_str(text, form).ok()?)))
            }
            Form::Day(form) => {
                let day = NaiveDate::parse_from_str(text, form).ok()?;
                let next = day.checked_add_days(Days::new(1))?;
                let midnight = |day| instant(self.zone, NaiveDateTime::new(day, NaiveTime::MIN));
                Some(Written { from: midnight(day), to: midnight(next) })
            }
        }
    }
}

impl Form {
    /// Tells what a format yields by writing a date in it and reading that back.
    fn of(format: &str) -> Result<Self, BadFormat> {
        let owned = format.to_owned();
        match format {
            "rfc3339" => return Ok(Self::Offset("%+".to_owned())),
            "unix" => return Ok(Self::Unix { per_second: 1 }),
            "unix_ms" => return Ok(Self::Unix { per_second: 1000 }),
            _ => {}
        }
        let unusable = || BadFormat::Unusable(owned.clone());
        if StrftimeItems::new(format).any(|item| matches!(item, Item::Error)) {
            return Err(unusable());
        }
        let sample = DateTime::from_timestamp(1_299_012_477, 0).unwrap_or_default();
        let sample =
            sample.with_timezone(&FixedOffset::east_opt(19_800).unwrap_or_else(|| chrono::Utc.fix()));
        let mut text = String::new();
        write!(text, "{}", sample.format(format)).map_err(|_| unusable())?;
        if DateTime::parse_from_str(&text, format).is_ok() {
            Ok(Self::Offset(owned))
        } else if NaiveDateTime::parse_from_str(&text, format).is_ok() {
            Ok(Self::Local(owned))
        } else if NaiveDate::parse_from_str(&text, format).is_ok() {
            Ok(Self::Day(owned))
        } else {
            Err(unusable())
        }
    }
}

/// The instant at which clocks in the zone show `local`.
fn instant(zone: Tz, local: NaiveDateTime) -> Instant {
    let utc = |offset: &<Tz as TimeZone>::Offset| {
        let shift = i64::from(offset.fix().local_minus_utc()) * 1000;
        Instant::from_millis(local.and_utc().timestamp_millis() - shift)
    };
    match zone.offset_from_local_datetime(&local) {
        LocalResult::Single(offset) => utc(&offset),
        LocalResult::Ambiguous(one, other) => utc(&one).min(utc(&other)),
        LocalResult::None => {
            let gap = GapInfo::new(&local, &zone).and_then(|gap| gap.begin);
            let (begin, shift) =
                gap.map_or((local, 0), |(begin, before)| (begin, before.fix().local_minus_utc()));
            Instant::from_millis(begin.and_utc().timestamp_millis() - i64::from(shift) * 1000)
        }
    }
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
