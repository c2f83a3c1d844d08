//! What an owner is shown: that something happened, and only the words that were meant for them.

use super::desk::{self, Desk, PHONE, PRIVATE, PUBLIC, accept, actor, at, said, sample, visit};
use crate::accounts::role::Role::{self, Agent, Engineer, Owner, Supervisor};
use crate::sla::policy::Rules;
use crate::tickets::redact::{event_for, ticket_for};
use crate::tickets::{CommandKind as K, Event, Scenario, State, Ticket};

/// A history with as much talk among colleagues as there can be.
fn talked_about() -> Desk {
    let mut submission = said(Scenario::Complaint);
    submission.visit_due = true;
    let mut desk = Desk::open(Rules::around_the_clock(), submission, Owner, at("3 09:00"));
    desk.give(Agent, sample(K::Note, 0), "3 09:01").give(Agent, sample(K::Transfer, 0), "3 09:02");
    desk.give(Role::Department, sample(K::DeclineTransfer, 0), "3 09:03");
    desk.give(Supervisor, sample(K::Supervise, 0), "3 09:04");
    desk.give(Agent, accept(), "3 09:05");
    desk.give(Agent, sample(K::RecordStep, 0), "3 09:06").give(Agent, sample(K::RecordStep, 1), "3 09:07");
    desk.give(Supervisor, sample(K::Dispatch, 0), "3 09:08");
    desk.give(Engineer, sample(K::DeclineJob, 0), "3 09:09");
    desk.give(Agent, sample(K::RequestPause, 0), "3 09:10").give(
        Supervisor,
        desk::decide_pause(false),
        "3 09:11",
    );
    desk.give(Agent, sample(K::RequestPause, 0), "3 09:12").give(
        Supervisor,
        desk::decide_pause(true),
        "3 09:13",
    );
    desk.give(Agent, sample(K::Resume, 0), "3 09:14").give(Agent, sample(K::LinkIncident, 0), "3 09:15");
    desk.tick("4 09:30");
    desk.give(Agent, sample(K::Complete, 0), "4 10:00").give(Agent, visit(true, false), "4 11:00");
    desk.give(Agent, accept(), "4 12:00");
    desk.give(Agent, sample(K::RecordStep, 0), "4 12:06").give(Agent, sample(K::RecordStep, 1), "4 12:07");
    desk.give(Agent, sample(K::Complete, 0), "4 13:00").give(Agent, visit(true, true), "4 14:00");
    desk.give(Owner, desk::rate(3), "4 15:00").give(Supervisor, sample(K::Review, 0), "4 16:00");
    desk
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn an_owner_reads_nothing_that_was_meant_for_colleagues() {
    let desk = talked_about();
    let everything = json(&desk.events);
    assert!(everything.contains(PRIVATE) && everything.contains(PHONE), "there is something to hide");
    let shown: Vec<Event> = desk.events.iter().filter_map(|e| event_for(e, Owner)).collect();
    assert!(shown.iter().all(|e| e.body.is_public()));
    for shown in [json(&shown), json(&ticket_for(desk.ticket.clone(), Owner))] {
        assert!(!shown.contains(PRIVATE), "{shown}");
        assert!(!shown.contains(PHONE) && shown.contains("138****2046"));
        assert!(!shown.contains("escalations") && !shown.contains("incident"));
    }
    assert!(json(&shown).contains(PUBLIC));
}

#[test]
fn staff_read_everything_but_the_number() {
    let desk = talked_about();
    for role in Role::ALL.iter().filter(|r| **r != Owner) {
        let shown: Vec<Event> = desk.events.iter().filter_map(|e| event_for(e, *role)).collect();
        assert_eq!(shown.len(), desk.events.len());
        assert!(
            !json(&shown).contains(PHONE) && !json(&ticket_for(desk.ticket.clone(), *role)).contains(PHONE)
        );
        assert_eq!(shown[1..], desk.events[1..], "only the submission differs");
    }
    let mut odd = desk.ticket;
    odd.said.phone = "call reception 12345678901".to_owned();
    assert_eq!(ticket_for(odd, Agent).said.phone, "", "what is no number is not shown at all");
}

/// Whatever happens unseen, the owner's page stands where the ticket stands.
#[test]
fn the_owners_stream_leads_to_the_owners_ticket() {
    let desk = talked_about();
    let mut shown = desk.events.iter().filter_map(|e| event_for(e, Owner));
    let mut page = Ticket::begin(desk.ticket.id.clone(), &shown.next().unwrap()).unwrap();
    let mut whole = Ticket::begin(desk.ticket.id.clone(), &desk.events[0]).unwrap();
    let mut seen = Vec::new();
    for event in &desk.events[1..] {
        whole.apply(event);
        if let Some(public) = event_for(event, Owner) {
            page.apply_public(&public);
        }
        let both = |f: fn(&Ticket) -> String| (f(&page), f(&whole));
        for (page, whole) in [
            both(|t| format!("{:?} {:?}", t.state, t.path)),
            both(|t| format!("{:?} {:?}", t.engineer, t.offered_to)),
            both(|t| format!("{:?} {:?}", t.pauses, t.completed_at)),
            both(|t| format!("{:?}", t.clocks.iter().map(|c| (c.due, c.stopped)).collect::<Vec<_>>())),
        ] {
            assert_eq!(page, whole, "after {:?}", event.body);
        }
        seen.push(whole.state);
    }
    for state in [State::Transferred, State::Paused, State::Reopened, State::Reviewed] {
        assert!(seen.contains(&state));
    }
}

#[test]
fn who_may_see_a_ticket() {
    use crate::tickets::may_see;
    let desk = Desk::repair("3 09:00");
    let sees = |role: &&Role| may_see(&desk.ticket, &actor(**role));
    let seen_by: Vec<&str> = Role::ALL.iter().filter(sees).map(|r| r.word()).collect();
    let expected = [
        "own",
        "agt",
        "sup",
        "pm",
        "hq-mgmt",
        "hq-data",
        "cr-mgr",
        "cr-risk",
        "cr-service",
        "cr-care",
        "cr-repair",
        "exe",
        "sys",
    ];
    assert_eq!(seen_by, expected);
    assert!(
        Role::ALL.iter().filter(|r| **r != Role::System).all(|r| !may_see(&desk.ticket, &desk::stranger(*r)))
    );
}
