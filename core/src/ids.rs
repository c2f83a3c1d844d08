//! Identifiers as newtypes: short text that is safe in a URL, a file name and a log line.
//!
//! An id says nothing about who may see its object. Parse, don't check: an id that exists is well-formed.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is no id: it must have 1 to 64 characters of `A–Z a–z 0–9 - _ .`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadId;

impl fmt::Display for BadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id has 1 to 64 characters of A-Z a-z 0-9 - _ .")
    }
}

impl core::error::Error for BadId {}

fn well_formed(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// [`well_formed`] as a pattern of JSON Schema.
#[cfg(feature = "schema")]
const PATTERN: &str = "^[A-Za-z0-9._-]{1,64}$";

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident),+ $(,)?) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                if well_formed(text) { Ok(Self(text.into())) } else { Err(BadId) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                if well_formed(&text) { Ok(Self(text.into())) } else { Err(BadId) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let said = concat!($($doc),+).trim();
                schemars::json_schema!({ "type": "string", "pattern": PATTERN, "description": said })
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A region (区域) of the group; the legal emergency limit hangs on it (R06).
    RegionId,
    /// A project (小区, 项目): the unit of permission, calendar and rollup.
    ProjectId,
    /// A household (住户): one home and the people who own it.
    HouseholdId,
    /// A person (人员): an owner or a member of staff.
    PersonId,
    /// A ticket (工单), as `T20260915-0118` where Steward numbered it.
    TicketId,
    /// One command, made by the client, so that a retry is recognised.
    CommandId,
    /// A stored photo (照片), named by its content.
    PhotoId,
    /// A working-time calendar (日历).
    CalendarId,
    /// The secret of a personal link, by which one owner rates one ticket without signing in.
    LinkToken,
    /// A day of the calendar as `2026-09-15`.
    DayId,
    /// A mass incident (群体事件) that links many tickets.
    IncidentId,
    /// A survey campaign (调查).
    CampaignId,
    /// A code of the code book (编码).
    CodeId,
    /// What a member of staff suggests (客服建议).
    SuggestionId,
    /// A text that can be coded: a ticket, a suggestion, or the digest of an answer.
    TextId,
    /// What follows from a survey (改进项).
    ImprovementId,
    /// A wish to be called back after a survey (回电).
    CallBackId,
    /// An alarm of the cockpit (预警), `A20260915-003`.
    AlarmId,
    /// A report that somebody gets by mail (报告订阅).
    ReportId,
    /// The unguessable part of a survey's link: who has it may answer.
    SurveyLink,
}

impl CalendarId {
    /// The calendar without its revision: `office` of `office.7`.
    pub fn base(&self) -> &str {
        self.0.split_once('.').map_or(&*self.0, |(base, _)| base)
    }

    /// This calendar as it came with a version of the standard.
    #[must_use]
    pub fn revised(&self, version: u32) -> Self {
        Self([self.base(), ".", &version.to_string()].concat().into())
    }

    /// An id that this crate itself names.
    pub(crate) fn known(text: &'static str) -> Self {
        debug_assert!(well_formed(text), "a name of this crate is well-formed");
        Self(text.into())
    }
}
