use steward_core::accounts::role::Role;
use steward_core::tickets::command::{CheckIn, PauseReason};
use steward_core::tickets::{Command, Scenario, State};
use steward_core::time::Seconds;

use super::desk::Desk;
use crate::owner::live_model::{hear, newer};

#[test]
fn a_message_moves_the_page_as_the_server_moved_the_ticket() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    let mut page = desk.page();
    desk.wait(Seconds::minutes(30));
    let events = desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::QrCode });
    assert!(hear(&mut page, &desk.message(&events)));
    assert_eq!(page.ticket, desk.page().ticket);
    assert_eq!(page.events, desk.page().events);
    // The same message again changes nothing.
    let before = page.clone();
    assert!(hear(&mut page, &desk.message(&events)));
    assert_eq!(page, before);
}

#[test]
fn what_only_staff_may_see_moves_the_number_and_nothing_else() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    let mut page = desk.page();
    let before = page.clone();
    let events = desk.by(Role::Agent, &Command::Note { text: "仅供内部".to_owned() });
    assert!(hear(&mut page, &desk.message(&events)));
    assert_eq!(page.ticket.seq, desk.ticket.seq);
    assert_eq!(page.events, before.events);
}

#[test]
fn a_page_whose_reasons_have_changed_is_read_again() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::QrCode });
    let reason = PauseReason::WaitingForMaterial;
    let note = String::from("缺货");
    desk.by(Role::Engineer, &Command::RequestPause { reason, note: note.clone() });
    let mut page = desk.page();
    let events = desk.by(Role::Supervisor, &Command::DecidePause { approve: true, note });
    assert!(!hear(&mut page, &desk.message(&events)));
    assert_eq!(page.ticket.state, State::Paused);
}

#[test]
fn an_answer_that_was_overtaken_is_not_shown() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    let old = desk.page();
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::QrCode });
    let new = desk.page();
    assert!(newer(None, &old) && newer(Some(&old), &new) && newer(Some(&new), &new));
    assert!(!newer(Some(&new), &old));
}
