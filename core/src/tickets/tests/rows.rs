//! What lists and totals make of a ticket.

use proptest::prelude::*;

use super::desk::{
    Desk, accept, arrive, ask_pause, at, cancel, complete, decide_pause, dispatch, rate, said,
};
use crate::accounts::role::Role::{Agent, Engineer, Owner, Supervisor};
use crate::cockpit::api::{ClockTally, Tally};
use crate::cockpit::complaints::Complaints;
use crate::sla::State as Standing;
use crate::sla::policy::{ClockKind as K, Rules};
use crate::tickets::api::{RowClock, TicketRow, title};
use crate::tickets::{Channel, Scenario, State};
use crate::time::Seconds;

#[test]
fn a_title_is_the_first_sentence_of_at_most_sixty_characters() {
    for (text, want) in [
        ("厨房漏水。很急！", "厨房漏水"),
        ("  厨房漏水\n从昨天开始", "厨房漏水"),
        ("Leaking! Come quickly", "Leaking"),
        ("2.5 m of pipe are wet", "2.5 m of pipe are wet"),
        ("！！！厨房漏水", "厨房漏水"),
        ("\n\n厨房漏水", "厨房漏水"),
        ("？", "？"),
        ("", ""),
        ("تسرب المياه", "تسرب المياه"),
        ("💧💧", "💧💧"),
    ] {
        assert_eq!(title(text), want, "{text:?}");
    }
    assert_eq!(title(&"漏".repeat(60)), "漏".repeat(60));
    assert_eq!(title(&"漏".repeat(61)), format!("{}…", "漏".repeat(60)));
}

fn row(desk: &Desk) -> TicketRow {
    TicketRow::of(&desk.ticket, "听澜苑")
}

fn clock(desk: &Desk) -> RowClock {
    row(desk).clock.unwrap()
}

#[test]
fn a_row_says_where_who_and_what_is_due_next() {
    let mut desk = Desk::repair("3 09:00");
    let new = row(&desk);
    assert_eq!((new.plate.as_str(), new.title.as_str()), ("12-2-1803", "厨房水槽下面漏水"));
    assert_eq!((new.project_name.as_str(), new.state, new.assignee), ("听澜苑", State::Submitted, None));
    assert_eq!((clock(&desk).kind, clock(&desk).due), (K::Dispatch, at("3 09:05")));
    desk.give(Agent, accept(), "3 09:01");
    assert_eq!(row(&desk).assignee.as_deref(), Some("name of agt"));
    desk.give(Agent, dispatch(), "3 09:02");
    assert_eq!((row(&desk).assignee.as_deref(), clock(&desk).kind), (Some("name of P-eng"), K::OnSite));
    desk.give(Engineer, arrive(), "3 09:30").give(Engineer, complete(), "3 10:00");
    let done = row(&desk);
    assert_eq!((done.rate_until, done.stars), (Some(at("10 10:00")), None));
    assert_eq!(
        (clock(&desk).kind, clock(&desk).stopped),
        (K::Feedback, Some(at("3 10:00"))),
        "the promise that was kept"
    );
    desk.give(Owner, rate(4), "3 11:00");
    assert_eq!((row(&desk).rate_until, row(&desk).stars), (None, Some(4)));
    assert_eq!((row(&desk).seq, row(&desk).updated_at), (desk.ticket.seq, at("3 11:00")));
}

#[test]
fn a_public_spot_stands_where_the_plate_would() {
    let mut submission = said(Scenario::Repair);
    (submission.address, submission.place) =
        (crate::accounts::api::Address::default(), "地下车库 B2".to_owned());
    let desk = Desk::open(Rules::around_the_clock(), submission, Agent, at("3 09:00"));
    assert_eq!(row(&desk).plate, "地下车库 B2");
}

#[test]
fn a_row_stands_at_any_later_moment_as_its_clock_does() {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]);
    let same = |desk: &Desk| {
        for now in ["3 10:00", "4 04:12", "4 09:00", "4 09:00:00.001", "9 09:00"] {
            let shown = clock(desk);
            let standing = desk.clock(shown.kind).standing(desk.ticket.is_paused(), at(now));
            assert_eq!(shown.standing(at(now)), standing, "{now} {:?}", desk.ticket.state);
        }
    };
    same(&desk);
    desk.give(Engineer, ask_pause(), "3 10:00").give(Supervisor, decide_pause(true), "3 11:00");
    assert_eq!(
        (clock(&desk).paused_since, clock(&desk).standing(at("9 09:00"))),
        (Some(at("3 11:00")), Standing::Paused)
    );
    same(&desk);
    desk.give(Engineer, crate::tickets::Command::Resume, "3 12:00");
    same(&desk);
    desk.give(Engineer, complete(), "5 09:00");
    assert!(clock(&desk).late);
    same(&desk);
}

