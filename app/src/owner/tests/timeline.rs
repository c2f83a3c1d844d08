use steward_core::accounts::role::Role;
use steward_core::tickets::command::{CheckIn, PauseReason, VisitForm};
use steward_core::tickets::{Command, Scenario};
use steward_core::time::Seconds;

use super::desk::{Desk, at, me};
use super::home::rating;
use crate::owner::timeline_model::{Entry, entries, newest_since};
use crate::words::{Locale, set_locale};

fn told(desk: &Desk) -> Vec<Entry> {
    let page = desk.page();
    entries(&page.events, &page.ticket, &me().person, desk.now)
}

fn lines(desk: &Desk) -> Vec<String> {
    told(desk).into_iter().map(|e| e.what).collect()
}

#[test]
fn a_repair_is_told_newest_first_in_the_words_of_the_drawing() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    desk.now = at("15 16:52");
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::QrCode });
    desk.by(Role::Engineer, &Command::StartWork { findings: "角阀老化".to_owned() });
    let told = told(&desk);
    let what: Vec<&str> = told.iter().map(|e| e.what.as_str()).collect();
    let expected = [
        "周启明师傅正在维修",
        "周启明师傅已上门",
        "周启明师傅已接单",
        "已派单给周启明师傅",
        "苏晓已受理",
        "您提交了报修",
    ];
    assert_eq!(what, expected);
    assert_eq!(told[0].text, "角阀老化");
    assert_eq!(told[1].note, "用时 42 分，承诺 1 小时");
    assert_eq!(told[5].text, "厨房水槽下方漏水");
    assert_eq!(told[5].photos.len(), 1);
}

/// What somebody who had the ticket before them at a certain event has not seen; a pause that is only asked for is
/// nothing that an owner sees.
#[test]
fn what_has_changed_is_the_newest_thing_that_an_owner_sees() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    let seen = desk.page().ticket.seq;
    let news = |desk: &Desk| newest_since(&desk.page(), seen, &me().person, desk.now).map(|e| e.what);
    assert_eq!(news(&desk), None);
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::QrCode });
    assert_eq!(news(&desk).as_deref(), Some("周启明师傅已上门"));
    let reason = PauseReason::WaitingForMaterial;
    desk.by(Role::Engineer, &Command::RequestPause { reason, note: "缺货".to_owned() });
    assert_eq!(news(&desk).as_deref(), Some("周启明师傅已上门"));
}

#[test]
fn a_late_visit_says_that_it_was_late() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    desk.now = at("15 17:40");
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::QrCode });
    assert_eq!(told(&desk)[0].note, "用时 1 小时 30 分，比承诺晚了 30 分");
}

#[test]
fn a_pause_and_its_end_say_why_and_what_moved() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::Manual });
    let reason = PauseReason::WaitingForMaterial;
    desk.by(Role::Engineer, &Command::RequestPause { reason, note: "缺货".to_owned() });
    desk.by(Role::Supervisor, &Command::DecidePause { approve: true, note: "缺货".to_owned() });
    assert_eq!(lines(&desk)[0], "暂停：等待材料");
    desk.wait(Seconds::hours(16));
    desk.by(Role::Engineer, &Command::Resume);
    let told = told(&desk);
    assert_eq!((told[0].what.as_str(), told[0].note.as_str()), ("继续处理", "最迟时间顺延到明天 08:10"));
    assert_eq!(told.len(), 7);
}

#[test]
fn one_report_that_tells_and_completes_is_one_entry() {
    let desk = Desk::completed();
    let told = told(&desk);
    assert_eq!((told[0].what.as_str(), told[0].text.as_str()), ("已完工", "换了角阀"));
    assert_eq!(told[0].photos.len(), 1);
    assert!(!told[1].what.contains("结果"), "{}", told[1].what);
}

#[test]
fn the_way_after_the_work_is_told_too() {
    let mut desk = Desk::completed();
    desk.owner(&Command::Reopen { reason: "又漏了".to_owned(), photos: Vec::new() });
    assert_eq!(lines(&desk)[0], "您重新打开了工单");
    desk = Desk::completed();
    desk.owner(&Command::Supplement { text: "谢谢".to_owned(), photos: Vec::new() });
    desk.owner(&Command::Rate { rating: rating(5) });
    assert_eq!(lines(&desk)[..3], ["已关闭", "您评价：很满意", "您补充了内容"]);
    desk = Desk::completed();
    let form =
        VisitForm { reached: true, solved: false, satisfied: false, remarks: "还在滴水".to_owned() };
    desk.by(Role::Agent, &Command::RecordVisit { form });
    assert_eq!(lines(&desk)[..2], ["苏晓重新打开了工单", "苏晓回访：还没解决"]);
}

#[test]
fn urging_counts_and_cancelling_says_why() {
    let mut desk = Desk::open(Scenario::Repair);
    desk.owner(&Command::Urge);
    desk.wait(Seconds::minutes(31));
    desk.owner(&Command::Urge);
    desk.owner(&Command::Cancel { reason: "自己修好了".to_owned() });
    let told = told(&desk);
    let what: Vec<&str> = told.iter().map(|e| e.what.as_str()).collect();
    assert_eq!(what[..3], ["您取消了工单", "您第 2 次催单", "您催了单"]);
    assert_eq!(told[0].text, "自己修好了");
}

#[test]
fn a_plan_says_until_when_and_a_complaint_gets_a_solution() {
    let mut desk = Desk::dispatched(Scenario::Repair);
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::Manual });
    let promised_at = Some(at("17 12:00"));
    desk.by(Role::Engineer, &Command::GiveFeedback { text: "周四换".to_owned(), promised_at });
    let told = told(&desk);
    assert_eq!(
        (told[0].what.as_str(), told[0].note.as_str()),
        ("周启明师傅给了处理计划", "计划9月17日 12:00 前办好")
    );
}

#[test]
fn every_entry_has_words_in_english_too() {
    let desk = Desk::completed();
    set_locale(Locale::English);
    let page = desk.page();
    let told = entries(&page.events, &page.ticket, &me().person, desk.now);
    set_locale(Locale::Chinese);
    assert_eq!(told.last().unwrap().what, "You sent this (Repair)");
    assert!(told.iter().all(|e| !e.what.is_empty() && !e.what.contains(['{', '}'])));
}
