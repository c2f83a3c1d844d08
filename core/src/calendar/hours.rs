//! The opening hours of one local day: a weekly pattern is seven of them, an exception is one.
//!
//! Knows no date, no zone and no daylight saving. Hours that exist are sorted, disjoint and non-empty; they may
//! touch (09:00–12:00, 12:00–18:00). No interval crosses midnight: a night shift is two intervals on two days.

use core::fmt;
use core::str::FromStr;

/// A local time of day (钟点) in minutes, 00:00 to 24:00. As an end, 24:00 is 00:00 of the next local date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LocalTime(u16);

impl LocalTime {
    /// 00:00.
    pub const MIDNIGHT: Self = Self(0);
    /// 24:00.
    pub const END_OF_DAY: Self = Self(1440);

    /// Minutes after 00:00; `None` above 24:00.
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes <= Self::END_OF_DAY.0 { Some(Self(minutes)) } else { None }
    }

    /// Minutes after 00:00.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl FromStr for LocalTime {
    type Err = HoursFault;

    fn from_str(text: &str) -> Result<Self, HoursFault> {
        let digit = |c: u8| c.is_ascii_digit().then(|| u16::from(c - b'0'));
        let read = || {
            let &[h1, h2, b':', m1, m2] = text.as_bytes() else {
                return None;
            };
            let (hour, minute) = (digit(h1)? * 10 + digit(h2)?, digit(m1)? * 10 + digit(m2)?);
            if minute < 60 { Self::from_minutes(hour * 60 + minute) } else { None }
        };
        read().ok_or_else(|| HoursFault::BadTime { text: text.into() })
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// What is wrong with the hours of one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HoursFault {
    /// No `HH:MM` from 00:00 to 24:00.
    BadTime {
        /// What was written.
        text: Box<str>,
    },
    /// An interval that ends where or before it starts.
    Empty {
        /// Its start.
        start: LocalTime,
        /// Its end.
        end: LocalTime,
    },
    /// An interval that lies before the one written before it.
    Unsorted {
        /// Its start.
        start: LocalTime,
    },
    /// An interval that begins inside the one before it.
    Overlap {
        /// Its start.
        start: LocalTime,
    },
}

impl HoursFault {
    /// The fault as a code for words and logs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadTime { .. } => "bad_time",
            Self::Empty { .. } => "empty_interval",
            Self::Unsorted { .. } => "unsorted",
            Self::Overlap { .. } => "overlap",
        }
    }
}

impl fmt::Display for HoursFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadTime { text } => write!(f, "{} {text:?}", self.code()),
            Self::Empty { start, end } => write!(f, "{} {start}-{end}", self.code()),
            Self::Unsorted { start } | Self::Overlap { start } => write!(f, "{} at {start}", self.code()),
        }
    }
}

impl core::error::Error for HoursFault {}

/// The opening hours (营业时间) of one local day: sorted, disjoint `[start, end)`; none means closed.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Hours(Box<[(LocalTime, LocalTime)]>);

impl Hours {
    /// Closed all day.
    pub fn closed() -> Self {
        Self::default()
    }

    /// Open from 00:00 to 24:00.
    pub fn all_day() -> Self {
        Self([(LocalTime::MIDNIGHT, LocalTime::END_OF_DAY)].into())
    }

    /// These intervals, which must be sorted, non-empty and disjoint.
    pub fn new(intervals: Vec<(LocalTime, LocalTime)>) -> Result<Self, HoursFault> {
        for (i, &(start, end)) in intervals.iter().enumerate() {
            if end <= start {
                return Err(HoursFault::Empty { start, end });
            }
            if let Some(&(before, before_end)) = i.checked_sub(1).and_then(|p| intervals.get(p)) {
                if end <= before {
                    return Err(HoursFault::Unsorted { start });
                }
                if start < before_end {
                    return Err(HoursFault::Overlap { start });
                }
            }
        }
        Ok(Self(intervals.into()))
    }

    /// The intervals as `[start, end)`, in order.
    pub fn intervals(&self) -> &[(LocalTime, LocalTime)] {
        &self.0
    }

    /// Whether the day has no opening hours.
    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the day has no closed minute.
    pub fn is_all_day(&self) -> bool {
        let mut reached = LocalTime::MIDNIGHT;
        for &(start, end) in &self.0 {
            if start != reached {
                return false;
            }
            reached = end;
        }
        reached == LocalTime::END_OF_DAY
    }
}
