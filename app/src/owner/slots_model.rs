//! The times that can be wished for: half hours on the reader's wall clock, while the desk works.

use steward_core::calendar::Windows;
use steward_core::time::{Instant, Seconds};

use crate::words::civil::{Civil, offset};
use crate::words::time;

/// How many days ahead can be chosen, today included.
const DAYS: i64 = 7;
/// Sooner than this is as soon as possible anyway.
const NOT_BEFORE: Seconds = Seconds::hours(1);
const STEP_MIN: i64 = 30;
/// Without rules: from eight in the morning to eight in the evening.
const PLAIN: core::ops::Range<i64> = 480..1200;

/// One day with its half hours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Day {
    /// Its number in the reader's zone.
    pub number: i64,
    /// Its name: 明天 9月17日 周四.
    pub name: String,
    /// The half hours, earliest first.
    pub slots: Vec<Instant>,
}

/// The days that have a time to choose.
pub fn days(hours: Option<&Windows>, now: Instant) -> Vec<Day> {
    let today = Civil::here(now).day;
    let first = now + NOT_BEFORE;
    (today..today + DAYS)
        .map(|number| {
            let open = |minute: &i64| {
                let at = instant(number, *minute);
                hours.and_then(|h| h.is_open(at)).unwrap_or_else(|| PLAIN.contains(minute))
            };
            let minutes = (0..1440 / STEP_MIN).map(|n| n * STEP_MIN).filter(open);
            let slots: Vec<Instant> = minutes.map(|m| instant(number, m)).filter(|at| *at >= first).collect();
            Day { number, name: slots.first().map_or_else(String::new, |at| name(*at, now)), slots }
        })
        .filter(|day| !day.slots.is_empty())
        .collect()
}

fn name(at: Instant, now: Instant) -> String {
    let (day, date) = (time::day(at, now), time::date_weekday(at, now));
    if date.contains(&day) { date } else { [day, date].join(" ") }
}

/// The instant at which the reader's clock shows this minute of this day.
fn instant(day: i64, minute: i64) -> Instant {
    let wall = day * 1440 + minute;
    let at = |offset: i64| Instant::from_millis((wall - offset) * 60_000);
    // The offset holds at the instant itself: asked once with the guess, which daylight saving may put off by an hour.
    let guess = at(offset(at(0)));
    at(offset(guess))
}
