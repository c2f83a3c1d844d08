//! Half-open spans of time and their exact length.

use core::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

use crate::time::{Instant, Seconds};

/// An exact length of time in milliseconds, as instants have them. What people are shown is [`Seconds`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// The plain number of milliseconds.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whole seconds, rounded down.
    pub const fn seconds(self) -> Seconds {
        Seconds(self.0.div_euclid(1000))
    }
}

impl From<Seconds> for Millis {
    fn from(s: Seconds) -> Self {
        Self(s.get().saturating_mul(1000))
    }
}

impl Add for Millis {
    type Output = Self;
    fn add(self, by: Self) -> Self {
        Self(self.0.saturating_add(by.0))
    }
}

impl Sub for Millis {
    type Output = Self;
    fn sub(self, by: Self) -> Self {
        Self(self.0.saturating_sub(by.0))
    }
}

impl core::iter::Sum for Millis {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

/// A stretch of time (时段) that includes `from` and not `to`; empty where `to <= from`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// The first instant inside.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
}

impl Span {
    /// The span `[from, to)`.
    pub const fn new(from: Instant, to: Instant) -> Self {
        Self { from, to }
    }

    /// Whether no instant lies inside.
    pub fn is_empty(self) -> bool {
        self.to <= self.from
    }

    /// Whether `at` lies inside.
    pub fn contains(self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }

    /// Its exact length; zero when empty.
    pub const fn length(self) -> Millis {
        let ms = self.to.millis().saturating_sub(self.from.millis());
        Millis(if ms > 0 { ms } else { 0 })
    }

    /// What both have in common; possibly empty.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }

    /// Sorts, drops the empty and joins what overlaps or touches.
    pub(crate) fn union(mut spans: Vec<Self>) -> Vec<Self> {
        spans.retain(|s| !s.is_empty());
        spans.sort_unstable();
        spans.dedup_by(|next, kept| {
            let joins = next.from <= kept.to;
            if joins {
                kept.to = kept.to.max(next.to);
            }
            joins
        });
        spans
    }
}
