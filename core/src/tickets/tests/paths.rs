//! The way of each of the eight scenarios (§4.2) from submitted to closed, with the states and clocks on it.

use super::desk::{
    self, Desk, accept, arrive, at, complete, dispatch, feedback, plan, rate, reply, said, step, visit,
};
use crate::accounts::role::Role::{self, Agent, Engineer, Owner, Supervisor};
use crate::sla::policy::{ClockKind, Rules};
use crate::tickets::command::{Command, ComplaintStep};
use crate::tickets::scenario::Record;
use crate::tickets::{Scenario, State, Urgency};
use crate::time::Seconds;

use ClockKind as K;
use State as S;

/// One step: who does what when, and the states that the ticket goes through by it.
type Step = (Role, Command, &'static str, &'static [State]);

/// A clock at the end: its kind, when it was due, when it stopped.
type Stopped = (ClockKind, &'static str, &'static str);

/// Submits at 09:00, takes the steps, and compares states after each step and all clocks at the end.
#[track_caller]
fn walk(scenario: Scenario, steps: &[Step], clocks: &[Stopped]) -> Desk {
    let mut said = said(scenario);
    let rules = Rules { legal_emergency: Some(Seconds::hours(2)), ..Rules::around_the_clock() };
    if scenario == Scenario::Emergency {
        said.urgency = Urgency::Emergency;
    }
    said.visit_due = rules.policy.visit_is_due(scenario, said.urgency, 99);
    let mut desk = Desk::open(rules, said, Owner, at("3 09:00"));
    let mut states = vec![S::Submitted];
    for (role, command, now, through) in steps {
        desk.give(*role, command.clone(), now);
        states.extend_from_slice(through);
        assert_eq!(desk::path(&desk.ticket), states, "after {command:?} at {now}");
    }
    let got: Vec<_> = desk.ticket.clocks.iter().map(|c| (c.kind, c.due, c.stopped)).collect();
    let want: Vec<_> = clocks.iter().map(|(kind, due, stop)| (*kind, at(due), Some(at(stop)))).collect();
    assert_eq!(got, want);
    assert!(desk.ticket.clocks.iter().all(|c| c.is_met() && !c.superseded));
    assert_eq!(desk.ticket.running().count(), 0);
    assert_eq!(desk.ticket.closed_at, Some(desk.ticket.updated_at));
    desk
}

#[test]
fn consultation_is_answered_within_three_minutes_and_closed_when_rated() {
    walk(
        Scenario::Consultation,
        &[
            (Agent, reply(), "3 09:02", &[]),
            (Agent, accept(), "3 09:03", &[S::Accepted]),
            (Agent, feedback(), "3 09:10", &[S::FeedbackGiven]),
            (Agent, complete(), "3 09:11", &[S::Completed]),
            (Owner, rate(5), "3 20:00", &[S::Rated, S::Closed]),
        ],
        &[(K::Response, "3 09:03", "3 09:02"), (K::Feedback, "4 09:00", "3 09:10")],
    );
}

#[test]
fn repair_is_dispatched_looked_at_explained_done_and_rated() {
    walk(
        Scenario::Repair,
        &[
            (Agent, accept(), "3 09:01", &[S::Accepted]),
            (Engineer, Command::Claim, "3 09:04", &[S::Dispatched]),
            (Engineer, arrive(), "3 09:50", &[S::OnSite]),
            (Engineer, desk::sample(crate::tickets::CommandKind::StartWork, 0), "3 09:55", &[S::Executing]),
            (Engineer, plan("4 08:00"), "3 10:30", &[S::FeedbackGiven]),
            (Engineer, arrive(), "4 07:30", &[S::OnSite]),
            (Engineer, complete(), "4 08:10", &[S::FeedbackGiven, S::Completed]),
            (Owner, rate(4), "5 09:00", &[S::Rated, S::Closed]),
        ],
        &[
            (K::Dispatch, "3 09:05", "3 09:04"),
            (K::OnSite, "3 10:00", "3 09:50"),
            (K::Feedback, "4 09:00", "3 10:30"),
            (K::Completion, "4 09:00", "4 08:10"),
        ],
    );
}

#[test]
fn complaint_is_calmed_investigated_solved_and_always_visited() {
    let desk = walk(
        Scenario::Complaint,
        &[
            (Agent, accept(), "3 09:01", &[S::Accepted]),
            (Agent, step(ComplaintStep::Calm), "3 09:10", &[]),
            (Agent, step(ComplaintStep::Investigate), "3 15:00", &[]),
            (Agent, feedback(), "3 17:00", &[S::FeedbackGiven]),
            (Agent, complete(), "4 08:30", &[S::Completed]),
            (Owner, rate(3), "4 12:00", &[S::Rated]),
            (Agent, visit(false, false), "5 09:00", &[]),
            (Agent, visit(true, true), "5 18:00", &[S::Visited, S::Closed]),
        ],
        &[
            (K::Solution, "5 09:00", "3 17:00"),
            (K::ComplaintClose, "4 09:00", "4 08:30"),
            (K::Visit, "6 08:30", "5 18:00"),
        ],
    );
    assert_eq!(desk.ticket.promise().map(|c| c.kind), Some(K::Solution));
}

