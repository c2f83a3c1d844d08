//! The official notice of a year's holidays (放假通知) as it is published, read into dates.
//!
//! The notice says for each holiday which days are off (放假) and which Saturdays and Sundays are worked instead
//! (上班): `10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。` Dates are checked
//! against the weekdays that it names, so that a notice of another year does not slip in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

use super::hours::Hours;
use super::plan::Calendar;

/// What a notice says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Notice {
    /// Days off (放假), each with its holiday's name.
    pub off: BTreeMap<NaiveDate, String>,
    /// Make-up working days (调休上班).
    pub work: BTreeSet<NaiveDate>,
}

/// What in a notice cannot be right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoticeFault {
    /// No day off and no make-up day in it.
    NoDates,
    /// A date that does not exist.
    NoSuchDate {
        /// The month.
        month: u32,
        /// The day.
        day: u32,
    },
    /// A stretch that ends before it begins, or is longer than a month.
    Backwards {
        /// Its beginning.
        from: NaiveDate,
    },
    /// The weekday that stands beside a date is another one: most likely the year is.
    WrongWeekday {
        /// The date.
        date: NaiveDate,
    },
    /// A day that is off and worked.
    Both {
        /// The date.
        date: NaiveDate,
    },
}

impl NoticeFault {
    /// The fault as a code for words.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoDates => "no_dates",
            Self::NoSuchDate { .. } => "no_such_date",
            Self::Backwards { .. } => "backwards",
            Self::WrongWeekday { .. } => "wrong_weekday",
            Self::Both { .. } => "both",
        }
    }
}

impl Notice {
    /// The calendar with these dates: closed on days off, on make-up days open as on the first weekday that is.
    #[must_use]
    pub fn applied_to(&self, calendar: &Calendar) -> Calendar {
        let working = calendar.week().iter().find(|hours| !hours.is_closed()).cloned().unwrap_or_default();
        let off = self.off.keys().map(|date| (*date, Hours::closed()));
        let work = self.work.iter().map(|date| (*date, working.clone()));
        off.chain(work).fold(calendar.clone(), |calendar, (date, hours)| calendar.with_exception(date, hours))
    }
}

/// The longest holiday that is believed, in days.
const LONGEST: i64 = 31;

/// Reads a notice of `year`; everything that is wrong with it if anything is.
pub fn read(text: &str, year: i32) -> Result<Notice, Vec<NoticeFault>> {
    let (mut notice, mut faults) = (Notice::default(), Vec::new());
    let mut name = String::new();
    for clause in text.split(['。', '；', ';', '\n']) {
        // Only what lies before the first date can be a holiday's name.
        if let Some((head, _)) = clause.split_once(['：', ':']) {
            let head = head.rsplit(['、', '.', ' ']).next().unwrap_or_default().trim();
            if !head.is_empty() && !head.contains('月') {
                head.clone_into(&mut name);
            }
        }
        for (part, works) in verbs(clause) {
            for date in stretches(part, year, &mut faults).into_iter().flatten() {
                if works {
                    notice.work.insert(date);
                } else {
                    notice.off.insert(date, name.clone());
                }
            }
        }
    }
    let both = notice.work.iter().filter(|date| notice.off.contains_key(*date));
    faults.extend(both.map(|date| NoticeFault::Both { date: *date }));
    if notice.off.is_empty() && notice.work.is_empty() && faults.is_empty() {
        faults.push(NoticeFault::NoDates);
    }
    if faults.is_empty() { Ok(notice) } else { Err(faults) }
}

/// The parts of a clause that say of days whether people work on them.
///
/// A clause with both verbs says of each day what the verb behind it says; one with a single verb says it of all.
fn verbs(clause: &str) -> Vec<(&str, bool)> {
    const OFF: &str = "放假";
    const WORK: &str = "上班";
    match (clause.contains(OFF), clause.contains(WORK)) {
        (true, true) => {
            let parts = clause.split_inclusive(OFF).flat_map(|part| part.split_inclusive(WORK));
            parts
                .filter(|part| part.contains(OFF) || part.contains(WORK))
                .map(|part| (part, part.contains(WORK)))
                .collect()
        }
        (false, false) => Vec::new(),
        (_, works) => vec![(clause, works)],
    }
}

/// The stretches of days in a clause, a single day as one of length one.
fn stretches(clause: &str, year: i32, faults: &mut Vec<NoticeFault>) -> Vec<Vec<NaiveDate>> {
    let mut found: Vec<Vec<NaiveDate>> = Vec::new();
    let (mut year, mut month) = (year, None);
    let mut rest = clause;
    let mut joins = false;
    while let Some(mark) = rest.find(['年', '月', '日', '至', '—', '–', '-', '~', '到']) {
        let (before, at) = rest.split_at(mark);
        let sign = at.chars().next().unwrap_or_default();
        rest = at.get(sign.len_utf8()..).unwrap_or_default();
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let number = before.get(before.len() - digits..).and_then(|n| n.parse::<u32>().ok());
        match (sign, number) {
            ('年', Some(said)) if (1900..3000).contains(&said) => {
                year = i32::try_from(said).unwrap_or(year);
            }
            ('月', Some(said)) => month = Some(said),
            ('日', Some(day)) => {
                let Some(month) = month else { continue };
                let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else {
                    faults.push(NoticeFault::NoSuchDate { month, day });
                    continue;
                };
                if weekday_beside(rest).is_some_and(|said| said != date.weekday()) {
                    faults.push(NoticeFault::WrongWeekday { date });
                }
                if core::mem::take(&mut joins)
                    && let Some(stretch) = found.last_mut()
                    && let Some(from) = stretch.first().copied()
                {
                    if from >= date || date.signed_duration_since(from).num_days() > LONGEST {
                        faults.push(NoticeFault::Backwards { from });
                    } else {
                        *stretch = from.iter_days().take_while(|day| *day <= date).collect();
                    }
                    continue;
                }
                found.push(vec![date]);
            }
            ('至' | '—' | '–' | '-' | '~' | '到', _) => joins = !found.is_empty(),
            _ => {}
        }
    }
    found
}

/// The weekday in the brackets right behind a date: `（农历除夕、周一）`.
fn weekday_beside(rest: &str) -> Option<Weekday> {
    let inside = rest.strip_prefix('（').or_else(|| rest.strip_prefix('('))?;
    let inside = inside.split(['）', ')']).next()?;
    let after = inside.rsplit_once('周').or_else(|| inside.rsplit_once("星期"))?.1;
    Some(match after.chars().next()? {
        '一' => Weekday::Mon,
        '二' => Weekday::Tue,
        '三' => Weekday::Wed,
        '四' => Weekday::Thu,
        '五' => Weekday::Fri,
        '六' => Weekday::Sat,
        '日' | '天' => Weekday::Sun,
        _ => return None,
    })
}

#[cfg(test)]
#[path = "notice_tests.rs"]
mod tests;