/// Nobody waits for a cancelled ticket: its row shows no promise, kept or broken.
#[test]
fn a_cancelled_ticket_shows_no_clock() {
    let mut desk = Desk::repair("3 09:00");
    desk.give(Owner, cancel(), "3 09:30");
    assert_eq!(row(&desk).clock, None);
}

#[test]
fn a_tally_counts_states_clocks_and_stars() {
    let mut tally = Tally::default();
    let mut late = Desk::repair("2 09:00");
    late.on_site(["2 09:01", "2 09:02", "2 09:30"]);
    tally.count(&late.ticket, false, at("3 12:00"));
    assert_eq!((tally.overdue, tally.due_soon, tally.open(), tally.total()), (1, 0, 1, 1));
    let mut soon = Desk::repair("2 13:00");
    soon.on_site(["2 13:01", "2 13:02", "2 13:30"]);
    tally.count(&soon.ticket, false, at("3 12:00"));
    assert_eq!((tally.overdue, tally.due_soon, tally.open(), tally.total()), (1, 1, 2, 2));
    let mut done = Desk::repair("3 09:00");
    done.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 11:00").give(
        Owner,
        rate(2),
        "3 11:30",
    );
    tally.count(&done.ticket, false, at("3 12:00"));
    assert_eq!((tally.overdue, tally.open(), tally.total(), tally.stars), (1, 2, 3, [0, 1, 0, 0, 0]));
    assert_eq!((tally.completed, tally.processing), (1, Seconds::hours(2)));
    assert_eq!(tally.states, [(State::OnSite, 2), (State::Closed, 1)]);
    let completion = tally.clocks.iter().find(|c| c.kind == K::Completion).unwrap();
    assert_eq!((completion.met, completion.overdue, completion.running), (1, 1, 1));
    assert_eq!(completion.attainment(), Some((1, 2)));
    assert_eq!(ClockTally::new(K::Visit).attainment(), None, "nothing decided, no rate");
}

/// A breach before a pause is one during it, and nothing in a pause is late that was not before.
#[test]
fn a_paused_clock_counts_as_running_unless_it_was_late_before() {
    let count = |paused_at: &str| {
        let mut desk = Desk::repair("3 09:00");
        desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, ask_pause(), paused_at);
        desk.give(Supervisor, decide_pause(true), paused_at);
        let mut tally = Tally::default();
        tally.count(&desk.ticket, false, at("9 09:00"));
        let clock = tally.clocks.iter().find(|c| c.kind == K::Completion).unwrap();
        (clock.running, clock.overdue, tally.overdue)
    };
    assert_eq!(count("3 10:00"), (1, 0, 0));
    assert_eq!(count("4 10:00"), (0, 1, 1));
}

fn tallies() -> impl Strategy<Value = Tally> {
    let state = (0..State::ALL.len(), 0..9_u64).prop_map(|(i, n)| (State::ALL[i], n));
    let clock =
        (0..K::ALL.len(), [0..9_u64, 0..9, 0..9, 0..9]).prop_map(|(i, [met, met_late, overdue, running])| {
            ClockTally { kind: K::ALL[i], met, met_late, overdue, running }
        });
    let states = prop::collection::btree_map(0..State::ALL.len(), state, 0..6);
    let clocks = prop::collection::btree_map(0..K::ALL.len(), clock, 0..6);
    let numbers = ([0..9_u64, 0..9, 0..9], [0..9_u64, 0..9, 0..9, 0..9, 0..9], 0..9_999_i64);
    (states, clocks, numbers).prop_map(
        |(states, clocks, ([due_soon, overdue, completed], stars, processing))| {
            // One entry for each key, in order, as counting makes them.
            let states = states.into_iter().map(|(i, (_, n))| (State::ALL[i], n)).collect();
            let clocks: Vec<_> =
                clocks.into_iter().map(|(i, c)| ClockTally { kind: K::ALL[i], ..c }).collect();
            let way = |c: &ClockTally| {
                c.on(if c.running.is_multiple_of(2) { Channel::Phone } else { Channel::Web })
            };
            let channels = clocks.iter().filter_map(way).collect();
            let processing = Seconds(processing);
            let complaints =
                Complaints { all: overdue, repeated: due_soon, closed: completed, solved: stars[0] };
            Tally { states, due_soon, overdue, clocks, channels, complaints, stars, completed, processing }
        },
    )
}

fn merged(a: &Tally, b: &Tally) -> Tally {
    let mut sum = a.clone();
    sum.merge(b);
    sum
}

proptest! {
    #[test]
    fn tallies_add_up_in_any_order(a in tallies(), b in tallies(), c in tallies()) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &Tally::default()), a.clone());
        let sum = merged(&a, &b);
        prop_assert_eq!(sum.total(), a.total() + b.total());
        prop_assert_eq!(sum.open(), a.open() + b.open());
        prop_assert_eq!(sum.praise().1, a.praise().1 + b.praise().1);
        prop_assert!(sum.open() <= sum.total() && sum.praise().0 <= sum.praise().1);
    }
}
