//! The texts that are read: which kinds there are, how one is named, and of which month it is.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::ids::{ProjectId, TextId};
use crate::words::words;

words! {
    /// Where a text comes from (来源).
    TextKind {
        /// An answer to a survey's open question (问卷开放题).
        Answer = "answer",
        /// The description of a complaint (投诉).
        Complaint = "complaint",
        /// A rating of at most two stars, or with a comment (评价).
        Rating = "rating",
        /// What staff suggests (客服建议).
        Suggestion = "suggestion",
    }
}

/// A text that can be read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TextRef {
    /// Its project; `None` for an answer to a survey, of which nobody can know whose it is.
    #[serde(default)]
    pub project: Option<ProjectId>,
    /// Where it comes from.
    pub kind: TextKind,
    /// The ticket, the suggestion, or the digest of the answer.
    pub id: TextId,
}

/// A month of the calendar, which travels as `2026-06`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(NaiveDate);

impl Month {
    /// The month of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(chrono::Datelike::with_day(&day, 1).unwrap_or(day))
    }

    /// Its first day.
    pub const fn first(self) -> NaiveDate {
        self.0
    }

    /// The month after it; itself at the end of the calendar.
    #[must_use]
    pub fn next(self) -> Self {
        self.0.checked_add_months(Months::new(1)).map_or(self, Self)
    }

    /// The month before it; itself at the beginning of the calendar.
    #[must_use]
    pub fn before(self) -> Self {
        self.0.checked_sub_months(Months::new(1)).map_or(self, Self)
    }
}

impl core::fmt::Display for Month {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

impl TryFrom<String> for Month {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let first: Option<NaiveDate> = [text.as_str(), "-01"].concat().parse().ok();
        first.map(Self).filter(|month| month.to_string() == text).ok_or("a month is written as 2026-06")
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Month {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}$",
            "description": "A month of the calendar, as `2026-06`.",
        })
    }
}
