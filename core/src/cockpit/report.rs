//! Reports (报告): the cockpit's figures of a month or a week, printed or by mail (S68).
//!
//! What a report says is what the cockpit says of the same days; here is only of which days, and what it is compared
//! with. Whoever reads the cockpit may have it mailed; whether they still read it is asked each time it is sent.

use chrono::{Datelike, Weekday};
use serde::{Deserialize, Serialize};

use super::goals::Level;
use super::period::Period;
use crate::day::Day;
use crate::endpoint::{Nothing, endpoints};
use crate::ids::ReportId;
use crate::time::Instant;
use crate::words::words;

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;

endpoints! {
    /// The viewer's own reports by mail, and whether mail reaches them.
    REPORTS = get "/api/v1/reports": Nothing => Reports;
    /// The viewer wants a report by mail from now on; asked for again, it goes on in the language that is said.
    SUBSCRIBE = post "/api/v1/reports": NewReport => Reports;
    /// The viewer wants it no more.
    UNSUBSCRIBE = delete "/api/v1/reports/{id}" (ReportId): Nothing => Reports;
}

/// The hour at which reports go out, where the group is.
pub const AT_HOUR: u32 = 8;
/// The most reports that one person gets.
pub const MOST: usize = 20;

words! {
    /// How often a report goes out.
    Rhythm {
        /// On Mondays, of the week before (周报).
        Weekly = "weekly",
        /// On the first of a month, of the month before (月报).
        Monthly = "monthly",
    }
}

words! {
    /// The language of a report by mail.
    Tongue {
        /// Chinese.
        Chinese = "zh-CN",
        /// English.
        English = "en",
    }
}

words! {
    /// Why nobody can be sent a report by mail.
    NoMail {
        /// The server sends no mail.
        Server = "server",
        /// No address is known of the person.
        Address = "address",
    }
}

impl Rhythm {
    /// Whether one goes out on this day.
    pub fn is_due(self, day: Day) -> bool {
        match self {
            Self::Weekly => day.0.weekday() == Weekday::Mon,
            Self::Monthly => day.0.day() == 1,
        }
    }

    /// The last day up to this one, itself included, on which one goes out.
    #[must_use]
    pub fn last(self, day: Day) -> Day {
        match self {
            Self::Weekly => day.earlier(day.0.weekday().num_days_from_monday()),
            Self::Monthly => day.first_of_month(),
        }
    }

    /// The first day after this one on which one goes out.
    #[must_use]
    pub fn next(self, day: Day) -> Day {
        match self {
            Self::Weekly => self.last(day).later(7),
            Self::Monthly => day.first_of_month().later(31).first_of_month(),
        }
    }

    /// The days that are told of by the report that goes out on the day `due`: those since the one before it.
    pub fn period(self, due: Day) -> Period {
        let last = due.earlier(1);
        Period { first: self.last(last), last }
    }
}

impl Period {
    /// The calendar month with this day in it, up to its end.
    pub fn month_of(day: Day) -> Self {
        let first = day.first_of_month();
        Self { first, last: Rhythm::Monthly.next(first).earlier(1) }
    }

    /// What a report of these days is compared with (环比): for a calendar month the one before, for the beginning of
    /// a month as many days of the month before, for all other days the equal number right before.
    #[must_use]
    pub fn compared(self) -> Self {
        let month = Self::month_of(self.first);
        if self.first != month.first || self.last > month.last {
            return self.before();
        }
        let before = Self::month_of(self.first.earlier(1));
        if self.last == month.last {
            return before;
        }
        let days = u32::try_from(self.days() - 1).unwrap_or_default();
        Self { first: before.first, last: before.first.later(days).min(before.last) }
    }
}

/// A report that is wanted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// How often.
    pub rhythm: Rhythm,
    /// Of what: a project, a region, or with the group all that the viewer sees.
    pub whose: Level,
    /// In which language.
    pub language: Tongue,
}

/// A report that goes out by mail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// Which.
    pub id: ReportId,
    /// What was wanted.
    pub wanted: NewReport,
    /// The name of its project or region; empty for all that the viewer sees.
    pub place: String,
    /// When the next one goes out.
    pub next: Instant,
    /// When it ended because the viewer does not read those figures any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Instant>,
}

/// Somebody's reports.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reports {
    /// Why none can be sent to the viewer, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_mail: Option<NoMail>,
    /// Where mail reaches the viewer; empty: nowhere.
    pub address: String,
    /// The reports, in the order in which they were asked for.
    pub all: Vec<Report>,
}
