//! What figures must reach (目标值), and what raises an alarm (预警线): for the group, a region or a project, each from a
//! day on (S12, R91, N20).
//!
//! A threshold of a project goes before that of its region, and that before the group's. Where nobody has set one, the
//! usual one of §5 holds. None is ever changed or deleted: a later day takes its place.

use serde::{Deserialize, Serialize};

use super::indicator::{Goal, Indicator, Unit};
use crate::accounts::permit::{Action, Object, Reach, reach};
use crate::accounts::{Actor, Scope};
use crate::day::Day;
use crate::endpoint::{Nothing, endpoints};
use crate::ids::{ProjectId, RegionId};
use crate::performance::Direction;
use crate::problem::{Code, Field, Problem};
use crate::sla::standards::deviation::Decision;
use crate::sla::standards::standard::Signed;
use crate::time::Instant;

endpoints! {
    /// The thresholds of the viewer's scope, the latest day first.
    THRESHOLDS = get "/api/v1/thresholds": Nothing => Vec<Threshold>;
    /// Sets a threshold, or asks for one.
    SET_THRESHOLD = post "/api/v1/thresholds": Wanted => Threshold;
    /// Allows or declines one that was asked for.
    DECIDE_THRESHOLD = post "/api/v1/thresholds/{n}/decision" (i64): Verdict => Threshold;
}

/// Whose figures are meant (层级).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "level", content = "id", rename_all = "snake_case")]
pub enum Level {
    /// The whole group's (集团).
    Group,
    /// A region's (区域).
    Region(RegionId),
    /// A project's (项目).
    Project(ProjectId),
}

/// When an indicator raises an alarm (R91): while its value over the last days is worse than the bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AlarmAt {
    /// The bound, in the steps of a [`Goal`]; the bound itself raises none.
    pub bound: i64,
    /// The days up to now that the value is taken over, 1 to 365.
    pub days: u32,
    /// For how long it must have been worse before the alarm is raised, in hours; 0 for at once.
    #[serde(default)]
    pub hours: u32,
}

/// Over how many days an alarm looks unless it is said.
pub const ALARM_DAYS: u32 = 30;

/// What is wanted of an indicator.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The indicator.
    pub indicator: Indicator,
    /// Whose.
    pub whose: Level,
    /// From which day on; today at the earliest.
    pub from: Day,
    /// What it must reach; none: as the level above has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// What raises an alarm; none: as the level above has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm: Option<AlarmAt>,
    /// Why.
    pub reason: String,
}

/// A threshold (阈值) as it was set or asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Threshold {
    /// Its number, counted from 1; a later one goes before an earlier one of the same day.
    pub n: i64,
    /// What is wanted.
    pub wanted: Wanted,
    /// Who set it or asked for it.
    pub asked: Signed,
    /// How far it has come; one that was set is approved.
    pub decision: Decision,
    /// Who decided, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Signed>,
}

/// A yes or no to a threshold that was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// Whether it is to hold.
    pub approved: bool,
}

/// The longest reason, in characters.
const LONGEST_REASON: usize = 300;
/// The longest time that an alarm may wait, in hours.
const LONGEST_WAIT: u32 = 30 * 24;

impl Unit {
    /// The smallest and the largest value that a threshold may have, in the steps of a [`Goal`].
    pub const fn range(self) -> (i64, i64) {
        match self {
            Self::Seconds => (1, 366 * 86_400),
            Self::Percent => (0, 10_000),
            Self::Points => (-10_000, 10_000),
            Self::Number => (0, 100_000_000),
        }
    }
}

impl Wanted {
    /// Everything that is wrong with it on the day `today`.
    ///
    /// # Errors
    /// [`Code::Invalid`] with every fault: a day in the past, a value outside its unit, a green bound that is worse than
    /// the amber one, an indicator that is only watched, nothing wanted of the group, no reason.
    pub fn check(&self, today: Day) -> Result<(), Problem> {
        let mut wrong = Vec::new();
        let definition = self.indicator.definition();
        if self.from < today {
            wrong.push(Problem::new(Code::BadTime).at(Field::Period));
        }
        let (min, max) = definition.unit.range();
        let outside = |value: i64| !(min..=max).contains(&value);
        let said = |steps| definition.unit.said(steps);
        let range =
            |field| Problem::new(Code::OutOfRange).at(field).with("min", said(min)).with("max", said(max));
        match definition.better {
            None => wrong.push(Problem::new(Code::UnknownChoice).at(Field::Goal)),
            Some(better) => {
                if let Some(goal) = self.goal {
                    let worse = match better {
                        Direction::Higher => goal.green < goal.amber,
                        Direction::Lower => goal.green > goal.amber,
                    };
                    if outside(goal.green) {
                        wrong.push(range(Field::Goal));
                    }
                    if outside(goal.amber) {
                        wrong.push(range(Field::Watch));
                    } else if worse && !outside(goal.green) {
                        wrong.push(Problem::new(Code::GoalsCross).at(Field::Watch));
                    }
                }
                if let Some(alarm) = self.alarm {
                    if outside(alarm.bound) {
                        wrong.push(range(Field::Alarm));
                    }
                    if !(1..=365).contains(&alarm.days) {
                        let days = Problem::new(Code::OutOfRange).at(Field::AlarmDays);
                        wrong.push(days.with("min", 1).with("max", 365));
                    }
                    if alarm.hours > LONGEST_WAIT {
                        let hours = Problem::new(Code::OutOfRange).at(Field::AlarmHours);
                        wrong.push(hours.with("min", 0).with("max", LONGEST_WAIT));
                    }
                }
            }
        }
        if self.whose == Level::Group && self.goal.is_none() && self.alarm.is_none() {
            wrong.push(Problem::new(Code::Required).at(Field::Goal));
        }
        let reason = self.reason.trim();
        let length = reason.chars().count();
        if length == 0 {
            wrong.push(Problem::new(Code::Required).at(Field::Reason));
        } else if length > LONGEST_REASON {
            let long = Problem::new(Code::TooLong).at(Field::Reason);
            wrong.push(long.with("max", LONGEST_REASON).with("len", length));
        } else if reason.chars().any(|c| c.is_control() && c != '\n') {
            wrong.push(Problem::new(Code::BadCharacters).at(Field::Reason));
        }
        if wrong.is_empty() { Ok(()) } else { Err(Problem::invalid(wrong)) }
    }
}

