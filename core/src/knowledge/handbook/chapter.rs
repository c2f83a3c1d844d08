//! One chapter (章节): how one scenario is served.

use serde::{Deserialize, Serialize};

use super::script::{Moment, Script};
use super::writing::Rule;
use crate::accounts::role::Role;
use crate::sla::policy::ClockKind;
use crate::surveys::campaign::Words;
use crate::tickets::CommandKind;
use crate::tickets::scenario::Scenario;

/// What the handbook says of one scenario (§4.2): process, time limits, scripts, record standard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Which scenario.
    pub scenario: Scenario,
    /// What the service is for (目的).
    pub purpose: Words,
    /// The process (服务流程), in order.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// The time limits (时限要求) that apply, by name; how long each is says the standard in force.
    #[serde(default)]
    pub clocks: Vec<ClockKind>,
    /// What is said (话术规范).
    #[serde(default)]
    pub scripts: Vec<Script>,
    /// How it is written down (记录标准).
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// One step of a process (流程步骤).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its id within the chapter: what it is recognised by in the next version.
    pub id: String,
    /// What is done.
    pub title: Words,
    /// Who does it.
    pub who: Role,
    /// The clock that it must keep; `None` where no limit applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockKind>,
}

impl Chapter {
    /// An empty chapter.
    pub const fn new(scenario: Scenario) -> Self {
        Self {
            scenario,
            purpose: Words { zh: String::new(), en: String::new() },
            steps: Vec::new(),
            clocks: Vec::new(),
            scripts: Vec::new(),
            rules: Vec::new(),
        }
    }

    /// The scripts that fit an act, in the chapter's order.
    pub fn scripts_for(&self, act: CommandKind) -> impl Iterator<Item = &Script> {
        let fitting = Moment::of(act);
        self.scripts.iter().filter(move |script| fitting.contains(&script.moment))
    }

    /// The writing rule of an act.
    pub fn rule_for(&self, act: CommandKind) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.act == act)
    }
}
