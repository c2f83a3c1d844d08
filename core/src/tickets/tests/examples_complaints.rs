//! The worked examples of R20 and R21: complaints that repeat an earlier one, and those that the owner found solved.

use super::counts::summed;
use super::desk::{Desk, at, said};
use crate::accounts::role::Role::Owner;
use crate::cockpit::complaints::{AGAIN_WITHIN, repeats};
use crate::cockpit::measure::{Measure, Sum};
use crate::sla::policy::Rules;
use crate::tickets::ticket::Visit;
use crate::tickets::{Category, Scenario, State, Ticket};
use crate::time::{Instant, Seconds};

fn complaint(household: &str, category: &str, at: Instant) -> Ticket {
    let mut said = said(Scenario::Complaint);
    said.household = Some(household.parse().unwrap());
    said.category = Category::find(category).unwrap();
    Desk::open(Rules::around_the_clock(), said, Owner, at).ticket
}

/// 6 of 80 complaints repeat one of the same household and category within 30 days: 7.5 %.
#[test]
fn r20_six_of_eighty_complaints_repeat_an_earlier_one() {
    let first = at("3 09:00");
    let mut all: Vec<Ticket> =
        (0..74).map(|n| complaint(&format!("home-{n}"), "complaint.noise", first)).collect();
    all.extend(
        (0..6).map(|n| complaint(&format!("home-{n}"), "complaint.noise", first + Seconds::days(n * 6))),
    );
    // The one that came at the same moment repeats nothing, so it is moved on a little.
    all[74].submitted_at = first + Seconds(1);
    assert_eq!(summed(&all).of(Measure::Repeated), Sum { n: 80, total: 6 });
}

#[test]
fn r20_what_is_no_repetition() {
    let (first, home) = (at("3 09:00"), "home-1");
    let earlier = complaint(home, "complaint.noise", first);
    let later = |change: fn(&mut Ticket), after: Seconds| {
        let mut ticket = complaint(home, "complaint.noise", first + after);
        change(&mut ticket);
        repeats(&(&ticket).into(), &(&earlier).into())
    };
    let day = Seconds::days(1);
    assert!(later(|_| (), day) && later(|_| (), AGAIN_WITHIN), "thirty days and no more");
    assert!(!later(|_| (), AGAIN_WITHIN + Seconds(1)));
    assert!(!later(|_| (), Seconds::ZERO), "a ticket does not repeat itself");
    assert!(!later(|t| t.said.household = Some("home-2".parse().unwrap()), day));
    assert!(!later(|t| t.said.household = None, day));
    assert!(!later(|t| t.said.project = "yunqi".parse().unwrap(), day));
    assert!(!later(|t| t.said.category = Category::find("complaint.service").unwrap(), day));
    assert!(!later(|t| t.said.scenario = Scenario::Repair, day));
    assert!(!later(|t| t.state = State::Merged, day), "a duplicate is no second complaint");
    let mut cancelled = earlier.clone();
    cancelled.state = State::Cancelled;
    assert!(!repeats(&(&complaint(home, "complaint.noise", first + day)).into(), &(&cancelled).into()));
}

/// 45 of 50 closed complaints were confirmed as solved on the return visit: 90 %.
#[test]
fn r21_forty_five_of_fifty_closed_complaints_were_solved() {
    let closed = |n: usize| {
        let mut ticket = complaint(&format!("home-{n}"), "complaint.noise", at("3 09:00"));
        ticket.state = if n.is_multiple_of(2) { State::Closed } else { State::Reviewed };
        ticket.closed_at = Some(at("5 09:00"));
        ticket
    };
    let visit = Visit {
        at: at("4 09:00"),
        by: "顾言".to_owned(),
        solved: true,
        satisfied: true,
        remarks: String::new(),
    };
    let mut all: Vec<Ticket> = (0..50).map(closed).collect();
    all.iter_mut().take(45).for_each(|ticket| ticket.heard = Some(visit.clone()));
    // What is not closed yet counts neither way, whatever was said.
    all.push(Ticket { state: State::Visited, ..all[0].clone() });
    let sum = summed(&all);
    assert_eq!(sum.of(Measure::Solved), Sum { n: 50, total: 45 });
    assert_eq!(sum.of(Measure::Repeated).n, 51, "all of them are complaints");
}
