//! The plan to begin with (起步计划): the milestones of M103, as data. Somebody puts it in, and changes it as they like;
//! nobody is given it.

use serde::Deserialize;

use super::{Buffer, Plan};
use crate::cockpit::period::Period;
use crate::day::Day;
use crate::ids::ProjectId;

/// The data.
const STARTER: &str = include_str!("starter.json");

/// One of its milestones.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Starter {
    /// The code that words call it by.
    pub code: String,
    /// After how many months of the whole plan it begins.
    pub begins: u32,
    /// With which month of the whole plan it is to be reached.
    pub ends: u32,
    /// The time beside it: a code and days.
    #[serde(default)]
    pub buffer: Option<(String, u32)>,
}

/// All of them, in their order.
///
/// # Errors
/// Where the data does not read.
pub fn starter() -> Result<Vec<Starter>, serde_json::Error> {
    serde_json::from_str(STARTER)
}

impl Starter {
    /// The plan of it, for a whole plan that begins on `first`; `words` gives the name of a code.
    pub fn plan(&self, project: Option<ProjectId>, first: Day, words: impl Fn(&str) -> String) -> Plan {
        Plan {
            project,
            name: words(&self.code),
            days: Period {
                first: first.months_later(self.begins),
                last: first.months_later(self.ends).earlier(1),
            },
            buffer: self.buffer.as_ref().map(|(code, days)| Buffer { days: *days, what: words(code) }),
        }
    }
}
