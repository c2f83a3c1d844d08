//! What a ticket adds to the cockpit's sums: the worked examples, and that adding differences is counting anew.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::desk::{
    Desk, accept, actor, at, cancel, complete, dispatch, feedback, rate, reopen, reply, said, step, transfer,
    visit,
};
use super::laws::{attempts, desks, live};
use crate::accounts::role::Role::{Agent, Engineer, Owner, Supervisor};
use crate::cockpit::buckets::{Bucket, Changes, Home};
use crate::cockpit::channels::{PROMISES, Touchpoint};
use crate::cockpit::counted::{Beside, Counted, Neighbour, SAME_MATTER_WITHIN, counted};
use crate::cockpit::goals::Level;
use crate::cockpit::measure::{Measure, Rollup, Sum};
use crate::day::Day;
use crate::sla::policy::Rules;
use crate::tickets::command::{ComplaintStep, PauseReason};
use crate::tickets::ticket::Pause;
use crate::tickets::{Channel, Command, Scenario, State, Ticket};
use crate::time::{Instant, Seconds};

fn day_of(at: Instant) -> Day {
    let shanghai = at + Seconds::hours(8);
    Day::from_number(shanghai.millis().div_euclid(86_400_000)).unwrap()
}

fn of(ticket: &Ticket, beside: Beside) -> Counted {
    counted(ticket, beside, day_of)
}

/// The sum of what each of these adds, beside the others.
pub(super) fn summed(tickets: &[Ticket]) -> Rollup {
    let all: Vec<Neighbour> = tickets.iter().map(Neighbour::from).collect();
    let mut sum = Rollup::default();
    for (ticket, own) in tickets.iter().zip(&all) {
        for entry in of(ticket, Beside::among(own, &all)).entries {
            sum.add(entry.measure, Sum::one(entry.value));
        }
    }
    sum
}

/// The day of March and the value of a measure.
fn value(ticket: &Ticket, measure: Measure) -> Option<(i64, i64)> {
    let all = of(ticket, Beside::default()).entries;
    let entry = all.iter().find(|entry| entry.measure == measure)?;
    Some((entry.day.number() - day_of(at("1 12:00")).number() + 1, entry.value))
}

/// A repair with everything in time, closed on the fourth.
fn closed_repair() -> Desk {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:02", "3 09:04:40", "3 09:50"]);
    desk.give(Engineer, feedback(), "3 11:00").give(Engineer, complete(), "3 11:30");
    desk.give(Owner, rate(4), "4 08:00");
    desk.tick("11 12:00");
    assert_eq!(desk.ticket.state, State::Closed);
    desk
}

#[test]
fn r08_r09_r92_a_repair_adds_each_measure_on_its_day() {
    let ticket = closed_repair().ticket;
    let added = of(&ticket, Beside::default());
    let all: Vec<(Measure, i64)> = added.entries.iter().map(|entry| (entry.measure, entry.value)).collect();
    let expected = [
        (Measure::Volume, 1),
        (Measure::Dispatch, 280),
        (Measure::Response, 50 * 60),
        (Measure::OnSite, 1),
        (Measure::Feedback, 1),
        (Measure::Processing, 9_000),
        (Measure::Timely, 1),
        (Measure::FirstContact, 1),
        (Measure::Praise, 1),
        (Measure::Acceptance, 120),
        (Measure::OnTheWay, 45 * 60 + 20),
        (Measure::Work, 6_000),
    ];
    assert_eq!(all, expected);
    assert_eq!(value(&ticket, Measure::Volume), Some((3, 1)));
    assert_eq!(value(&ticket, Measure::Praise), Some((4, 1)));
    let closed_on = value(&ticket, Measure::Timely).unwrap().0;
    assert_eq!(value(&ticket, Measure::FirstContact), Some((closed_on, 1)));
    assert_eq!(added.building, "12");
    assert_eq!(added.complaint, None);
    assert_eq!(added.agent, Some(actor(Agent).person));
    assert_eq!(added.worker, Some("P-eng".parse().unwrap()), "the engineer did the work");
}

