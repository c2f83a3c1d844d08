//! Durations and dates in words: 剩 17 小时 50 分, 明天 08:10, 9月15日 周二.
//!
//! Seconds are said only in the last minute. A day is called today, tomorrow or yesterday by the reader's wall
//! clock, then by its date; the year is said when it is not this one.

use steward_core::day::Day;
use steward_core::time::{Instant, Seconds};

use super::civil::Civil;
use super::{Locale, locale, say};

/// A span without its sign: `17 小时 50 分`, `6 分`, `45 秒`; from three days on `3 天 4 小时`.
pub fn span(length: Seconds) -> String {
    let seconds = length.get().abs();
    if seconds < 60 {
        return say::time::seconds(&seconds);
    }
    let minutes = seconds / 60;
    if minutes < 60 {
        return say::time::minutes(&minutes);
    }
    let (hours, minutes) = (minutes / 60, minutes % 60);
    if hours < 72 {
        return if minutes == 0 {
            say::time::hours(&hours)
        } else {
            say::time::hours_minutes(&hours, &two_digits(minutes))
        };
    }
    let (days, hours) = (hours / 24, hours % 24);
    if hours == 0 { say::time::days(&days) } else { say::time::days_hours(&days, &hours) }
}

/// What is left until `due`, or how late it is: 剩 6 分, 超时 1 小时 32 分.
pub fn left(due: Instant, now: Instant) -> String {
    if now < due { say::time::left(&span(due.since(now))) } else { late(now.since(due)) }
}

/// How late: 超时 1 小时 32 分.
pub fn late(by: Seconds) -> String {
    say::time::late(&span(by))
}

/// How long ago: 刚刚, 7 分钟前, 1 小时前, then the date.
pub fn ago(at: Instant, now: Instant) -> String {
    let minutes = now.since(at).get() / 60;
    match minutes {
        ..1 => say::time::just_now().to_owned(),
        1..60 => say::time::minutes_ago(minutes.unsigned_abs()),
        60..720 => say::time::hours_ago((minutes / 60).unsigned_abs()),
        _ => day_time(at, now),
    }
}

/// A point in time as a person says it: 明天 08:10, 昨天 16:10, 9月15日 16:10, 2025年9月15日 16:10.
pub fn day_time(at: Instant, now: Instant) -> String {
    let (then, today) = (Civil::here(at), Civil::here(now));
    say::time::day_at(&then.clock(), &day_of(then, today))
}

/// The time alone when it is today, else with its day: 14:09, 昨天 18:03.
pub fn short(at: Instant, now: Instant) -> String {
    let (then, today) = (Civil::here(at), Civil::here(now));
    if then.day == today.day { then.clock().to_string() } else { day_time(at, now) }
}

/// The day: 今天, 明天, 昨天, 9月15日, 2025年9月15日.
pub fn day(at: Instant, now: Instant) -> String {
    day_of(Civil::here(at), Civil::here(now))
}

/// A day of a project: 今天, 昨天, 9月15日, 2025年9月15日.
pub fn calendar_day(day: Day, now: Instant) -> String {
    day_of(Civil { day: day.number(), minute: 0 }, Civil::here(now))
}

/// The day of an instant where the reader is.
pub fn local_day(at: Instant) -> Option<Day> {
    Day::from_number(Civil::here(at).day)
}

/// A day of a project without a relative word, as documents say it: 9月15日, 2025年9月15日.
pub fn calendar_date(day: Day, now: Instant) -> String {
    date_of(Civil { day: day.number(), minute: 0 }, Civil::here(now))
}

/// The date with its weekday: 9月17日 周四.
pub fn date_weekday(at: Instant, now: Instant) -> String {
    let (then, today) = (Civil::here(at), Civil::here(now));
    say::time::date_weekday(&date_of(then, today), &weekday(then.weekday()))
}

/// The date and time without a relative word, as sums and records say it: 9月15日 16:10.
pub fn date_time(at: Instant, now: Instant) -> String {
    let (then, today) = (Civil::here(at), Civil::here(now));
    say::time::day_at(&then.clock(), &date_of(then, today))
}

/// The time of day: 14:25.
pub fn clock(at: Instant) -> String {
    Civil::here(at).clock().to_string()
}

fn day_of(then: Civil, today: Civil) -> String {
    match then.day - today.day {
        0 => say::time::today().to_owned(),
        1 => say::time::tomorrow().to_owned(),
        -1 => say::time::yesterday().to_owned(),
        _ => date_of(then, today),
    }
}

fn date_of(then: Civil, today: Civil) -> String {
    let date = then.date();
    let month: &dyn core::fmt::Display = match locale() {
        Locale::Chinese => &date.month,
        Locale::English => &month(date.month),
    };
    if date.year == today.date().year {
        say::time::date(&date.day, month)
    } else {
        say::time::date_year(&date.day, month, &date.year)
    }
}

fn month(number: i64) -> &'static str {
    say::time::month(&number.to_string()).unwrap_or_default()
}

fn weekday(number: usize) -> &'static str {
    say::time::weekday(["0", "1", "2", "3", "4", "5", "6"].get(number).copied().unwrap_or_default())
        .unwrap_or_default()
}

/// Two digits, as minutes after hours are set in lists: 05.
fn two_digits(number: i64) -> String {
    match locale() {
        Locale::Chinese if number < 10 => {
            let mut text = String::from("0");
            text.push_str(&number.to_string());
            text
        }
        _ => number.to_string(),
    }
}

/// What `<input type="datetime-local">` takes: 2026-09-15T16:10.
pub fn local_input(at: Instant) -> String {
    let here = Civil::here(at);
    let date = here.date();
    format!("{:04}-{:02}-{:02}T{}", date.year, date.month, date.day, here.clock())
}
