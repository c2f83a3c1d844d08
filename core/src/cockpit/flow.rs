//! Where tickets wait (流转环节), R16, R18: the steps of a ticket's way with their mean durations, and the one that keeps
//! people waiting longest.
//!
//! Each step follows from sums that are kept anyway, so it merges and opens its tickets like every figure. Approved pauses
//! are in no step. What a phone call took before the ticket was there is not known here.

use super::measure::{Measure, Rollup, Sum};
use crate::words::words;

words! {
    /// A step of a ticket's way, in order (环节).
    FlowStep {
        /// From submission to acceptance (待受理), of tickets that were dispatched.
        Acceptance = "acceptance",
        /// From acceptance to dispatch (待派单).
        Dispatch = "dispatch",
        /// From dispatch to arrival on site (待上门).
        OnTheWay = "on_the_way",
        /// From arrival to completion (现场作业): work, which nobody waits through.
        Work = "work",
        /// From completion to the return visit (待回访).
        ReturnVisit = "return_visit",
    }
}

impl FlowStep {
    /// Whether it is waiting, and not work (R16).
    pub const fn is_waiting(self) -> bool {
        !matches!(self, Self::Work)
    }

    /// The measure whose tickets it is of.
    pub const fn measure(self) -> Measure {
        match self {
            Self::Acceptance => Measure::Acceptance,
            Self::Dispatch => Measure::Dispatch,
            Self::OnTheWay => Measure::OnTheWay,
            Self::Work => Measure::Work,
            Self::ReturnVisit => Measure::ReturnVisit,
        }
    }

    /// How many tickets came through it, and the seconds they took.
    pub fn of(self, tickets: &Rollup) -> Sum {
        let sum = tickets.of(self.measure());
        match self {
            // Both are of the same tickets on the same days: what is not acceptance is dispatch.
            Self::Dispatch => Sum { total: sum.total - tickets.of(Measure::Acceptance).total, ..sum },
            _ => sum,
        }
    }
}

/// The waiting step with the longest mean (最慢环节), R18; of equal ones the first. `None` where nobody waited.
pub fn slowest(tickets: &Rollup) -> Option<FlowStep> {
    let waited = FlowStep::ALL.iter().filter(|step| step.is_waiting()).map(|step| (*step, step.of(tickets)));
    let longer =
        |a: Sum, b: Sum| i128::from(a.total) * i128::from(b.n) > i128::from(b.total) * i128::from(a.n);
    waited
        .filter(|(_, sum)| sum.n > 0 && sum.total > 0)
        .reduce(|best, next| if longer(next.1, best.1) { next } else { best })
        .map(|(step, _)| step)
}

/// The flow time (工单流转时间), M14, R16: the mean waits of all steps together, in whole seconds; `None` where nobody
/// waited. The steps are of different tickets, so each mean is rounded by itself.
pub fn flow_time(tickets: &Rollup) -> Option<i64> {
    let means = FlowStep::ALL.iter().filter(|step| step.is_waiting()).map(|step| step.of(tickets));
    means.filter(|sum| sum.n > 0).map(|sum| (sum.total + sum.n / 2) / sum.n).reduce(|a, b| a + b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tickets(sums: &[(Measure, i64, i64)]) -> Rollup {
        let mut rollup = Rollup::default();
        for (measure, n, total) in sums {
            rollup.add(*measure, Sum { n: *n, total: *total });
        }
        rollup
    }

    /// Entry 6, dispatch 30, on site 60 minutes of work, return visit 10; the phone's 3 come before the ticket.
    #[test]
    fn r18_the_slowest_waiting_step_is_dispatch() {
        let minutes = |n: i64| n * 60;
        let two = tickets(&[
            (Measure::Acceptance, 2, 2 * minutes(6)),
            (Measure::Dispatch, 2, 2 * minutes(36)),
            (Measure::Work, 2, 2 * minutes(60)),
            (Measure::ReturnVisit, 1, minutes(10)),
        ]);
        assert_eq!(FlowStep::Dispatch.of(&two), Sum { n: 2, total: 2 * minutes(30) });
        assert_eq!(slowest(&two), Some(FlowStep::Dispatch), "work is longer, and no waiting");
        assert_eq!(flow_time(&two), Some(minutes(6 + 30 + 10)), "R16: waiting, not work");
    }

    #[test]
    fn means_are_compared_and_not_totals() {
        let many = tickets(&[
            (Measure::OnTheWay, 100, 100 * 600),
            (Measure::ReturnVisit, 1, 601),
            (Measure::Acceptance, 1, 0),
            (Measure::Dispatch, 1, 600),
        ]);
        assert_eq!(slowest(&many), Some(FlowStep::ReturnVisit));
        let even = tickets(&[(Measure::OnTheWay, 3, 300), (Measure::ReturnVisit, 1, 100)]);
        assert_eq!(slowest(&even), Some(FlowStep::OnTheWay), "of equal ones the first");
        assert_eq!((slowest(&Rollup::default()), flow_time(&Rollup::default())), (None, None));
    }
}
