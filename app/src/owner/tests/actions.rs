use steward_core::accounts::role::Role;
use steward_core::tickets::command::{CheckIn, PauseReason};
use steward_core::tickets::{Command, Scenario};
use steward_core::time::Seconds;

use super::desk::{Desk, me, stranger};
use super::home::rating;
use crate::owner::actions_model::{Cancelling, Deed, Offer, cancelling, offers};

fn offered(desk: &Desk) -> Vec<Offer> {
    offers(&desk.page().ticket, &me().actor(), desk.now)
}

fn deeds(desk: &Desk) -> Vec<(Deed, bool, bool)> {
    offered(desk).into_iter().map(|o| (o.deed, o.main, o.blocked.is_none())).collect()
}

#[test]
fn an_open_ticket_can_be_urged_and_added_to_and_says_when_it_can_be_reopened() {
    let desk = Desk::open(Scenario::Repair);
    assert_eq!(
        deeds(&desk),
        [(Deed::Urge, false, true), (Deed::Add, true, true), (Deed::Reopen, false, false)]
    );
    assert_eq!(offered(&desk)[2].blocked.as_deref(), Some("完工后 7 天内不满意，可以重新打开"));
}

#[test]
fn who_has_just_urged_is_told_when_it_can_be_done_again() {
    let mut desk = Desk::open(Scenario::Repair);
    desk.owner(&Command::Urge);
    let why = offered(&desk)[0].blocked.clone().unwrap();
    assert!(why.starts_with("刚刚催过了") && why.contains("16:40 之后可以再催"), "{why}");
    desk.wait(Seconds::minutes(30));
    assert_eq!(offered(&desk)[0].blocked, None);
}

#[test]
fn a_finished_ticket_is_rated_first_then_shows_its_voucher() {
    let mut desk = Desk::completed();
    assert_eq!(
        deeds(&desk),
        [(Deed::Rate, true, true), (Deed::Add, false, true), (Deed::Reopen, false, true)]
    );
    desk.owner(&Command::Rate { rating: rating(4) });
    // Nothing is left to wait for: it closes with the rating.
    assert_eq!(
        deeds(&desk),
        [(Deed::Voucher, false, true), (Deed::Reopen, false, true), (Deed::Again, true, true)]
    );
    desk.wait(Seconds::days(7)).wait(Seconds(1));
    let reopen = &offered(&desk)[1];
    assert_eq!(
        reopen.blocked.as_deref(),
        Some("重新打开的期限已在 9月22日 19:52 结束。您可以提交一张新工单。")
    );
}

#[test]
fn a_cancelled_ticket_offers_nothing_but_a_new_one() {
    let mut desk = Desk::open(Scenario::Repair);
    desk.owner(&Command::Cancel { reason: "好了".to_owned() });
    assert_eq!(deeds(&desk), [(Deed::Again, true, true)]);
}

#[test]
fn it_is_cancelled_here_until_somebody_is_there_and_then_by_phone() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    let how = |desk: &Desk| cancelling(&desk.page().ticket, &me().actor(), desk.now);
    assert_eq!(how(&desk), Cancelling::Here);
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::Manual });
    assert_eq!(how(&desk), Cancelling::ByPhone);
    assert_eq!(how(&Desk::completed()), Cancelling::Over);
}

#[test]
fn a_paused_ticket_can_still_be_urged() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::Manual });
    let reason = PauseReason::WaitingForMaterial;
    desk.by(Role::Engineer, &Command::RequestPause { reason, note: "缺货".to_owned() });
    desk.by(Role::Supervisor, &Command::DecidePause { approve: true, note: String::new() });
    assert_eq!(deeds(&desk)[0], (Deed::Urge, false, true));
}

#[test]
fn somebody_elses_ticket_offers_no_deed_that_core_would_refuse() {
    let desk = Desk::completed();
    let offers = offers(&desk.page().ticket, &stranger(), desk.now);
    assert!(offers.iter().all(|o| o.blocked.is_some()), "{offers:?}");
}
