//! What lists and totals make of a ticket.

use super::desk::{
    Desk, accept, arrive, ask_pause, at, cancel, complete, decide_pause, dispatch, rate, said,
};
use crate::accounts::role::Role::{Agent, Engineer, Owner, Supervisor};
use crate::sla::State as Standing;
use crate::sla::policy::{ClockKind as K, Rules};
use crate::tickets::api::{RowClock, TicketRow, title};
use crate::tickets::{Scenario, State};

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

/// A breach before a pause is one during it, and nothing in a pause is late that was not before.
#[test]
fn a_paused_clock_is_not_late_unless_it_was_before() {
    let paused = |at_time: &str| {
        let mut desk = Desk::repair("3 09:00");
        desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, ask_pause(), at_time);
        desk.give(Supervisor, decide_pause(true), at_time);
        let completion = desk.clock(K::Completion);
        (completion.standing(desk.ticket.is_paused(), at("9 09:00")), completion.breached.is_some())
    };
    assert_eq!(paused("3 10:00"), (Standing::Paused, false));
    assert_eq!(paused("4 10:00"), (Standing::Paused, true));
}
