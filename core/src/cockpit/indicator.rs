//! The twenty indicators of the cockpit (驾驶舱指标), §5.9, each defined once, as data.
//!
//! An indicator is a quotient of two whole numbers; it is never rounded here. Without anything counted there is no
//! value, which is not zero. What a figure must reach ([`Goal`]) is a house setting and no part of what it means.

use serde::{Deserialize, Serialize};

use super::measure::{Measure, Sum};
use crate::performance::Direction;
use crate::words::words;

words! {
    /// One of the twenty, in the order of the page.
    Indicator {
        /// Average processing time (平均处理时长), M01, R09.
        Processing = "processing",
        /// Average dispatch time (派单用时), M03, R08.
        Dispatch = "dispatch",
        /// Average response time (首次响应), M04.
        Response = "response",
        /// On site in time (上门及时率), M06, R02.
        OnSite = "on_site",
        /// Feedback in time (反馈及时率), M07, R03.
        Feedback = "feedback",
        /// Complaint solution in time (投诉方案及时率), M08, R04.
        Solution = "solution",
        /// Timeliness (处理及时率), M11, R92.
        Timely = "timely",
        /// Tickets per person-day (人均日处理), M13, R77.
        PerPersonDay = "per_person_day",
        /// First-contact resolution (首次解决率), M17, R19.
        FirstContact = "first_contact",
        /// Ticket volume (工单量), M19.
        Volume = "volume",
        /// Complaint rate (投诉率), M24, R13: households with a valid complaint in the 30 days up to the period's last
        /// day, of all households that were handed over.
        ComplaintRate = "complaint_rate",
        /// Ordinary complaints closed within their day (普通投诉办结率), M25, R05.
        ComplaintClose = "complaint_close",
        /// Complaint resolution (投诉解决率), M26, R21.
        Solved = "solved",
        /// Repeat complaints (重复投诉率), M28, R20.
        Repeated = "repeated",
        /// Customer satisfaction (客户满意度), M40, R30: of the surveys that closed in the period.
        Csat = "csat",
        /// Net promoter score (净推荐值), M41, R31: of the surveys that closed in the period.
        Nps = "nps",
        /// Return-visit satisfaction (回访满意度), M43.
        VisitSatisfied = "visit_satisfied",
        /// Renewal rate (续费率), M46, R94.
        Renewal = "renewal",
        /// Robot share of routine enquiries (机器人分流率), M52.
        Robot = "robot",
        /// Collection rate (收缴率), M71.
        Collection = "collection",
    }
}

/// Where the two numbers come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// The mean of a measure's values.
    Mean(Measure),
    /// The share of a measure's values that are a yes.
    Share(Measure),
    /// How many values a measure has.
    Count(Measure),
    /// Households with a complaint and households handed over (R13).
    Households,
    /// Satisfied answers and all answers of surveys (R30).
    SurveyCsat,
    /// Promoters less detractors and all answers of surveys (R31).
    SurveyNps,
    /// What it is counted from is not kept here: there is no value until it is.
    NotKept,
}

impl Source {
    /// The measure that is summed; `None` where it is no measure of tickets.
    pub const fn measure(self) -> Option<Measure> {
        match self {
            Self::Mean(measure) | Self::Share(measure) | Self::Count(measure) => Some(measure),
            Self::Households | Self::SurveyCsat | Self::SurveyNps | Self::NotKept => None,
        }
    }
}

words! {
    /// What a value is in.
    Unit {
        /// Seconds, shown as minutes or hours.
        Seconds = "seconds",
        /// Percent, 0 to 100.
        Percent = "percent",
        /// Points from −100 to 100.
        Points = "points",
        /// A plain number.
        Number = "number",
    }
}

impl Unit {
    /// A number of steps as it is said where a range is: whole minutes for durations, else whole units.
    pub const fn said(self, steps: i64) -> i64 {
        match self {
            Self::Seconds => (steps + 59) / 60,
            Self::Percent | Self::Points | Self::Number => steps / 100,
        }
    }

    /// How many steps of a [`Goal`] one whole quotient has.
    pub const fn steps(self) -> i128 {
        match self {
            Self::Seconds => 1,
            Self::Percent | Self::Points => 10_000,
            Self::Number => 100,
        }
    }
}

/// What a figure must reach, in whole seconds, or in hundredths of a percent, a point or a number. Both bounds belong
/// to the better side (以上、以下含本数).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Goal {
    /// Reached from here on.
    pub green: i64,
    /// Worth watching from here on; what is worse is missed.
    pub amber: i64,
}

words! {
    /// How a figure stands against its goal, the better first.
    Standing {
        /// Reached (达标).
        Met = "met",
        /// Worth watching (关注).
        Watch = "watch",
        /// Missed (未达标).
        Missed = "missed",
    }
}

