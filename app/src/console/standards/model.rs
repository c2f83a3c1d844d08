//! What the page of the standard works out before it shows anything: limits as people write them, what a draft
//! changes, a month of a calendar, and the sums of a replay.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use steward_core::calendar::{Calendar, Hours, LocalTime};
use steward_core::sla::policy::{ClockKind, Limit, Policy};
use steward_core::sla::standards::replay::{Kept, Line, Outcome};
use steward_core::tickets::scenario::Scenario;
use steward_core::time::Seconds;

/// The unit that a limit is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
}

impl Unit {
    /// The unit that says a limit in whole numbers: hours up to three days, days beyond.
    pub const fn of(limit: Seconds) -> Self {
        let seconds = limit.get();
        if seconds % 3_600 != 0 {
            Self::Minutes
        } else if seconds > 72 * 3_600 && seconds % 86_400 == 0 {
            Self::Days
        } else {
            Self::Hours
        }
    }

    /// Its word, as the words' table knows it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    /// The unit of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Minutes, Self::Hours, Self::Days].into_iter().find(|unit| unit.word() == word)
    }

    const fn seconds(self) -> i64 {
        match self {
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
        }
    }

    /// The limit as written: 1.5 hours are `1.5`.
    pub fn write(self, limit: Seconds) -> String {
        let (whole, rest) = (limit.get() / self.seconds(), limit.get() % self.seconds());
        if rest == 0 {
            return whole.to_string();
        }
        let hundredths = rest * 100 / self.seconds();
        format!("{whole}.{hundredths:02}").trim_end_matches('0').to_owned()
    }

    /// Reads what was written; `None` for what is no amount of whole seconds.
    pub fn read(self, text: &str) -> Option<Seconds> {
        let text = text.trim();
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 6 || part.len() > 2 || !digits(whole) || !digits(part) {
            return None;
        }
        let scale = 10_i64.pow(u32::try_from(part.len()).ok()?);
        let part: i64 = if part.is_empty() { 0 } else { part.parse().ok()? };
        let hundred = (whole.parse::<i64>().ok()? * scale + part) * self.seconds();
        (hundred % scale == 0).then(|| Seconds(hundred / scale))
    }
}

/// Limits by scenario in the order of the table, each with its place.
pub fn by_scenario(limits: &[Limit]) -> Vec<(Scenario, Vec<usize>)> {
    let places = |scenario: Scenario| {
        let mut places: Vec<usize> =
            (0..limits.len()).filter(|n| limits.get(*n).is_some_and(|l| l.scenario == scenario)).collect();
        places.sort_by_key(|n| {
            limits.get(*n).map(|l| (l.kind, l.category.clone(), l.urgency, l.during.clone()))
        });
        places
    };
    let rows = Scenario::ALL.iter().map(|scenario| (*scenario, places(*scenario)));
    rows.filter(|(_, places)| !places.is_empty()).collect()
}

/// What a limit of a draft is beside the version in force.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// The same.
    None,
    /// Another length, which was this before.
    Length(Seconds),
    /// Another calendar.
    Calendar,
    /// It was not there.
    New,
}

/// What `limit` changes of `before`.
pub fn change(limit: &Limit, before: &Policy) -> Change {
    match before.limits.iter().find(|l| l.target() == limit.target()) {
        None => Change::New,
        Some(old) if old.limit != limit.limit => Change::Length(old.limit),
        Some(old) if old.calendar != limit.calendar => Change::Calendar,
        Some(_) => Change::None,
    }
}

/// How many limits differ, those that are gone included.
pub fn changes(now: &Policy, before: &Policy) -> usize {
    let gone = before.limits.iter().filter(|l| now.limits.iter().all(|n| n.target() != l.target())).count();
    now.limits.iter().filter(|l| change(l, before) != Change::None).count() + gone
}

/// What a day of a calendar is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayKind {
    /// As its weekday says, and open.
    Usual,
    /// As its weekday says, and closed.
    Weekend,
    /// Closed although its weekday is open (休).
    Off,
    /// Open although its weekday is closed (班, 调休).
    MakeUp,
    /// Open with hours of its own.
    Special,
}

/// A cell of the month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Day {
    /// Its date.
    pub date: NaiveDate,
    /// Whether it is of the month that is shown.
    pub inside: bool,
    /// What it is.
    pub kind: DayKind,
}

/// What a date is in a calendar.
pub fn day_kind(calendar: &Calendar, date: NaiveDate) -> DayKind {
    let weekday = calendar.weekday_hours(date);
    let own = calendar.exceptions().find(|(d, _)| *d == date).map(|(_, hours)| hours);
    match own {
        None if weekday.is_closed() => DayKind::Weekend,
        None => DayKind::Usual,
        Some(hours) if hours.is_closed() && weekday.is_closed() => DayKind::Weekend,
        Some(hours) if hours.is_closed() => DayKind::Off,
        Some(_) if weekday.is_closed() => DayKind::MakeUp,
        Some(hours) if hours == weekday => DayKind::Usual,
        Some(_) => DayKind::Special,
    }
}