#[test]
fn r10_a_late_clock_counts_on_the_day_it_became_late_and_for_good() {
    let mut desk = Desk::repair("3 23:30");
    desk.on_site(["3 23:31", "3 23:32", "4 00:40"]);
    assert_eq!(value(&desk.ticket, Measure::OnSite), Some((4, 0)), "due at half past midnight");
    assert_eq!(value(&desk.ticket, Measure::Feedback), None, "nothing was decided yet");
    desk.give(Engineer, feedback(), "5 01:00").give(Engineer, complete(), "5 02:00");
    assert_eq!(
        value(&desk.ticket, Measure::Feedback),
        Some((4, 0)),
        "late since half past eleven on the fourth"
    );
    desk.give(Owner, reopen(), "5 09:00").on_site(["5 09:01", "5 09:02", "5 09:10"]);
    assert_eq!(value(&desk.ticket, Measure::OnSite), Some((4, 0)), "a second round makes up for nothing");
    desk.give(Engineer, feedback(), "5 10:00").give(Engineer, complete(), "5 10:10");
    desk.give(Owner, rate(5), "5 11:00");
    desk.tick("20 12:00");
    assert_eq!(value(&desk.ticket, Measure::Timely).unwrap().1, 0);
    assert_eq!(value(&desk.ticket, Measure::FirstContact).unwrap().1, 0, "it was opened again");
}

#[test]
fn a_round_in_time_counts_until_another_one_is_late() {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:02", "3 09:04", "3 09:50"]);
    desk.give(Engineer, feedback(), "3 11:00").give(Engineer, complete(), "3 11:30");
    assert_eq!(value(&desk.ticket, Measure::Processing), Some((3, 9_000)));
    desk.give(Owner, reopen(), "4 08:00");
    assert_eq!(value(&desk.ticket, Measure::OnSite), Some((3, 1)));
    assert_eq!(value(&desk.ticket, Measure::Processing), None, "it is not completed any more");
    desk.tick("4 10:00");
    assert_eq!(value(&desk.ticket, Measure::OnSite), Some((4, 0)), "nobody came in the second round");
}

#[test]
fn m04_who_called_did_not_wait_and_who_waits_still_is_not_measured() {
    let mut call = said(Scenario::Consultation);
    call.channel = Channel::Phone;
    let mut desk = Desk::open(Rules::around_the_clock(), call, Agent, at("3 09:00"));
    desk.give(Agent, accept(), "3 09:01").give(Agent, reply(), "3 09:05");
    assert_eq!(value(&desk.ticket, Measure::Response), None);
    let mut desk = Desk::repair("3 09:00");
    desk.give(Agent, accept(), "3 09:01");
    assert_eq!(value(&desk.ticket, Measure::Response), None, "taking it on is no contact");
    desk.give(Agent, reply(), "3 09:12").give(Agent, reply(), "3 12:00");
    assert_eq!(value(&desk.ticket, Measure::Response), Some((3, 720)), "the first one counts");
    desk.give(Owner, cancel(), "3 13:00");
    assert_eq!(value(&desk.ticket, Measure::Response), Some((3, 720)));
    assert_eq!(value(&desk.ticket, Measure::Timely), None, "cancelled is not closed");
}

