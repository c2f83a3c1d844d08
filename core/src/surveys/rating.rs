//! The rating of one ticket (工单评价), R29.
//!
//! One per ticket, by the submitting household, from completion to seven days after, never edited. Stars start
//! unset. This is not the return visit and not a survey: the three are separate records side by side.

use serde::{Deserialize, Serialize};

use super::rules::VoiceRules;
use crate::problem::{Code, Field, Problem};
use crate::tickets::draft::{Length, check_text, limits};
use crate::time::{Instant, Seconds};
use crate::words::words;

/// How long after completion a ticket can be rated, and reopened: seven days.
pub const RATING_WINDOW: Seconds = Seconds::days(7);

/// One to five stars; there is no zero and no default.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Stars(u8);

impl Stars {
    /// The number, 1 to 5.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Praise (好评): four or five stars.
    pub const fn is_praise(self) -> bool {
        self.0 >= 4
    }

    /// Low: one or two stars.
    pub const fn is_low(self) -> bool {
        self.0 <= 2
    }
}

impl TryFrom<u8> for Stars {
    type Error = &'static str;
    fn try_from(n: u8) -> Result<Self, Self::Error> {
        if (1..=5).contains(&n) { Ok(Self(n)) } else { Err("stars are 1 to 5") }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Stars {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Stars".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "integer",
            "minimum": 1,
            "maximum": 5,
            "description": "One to five stars; there is no zero and no default.",
        })
    }
}

impl From<Stars> for u8 {
    fn from(stars: Stars) -> Self {
        stars.0
    }
}

words! {
    /// Why so many stars (评价标签), good and bad.
    RatingTag {
        /// Came quickly (响应快).
        Quick = "quick",
        /// Good work (手艺好).
        Skilled = "skilled",
        /// Friendly (态度好).
        Friendly = "friendly",
        /// Clean and tidy (现场整洁).
        Tidy = "tidy",
        /// Explained well (讲解清楚).
        Clear = "clear",
        /// Came late (来得慢).
        Slow = "slow",
        /// Not fixed (没修好).
        NotFixed = "not_fixed",
        /// Unfriendly (态度差).
        Unfriendly = "unfriendly",
        /// Left a mess (现场脏乱).
        Messy = "messy",
        /// Nobody told me (没有告知进度).
        Uninformed = "uninformed",
    }
}

/// A rating as it is filled in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RatingDraft {
    /// The stars; `None` until the owner chooses.
    pub stars: Option<Stars>,
    /// Tags, each once.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = limits::TAGS)))]
    pub tags: Vec<RatingTag>,
    /// A text; may be empty.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = limits::RATING_TEXT.max)))]
    pub text: String,
}

impl RatingDraft {
    /// Everything that is wrong with it by the project's rules, each with its field.
    pub fn check(&self, rules: VoiceRules) -> Vec<Problem> {
        let mut found = Vec::new();
        if self.stars.is_none() {
            found.push(Problem::new(Code::Required).at(Field::Stars));
        }
        let repeats = (1..self.tags.len()).any(|i| self.tags[..i].contains(&self.tags[i]));
        if self.tags.len() > limits::TAGS || repeats {
            found.push(Problem::new(Code::TooMany).at(Field::Tags).with("max", limits::TAGS));
        }
        let shortest = if rules.needs_text(self.stars) { limits::NOTE.min } else { limits::RATING_TEXT.min };
        found.extend(check_text(&self.text, Length { min: shortest, ..limits::RATING_TEXT }, Field::Text));
        found
    }
}

/// A rating that was given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rating {
    /// The stars.
    pub stars: Stars,
    /// The tags.
    pub tags: Vec<RatingTag>,
    /// The text.
    pub text: String,
    /// When.
    pub at: Instant,
}