/// The weeks of a month, Monday first, whole weeks.
pub fn month(calendar: &Calendar, year: i32, month: u32) -> Vec<[Day; 7]> {
    let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return Vec::new() };
    let back = Days::new(u64::from(first.weekday().num_days_from_monday()));
    let Some(mut date) = first.checked_sub_days(back) else { return Vec::new() };
    let mut weeks = Vec::new();
    while weeks.is_empty() || (date.year(), date.month()) == (year, month) {
        let day = |n: u64| {
            let date = date.checked_add_days(Days::new(n)).unwrap_or(date);
            let inside = (date.year(), date.month()) == (year, month);
            Day { date, inside, kind: day_kind(calendar, date) }
        };
        weeks.push([day(0), day(1), day(2), day(3), day(4), day(5), day(6)]);
        let Some(next) = date.checked_add_days(Days::new(7)) else { break };
        date = next;
    }
    weeks
}

/// The calendar with other hours on one date; `None` puts the date back to its weekday.
pub fn with_day(calendar: &Calendar, date: NaiveDate, hours: Option<Hours>) -> Calendar {
    match hours {
        Some(hours) => calendar.clone().with_exception(date, hours),
        None => calendar.clone().without_exception(date),
    }
}

/// Hours as people write them: `08:30-12:00, 13:30-18:00`; nothing for closed.
pub fn write_hours(hours: &Hours) -> String {
    let one = |(from, to): &(LocalTime, LocalTime)| format!("{from}–{to}");
    hours.intervals().iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Reads what was written, with any dash, comma or space that people type; the code of what is wrong.
pub fn read_hours(text: &str) -> Result<Hours, &'static str> {
    let text = text
        .replace(['，', '、', ';', '；'], ",")
        .replace(['–', '—', '－', '~', '～', '至'], "-")
        .replace('：', ":");
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let time = |text: &str| {
        let text = text.trim();
        let padded = if text.len() == 4 { ["0", text].concat() } else { text.to_owned() };
        padded.parse::<LocalTime>().map_err(|fault| fault.code())
    };
    let interval = |part: &str| {
        let (from, to) = part.split_once('-').ok_or("bad_time")?;
        Ok((time(from)?, time(to)?))
    };
    let intervals = parts.map(interval).collect::<Result<Vec<_>, &'static str>>()?;
    Hours::new(intervals).map_err(|fault| fault.code())
}

/// One clock over all projects, before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sum {
    /// The clock; `None` for tickets as a whole.
    pub clock: Option<ClockKind>,
    /// As it was.
    pub before: Kept,
    /// As it would have been.
    pub after: Kept,
    /// Extra breaches.
    pub worse: u64,
    /// Breaches that would not have been.
    pub better: u64,
}

/// The lines of a replay, clock by clock over all projects; tickets as a whole last.
pub fn sums(outcome: &Outcome) -> Vec<Sum> {
    let mut all: BTreeMap<(bool, Option<ClockKind>), Sum> = BTreeMap::new();
    for line in &outcome.lines {
        let none = Kept::default();
        let sum = all.entry((line.clock.is_none(), line.clock)).or_insert(Sum {
            clock: line.clock,
            before: none,
            after: none,
            worse: 0,
            better: 0,
        });
        sum.before.met += line.before.met;
        sum.before.late += line.before.late;
        sum.after.met += line.after.met;
        sum.after.late += line.after.late;
        sum.worse += line.worse;
        sum.better += line.better;
    }
    all.into_values().collect()
}

/// The projects with extra late tickets, most first.
pub fn hardest(outcome: &Outcome) -> Vec<&Line> {
    let mut lines: Vec<&Line> = outcome.lines.iter().filter(|l| l.clock.is_none() && l.worse > 0).collect();
    lines.sort_by(|a, b| (b.worse, &a.project).cmp(&(a.worse, &b.project)));
    lines
}

/// A share in tenths of a percent, rounded half up; `None` where nothing was judged.
pub fn permille(kept: Kept) -> Option<i64> {
    let (met, all) = kept.attainment()?;
    i64::try_from((met * 2_000 + all) / (all * 2)).ok()
}

/// Tenths of a percent as people read them: 96.3%.
pub fn percent(permille: i64) -> String {
    format!("{}.{}%", permille / 10, permille % 10)
}

/// A difference in percentage points with a true minus: −4.5, +0.3, 0.0.
pub fn points(before: i64, after: i64) -> String {
    let by = after - before;
    let sign = match by {
        ..0 => "−",
        0 => "",
        1.. => "+",
    };
    format!("{sign}{}.{}", by.abs() / 10, by.abs() % 10)
}