#[test]
fn r20_r21_a_complaint_adds_whether_it_repeats_and_was_solved() {
    let mut desk = Desk::open(Rules::around_the_clock(), said(Scenario::Complaint), Owner, at("3 09:00"));
    desk.give(Agent, accept(), "3 09:05").give(Agent, step(ComplaintStep::Calm), "3 09:10");
    desk.give(Agent, step(ComplaintStep::Investigate), "3 10:00").give(Agent, feedback(), "3 12:00");
    desk.give(Agent, complete(), "3 13:00");
    assert_eq!(value(&desk.ticket, Measure::Repeated), Some((3, 0)));
    assert_eq!(value(&desk.ticket, Measure::Solution), Some((3, 1)));
    assert_eq!(value(&desk.ticket, Measure::ComplaintClose), Some((3, 1)));
    assert_eq!(value(&desk.ticket, Measure::Dispatch), None, "nobody was sent");
    assert_eq!(of(&desk.ticket, Beside::default()).worker, Some(actor(Agent).person));
    desk.ticket.said.visit_due = true;
    desk.give(Agent, visit(true, true), "4 09:00");
    assert_eq!(value(&desk.ticket, Measure::VisitSatisfied), Some((4, 1)));
    assert_eq!(value(&desk.ticket, Measure::ReturnVisit), Some((4, 20 * 3_600)), "since one o'clock");
    assert_eq!(of(&desk.ticket, Beside::default()).complaint, Some(said(Scenario::Complaint).category));
    desk.tick("20 09:00");
    assert_eq!(desk.ticket.state, State::Closed);
    assert_eq!(value(&desk.ticket, Measure::Solved).unwrap().1, 1);
    let repeated = of(&desk.ticket, Beside { repeats: true, followed: false, ..Beside::default() });
    assert!(repeated.entries.iter().any(|e| (e.measure, e.value) == (Measure::Repeated, 1)));
}

/// R18: the steps of a ticket's way part the time from submission to completion.
#[test]
fn r18_steps_are_waits_and_work_without_pauses() {
    let mut ticket = closed_repair().ticket;
    let pause = |from: &str, to: &str| Pause {
        reason: PauseReason::WaitingForMaterial,
        from: at(from),
        to: Some(at(to)),
        approved_by: String::new(),
    };
    ticket.pauses = vec![pause("3 09:40", "3 10:00"), pause("3 10:10", "3 10:20")];
    assert_eq!(value(&ticket, Measure::Work), Some((3, 6_000 - 20 * 60)), "ten minutes of each are work's");
    // Whom nobody accepted before it was sent on waited for dispatch only.
    ticket.path.retain(|(state, _)| *state != State::Accepted);
    assert_eq!(value(&ticket, Measure::Acceptance), Some((3, 0)));
    ticket.path.retain(|(state, _)| *state != State::OnSite);
    assert_eq!((value(&ticket, Measure::OnTheWay), value(&ticket, Measure::Work)), (None, None));
}

#[test]
fn r28_what_has_a_flag_is_counted_on_the_day_of_completion() {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:02", "3 09:04", "3 09:50"]);
    desk.give(Engineer, feedback(), "3 11:00").give(Engineer, complete(), "3 11:30");
    assert_eq!(value(&desk.ticket, Measure::Flagged), None);
    desk.give(Owner, rate(1), "4 08:00");
    assert_eq!(
        value(&desk.ticket, Measure::Flagged),
        Some((3, 1)),
        "solved, says who did it; the owner does not"
    );
}

/// R19: of a hundred closed tickets 22 needed a second visit, 6 were opened again and 4 came again within a week.
#[test]
fn r19_sixty_eight_of_a_hundred_are_solved_at_the_first_contact() {
    let plain = closed_repair().ticket;
    let mut twice = plain.clone();
    twice.path.push((State::OnSite, at("3 10:00")));
    let reopened = Ticket { reopened: 1, ..plain.clone() };
    let mut sum = Sum::default();
    for n in 0..100 {
        let (ticket, followed) = match n {
            0..22 => (&twice, false),
            22..28 => (&reopened, false),
            28..32 => (&plain, true),
            _ => (&plain, false),
        };
        let added = of(ticket, Beside { repeats: false, followed, ..Beside::default() });
        let entry = added.entries.iter().find(|e| e.measure == Measure::FirstContact).unwrap();
        sum = sum + Sum::one(entry.value);
    }
    assert_eq!(sum, Sum { n: 100, total: 68 });
}

