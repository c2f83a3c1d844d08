use steward_core::accounts::role::Role;
use steward_core::surveys::rating::{RatingDraft, Stars};
use steward_core::tickets::command::{CheckIn, PauseReason};
use steward_core::tickets::{Command, Scenario};
use steward_core::time::Seconds;

use super::desk::{Desk, at};
use crate::owner::home_model::{greeting, line, ring, row_status, running};
use crate::ui::Status;
use crate::words::{Locale, set_locale};

pub(super) fn rating(stars: u8) -> RatingDraft {
    RatingDraft { stars: Some(Stars::try_from(stars).unwrap()), tags: Vec::new(), text: String::new() }
}

#[test]
fn people_are_greeted_by_the_hour_of_their_own_clock() {
    set_locale(Locale::Chinese);
    let said = |time: &str| greeting("林静", at(&format!("16 {time}")));
    assert_eq!(said("08:00"), "林静，上午好");
    assert_eq!(said("12:59"), "林静，中午好");
    assert_eq!(said("14:20"), "林静，下午好");
    assert_eq!(said("03:00"), "林静，晚上好");
}

#[test]
fn a_row_says_what_happens_and_by_when() {
    let mut desk = Desk::open(Scenario::Repair);
    assert_eq!(line(&desk.row(), desk.now), "已提交，16:15 前派单");
    desk = Desk::dispatched(Scenario::Repair);
    assert_eq!(line(&desk.row(), desk.now), "已派给周启明师傅，17:10 前到场");
    let late = desk.now + Seconds::hours(1);
    assert_eq!(line(&desk.row(), late), "已派给周启明师傅，应在17:10 前到场");
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::QrCode });
    assert_eq!(line(&desk.row(), desk.now), "已到场，明天 16:10 前给结果");
    assert_eq!(line(&Desk::completed().row(), at("16 09:00")), "已完工");
}

#[test]
fn a_ring_holds_two_short_lines_at_every_length() {
    let desk = Desk::dispatched(Scenario::Repair);
    let row = desk.row();
    let clock = running(&row).unwrap();
    let shown = |now| {
        let face = ring(clock, now);
        (face.status, [face.big.0, face.big.1, face.small].join("|"), face.used)
    };
    assert_eq!(shown(at("15 16:14")), (Status::On, "56||分钟".to_owned(), 70));
    assert_eq!(shown(at("15 17:04")), (Status::Soon, "6||分钟".to_owned(), 900));
    assert_eq!(shown(clock.due - Seconds(30)).1, "30||秒");
    assert_eq!(shown(at("15 18:42")), (Status::Over, "1|时|超时".to_owned(), 1000));
    assert_eq!(ring(clock, at("15 17:04")).label, "上门时限，剩 6 分");
    let mut long = clock.clone();
    long.due = clock.start + Seconds::hours(24);
    assert_eq!([ring(&long, at("15 22:20")).big.0, ring(&long, at("15 22:20")).small], ["17", "50 分"]);
    long.due = clock.start + Seconds::hours(100);
    assert_eq!([ring(&long, clock.start).big.0, ring(&long, clock.start).small], ["4", "4 小时"]);
}

#[test]
fn a_paused_row_is_paused_whatever_its_clock_says() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::Manual });
    let reason = PauseReason::WaitingForOwner;
    desk.by(Role::Engineer, &Command::RequestPause { reason, note: "约不上".to_owned() });
    desk.by(Role::Supervisor, &Command::DecidePause { approve: true, note: String::new() });
    let later = desk.now + Seconds::hours(5);
    let row = desk.row();
    assert_eq!(row_status(&row, later), Status::Paused);
    assert_eq!(line(&row, later), "暂停");
    let face = ring(running(&row).unwrap(), later);
    assert_eq!((face.big.0.as_str(), face.small.as_str()), ("5", "暂停"));
}
