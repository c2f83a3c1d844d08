//! What a ticket is promised (承诺): the clocks that a case starts under a project's rules.
//!
//! One function for the desk, for the owner's preview and for the replay of history, so that a replay judges by the
//! very rules that will hold. It starts clocks; it neither stops nor moves them.

use super::clock::{Basis, Clock};
use super::policy::{ClockKind, Limit, Rules, around_the_clock};
use crate::calendar::DueError;
use crate::tickets::category::Category;
use crate::tickets::scenario::{Scenario, Urgency};
use crate::time::{Instant, Seconds};

/// What the limits of a ticket depend on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Case {
    /// The scenario.
    pub scenario: Scenario,
    /// The category.
    pub category: Category,
    /// How urgent.
    pub urgency: Urgency,
    /// The slot that the owner chose, in the ticket's first round. An emergency does not wait for it.
    pub appointment: Option<Instant>,
}

/// The clocks that can start with a round; a return visit is awaited later.
const AT_START: &[ClockKind] = &[
    ClockKind::Response,
    ClockKind::Dispatch,
    ClockKind::OnSite,
    ClockKind::Feedback,
    ClockKind::Solution,
    ClockKind::ComplaintClose,
    ClockKind::Completion,
    ClockKind::NightCompletion,
];

/// The clocks of a round that begins at `at`: on submission and on reopening (R01–R08).
pub fn promises(case: &Case, rules: &Rules, at: Instant) -> Result<Vec<Clock>, DueError> {
    let mut clocks = Vec::new();
    for kind in AT_START {
        if *kind == ClockKind::NightCompletion && !rules.is_night(at) {
            continue;
        }
        if let Some(limit) = rules.limit(*kind, case, at) {
            clocks.push(promise(case, rules, limit, at)?);
        }
    }
    if let Some(law) = case.legal_limit(rules) {
        let limit = Limit::of(ClockKind::LegalResponse, case.scenario, law);
        clocks.push(Clock::start(&limit, law, Basis::Law, at, rules)?);
    }
    Ok(clocks)
}

impl Case {
    /// Whether it is one: by its scenario or its urgency.
    pub fn is_emergency(&self) -> bool {
        self.urgency == Urgency::Emergency || self.scenario == Scenario::Emergency
    }

    /// The region's limit, where it is an emergency repair (R06).
    fn legal_limit(&self, rules: &Rules) -> Option<Seconds> {
        let repair = matches!(self.scenario, Scenario::Repair | Scenario::Emergency);
        rules.legal_emergency.filter(|_| repair && self.is_emergency())
    }

    fn slot_after(&self, due: Instant) -> Option<Instant> {
        self.appointment.filter(|slot| *slot > due && !self.is_emergency())
    }
}

fn promise(case: &Case, rules: &Rules, limit: &Limit, at: Instant) -> Result<Clock, DueError> {
    let started = |limit: &Limit, budget, basis, from| Clock::start(limit, budget, basis, from, rules);
    let waits_for_desk = matches!(limit.kind, ClockKind::Response | ClockKind::Dispatch | ClockKind::OnSite);
    // R07: after 22:00 only emergencies go to on-call; the rest is queued until the desk opens. R08 follows R01 and
    // R02 here, since nobody dispatches a queue that nobody reads.
    let start = if waits_for_desk && !case.is_emergency() { rules.desk_opens(at) } else { at };
    let clock = started(limit, limit.limit, Basis::Policy, start)?;
    if matches!(limit.kind, ClockKind::Feedback | ClockKind::Completion) {
        // R02, R03: who chose a slot beyond this limit is answered by the same limit after that visit. Counted from
        // the submission it would be late before anybody was meant to come.
        return match case.slot_after(clock.due) {
            Some(slot) => started(limit, limit.limit, Basis::Appointment, slot),
            None => Ok(clock),
        };
    }
    if limit.kind != ClockKind::OnSite {
        return Ok(clock);
    }
    if let Some(law) = case.legal_limit(rules) {
        // R06: the earlier of both; the law counts around the clock.
        let legal = started(&on_the_wall(limit), law, Basis::Law, at)?;
        return Ok(if legal.due < clock.due { legal } else { clock });
    }
    match case.slot_after(start + limit.limit) {
        Some(slot) => {
            // R02: a later appointment is the promise, to the moment, so no calendar shifts it. The budget has whole
            // seconds, so what is less than one is left off at the start.
            let budget = slot.since(start);
            started(&on_the_wall(limit), budget, Basis::Appointment, slot - budget)
        }
        None => Ok(clock),
    }
}

/// The limit, counted around the clock.
fn on_the_wall(limit: &Limit) -> Limit {
    Limit { calendar: around_the_clock(), ..limit.clone() }
}
