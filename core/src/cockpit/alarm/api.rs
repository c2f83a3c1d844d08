//! Wire types and calls of the alarm desk (预警).

use serde::{Deserialize, Serialize};

use super::flow::MOST_HOURS;
use super::{Alarm, Move, Subject};
use crate::cockpit::indicator::Unit;
use crate::cockpit::measure::Sum;
use crate::day::Day;
use crate::endpoint::endpoints;
use crate::ids::{ProjectId, RegionId};
use crate::problem::{Code, Field, Problem};
use crate::sla::escalation::Rung;
use crate::tickets::category::Category;
use crate::tickets::draft::{Length, check_text};

endpoints! {
    /// The alarms of the viewer's scope: open ones first, the newest first.
    ALARMS = get "/api/v1/alarms": AlarmsQuery => Vec<AlarmRow>;
    /// One alarm with what lies behind it.
    ALARM = get "/api/v1/alarms/{id}" (crate::ids::AlarmId): crate::endpoint::Nothing => AlarmPage;
    /// Moves an alarm on.
    MOVE_ALARM = post "/api/v1/alarms/{id}/moves" (crate::ids::AlarmId): MoveAlarm => AlarmPage;
}

/// A note, in characters; some moves need one.
pub const NOTE: Length = Length { min: 2, max: 500 };

/// Which alarms.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AlarmsQuery {
    /// Only open ones, or only closed ones; both unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// Raised on this day where the group is, or later…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Day>,
    /// …and on this day or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Day>,
    /// Of this region and its projects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionId>,
    /// Of this project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
}

/// An alarm in the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlarmRow {
    /// The name of its project or region; empty for the group.
    pub place: String,
    /// The alarm.
    pub alarm: Alarm,
}

/// An alarm with what lies behind it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlarmPage {
    /// The name of its project or region; empty for the group.
    pub place: String,
    /// The alarm.
    pub alarm: Alarm,
    /// Today, as the plan is held against.
    pub today: Day,
    /// The value as it is now, over the same number of days.
    pub now: Sum,
    /// How the value went, day by day.
    pub way: Vec<(Day, Sum)>,
    /// Of complaints: how many households each category has, most first; a household counts with its last complaint.
    pub categories: Vec<(Category, i64)>,
    /// Of complaints: how many households each building has, most first.
    pub buildings: Vec<(String, i64)>,
    /// Who hears of it when the plan is late (R11).
    pub ladder: Vec<Rung>,
}

/// A move, by somebody who has seen the alarm up to `seq`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MoveAlarm {
    /// How many steps were seen ([`Alarm::seq`]).
    pub seq: u32,
    /// What is done.
    pub what: Move,
}

impl Subject {
    /// What a value of it is in; households are plain numbers.
    pub const fn unit(&self) -> Unit {
        match self {
            Self::Indicator { indicator } => indicator.definition().unit,
            Self::Mass { .. } | Self::Fault { .. } => Unit::Number,
            Self::Deviation => Unit::Seconds,
        }
    }
}

impl Move {
    /// Everything that is wrong with its texts and numbers on the day `today`.
    ///
    /// # Errors
    /// [`Code::Invalid`] with every fault.
    pub fn check(&self, subject: &Subject, today: Day) -> Result<(), Problem> {
        let (note, hours) = match self {
            Self::Submit { plan } => return plan.check(today, subject.unit()),
            Self::Approve { note } => (check_text(note, Length { min: 0, ..NOTE }, Field::Note), None),
            Self::Extend { hours, note } => (check_text(note, NOTE, Field::Note), Some(*hours)),
            Self::Return { note } | Self::Check { note, .. } | Self::Close { note } => {
                (check_text(note, NOTE, Field::Note), None)
            }
        };
        let mut wrong: Vec<Problem> = note.into_iter().collect();
        if hours.is_some_and(|hours| !(1..=MOST_HOURS).contains(&hours)) {
            let range = Problem::new(Code::OutOfRange).at(Field::AlarmHours);
            wrong.push(range.with("min", 1).with("max", MOST_HOURS));
        }
        if wrong.is_empty() { Ok(()) } else { Err(Problem::invalid(wrong)) }
    }
}
