//! Alarms (预警): a figure that got worse than it may, until somebody has seen to it (S06, R13, R23, R91, §4.4).
//!
//! What raises one is [`watch`]: a bound that a value has been beyond for long enough. An alarm then goes its way —
//! detected, notified, plan submitted, plan approved, effect checked, closed — by [`Alarm::moved`]; time alone moves it
//! by [`Alarm::seen`] and [`Alarm::due`]. There is one open alarm for each subject and level; another one is raised only
//! after the value has been back inside for a day.
//!
//! An alarm is *not* a ticket: nothing of a ticket changes by it.

pub mod api;
pub mod deviation;
mod flow;
pub mod plan;
#[cfg(test)]
mod tests;
pub mod watch;

use serde::{Deserialize, Serialize};

pub use deviation::Load;
pub use flow::{Move, Refused};
pub use plan::Plan;

use super::goals::Level;
use super::indicator::Indicator;
use super::measure::Sum;
use crate::accounts::Role;
use crate::ids::AlarmId;
use crate::sla::standards::standard::Signed;
use crate::tickets::category::Category;
use crate::time::{Instant, Seconds};
use crate::words::words;

/// The time for an improvement plan, from the alarm on (R13).
pub const PLAN_WITHIN: Seconds = Seconds::hours(24);
/// So long a value must have been back inside before an alarm closes by itself, and before another is raised (R13, R91).
pub const INSIDE_FOR: Seconds = Seconds::hours(24);

/// What an alarm is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Subject {
    /// An indicator that is worse than its bound (R13, R91).
    Indicator {
        /// Which.
        indicator: Indicator,
    },
    /// Many households with the same complaint within days (群诉), R23.
    Mass {
        /// What they complain of.
        category: Category,
    },
    /// Many households that report the same thing of their building within days (同一故障), R23: five report the same lift.
    Fault {
        /// What they report: of a public area, or an emergency.
        category: Category,
        /// The building.
        building: String,
    },
    /// The response has become slower than it was (绩效偏离), R44; see [`deviation`].
    Deviation,
}

impl Subject {
    /// Its name in the store, with the level's.
    pub fn key(&self, whose: &Level) -> String {
        let level = match whose {
            Level::Group => "group".to_owned(),
            Level::Region(region) => format!("region/{region}"),
            Level::Project(project) => format!("project/{project}"),
        };
        match self {
            Self::Indicator { indicator } => format!("{level}/{}", indicator.word()),
            Self::Mass { category } => format!("{level}/mass/{}", category.code()),
            Self::Fault { category, building } => format!("{level}/fault/{}/{building}", category.code()),
            Self::Deviation => format!("{level}/deviation"),
        }
    }
}

/// A value that was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reading {
    /// When.
    pub at: Instant,
    /// What it is the quotient of; for many households, `n` and `total` are how many they are.
    pub sum: Sum,
    /// The bound it was held against, in the steps of a goal; for many households their number.
    pub bound: i64,
    /// The days up to then that it was taken over.
    pub days: u32,
    /// For the complaint rate the other way to count it (R13): complaints of all tickets. For a deviation the weeks before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Sum>,
    /// What there was to do, beside a deviation (R44).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<Load>,
}

words! {
    /// How far an alarm has come (§4.4).
    Stage {
        /// Found, nobody told yet (已触发).
        Detected = "detected",
        /// The supervisors know (已通知); their plan is awaited.
        Notified = "notified",
        /// A plan waits for a yes (已提交方案).
        Planned = "planned",
        /// The plan is being carried out (方案已批准).
        Approved = "approved",
        /// It helped (效果已核验); it closes once the value has been inside for a day.
        Checked = "checked",
        /// Over (已关闭).
        Closed = "closed",
    }
}

words! {
    /// What happened to an alarm.
    StepKind {
        /// It was found.
        Detected = "detected",
        /// The supervisors were told.
        Notified = "notified",
        /// A plan was submitted.
        Submitted = "submitted",
        /// The plan was approved.
        Approved = "approved",
        /// The plan was sent back, with why.
        Returned = "returned",
        /// More time was given for the plan, with why.
        Extended = "extended",
        /// No plan in time: the next level was told (R11); the note is the level.
        Escalated = "escalated",
        /// It helped.
        Effective = "effective",
        /// It did not help: another plan is due.
        Ineffective = "ineffective",
        /// Closed.
        Closed = "closed",
    }
}

/// One thing that happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// What.
    pub what: StepKind,
    /// When.
    pub at: Instant,
    /// Who did it; nobody for what happens by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Signed>,
    /// What was said with it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// An alarm (预警).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alarm {
    /// Its number.
    pub id: AlarmId,
    /// Whose figure.
    pub whose: Level,
    /// Which.
    pub subject: Subject,
    /// The value that raised it.
    pub raised: Reading,
    /// How far it has come.
    pub stage: Stage,
    /// Until when the plan is awaited.
    pub plan_due: Instant,
    /// The plan that was last submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// The highest level that was told that there is no plan (R11); 0: nobody.
    #[serde(default)]
    pub escalated: u8,
    /// Since when the value is back inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside_since: Option<Instant>,
    /// All that happened, the first thing first.
    pub steps: Vec<Step>,
}

impl Alarm {
    /// A new one, raised by a value.
    pub fn raise(id: AlarmId, whose: Level, subject: Subject, raised: Reading) -> Self {
        let step = |what| Step { what, at: raised.at, by: None, note: String::new() };
        Self {
            id,
            whose,
            subject,
            raised,
            stage: Stage::Notified,
            plan_due: raised.at + PLAN_WITHIN,
            plan: None,
            escalated: 0,
            inside_since: None,
            // Both are one transaction: the notice waits to be sent as soon as the alarm is there.
            steps: vec![step(StepKind::Detected), step(StepKind::Notified)],
        }
    }

    /// How many steps it has come: whoever moves it says what was seen.
    pub fn seq(&self) -> u32 {
        u32::try_from(self.steps.len()).unwrap_or(u32::MAX)
    }

    /// The post that hears of it first: it makes the plan.
    pub const fn first_post(&self) -> Role {
        match self.whose {
            Level::Project(_) => Role::Supervisor,
            Level::Region(_) | Level::Group => Role::HqManagement,
        }
    }

    /// Whether it is still to be seen to.
    pub fn is_open(&self) -> bool {
        self.stage != Stage::Closed
    }

    /// Whether its plan is awaited.
    pub fn awaits_plan(&self) -> bool {
        matches!(self.stage, Stage::Detected | Stage::Notified)
    }
}
