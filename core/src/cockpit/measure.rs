//! What is measured of each ticket (度量), and sums of it that merge.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// One thing that is measured: of each ticket at most once, on one day, with one value.
    ///
    /// A value is either seconds or 1 for yes and 0 for no. Sums are stored in this order: it only grows at its end.
    Measure {
        /// Tickets submitted (工单量), M19; the value is 1.
        Volume = "volume",
        /// From submission to dispatch (派单用时), R08; seconds, on the day of the first dispatch.
        Dispatch = "dispatch",
        /// From submission to the first contact (响应用时), M04; seconds, on the day of the contact. Who called or came
        /// in person did not wait and is not measured.
        Response = "response",
        /// Whether an engineer was on site in time (上门及时), R02.
        OnSite = "on_site",
        /// Whether the result was told in time (反馈及时), R03.
        Feedback = "feedback",
        /// Whether a complaint had its solution in time (投诉方案及时), R04.
        Solution = "solution",
        /// Whether an ordinary complaint was closed within its day (普通投诉办结), R05.
        ComplaintClose = "complaint_close",
        /// From submission to completion, pauses taken out (处理时长), R09; seconds, on the day of completion.
        Processing = "processing",
        /// Whether a closed ticket had no late clock (处理及时), R92; on the day it was closed.
        Timely = "timely",
        /// Whether a closed ticket was solved at the first handling (首次解决), R19; on the day it was closed.
        FirstContact = "first_contact",
        /// Whether a closed complaint was found solved by its owner (投诉解决), R21; on the day it was closed.
        Solved = "solved",
        /// Whether a complaint repeats an earlier one (重复投诉), R20; on the day it was submitted.
        Repeated = "repeated",
        /// Whether the owner was satisfied on the return visit (回访满意), M43; on the day of the visit.
        VisitSatisfied = "visit_satisfied",
        /// Whether a rating has four or five stars (好评), R29; on the day of the rating.
        Praise = "praise",
        /// Tickets with a flag for review (待核查标记), R28; the value is 1, on the day of completion.
        Flagged = "flagged",
        /// From submission to acceptance (受理用时), R18; seconds, on the day of the first dispatch, so that it parts what
        /// [`Self::Dispatch`] measures. 0 where it was dispatched without being accepted before.
        Acceptance = "acceptance",
        /// From the first dispatch to the first arrival on site (上门等待), R18; seconds, on the day of arrival.
        OnTheWay = "on_the_way",
        /// From the last arrival on site to completion, pauses taken out (现场作业), R18; seconds, on the day of completion.
        Work = "work",
        /// From completion to the return visit (回访等待), R18; seconds, on the day of the visit.
        ReturnVisit = "return_visit",
    }
}

impl Measure {
    /// Whether its value is a yes or a no.
    pub const fn is_question(self) -> bool {
        match self {
            Self::OnSite
            | Self::Feedback
            | Self::Solution
            | Self::ComplaintClose
            | Self::Timely
            | Self::FirstContact
            | Self::Solved
            | Self::Repeated
            | Self::VisitSatisfied
            | Self::Praise => true,
            Self::Volume
            | Self::Dispatch
            | Self::Response
            | Self::Processing
            | Self::Flagged
            | Self::Acceptance
            | Self::OnTheWay
            | Self::Work
            | Self::ReturnVisit => false,
        }
    }

    /// Whether it is a [step](super::flow) of a ticket's way: those are kept for projects and departments, and for what
    /// is made of projects, not for buildings and people.
    pub const fn is_step(self) -> bool {
        matches!(self, Self::Acceptance | Self::OnTheWay | Self::Work | Self::ReturnVisit)
    }
}

/// How many values there are and what they add up to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sum {
    /// How many.
    pub n: i64,
    /// What they add up to: seconds, or how many of them are a yes.
    pub total: i64,
}

impl Sum {
    /// The sum of a single value.
    pub const fn one(value: i64) -> Self {
        Self { n: 1, total: value }
    }
}

impl core::ops::Add for Sum {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { n: self.n.saturating_add(other.n), total: self.total.saturating_add(other.total) }
    }
}

impl core::ops::Sub for Sum {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { n: self.n.saturating_sub(other.n), total: self.total.saturating_sub(other.total) }
    }
}

/// How many measures there are.
const MEASURES: usize = Measure::ALL.len();

/// The sums of all measures over some tickets (汇总). Those of different tickets, or of different days, merge by adding;
/// taking what was added away again leaves what was there before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "Vec<i64>", into = "Vec<i64>")]
pub struct Rollup([Sum; MEASURES]);

impl Rollup {
    /// The sum of one measure.
    pub fn of(&self, measure: Measure) -> Sum {
        self.0.get(place(measure)).copied().unwrap_or_default()
    }

    /// Adds to the sum of one measure.
    pub fn add(&mut self, measure: Measure, sum: Sum) {
        if let Some(of) = self.0.get_mut(place(measure)) {
            *of = *of + sum;
        }
    }

    /// Adds the sums of other tickets or days.
    pub fn merge(&mut self, other: &Self) {
        for (of, sum) in self.0.iter_mut().zip(other.0) {
            *of = *of + sum;
        }
    }

    /// What is left without these.
    #[must_use]
    pub fn less(mut self, other: &Self) -> Self {
        for (of, sum) in self.0.iter_mut().zip(other.0) {
            *of = *of - sum;
        }
        self
    }

    /// Whether nothing is counted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn place(measure: Measure) -> usize {
    measure as usize
}

/// As it is stored: n and total of each measure in their order; zeros at the end are left out.
impl From<Rollup> for Vec<i64> {
    fn from(rollup: Rollup) -> Self {
        let mut numbers: Self = rollup.0.iter().flat_map(|sum| [sum.n, sum.total]).collect();
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        numbers
    }
}

/// What a newer version has measured beyond these is left out.
impl From<Vec<i64>> for Rollup {
    fn from(numbers: Vec<i64>) -> Self {
        let mut rollup = Self::default();
        for (of, pair) in rollup.0.iter_mut().zip(numbers.chunks(2)) {
            of.n = pair.first().copied().unwrap_or_default();
            of.total = pair.get(1).copied().unwrap_or_default();
        }
        rollup
    }
}