#[test]
fn r19_what_follows_a_ticket_and_what_does_not() {
    let done = Neighbour::from(&closed_repair().ticket);
    let completed = done.completed_at.unwrap();
    let follows = |change: fn(&mut Neighbour), after: Seconds| {
        let mut later = Neighbour { submitted_at: completed + after, completed_at: None, ..done.clone() };
        later.state = State::Submitted;
        change(&mut later);
        Beside::among(&done, [&later, &done]).followed
    };
    let week = Seconds::days(7);
    assert!(follows(|_| (), Seconds(1)) && follows(|_| (), week));
    assert!(!follows(|_| (), week + Seconds(1)), "a week and no more");
    assert!(!follows(|_| (), Seconds::ZERO), "after it was completed");
    assert!(!follows(|n| n.household = None, week));
    assert!(!follows(|n| n.project = "elsewhere".parse().unwrap(), week));
    assert!(!follows(|n| n.category = said(Scenario::Complaint).category, week));
    assert!(!follows(|n| n.state = State::Cancelled, week));
    assert!(!follows(|n| n.state = State::Merged, week), "a duplicate of it says nothing");
    let old = Neighbour { submitted_at: completed + Seconds(-SAME_MATTER_WITHIN.get()), ..done.clone() };
    let later = Neighbour { submitted_at: completed + Seconds(1), completed_at: None, ..done };
    assert!(!Beside::among(&old, [&later]).followed, "work of two months is no first contact that failed");
}

#[test]
fn whoever_was_to_be_rated_is_credited_whoever_has_it_since() {
    let mut desk = closed_repair();
    let asked = desk.ticket.rating_ask.clone().unwrap();
    assert_eq!(asked.engineer, Some("P-eng".parse().unwrap()));
    desk.ticket.engineer = None;
    desk.ticket.agent = None;
    let added = of(&desk.ticket, Beside::default());
    assert_eq!((added.agent, added.worker), (asked.agent, asked.engineer));
    let mut moved = Desk::repair("3 09:00");
    moved.give(Agent, accept(), "3 09:01").give(Agent, dispatch(), "3 09:02");
    moved.give(Agent, transfer(), "3 09:03").give(Supervisor, Command::AcceptTransfer, "3 09:04");
    assert_eq!(of(&moved.ticket, Beside::default()).worker, Some(actor(Agent).person));
}

fn home() -> Home {
    Home { region: "east".parse().unwrap(), project: "tly".parse().unwrap() }
}

/// All changes of buckets, added up.
fn total(all: Vec<Changes>) -> BTreeMap<(String, Day), Rollup> {
    let mut sums = BTreeMap::<(String, Day), Rollup>::new();
    for (bucket, days) in all.into_iter().flat_map(Changes::into_buckets) {
        for (day, rollup) in days {
            sums.entry((bucket.key(), day)).or_default().merge(&rollup);
        }
    }
    sums.retain(|_, rollup| !rollup.is_empty());
    sums
}

