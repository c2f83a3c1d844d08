//! How figures went over a period (趋势): the same sums, step by step.

use serde::{Deserialize, Serialize};

use super::figures::{CockpitQuery, Figures};
use super::goals::Threshold;
use super::indicator::{Indicator, Source};
use super::measure::{Rollup, Sum};
use super::period::Period;
use super::surveys::SurveySums;
use crate::day::Day;
use crate::endpoint::endpoints;

endpoints! {
    /// How the sums of the viewer's scope went, step by step.
    TRENDS = get "/api/v1/cockpit/trends": CockpitQuery => Trends;
}

/// The most days that are shown one by one.
const BY_DAY: i64 = 31;
/// The most days that are shown by weeks.
const BY_WEEK: i64 = 190;

/// Sums over a scope, step by step (趋势).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Trends {
    /// The whole of it.
    pub period: Period,
    /// Its parts, one after the other; see [`Period::steps`].
    pub steps: Vec<Step>,
    /// The thresholds in scope that held on any day up to the period's last: each step is held against its own.
    #[serde(default)]
    pub thresholds: Vec<Threshold>,
}

/// What was measured in one part of a period.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// Its days.
    pub period: Period,
    /// What was measured of tickets.
    pub tickets: Rollup,
    /// What surveys say that ended in it; none for whoever reads no surveys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surveys: Option<SurveySums>,
}

impl Step {
    /// What an indicator is the quotient of in this step; `None` where no step has it.
    pub fn of(&self, indicator: Indicator) -> Option<Sum> {
        if indicator.definition().source == Source::Households {
            return None;
        }
        Figures { tickets: self.tickets, surveys: self.surveys, ..Figures::default() }.of(indicator)
    }
}

impl Period {
    /// Its parts, which make up just its days: days up to a month, then weeks that end with its last day, beyond half a
    /// year calendar months. The first part may be shorter than the others, with months the last one too.
    pub fn steps(self) -> Vec<Self> {
        let mut steps = Vec::new();
        let mut last = self.last;
        // From the end, so that the last part is a whole one.
        while last >= self.first {
            let first = self.step_up_to(last).max(self.first);
            steps.push(Self { first, last });
            if first == self.first {
                break;
            }
            last = first.earlier(1);
        }
        steps.reverse();
        steps
    }

    /// The first day of the part that ends with this one.
    fn step_up_to(self, last: Day) -> Day {
        match self.days() {
            days if days <= BY_DAY => last,
            days if days <= BY_WEEK => last.earlier(6),
            _ => last.first_of_month(),
        }
    }
}
