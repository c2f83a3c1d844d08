//! The improvement plan (整改方案) that an alarm asks for (R13).

use serde::{Deserialize, Serialize};

use crate::cockpit::indicator::Unit;
use crate::day::Day;
use crate::problem::{Code, Field, Problem};
use crate::tickets::draft::{Length, check_text};

/// Why it came to this, in characters.
pub const CAUSES: Length = Length { min: 5, max: 1_000 };
/// One measure, in characters.
pub const MEASURE: Length = Length { min: 2, max: 200 };
/// Who does it, and by what it shows, in characters.
pub const SHORT: Length = Length { min: 1, max: 60 };
/// The most measures of a plan.
pub const MOST: usize = 12;
/// The dearest plan: a hundred million yuan, in fen.
pub const DEAREST: i64 = 10_000_000_000;

/// One thing that is to be done (整改措施).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What.
    pub what: String,
    /// Who does it.
    pub who: String,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Day>,
    /// By what it shows that it worked; may be empty.
    #[serde(default)]
    pub sign: String,
}

/// A plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Why it came to this.
    pub causes: String,
    /// What is to be done.
    pub measures: Vec<Measure>,
    /// The value that is to be reached, in the steps of a goal; none for what has no unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<i64>,
    /// When the effect is checked.
    pub check_on: Day,
    /// What it costs, in fen (分); 0 for nothing.
    pub cost_fen: i64,
}

impl Plan {
    /// Everything that is wrong with it on the day `today`; `unit` is what its target is in.
    ///
    /// # Errors
    /// [`Code::Invalid`] with every fault; those of a measure say which one in `n`, counted from 1.
    pub fn check(&self, today: Day, unit: Unit) -> Result<(), Problem> {
        let mut wrong: Vec<Problem> = check_text(&self.causes, CAUSES, Field::Reason).into_iter().collect();
        match self.measures.len() {
            0 => wrong.push(Problem::new(Code::Required).at(Field::Work)),
            n if n > MOST => wrong.push(Problem::new(Code::TooMany).at(Field::Work).with("max", MOST)),
            _ => {}
        }
        for (n, measure) in self.measures.iter().enumerate() {
            let mut place = |problem: Option<Problem>| wrong.extend(problem.map(|p| p.with("n", n + 1)));
            place(check_text(&measure.what, MEASURE, Field::Work));
            place(check_text(&measure.who, SHORT, Field::Contact));
            place(check_text(&measure.sign, Length { min: 0, ..SHORT }, Field::Outcome));
            let late = measure.by.is_none_or(|by| by < today);
            place(late.then(|| Problem::new(Code::BadTime).at(Field::PromisedAt)));
        }
        let (min, max) = unit.range();
        if self.target.is_some_and(|target| !(min..=max).contains(&target)) {
            let outside = Problem::new(Code::OutOfRange).at(Field::Goal);
            wrong.push(outside.with("min", unit.said(min)).with("max", unit.said(max)));
        }
        if self.check_on < today || self.check_on > today.later(366) {
            wrong.push(Problem::new(Code::BadTime).at(Field::Period));
        }
        if !(0..=DEAREST).contains(&self.cost_fen) {
            wrong.push(
                Problem::new(Code::OutOfRange).at(Field::Cost).with("min", 0).with("max", DEAREST / 100),
            );
        }
        if wrong.is_empty() { Ok(()) } else { Err(Problem::invalid(wrong)) }
    }
}
