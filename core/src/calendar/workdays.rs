//! China's statutory holidays and make-up working days (法定节假日与调休), 2004 to 2026, as facts.
//!
//! A data file beside this one, read on demand; native only, so that the browser does not carry it. Calendars made
//! from it hold the dates as ordinary exceptions, which people may edit; next year's dates are imported as such.

use core::ops::RangeInclusive;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::hours::Hours;
use super::plan::{Calendar, ZoneName};

/// The dates of one year.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// Days off (放假), weekend days within a holiday included.
    pub holidays: Vec<NaiveDate>,
    /// Saturdays and Sundays on which people work (调休上班).
    pub workdays: Vec<NaiveDate>,
}

/// Every year known, 2004 to 2026.
pub fn years() -> BTreeMap<u16, Year> {
    // A test reads the shipped file, so an unreadable one does not leave the house.
    serde_json::from_str(include_str!("cn-workdays.json")).unwrap_or_default()
}

/// Whether people work on `date`: a make-up day, or a Monday to Friday that is no holiday; `None` for a year
/// without data.
pub fn is_workday(date: NaiveDate) -> Option<bool> {
    use chrono::Datelike;
    let year = years().remove(&u16::try_from(date.year()).ok()?)?;
    let weekday = date.weekday().number_from_monday() <= 5;
    Some(year.workdays.contains(&date) || (weekday && !year.holidays.contains(&date)))
}

/// An office calendar (办公日历) in `zone`: `hours` from Monday to Friday and on make-up days, closed on weekends and
/// on holidays, with the exceptions of these years as far as they are known.
pub fn office(zone: ZoneName, hours: &Hours, of: RangeInclusive<u16>) -> Calendar {
    let day = |number: usize| {
        if number < 5 { hours.clone() } else { Hours::closed() }
    };
    let calendar = Calendar::new(zone, core::array::from_fn(day));
    let years = years().into_iter().filter(|(year, _)| of.contains(year));
    years.fold(calendar, |calendar, (_, year)| {
        let calendar =
            year.holidays.into_iter().fold(calendar, |c, date| c.with_exception(date, Hours::closed()));
        year.workdays.into_iter().fold(calendar, |c, date| c.with_exception(date, hours.clone()))
    })
}
