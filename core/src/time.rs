//! Instants and durations as the whole product stores and sends them: integers.
//!
//! An [`Instant`] is a point on the UTC line in milliseconds since 1970-01-01T00:00:00Z, serialised as that
//! integer. It is *not* a local time: zones live only in `calendar::expand` (feature `tz`), words in the app.
//! A [`Seconds`] is a whole, signed number of seconds; limits, pauses and worked time are counted in it.

use core::fmt;
use core::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// A point in time (时刻): milliseconds since the Unix epoch, UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The Unix epoch.
    pub const EPOCH: Self = Self(0);

    /// From milliseconds since the epoch.
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms)
    }

    /// From whole seconds since the epoch.
    pub const fn from_secs(s: i64) -> Self {
        Self(s.saturating_mul(1000))
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    pub const fn secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Reads RFC 3339 (`2024-02-29T12:00:00Z`, any offset); `None` for anything else.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        chrono::DateTime::parse_from_rfc3339(text).ok().map(|t| Self(t.timestamp_millis()))
    }

    /// Writes RFC 3339 in UTC with `Z`, with milliseconds only where there are some.
    pub fn to_rfc3339(self) -> String {
        chrono::DateTime::from_timestamp_millis(self.0)
            .map(|t| t.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
            .unwrap_or_default()
    }

    /// The span from `earlier` to `self` in whole seconds, rounded toward the past; negative if `self` is earlier.
    pub const fn since(self, earlier: Self) -> Seconds {
        Seconds((self.0 - earlier.0).div_euclid(1000))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

impl Add<Seconds> for Instant {
    type Output = Self;
    fn add(self, by: Seconds) -> Self {
        Self(self.0.saturating_add(by.0.saturating_mul(1000)))
    }
}

impl Sub<Seconds> for Instant {
    type Output = Self;
    fn sub(self, by: Seconds) -> Self {
        Self(self.0.saturating_sub(by.0.saturating_mul(1000)))
    }
}

/// A signed duration (时长) in whole seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Seconds(pub i64);

impl Seconds {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `n` minutes.
    pub const fn minutes(n: i64) -> Self {
        Self(n * 60)
    }

    /// `n` hours.
    pub const fn hours(n: i64) -> Self {
        Self(n * 3600)
    }

    /// `n` days of 24 hours.
    pub const fn days(n: i64) -> Self {
        Self(n * 86_400)
    }

    /// The plain number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl Add for Seconds {
    type Output = Self;
    fn add(self, by: Self) -> Self {
        Self(self.0.saturating_add(by.0))
    }
}

impl Sub for Seconds {
    type Output = Self;
    fn sub(self, by: Self) -> Self {
        Self(self.0.saturating_sub(by.0))
    }
}
