//! Milestones (里程碑): what is planned until when, how late it is, and its colour (R86, S117, M102).
//!
//! A milestone is planned, running, done. Its delay is the days after the planned end in the planned days, an exact
//! ratio: up to a tenth it is green, up to a fifth yellow, beyond that red. Until it is done it is as late as today.
//! A buffer (缓冲) is time that is known to be there; it is shown beside the plan and moves neither end nor colour.
//! A plan date never changes silently: who changed it from what, and why, stays with the milestone.
//!
//! It is *not* a ticket and has no clock: nothing happens to it by itself.

pub mod api;
mod starter;
mod steps;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::indicator::Standing;
use super::period::Period;
use crate::day::Day;
use crate::ids::ProjectId;
use crate::problem::{Code, Field, Problem};
use crate::sla::standards::standard::Signed;
use crate::tickets::draft::{Length, check_text};
use crate::words::words;

pub use self::starter::{Starter, starter};
pub use self::steps::{Move, Refused, edits, reads};

/// The longest name and the longest reason, in characters.
pub const NAME: Length = Length { min: 1, max: 60 };
/// Why something is done.
pub const REASON: Length = Length { min: 1, max: 300 };
/// The longest buffer, in days.
pub const LONGEST_BUFFER: u32 = 366;
/// The most milestones that are planned at once.
pub const MOST_AT_ONCE: usize = 20;

words! {
    /// How far a milestone has come (§4.4).
    Stage {
        /// It has not begun (计划中).
        Planned = "planned",
        /// It is being worked on (进行中).
        Running = "running",
        /// It is reached (已完成).
        Done = "done",
        /// It is given up (已取消).
        Withdrawn = "withdrawn",
    }
}

/// Time that is known to be there beside the plan (缓冲).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Buffer {
    /// How much, in days, 1 to 366.
    pub days: u32,
    /// What for, up to 60 characters.
    pub what: String,
}

/// What is planned (计划).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Whose; none: the group's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// What is to be reached, up to 60 characters.
    pub name: String,
    /// The planned days, the first and the last included.
    pub days: Period,
    /// Time beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buffer: Option<Buffer>,
}

/// What was done with a milestone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum StepKind {
    /// It was planned for these days.
    Planned {
        /// The days.
        days: Period,
    },
    /// Work on it began.
    Started {
        /// On which day.
        on: Day,
    },
    /// It was reached.
    Finished {
        /// On which day.
        on: Day,
    },
    /// Its days or its buffer were changed.
    Replanned {
        /// The days before.
        from: Period,
        /// The days since.
        to: Period,
        /// Why.
        reason: String,
    },
    /// It turned out not to be reached.
    Reopened {
        /// Why.
        reason: String,
    },
    /// It was given up.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// A step of its history, with who took it and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// Who, and when.
    pub by: Signed,
    /// What.
    pub what: StepKind,
}

/// A milestone (里程碑).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Milestone {
    /// Its number, counted from 1.
    pub n: i64,
    /// What is planned now.
    pub plan: Plan,
    /// How far it has come.
    pub stage: Stage,
    /// The day on which work began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<Day>,
    /// The day on which it was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Day>,
    /// Everything that was done with it, the first first.
    pub steps: Vec<Step>,
}

/// How late (延迟): days after the planned end, in planned days. A ratio, rounded for display only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Delay {
    /// Days after the planned end; 0 up to and including it.
    pub late: i64,
    /// Planned days, at least 1.
    pub planned: i64,
}

impl Delay {
    /// Its colour (R86): green up to 10%, yellow above and up to 20%, red beyond.
    pub const fn standing(self) -> Standing {
        let hundredfold = self.late.saturating_mul(100);
        if hundredfold <= self.planned.saturating_mul(10) {
            Standing::Met
        } else if hundredfold <= self.planned.saturating_mul(20) {
            Standing::Watch
        } else {
            Standing::Missed
        }
    }
}

impl Plan {
    /// Everything that is wrong with it.
    ///
    /// # Errors
    /// [`Code::Invalid`] with every fault: no name, days that end before they begin or are too many, a buffer of no or
    /// too many days or without a word what it is for.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong: Vec<Problem> = check_text(&self.name, NAME, Field::Goal).into_iter().collect();
        wrong.extend(faults(self.days, self.buffer.as_ref()));
        if wrong.is_empty() { Ok(()) } else { Err(Problem::invalid(wrong)) }
    }
}

/// What is wrong with planned days and a buffer.
fn faults(days: Period, buffer: Option<&Buffer>) -> Vec<Problem> {
    let mut wrong: Vec<Problem> = Period::new(days.first, days.last).err().into_iter().collect();
    if let Some(buffer) = buffer {
        if !(1..=LONGEST_BUFFER).contains(&buffer.days) {
            let range = Problem::new(Code::OutOfRange).at(Field::Buffer);
            wrong.push(range.with("min", 1).with("max", LONGEST_BUFFER));
        }
        wrong.extend(check_text(&buffer.what, NAME, Field::Note));
    }
    wrong
}

impl Milestone {
    /// A new one.
    pub fn new(n: i64, plan: Plan, by: Signed) -> Self {
        let planned = Step { by, what: StepKind::Planned { days: plan.days } };
        Self { n, plan, stage: Stage::Planned, started: None, finished: None, steps: vec![planned] }
    }

    /// How many steps it has: what somebody has seen who moves it.
    pub fn seq(&self) -> u32 {
        u32::try_from(self.steps.len()).unwrap_or(u32::MAX)
    }

    /// How late it is on a day. One that is reached stays as late as it was reached.
    pub fn delay(&self, today: Day) -> Delay {
        let end = self.plan.days.last.number();
        let at = self.finished.unwrap_or(today).number();
        Delay { late: (at - end).max(0), planned: self.plan.days.days().max(1) }
    }

    /// Its colour on a day; none for one that is given up.
    pub fn standing(&self, today: Day) -> Option<Standing> {
        (self.stage != Stage::Withdrawn).then(|| self.delay(today).standing())
    }

    /// The days that were planned at first, where they have been changed since.
    pub fn first_plan(&self) -> Option<Period> {
        self.steps.iter().find_map(|step| match step.what {
            StepKind::Planned { days } if days != self.plan.days => Some(days),
            _ => None,
        })
    }
}