impl Threshold {
    /// The threshold after a yes or no by somebody who could have set it.
    ///
    /// # Errors
    /// [`Code::Forbidden`] for others, [`Code::Conflict`] once it is decided.
    pub fn decided(mut self, actor: &Actor, verdict: Verdict, now: Instant) -> Result<Self, Code> {
        if sets(actor, &self.wanted.whose) != Some(Decision::Approved) {
            return Err(Code::Forbidden);
        }
        if self.decision != Decision::Asked {
            return Err(Code::Conflict);
        }
        self.decision = if verdict.approved { Decision::Approved } else { Decision::Declined };
        self.decided = Some(Signed { person: actor.person.clone(), name: actor.name.clone(), at: now });
        Ok(self)
    }
}

/// How a person may bring a threshold about at a level; `None` if not at all (§3.2, row “Alert thresholds”).
///
/// Head office sets any; a project manager those of the own projects; a supervisor asks for them.
pub fn sets(actor: &Actor, whose: &Level) -> Option<Decision> {
    let object = Object::AlertThreshold;
    let own = |project: &ProjectId| actor.reaches_project(project);
    if reach(actor.role, Action::Configure, object) == Some(Reach::Group) {
        return match (whose, &actor.scope) {
            (_, Scope::Group) => Some(Decision::Approved),
            (Level::Project(project), _) => own(project).then_some(Decision::Approved),
            _ => None,
        };
    }
    let Level::Project(project) = whose else { return None };
    if !own(project) {
        return None;
    }
    match (reach(actor.role, Action::Approve, object), reach(actor.role, Action::Propose, object)) {
        (Some(_), _) => Some(Decision::Approved),
        (None, Some(_)) => Some(Decision::Asked),
        (None, None) => None,
    }
}

/// Where a figure belongs, for the thresholds that hold for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Belongs<'a> {
    /// To the group as a whole.
    Group,
    /// To a region.
    Region(&'a RegionId),
    /// To a project of a region.
    Project(&'a RegionId, &'a ProjectId),
}

/// The thresholds that hold for an indicator at one place on one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct InForce {
    /// What it must reach.
    pub goal: Option<Goal>,
    /// What raises an alarm.
    pub alarm: Option<AlarmAt>,
}

/// What holds: the nearest level that says it, each level as it was last set up to that day; else what is usual.
pub fn in_force(thresholds: &[Threshold], indicator: Indicator, place: Belongs<'_>, day: Day) -> InForce {
    let latest = |whose: &Level| {
        let holds = |t: &&Threshold| {
            t.decision == Decision::Approved
                && t.wanted.indicator == indicator
                && t.wanted.whose == *whose
                && t.wanted.from <= day
        };
        thresholds.iter().filter(holds).max_by_key(|t| (t.wanted.from, t.n)).map(|t| &t.wanted)
    };
    let levels = match place {
        Belongs::Group => [None, None],
        Belongs::Region(region) => [None, Some(Level::Region(region.clone()))],
        Belongs::Project(region, project) => {
            [Some(Level::Project(project.clone())), Some(Level::Region(region.clone()))]
        }
    };
    let said: Vec<&Wanted> = levels.iter().flatten().chain([&Level::Group]).filter_map(latest).collect();
    let definition = indicator.definition();
    InForce {
        goal: said.iter().find_map(|wanted| wanted.goal).or(definition.goal),
        alarm: said.iter().find_map(|wanted| wanted.alarm).or_else(|| match place {
            // R13 is about communities: sums of many are watched where somebody says so.
            Belongs::Project(..) => indicator.usual_alarm(),
            Belongs::Group | Belongs::Region(_) => None,
        }),
    }
}

impl Indicator {
    /// The alarm of projects that stands unless somebody sets another: only the complaint rate has one, above 10% (R13).
    pub const fn usual_alarm(self) -> Option<AlarmAt> {
        match self {
            Self::ComplaintRate => Some(AlarmAt { bound: 1_000, days: ALARM_DAYS, hours: 0 }),
            _ => None,
        }
    }
}
