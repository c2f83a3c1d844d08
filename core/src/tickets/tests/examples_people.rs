//! The worked examples of R15, R29 and R93, each by its id: who is sent, what owners say, who is asked.

use super::counts::summed;
use super::desk::{self, Desk, actor, arrive, at, complete, dispatch, engineer, rate, regrade, reopen};
use crate::accounts::role::Role::{Agent, Engineer, Owner};
use crate::cockpit::measure::{Measure, Sum};
use crate::sla::policy::{ClockKind as K, Policy};
use crate::tickets::candidates::{Exclusion, candidates};
use crate::tickets::decide::{EngineerFacts, can};
use crate::tickets::{Category, CommandKind, Refusal, Scenario, State, Urgency};

#[test]
fn r15_the_nearer_of_two_wins_by_a_hundredth_and_the_unskilled_is_left_out() {
    let facts = |id, distance_m, open_jobs, level, skills: &[&str]| EngineerFacts {
        distance_m: Some(distance_m),
        open_jobs,
        level,
        skills: skills.iter().map(ToString::to_string).collect(),
        ..engineer(id)
    };
    let list = candidates(
        &[
            facts("E3", 10, 0, 5, &["power"]),
            facts("E2", 900, 0, 4, &["water"]),
            facts("E1", 400, 2, 3, &["power", "water"]),
        ],
        Category::find("water.pipe").unwrap(),
    );
    let got: Vec<_> = list.iter().map(|c| (c.person.as_str(), c.score(), c.excluded)).collect();
    assert_eq!(got, [("E1", 745, None), ("E2", 735, None), ("E3", 997, Some(Exclusion::NoSkill))]);
    assert_eq!((list[0].near, list[0].free, list[0].skill), (400, 225, 120));
    assert_eq!((list[1].near, list[1].free, list[1].skill), (275, 300, 160));
}

#[test]
fn r15_ties_go_to_fewer_jobs_and_fractions_of_a_point_count() {
    let facts = |id, distance_m, open_jobs| EngineerFacts { open_jobs, distance_m, ..engineer(id) };
    let order = |list: &[EngineerFacts]| {
        let list = candidates(list, Category::find("water.pipe").unwrap());
        list.iter().map(|c| c.person.as_str().to_owned()).collect::<Vec<_>>()
    };
    // 300 m are worth two jobs: 425 + 225 = 350 + 300.
    assert_eq!(order(&[facts("A", Some(300), 2), facts("B", Some(600), 0)]), ["B", "A"], "a tie");
    assert_eq!(order(&[facts("A", Some(401), 1), facts("B", Some(402), 1)]), ["A", "B"]);
    assert_eq!(order(&[facts("B", Some(402), 1), facts("A", Some(401), 1)]), ["A", "B"]);
    assert_eq!(order(&[facts("A", None, 0), facts("B", Some(2500), 0)]), ["A", "B"], "unknown is far away");
    assert_eq!(order(&[facts("A", Some(0), 9), facts("B", Some(0), 8)]), ["B", "A"], "eight jobs are full");
}

#[test]
fn r29_one_rating_within_seven_days_of_completion() {
    let done = || {
        let mut desk = Desk::repair("3 09:00");
        desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 12:00");
        desk
    };
    let mut desk = done();
    assert_eq!(desk.ticket.window_until(), Some(at("10 12:00")));
    let late = desk.try_give(Owner, rate(5), "10 12:00:00.001");
    assert_eq!(late, Err(Refusal::RatingWindowOver { until: at("10 12:00") }));
    desk.give(Owner, rate(5), "10 12:00");
    assert_eq!(desk.try_give(Owner, rate(1), "10 12:00"), Err(Refusal::AlreadyRated));
    assert_eq!(desk.ticket.rating.as_ref().map(|r| r.stars.get()), Some(5));

    let mut desk = done();
    let neighbour = desk::stranger(Owner);
    assert_eq!(desk.try_by(&neighbour, &rate(1), at("3 13:00")), Err(Refusal::RoleMayNot));
    desk.give(Owner, rate(4), "3 13:00");
    assert_eq!(desk.ticket.state, State::Closed);
    // Reopened and completed again, the rating stays the one that was given.
    desk.give(Owner, reopen(), "3 14:00");
    desk.on_site(["3 14:01", "3 14:02", "3 14:30"]).give(Engineer, complete(), "3 15:00");
    let again = can(&desk.ticket, &actor(Owner), CommandKind::Rate, at("3 15:01"));
    assert_eq!((again, desk.ticket.state), (Err(Refusal::AlreadyRated), State::Closed));
}

/// 45 of 50 ratings are praise; what nobody rated does not count.
#[test]
fn r29_praise_counts_four_and_five_stars_of_the_rated() {
    let mut all = Vec::new();
    let mut rated = |stars: Option<u8>| {
        let mut desk = Desk::repair("3 09:00");
        desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 12:00");
        if let Some(stars) = stars {
            desk.give(Owner, rate(stars), "3 13:00");
        }
        all.push(desk.ticket);
    };
    for (stars, times) in [(Some(5), 30), (Some(4), 15), (Some(3), 3), (Some(1), 2), (None, 10)] {
        (0..times).for_each(|_| rated(stars));
    }
    let sum = summed(&all);
    assert_eq!(sum.of(Measure::Praise), Sum { n: 50, total: 45 });
    assert_eq!((sum.of(Measure::Volume).n, sum.of(Measure::Processing).n), (60, 60));
}

/// 40 complaints, 10 emergencies and a fifth of 500 others are 150 visits due.
#[test]
fn r93_complaints_and_emergencies_are_visited_and_a_fifth_of_the_rest() {
    let policy = Policy::group_standard();
    let draws = || (0..100).cycle();
    let due = |scenario, urgency, n: usize| {
        draws().take(n).filter(|draw| policy.visit_is_due(scenario, urgency, *draw)).count()
    };
    let complaints = due(Scenario::Complaint, Urgency::Ordinary, 40);
    let emergencies =
        due(Scenario::Repair, Urgency::Emergency, 5) + due(Scenario::Emergency, Urgency::Ordinary, 5);
    let others =
        due(Scenario::Repair, Urgency::Ordinary, 300) + due(Scenario::Consultation, Urgency::Urgent, 200);
    assert_eq!((complaints, emergencies, others), (40, 10, 100));
}

/// An emergency that is only recognised at the desk is visited as well.
#[test]
fn r93_an_emergency_found_at_acceptance_gets_its_visit() {
    let mut desk = Desk::repair("3 09:00");
    assert!(!desk.ticket.said.visit_due);
    desk.give(Agent, regrade(Urgency::Emergency), "3 09:01");
    assert!(desk.ticket.said.visit_due);
    desk.give(Agent, dispatch(), "3 09:02").give(Engineer, arrive(), "3 09:20");
    desk.give(Engineer, complete(), "3 10:00").give(Owner, rate(5), "3 11:00");
    assert_eq!((desk.ticket.state, desk.due(K::Visit)), (State::Rated, at("5 10:00")));
}
