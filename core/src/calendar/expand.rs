//! Calendar × zone → windows. **The only file that knows time zones and daylight saving.** Native only.
//!
//! A local time that does not exist is the moment of the clock change; an interval that becomes empty by this
//! does not count. Of a local time that exists twice, a start is the earlier and an end the later. What overlaps
//! after that counts once.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, offset::LocalResult};
use chrono_tz::{GapInfo, Tz};

use super::hours::LocalTime;
use super::plan::Calendar;
use super::span::Span;
use super::windows::Windows;
use crate::time::Instant;

/// A time zone with its whole history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Zone(Tz);

impl Zone {
    pub(super) fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// The instants at which a local clock shows `local`: first and last, equal where it does so once.
    fn instants(self, local: NaiveDateTime) -> Span {
        let utc = |offset: &<Tz as TimeZone>::Offset| {
            let shift = i64::from(offset.fix().local_minus_utc());
            Instant::from_secs(local.and_utc().timestamp() - shift)
        };
        match self.0.offset_from_local_datetime(&local) {
            LocalResult::Single(offset) => Span::new(utc(&offset), utc(&offset)),
            LocalResult::Ambiguous(one, other) => {
                let (one, other) = (utc(&one), utc(&other));
                Span::new(one.min(other), one.max(other))
            }
            LocalResult::None => {
                let change = self.clock_change(local);
                Span::new(change, change)
            }
        }
    }

    /// The clock change that skips `local`: where the offset in force before the gap ends.
    fn clock_change(self, local: NaiveDateTime) -> Instant {
        let gap = GapInfo::new(&local, &self.0).and_then(|gap| gap.begin);
        let (begin, shift) =
            gap.map_or((local, 0), |(begin, before)| (begin, before.fix().local_minus_utc()));
        Instant::from_secs(begin.and_utc().timestamp() - i64::from(shift))
    }
}

/// The first and last instants an expansion can reach; a range beyond them is cut.
const KNOWN: Span = Span::new(Instant::from_secs(-62_135_596_800), Instant::from_secs(253_402_300_800));

/// The windows in which `calendar` is open within `range` (展开).
///
/// Takes about a microsecond a day. A calendar that never closes becomes [`Windows::always`].
pub fn expand(calendar: &Calendar, range: Span) -> Windows {
    if calendar.is_around_the_clock() {
        return Windows::always();
    }
    let range = range.intersect(KNOWN);
    let zone = calendar.zone().zone();
    let mut spans = Vec::new();
    let mut date = utc_date(range.from).checked_sub_days(MARGIN);
    let last = utc_date(range.to).checked_add_days(MARGIN);
    while let Some(day) = date.filter(|day| Some(*day) <= last && !range.is_empty()) {
        for &(start, end) in calendar.hours_on(day).intervals() {
            let (start, end) = (zone.instants(local(day, start)), zone.instants(local(day, end)));
            spans.push(Span::new(start.from, end.to));
        }
        date = day.succ_opt();
    }
    Windows::union(range, spans)
}

/// No zone is or was further from UTC than this.
const MARGIN: Days = Days::new(2);

fn utc_date(at: Instant) -> NaiveDate {
    chrono::DateTime::from_timestamp(at.secs(), 0).unwrap_or_default().date_naive()
}

fn local(date: NaiveDate, time: LocalTime) -> NaiveDateTime {
    NaiveDateTime::new(date, NaiveTime::MIN) + TimeDelta::minutes(time.minutes().into())
}