/// What an indicator is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Definition {
    /// Its number among the metrics, as `M01`.
    pub metric: &'static str,
    /// Where its numbers come from.
    pub source: Source,
    /// What its value is in.
    pub unit: Unit,
    /// Which way it should go; `None` for what is only watched.
    pub better: Option<Direction>,
    /// The usual goal.
    pub goal: Option<Goal>,
}

const fn less(metric: &'static str, source: Source, unit: Unit, green: i64, amber: i64) -> Definition {
    Definition { metric, source, unit, better: Some(Direction::Lower), goal: Some(Goal { green, amber }) }
}

const fn more(metric: &'static str, source: Source, unit: Unit, green: i64, amber: i64) -> Definition {
    Definition { metric, source, unit, better: Some(Direction::Higher), goal: Some(Goal { green, amber }) }
}

impl Indicator {
    /// What it is. The goals are the targets of §5, each with a step below it.
    pub const fn definition(self) -> Definition {
        use Source::{Mean, Share};
        use Unit::{Number, Percent, Points, Seconds};
        match self {
            Self::Processing => less("M01", Mean(Measure::Processing), Seconds, 24 * 3_600, 48 * 3_600),
            Self::Dispatch => less("M03", Mean(Measure::Dispatch), Seconds, 300, 1_800),
            Self::Response => less("M04", Mean(Measure::Response), Seconds, 720, 2_700),
            Self::OnSite => more("M06", Share(Measure::OnSite), Percent, 9_400, 8_500),
            Self::Feedback => more("M07", Share(Measure::Feedback), Percent, 9_500, 9_000),
            Self::Solution => more("M08", Share(Measure::Solution), Percent, 9_500, 9_000),
            Self::Timely => more("M11", Share(Measure::Timely), Percent, 9_500, 9_000),
            Self::PerPersonDay => more("M13", Source::NotKept, Number, 2_500, 1_500),
            Self::FirstContact => more("M17", Share(Measure::FirstContact), Percent, 8_500, 7_000),
            Self::Volume => Definition {
                metric: "M19",
                source: Source::Count(Measure::Volume),
                unit: Number,
                better: None,
                goal: None,
            },
            Self::ComplaintRate => less("M24", Source::Households, Percent, 500, 1_000),
            Self::ComplaintClose => more("M25", Share(Measure::ComplaintClose), Percent, 9_000, 8_500),
            Self::Solved => more("M26", Share(Measure::Solved), Percent, 9_500, 9_000),
            Self::Repeated => less("M28", Share(Measure::Repeated), Percent, 500, 1_000),
            Self::Csat => more("M40", Source::SurveyCsat, Percent, 9_000, 8_500),
            Self::Nps => more("M41", Source::SurveyNps, Points, 3_000, 0),
            Self::VisitSatisfied => more("M43", Share(Measure::VisitSatisfied), Percent, 9_200, 8_500),
            Self::Renewal => more("M46", Source::NotKept, Percent, 8_500, 7_500),
            Self::Robot => more("M52", Source::NotKept, Percent, 5_000, 3_000),
            Self::Collection => more("M71", Source::NotKept, Percent, 9_000, 8_000),
        }
    }

    /// Its value in the steps of a [`Goal`], halves away from zero (§0.3): for reading, never for deciding. A count is
    /// how many there are; `None` where nothing was counted.
    pub fn rounded(self, sum: Sum) -> Option<i64> {
        let definition = self.definition();
        if let Source::Count(_) = definition.source {
            return Some(sum.n);
        }
        let (whole, n) = (i128::from(sum.total) * definition.unit.steps(), i128::from(sum.n));
        let rounded = (n > 0).then(|| (whole.abs() * 2 + n) / (2 * n) * whole.signum())?;
        i64::try_from(rounded).ok()
    }

    /// How a sum stands against a goal; `None` without a value, or for what is only watched.
    ///
    /// Compared exactly, never on what is shown (§0.3).
    pub fn standing(self, sum: Sum, goal: Goal) -> Option<Standing> {
        let definition = self.definition();
        let better = definition.better?;
        if sum.n <= 0 {
            return None;
        }
        let value = i128::from(sum.total) * definition.unit.steps();
        let reaches = |bound: i64| {
            let bound = i128::from(bound) * i128::from(sum.n);
            match better {
                Direction::Higher => value >= bound,
                Direction::Lower => value <= bound,
            }
        };
        Some(match (reaches(goal.green), reaches(goal.amber)) {
            (true, _) => Standing::Met,
            (false, true) => Standing::Watch,
            (false, false) => Standing::Missed,
        })
    }
}
