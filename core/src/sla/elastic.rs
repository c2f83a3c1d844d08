//! Elastic service duration (弹性服务时长, R12): how much longer a complex case may take, and by which factors.

use serde::{Deserialize, Serialize};

use crate::time::Seconds;
use crate::words::words;

words! {
    /// How complex a case was found to be (R12). How many times its limit that is, [`Factors`] says.
    Elastic {
        /// As the limit says.
        Normal = "normal",
        /// Complex.
        Complex = "complex",
        /// Very complex.
        VeryComplex = "very_complex",
    }
}

/// A factor on a limit, as an integer percentage of at least 100: 150 makes 24 hours 36.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "u16", into = "u16")]
pub struct Extension {
    percent: u16,
}

/// An extension may not shorten a limit: its factor is at least 100%.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ShortensLimit;

impl core::fmt::Display for ShortensLimit {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("shortens_limit")
    }
}

impl core::error::Error for ShortensLimit {}

impl Extension {
    /// The limit as it is.
    pub const NONE: Self = Self { percent: 100 };

    /// The factor in percent.
    pub const fn percent(self) -> u16 {
        self.percent
    }

    /// What it adds to a limit, in whole seconds, rounded down.
    pub const fn extra(self, limit: Seconds) -> Seconds {
        Seconds(limit.get().saturating_mul(self.percent as i64 - 100).div_euclid(100))
    }

    /// The limit with what it adds.
    pub const fn stretch(self, limit: Seconds) -> Seconds {
        Seconds(limit.get().saturating_add(self.extra(limit).get()))
    }
}

impl TryFrom<u16> for Extension {
    type Error = ShortensLimit;
    fn try_from(percent: u16) -> Result<Self, ShortensLimit> {
        if percent >= 100 { Ok(Self { percent }) } else { Err(ShortensLimit) }
    }
}

impl From<Extension> for u16 {
    fn from(extension: Extension) -> Self {
        extension.percent
    }
}

/// The factors of a policy (R12).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Factors {
    /// For a complex case.
    pub complex: Extension,
    /// For a very complex case.
    pub very_complex: Extension,
}

impl Factors {
    /// The factors that R12 proposes, 1.5 and 2.0, and that clocks have which say no other.
    pub const USUAL: Self =
        Self { complex: Extension { percent: 150 }, very_complex: Extension { percent: 200 } };

    /// The largest factor that a policy may have, in percent.
    pub const MOST: u16 = 1_000;

    /// The factor for a case.
    pub const fn of(&self, elastic: Elastic) -> Extension {
        match elastic {
            Elastic::Normal => Extension::NONE,
            Elastic::Complex => self.complex,
            Elastic::VeryComplex => self.very_complex,
        }
    }

    /// Whether each is longer than what is simpler, and none beyond [`Self::MOST`].
    pub fn are_sound(&self) -> bool {
        Extension::NONE < self.complex
            && self.complex < self.very_complex
            && self.very_complex.percent <= Self::MOST
    }
}

impl Default for Factors {
    fn default() -> Self {
        Self::USUAL
    }
}
