//! What follows from a survey (改进项): the ISO 10004 loop from a finding to the effect in the next wave.

use serde::{Deserialize, Serialize};

use super::question::Questionnaire;
use super::results::Scored;
use crate::ids::{CampaignId, ImprovementId};
use crate::problem::{Field, Problem};
use crate::tickets::draft::{Length, check_text};
use crate::time::Instant;
use crate::words::words;

/// What was found, and what is done about it.
pub const TEXT: Length = Length { min: 2, max: 500 };
/// Who does it.
pub const PERSON: Length = Length { min: 1, max: 60 };

words! {
    /// How far an improvement is (改进状态).
    Progress {
        /// Decided, not done (已计划).
        Planned = "planned",
        /// Done; whether it helped is not known yet (已完成).
        Done = "done",
        /// Compared with the next wave (效果已检验).
        Checked = "checked",
    }
}

words! {
    /// Whether it helped (改进效果).
    Effect {
        /// The figure is higher by more than chance explains.
        Better = "better",
        /// The difference may be chance.
        Same = "same",
        /// The figure is lower by more than chance explains.
        Worse = "worse",
    }
}

/// Which figure an improvement is to move: a question, or a row of a matrix.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The question's id.
    pub question: String,
    /// The row of a matrix, from 0.
    #[serde(default)]
    pub row: Option<u8>,
}

/// An improvement as it is written down.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImprovementDraft {
    /// What the survey showed.
    pub finding: String,
    /// What is done about it.
    pub action: String,
    /// Who is responsible.
    pub person: String,
    /// Until when.
    pub due: Instant,
    /// The figure it is to move; the effect is checked on it.
    pub measure: Measure,
}

impl ImprovementDraft {
    /// Everything that is wrong with it, each with its `place`.
    pub fn check(&self, questions: &Questionnaire) -> Vec<Problem> {
        use super::question::Kind;
        use crate::problem::Code;
        let texts = [
            (&self.finding, TEXT, "finding"),
            (&self.action, TEXT, "action"),
            (&self.person, PERSON, "person"),
        ];
        let mut found: Vec<Problem> = texts
            .into_iter()
            .filter_map(|(text, length, place)| {
                check_text(text, length, Field::Survey).map(|p| p.with("place", place))
            })
            .collect();
        let known =
            questions.find(&self.measure.question).is_some_and(|q| match (&q.kind, self.measure.row) {
                (Kind::Matrix { rows }, Some(row)) => usize::from(row) < rows.len(),
                (Kind::Csat | Kind::Nps | Kind::Ces, None) => true,
                _ => false,
            });
        if !known {
            found.push(Problem::new(Code::UnknownChoice).at(Field::Survey).with("place", "measure"));
        }
        found
    }
}

/// An improvement (改进项).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Improvement {
    /// Its id.
    pub id: ImprovementId,
    /// The campaign it comes from.
    pub campaign: CampaignId,
    /// What was written down.
    pub said: ImprovementDraft,
    /// How far it is.
    pub progress: Progress,
    /// When it was done.
    #[serde(default)]
    pub done: Option<Instant>,
    /// The comparison with the next wave, once it was made.
    #[serde(default)]
    pub comparison: Option<Comparison>,
}

/// A figure before and after (效果对比).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// The wave it is compared with.
    pub wave: CampaignId,
    /// The figure then.
    pub before: Scored,
    /// The figure now.
    pub after: Scored,
    /// The difference in points, with its 95% interval.
    pub difference: Scored,
    /// What that means.
    pub effect: Effect,
}

/// Compares two independent figures. The interval of the difference is Newcombe's, from the two intervals; it is
/// better or worse only where that interval does not hold zero.
pub fn compare(wave: CampaignId, before: Scored, after: Scored) -> Comparison {
    let value = after.value - before.value;
    let root = |a: f64, b: f64| a.hypot(b);
    let difference = Scored {
        value,
        low: value - root(after.value - after.low, before.high - before.value),
        high: value + root(after.high - after.value, before.value - before.low),
    };
    let effect = if difference.low > 0.0 {
        Effect::Better
    } else if difference.high < 0.0 {
        Effect::Worse
    } else {
        Effect::Same
    };
    Comparison { wave, before, after, difference, effect }
}

/// What is done with an improvement.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// It is carried out.
    Do,
    /// It is compared with the next wave.
    Check(Comparison),
}

/// The improvement after the step; `None` where the step is not the next one.
pub fn advance(improvement: &Improvement, step: Step, now: Instant) -> Option<Improvement> {
    let next = improvement.clone();
    match (improvement.progress, step) {
        (Progress::Planned, Step::Do) => {
            Some(Improvement { progress: Progress::Done, done: Some(now), ..next })
        }
        (Progress::Done, Step::Check(comparison)) => {
            Some(Improvement { progress: Progress::Checked, comparison: Some(comparison), ..next })
        }
        _ => None,
    }
}