/// R99: what came one way is summed at each level, and of it the promises alone.
#[test]
fn r99_a_ticket_adds_its_promises_to_the_way_its_owner_came() {
    let ways = |channel: Channel| {
        let mut ticket = closed_repair().ticket;
        ticket.said.channel = channel;
        let mut changes = Changes::default();
        changes.replace(&home(), &Counted::default(), &of(&ticket, Beside::default()));
        changes.into_buckets().filter(|(bucket, _)| matches!(bucket, Bucket::Channel(..))).collect::<Vec<_>>()
    };
    let Home { region, project } = home();
    let levels = [Level::Group, Level::Region(region), Level::Project(project)];
    let expected = |way: Touchpoint| levels.clone().map(|level| Bucket::Channel(level, way)).to_vec();
    for (channel, way) in [(Channel::WeChat, Touchpoint::Online), (Channel::OnSite, Touchpoint::OnSite)] {
        let (buckets, days): (Vec<_>, Vec<_>) = ways(channel).into_iter().unzip();
        assert_eq!(buckets, expected(way));
        for measure in Measure::ALL {
            let summed: i64 = days.iter().flat_map(BTreeMap::values).map(|sum| sum.of(*measure).n).sum();
            let is_kept = PROMISES.contains(measure) && value(&closed_repair().ticket, *measure).is_some();
            assert_eq!(summed, if is_kept { 3 } else { 0 }, "{measure:?}");
        }
    }
    assert_eq!(ways(Channel::Import), [], "nobody knows how those owners came");
    let keys: Vec<String> = expected(Touchpoint::Phone).iter().map(Bucket::key).collect();
    assert_eq!(keys, ["channel/group/phone", "channel/region/east/phone", "channel/project/tly/phone"]);
    assert_eq!(
        expected(Touchpoint::Phone).iter().map(Bucket::is_wide).collect::<Vec<_>>(),
        [true, true, false]
    );
}

proptest! {
    /// Whatever happens to tickets and however often somebody looks: what was added bit by bit is what counting the
    /// tickets as they stand gives, in every bucket.
    #[test]
    fn differences_add_up_to_a_recount(
        all in prop::collection::vec((desks(), attempts()), 1..4),
        skipped in 1..4_usize,
    ) {
        let (mut bit_by_bit, mut at_once) = (Vec::new(), Changes::default());
        for (mut desk, attempts) in all {
            let mut before = Counted::default();
            let mut looks = 0;
            live(&mut desk, &attempts, |_, desk, _| {
                looks += 1;
                if looks % skipped == 0 {
                    let after = of(&desk.ticket, Beside::default());
                    let mut changes = Changes::default();
                    changes.replace(&home(), &before, &after);
                    bit_by_bit.push(changes);
                    before = after;
                }
                Ok(())
            })?;
            let last = of(&desk.ticket, Beside::default());
            let mut changes = Changes::default();
            changes.replace(&home(), &before, &last);
            changes.replace(&home(), &last, &last);
            bit_by_bit.push(changes);
            at_once.replace(&home(), &Counted::default(), &last);
        }
        let recount = total(vec![at_once]);
        let group = recount.iter().filter(|((key, _), _)| *key == Bucket::Group.key());
        prop_assert!(group.count() > 0, "every ticket was submitted some day");
        prop_assert_eq!(total(bit_by_bit), recount);
    }
}

proptest! {
    /// R13: whenever a home complains and however often, on each day it counts once if it complained in the thirty days up
    /// to it, else not at all.
    #[test]
    fn r13_a_home_that_complained_counts_once(hours in prop::collection::vec(0..3_000_i64, 1..12)) {
        let rules = Rules::around_the_clock();
        let first = Desk::open(rules, said(Scenario::Complaint), Owner, at("3 09:00")).ticket;
        let complaints: Vec<Ticket> = hours.iter().enumerate().map(|(n, hours)| {
            let mut ticket = first.clone();
            ticket.id = format!("T20260303-{n:04}").parse().unwrap();
            ticket.submitted_at = first.submitted_at + Seconds::hours(*hours);
            ticket
        }).collect();
        let all: Vec<Neighbour> = complaints.iter().map(Neighbour::from).collect();
        let stretches: Vec<(Day, Day)> = complaints.iter().filter_map(|ticket| {
            of(ticket, Beside::among(&Neighbour::from(ticket), &all)).complained
        }).collect();
        let start = day_of(first.submitted_at);
        for day in (0..200).map(|n| start.later(n)) {
            let lately = |ticket: &Ticket| {
                let complained = day_of(ticket.submitted_at);
                complained <= day && day < complained.later(30)
            };
            let counted = stretches.iter().filter(|(from, until)| (*from..*until).contains(&day)).count();
            prop_assert_eq!(counted, usize::from(complaints.iter().any(lately)), "{:?}", day);
        }
    }
}
