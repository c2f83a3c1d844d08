//! What of a ticket's history goes into the replay of a standard (S10): its rounds, each with the clocks it began.

use super::desk::{
    Desk, ask_extension, at, cancel, complete, decide_extension, desk_hours, rate, regrade, reopen, said,
};
use crate::accounts::role::Role::{Agent, Engineer, Owner, Supervisor, System};
use crate::sla::clock::Clock;
use crate::sla::elastic::Elastic;
use crate::sla::policy::{ClockKind as K, Rules};
use crate::sla::standards::replay::{Round, rounds};
use crate::tickets::event::External;
use crate::tickets::{Scenario, Urgency};
use crate::time::Seconds;

fn kinds(round: &Round) -> Vec<K> {
    round.clocks.iter().map(|past| past.kind).collect()
}

#[test]
fn each_round_has_the_clocks_that_began_with_it_and_the_first_the_appointment() {
    let mut submission = said(Scenario::Repair);
    submission.appointment = Some(at("3 15:00"));
    let mut desk = Desk::open(Rules::around_the_clock(), submission, Owner, at("3 09:00"));
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 10:00");
    desk.give(Owner, rate(3), "3 11:00").give(Owner, reopen(), "4 12:00");
    desk.on_site(["4 12:01", "4 12:02", "4 12:30"]).give(Engineer, complete(), "4 13:00");
    let all = rounds(&desk.ticket);
    assert_eq!(all.iter().map(|round| round.at).collect::<Vec<_>>(), [at("3 09:00"), at("4 12:00")]);
    assert_eq!(all.iter().map(|round| round.appointment).collect::<Vec<_>>(), [Some(at("3 15:00")), None]);
    for (round, until) in all.iter().zip([Some(at("4 12:00")), None]) {
        assert!(kinds(round).contains(&K::Dispatch) && kinds(round).contains(&K::Completion));
        assert!(round.clocks.iter().all(|past| past.start >= round.at));
        assert!(round.clocks.iter().all(|past| until.is_none_or(|until| past.start < until)));
    }
    let told: usize = all.iter().map(|round| round.clocks.len()).sum();
    assert_eq!(told, desk.ticket.clocks.len(), "no clock is left out and none comes twice");
}

/// What nobody waited for any more says nothing, unless it was late before.
#[test]
fn a_clock_that_was_taken_back_is_replayed_only_if_it_had_breached() {
    let taken_back = |desk: &Desk, breached: bool| {
        let of = |clock: &&Clock| clock.superseded && clock.breached.is_some() == breached;
        desk.ticket.clocks.iter().filter(of).count()
    };
    let rules = Rules { legal_emergency: Some(Seconds::hours(2)), ..desk_hours() };
    let mut desk = Desk::open(rules, said(Scenario::Repair), Owner, at("3 22:30"));
    desk.give(Agent, regrade(Urgency::Emergency), "3 22:40");
    assert!(taken_back(&desk, false) > 0);
    let [round] = rounds(&desk.ticket).try_into().unwrap();
    assert_eq!(round.clocks.len(), desk.ticket.clocks.len() - taken_back(&desk, false));

    let mut late = Desk::repair("3 09:00");
    late.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Supervisor, cancel(), "5 09:00");
    assert!(taken_back(&late, true) > 0);
    let [round] = rounds(&late.ticket).try_into().unwrap();
    assert_eq!(round.clocks.len(), late.ticket.clocks.len() - taken_back(&late, false));
    assert!(round.clocks.iter().any(|past| past.kind == K::Completion && past.breached));
}

#[test]
fn what_was_brought_over_was_promised_nothing_and_has_no_round() {
    let mut submission = said(Scenario::Repair);
    submission.external = Some(External { source: "nyc".into(), key: "1".into(), category: "HEAT".into() });
    let desk = Desk::import(desk_hours(), submission, System, Some(at("5 09:00")), at("3 23:00"));
    assert_eq!(desk.ticket.clocks.len(), 1);
    assert_eq!(rounds(&desk.ticket), []);
}

/// The browser replays what the server sends: an extension (R12) must arrive.
#[test]
fn r12_an_extension_travels_with_its_round() {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]);
    desk.give(Engineer, ask_extension(Elastic::Complex), "3 09:40");
    desk.give(Supervisor, decide_extension(true), "3 09:50");
    let sent = rounds(&desk.ticket);
    assert!(sent.iter().flat_map(|round| &round.clocks).any(|past| past.elastic == Elastic::Complex));
    let text = serde_json::to_string(&sent).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Round>>(&text).unwrap(), sent);
    let usual = rounds(&Desk::repair("3 09:00").ticket);
    let text = serde_json::to_string(&usual).unwrap();
    assert!(!text.contains("\"x\""), "what is usual takes no room: {text}");
}
