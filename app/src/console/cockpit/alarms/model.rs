//! What the alarm desk says, without any view.

use steward_core::cockpit::alarm::{Reading, Stage, Subject};
use steward_core::cockpit::indicator::{Indicator, Unit};
use steward_core::cockpit::measure::Sum;

use super::typing::{padded, steps_words};
use crate::console::cockpit::model as figures;
use crate::ui::Status;
use crate::words::{label, say};

/// The name of a place; the group has none of its own.
pub(in crate::console::cockpit) fn place(name: &str) -> &str {
    if name.is_empty() { say::cockpit::whole_group_name() } else { name }
}

/// What an alarm is about: 投诉率, 同类投诉：停车管理.
pub(in crate::console::cockpit) fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Indicator { indicator } => label::indicator(*indicator).to_owned(),
        Subject::Mass { category } => say::alarms::mass(&label::category(*category)),
        Subject::Fault { category, building } => say::alarms::fault(building, &label::category(*category)),
        Subject::Deviation => say::alarms::deviation().to_owned(),
    }
}

/// A value with its unit. The complaint rate has two decimals: its line is a matter of hundredths.
pub(in crate::console::cockpit) fn value_words(subject: &Subject, sum: Sum) -> String {
    match subject {
        Subject::Indicator { indicator: Indicator::ComplaintRate } => {
            let Some(hundredths) = Indicator::ComplaintRate.rounded(sum) else { return "–".to_owned() };
            say::alarms::two_decimals(&(hundredths / 100), &padded((hundredths % 100).into()))
        }
        Subject::Indicator { indicator } => figures::value(*indicator, sum).unwrap_or_else(|| "–".to_owned()),
        Subject::Mass { .. } | Subject::Fault { .. } => figures::homes(sum.total),
        Subject::Deviation => figures::mean(sum).unwrap_or_else(|| "–".to_owned()),
    }
}

/// The bound that was passed: 预警线 10%.
pub(in crate::console::cockpit) fn bound_words(subject: &Subject, reading: &Reading) -> String {
    let bound = match subject {
        Subject::Indicator { indicator } => steps_words(indicator.definition().unit, reading.bound),
        Subject::Mass { .. } | Subject::Fault { .. } => figures::homes(reading.bound),
        Subject::Deviation => figures::span_words(reading.bound),
    };
    say::alarms::bound(&bound)
}

/// The unit of what an alarm is about; none for households.
pub(super) const fn unit(subject: &Subject) -> Option<Unit> {
    match subject {
        Subject::Indicator { indicator } => Some(indicator.definition().unit),
        Subject::Mass { .. } | Subject::Fault { .. } => None,
        Subject::Deviation => Some(Unit::Seconds),
    }
}

/// A drawn value of a reading.
pub(super) fn drawn(subject: &Subject, sum: Sum) -> Option<i64> {
    match subject {
        Subject::Indicator { indicator } => indicator.rounded(sum),
        Subject::Mass { .. } | Subject::Fault { .. } => Some(sum.total),
        Subject::Deviation => Indicator::Response.rounded(sum),
    }
}

/// The mark of a stage.
pub(in crate::console::cockpit) const fn status(stage: Stage) -> Status {
    match stage {
        Stage::Detected | Stage::Notified => Status::Over,
        Stage::Planned => Status::Soon,
        Stage::Approved | Stage::Checked => Status::On,
        Stage::Closed => Status::Done,
    }
}

/// The step that is being worked at: what comes after the one that was reached.
pub(super) fn next(stage: Stage) -> Option<Stage> {
    let at = Stage::ALL.iter().position(|one| *one == stage)?;
    Stage::ALL.get(at + 1).copied()
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
