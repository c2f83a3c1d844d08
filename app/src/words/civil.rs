//! An instant as the wall clock in front of the reader shows it: day and time of day in the reader's zone.
//!
//! The zone is the browser's own, asked for each instant, so that daylight saving is right on both sides of a
//! change. This is not business time: due times come from the server and from core's walk over windows.

use core::fmt;

use steward_core::time::Instant;

/// A reading of the wall clock (挂钟时间).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Civil {
    /// Days since 1970-01-01 in the reader's zone.
    pub day: i64,
    /// Minutes since midnight, 0 to 1439.
    pub minute: i64,
}

/// A date of the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Date {
    /// The year, as 2026.
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
}

impl Civil {
    /// The reading at `at` where clocks are `offset` minutes ahead of UTC.
    pub const fn at_offset(at: Instant, offset: i64) -> Self {
        let minutes = at.millis().div_euclid(60_000) + offset;
        Self { day: minutes.div_euclid(1440), minute: minutes.rem_euclid(1440) }
    }

    /// The reading at `at` in the reader's zone.
    pub fn here(at: Instant) -> Self {
        Self::at_offset(at, offset(at))
    }

    /// The date.
    pub const fn date(self) -> Date {
        // Days to civil, after Howard Hinnant: count from 0000-03-01, in eras of 400 years.
        let z = self.day + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        Date { year, month, day: day_of_year - (153 * month_from_march + 2) / 5 + 1 }
    }

    /// The weekday: 0 is Monday, 6 is Sunday.
    pub const fn weekday(self) -> usize {
        match (self.day + 3).rem_euclid(7) {
            0 => 0,
            1 => 1,
            2 => 2,
            3 => 3,
            4 => 4,
            5 => 5,
            _ => 6,
        }
    }

    /// The time of day.
    pub const fn clock(self) -> Clock {
        Clock { hour: self.minute / 60, minute: self.minute % 60 }
    }
}

/// A time of day; prints as `08:10`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clock {
    /// 0 to 23.
    pub hour: i64,
    /// 0 to 59.
    pub minute: i64,
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// How many minutes the reader's clocks are ahead of UTC at `at`.
#[cfg(target_arch = "wasm32")]
pub fn offset(at: Instant) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of our era are exact in a double")]
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.millis() as f64));
    #[expect(clippy::cast_possible_truncation, reason = "whole minutes within a day")]
    let behind = date.get_timezone_offset() as i64;
    -behind
}

/// Outside a browser the reader's zone is China's, which has one offset all year.
#[cfg(not(target_arch = "wasm32"))]
pub const fn offset(_: Instant) -> i64 {
    480
}