#[test]
fn fee_is_contacted_within_three_days() {
    walk(
        Scenario::Fee,
        &[
            (Agent, accept(), "4 09:00", &[S::Accepted]),
            (Agent, complete(), "4 10:00", &[S::FeedbackGiven, S::Completed]),
            (Owner, rate(5), "4 11:00", &[S::Rated, S::Closed]),
        ],
        &[(K::Response, "6 09:00", "4 09:00")],
    );
}

#[test]
fn activity_is_reviewed_within_seven_days() {
    walk(
        Scenario::Activity,
        &[
            (Agent, accept(), "3 10:00", &[S::Accepted]),
            (Agent, feedback(), "8 18:00", &[S::FeedbackGiven]),
            (Agent, complete(), "9 18:00", &[S::Completed]),
            (Agent, visit(true, true), "9 19:00", &[S::Visited]),
            (Owner, rate(5), "9 20:00", &[S::Closed]),
        ],
        &[(K::Completion, "10 09:00", "9 18:00")],
    );
}

#[test]
fn emergency_is_reached_within_the_hour_with_the_law_as_second_clock() {
    walk(
        Scenario::Emergency,
        &[
            (Supervisor, dispatch(), "3 09:02", &[S::Accepted, S::Dispatched]),
            (Agent, reply(), "3 09:06", &[]),
            (Engineer, arrive(), "3 09:20", &[S::OnSite]),
            (Engineer, complete(), "3 11:00", &[S::FeedbackGiven, S::Completed]),
            (Supervisor, visit(true, true), "4 11:00", &[S::Visited]),
            (Role::System, Command::Tick, "10 11:00", &[S::Closed]),
        ],
        &[
            (K::Dispatch, "3 09:05", "3 09:02"),
            (K::OnSite, "3 10:00", "3 09:20"),
            (K::Feedback, "4 09:00", "3 11:00"),
            (K::LegalResponse, "3 11:00", "3 09:06"),
            (K::Visit, "5 11:00", "4 11:00"),
        ],
    );
}

#[test]
fn value_added_is_quoted_within_a_day_and_delivered_at_home() {
    walk(
        Scenario::ValueAdded,
        &[
            (Agent, accept(), "3 09:30", &[S::Accepted]),
            (Agent, plan("5 14:00"), "3 18:00", &[S::FeedbackGiven]),
            (Agent, dispatch(), "4 09:00", &[S::Dispatched]),
            (Engineer, arrive(), "5 14:00", &[S::OnSite]),
            (Engineer, complete(), "5 16:00", &[S::FeedbackGiven, S::Completed]),
            (Owner, rate(5), "5 17:00", &[S::Rated, S::Closed]),
        ],
        &[(K::Feedback, "4 09:00", "3 18:00")],
    );
}

#[test]
fn smart_platform_is_guided_from_the_desk() {
    walk(
        Scenario::SmartPlatform,
        &[
            (Agent, accept(), "3 09:02", &[S::Accepted]),
            (Agent, complete(), "3 09:20", &[S::FeedbackGiven, S::Completed]),
            (Role::System, Command::Tick, "10 09:20", &[S::Closed]),
        ],
        &[(K::Response, "3 09:03", "3 09:02"), (K::Feedback, "4 09:00", "3 09:20")],
    );
}

#[test]
fn every_scenario_runs_from_submitted_to_completed_past_its_optional_steps() {
    for scenario in Scenario::ALL {
        let flow = scenario.flow();
        let musts: Vec<State> = flow.steps.iter().filter(|s| !s.optional).map(|s| s.state).collect();
        assert_eq!((musts.first(), musts.last()), (Some(&S::Submitted), Some(&S::Completed)), "{scenario:?}");
        for pair in musts.windows(2) {
            assert!(scenario.may_go(pair[0], pair[1]), "{scenario:?} {pair:?}");
            assert!(!scenario.may_go(pair[1], pair[0]), "{scenario:?} goes forward only");
        }
        for triple in musts.windows(3) {
            assert!(!scenario.may_go(triple[0], triple[2]), "{scenario:?} skips {:?}", triple[1]);
        }
        let evidence = flow.records.contains(&Record::EvidencePhoto);
        assert_eq!(evidence, scenario.always_has(S::OnSite), "{scenario:?}: a photo where somebody goes");
    }
}
