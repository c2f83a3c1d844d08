//! A calendar together with its expansion, which answers any question: what lies outside the range it holds is
//! expanded for that one answer. Native only; the browser gets the [`Windows`] and asks the server for more.

use std::borrow::Cow;

use super::expand::expand;
use super::pauses::Pauses;
use super::plan::Calendar;
use super::span::Span;
use super::walk::{self, BeyondWindows, DueError};
use super::windows::{DESERT, Windows};
use crate::time::{Instant, Seconds};

/// A calendar and the windows at hand (时间表). Cheap within `range`, right everywhere.
#[derive(Clone, Debug)]
pub struct Timetable {
    calendar: Calendar,
    windows: Windows,
}

/// How far after the start a due time is looked for: a hundred years. Further away is [`DueError::BeyondWindows`].
const HORIZON: Seconds = Seconds::days(36_525);

/// How much is expanded around a question that lies outside the range.
const MARGIN: Seconds = Seconds::days(366);

impl Timetable {
    /// The calendar, expanded over `range`.
    pub fn new(calendar: Calendar, range: Span) -> Self {
        let windows = expand(&calendar, range);
        Self { calendar, windows }
    }

    /// What it was made from.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The windows at hand, as sent to a browser.
    pub fn windows(&self) -> &Windows {
        &self.windows
    }

    /// Windows that know all of `span`: those at hand, or wider ones made for the purpose.
    pub fn covering(&self, span: Span) -> Cow<'_, Windows> {
        if self.windows.knows(span) {
            return Cow::Borrowed(&self.windows);
        }
        Cow::Owned(expand(&self.calendar, Span::new(span.from - MARGIN, span.to.max(span.from) + MARGIN)))
    }

    /// [`walk::worked`] over any span.
    pub fn worked(&self, pauses: &Pauses, a: Instant, b: Instant) -> Result<Seconds, BeyondWindows> {
        walk::worked(&self.covering(Span::new(a, b.max(a))), pauses, a, b)
    }

    /// [`walk::due`] with the windows that decide it, grown until they do (`never` needs five closed years).
    ///
    /// Gives up a hundred years after `start` with [`DueError::BeyondWindows`].
    pub fn due(&self, pauses: &Pauses, start: Instant, budget: Seconds) -> Result<Instant, DueError> {
        let mut reach = Seconds::ZERO;
        loop {
            let answer = walk::due(&self.covering(Span::new(start, start + reach)), pauses, start, budget);
            if answer != Err(DueError::BeyondWindows) || reach >= HORIZON {
                return answer;
            }
            reach = Seconds(reach.get().saturating_mul(2)).max(DESERT.seconds()).min(HORIZON);
        }
    }
}
