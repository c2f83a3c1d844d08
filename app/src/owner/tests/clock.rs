use steward_core::accounts::role::Role;
use steward_core::calendar::{Span, Windows};
use steward_core::sla::policy::{ClockKind, around_the_clock};
use steward_core::tickets::api::TicketPage;
use steward_core::tickets::command::{CheckIn, PauseReason};
use steward_core::tickets::{Command, Scenario};
use steward_core::time::{Instant, Seconds};

use super::desk::{Desk, at};
use crate::owner::clock_model::{self as model, Face, face, marks, why};
use crate::ui::{Mark, Part, Status};

/// The ticket of the drawing: on site at 16:52, waiting for material from 17:30 to 09:30, then at work.
fn drawn() -> Desk {
    let mut desk = Desk::dispatched(Scenario::Repair);
    desk.now = at("15 16:52");
    desk.by(Role::Engineer, &Command::Arrive { check_in: CheckIn::QrCode });
    desk.now = at("15 17:30");
    let reason = PauseReason::WaitingForMaterial;
    desk.by(Role::Engineer, &Command::RequestPause { reason, note: "缺货".to_owned() });
    desk.by(Role::Supervisor, &Command::DecidePause { approve: true, note: "缺货".to_owned() });
    desk
}

fn resumed() -> Desk {
    let mut desk = drawn();
    desk.now = at("16 09:30");
    desk.by(Role::Engineer, &Command::Resume);
    desk
}

fn shown(page: &TicketPage, now: Instant) -> Face {
    let place = model::promise(&page.ticket).unwrap();
    face(&page.ticket.clocks[place], &page.why[place], &page.ticket, now)
}

fn drawing(page: &TicketPage, now: Instant) -> Vec<(Part, u16, u16)> {
    let place = model::promise(&page.ticket).unwrap();
    let marks = marks(&page.ticket.clocks[place], &page.why[place], &page.ticket, now);
    marks.into_iter().map(|Mark { part, from, to }| (part, from, to)).collect()
}

#[test]
fn the_promise_is_said_as_it_is_drawn() {
    let face = shown(&resumed().page(), at("16 14:20"));
    assert_eq!(face.status, Status::On);
    assert_eq!(face.head, "最迟给您处理结果");
    assert_eq!(face.big, "明天 08:10");
    assert_eq!(face.small, "9月17日 周四，还剩 17 小时 50 分");
    assert_eq!((face.from.as_str(), face.to.as_str()), ("昨天 16:10 提交", "明天 08:10"));
    assert_eq!(face.pause.as_deref(), Some("等待材料 16 小时"));
    assert_eq!(face.label, "从 昨天 16:10 到 明天 08:10，其中暂停 16 小时，现在 14:20");
}

#[test]
fn the_rail_has_the_worked_time_the_pause_and_the_present() {
    let expected = [
        (Part::Run, 0, 33),
        (Part::Pause, 33, 433),
        (Part::Run, 433, 554),
        (Part::Warn, 880, 880),
        (Part::Now, 554, 554),
    ];
    assert_eq!(drawing(&resumed().page(), at("16 14:20")), expected);
}

#[test]
fn why_adds_up_and_leaves_out_what_is_nothing() {
    let page = resumed().page();
    let place = model::promise(&page.ticket).unwrap();
    let terms = why(&page.ticket.clocks[place], &page.why[place], &page.ticket, at("16 14:20"));
    let rows: Vec<[&str; 3]> = terms.iter().map(|t| [t.what.as_str(), &t.note, &t.adds]).collect();
    let expected = [
        ["提交时间", "", "9月15日 16:10"],
        ["结果反馈时限", "", "＋ 24 小时"],
        ["暂停：等待材料", "方敏批准，不计入时限", "＋ 16 小时"],
        ["最迟时间", "", "9月17日 08:10"],
    ];
    assert_eq!(rows, expected);
}

#[test]
fn while_it_stands_still_no_due_time_is_promised() {
    let page = drawn().page();
    let now = at("15 22:40");
    let face = shown(&page, now);
    assert_eq!(face.status, Status::Paused);
    assert_eq!(face.big, "暂停 5 小时 10 分");
    assert_eq!(face.to, "");
    let place = model::promise(&page.ticket).unwrap();
    let terms = why(&page.ticket.clocks[place], &page.why[place], &page.ticket, now);
    assert_eq!(terms.last().unwrap().adds, "恢复后再算");
    let parts: Vec<Part> = drawing(&page, now).into_iter().map(|m| m.0).collect();
    assert_eq!(parts, [Part::Run, Part::Pause, Part::Warn, Part::Now]);
}

#[test]
fn a_late_promise_shows_how_late_and_never_less_than_can_be_seen() {
    let page = Desk::open(Scenario::Repair).page();
    let face = shown(&page, at("16 17:42"));
    assert_eq!(face.status, Status::Over);
    assert_eq!(face.small, "9月16日 周三，超时 1 小时 32 分");
    let drawn = drawing(&page, at("16 16:11"));
    assert_eq!(drawn, [(Part::Run, 0, 960), (Part::Late, 960, 1000), (Part::Due, 960, 960)]);
}

#[test]
fn a_kept_promise_says_how_long_it_took() {
    let desk = Desk::completed();
    let face = shown(&desk.page(), at("16 09:00"));
    assert_eq!(face.status, Status::Done);
    assert_eq!((face.head.as_str(), face.big.as_str()), ("已给您处理结果", "昨天 19:52"));
    assert_eq!(face.small, "用时 3 小时 42 分，承诺 24 小时");
    assert_eq!(drawing(&desk.page(), at("16 09:00")), [(Part::Run, 0, 154)]);
}

#[test]
fn the_next_step_is_said_only_where_it_comes_before_the_promise() {
    let desk = Desk::open(Scenario::Repair);
    let next = model::next_step(&desk.ticket).unwrap();
    assert_eq!(desk.ticket.clocks[next].kind, ClockKind::Dispatch);
    let desk = drawn();
    assert_eq!(model::next_step(&desk.ticket), None);
}

#[test]
fn a_cancelled_ticket_promises_nothing() {
    let mut desk = Desk::open(Scenario::Repair);
    desk.owner(&Command::Cancel { reason: "好了".to_owned() });
    assert_eq!(model::promise(&desk.page().ticket), None);
    assert_eq!(model::ticket_status(&desk.ticket, desk.now), Status::Done);
}

#[test]
fn closed_hours_are_a_term_of_the_sum_and_no_worked_time_on_the_rail() {
    let mut desk = Desk::open(Scenario::Repair);
    let day = |d: i64, h: i64| at("15 00:00") + Seconds::days(d) + Seconds::hours(h);
    let open = (0..9).map(|d| Span::new(day(d, 9), day(d, 18)));
    let known = Span::new(day(-1, 0), day(9, 0));
    let office: steward_core::ids::CalendarId = "office".parse().unwrap();
    desk.rules.calendars = vec![(office.clone(), Windows::union(known, open))];
    for limit in &mut desk.rules.policy.limits {
        if limit.calendar == around_the_clock() && limit.kind == ClockKind::Feedback {
            limit.calendar = office.clone();
        }
    }
    let said = desk.ticket.said.clone();
    let id = desk.ticket.id.clone();
    let by = desk.ticket.submitter.clone();
    let bodies = steward_core::tickets::decide::submit(&id, &by, said, None, &desk.rules, desk.now).unwrap();
    let event = |(seq, body)| steward_core::tickets::event::Event { seq, at: desk.now, by: by.clone(), body };
    desk.events = (1..).zip(bodies).map(event).collect();
    desk.ticket = steward_core::tickets::Ticket::fold(id, &desk.events).unwrap();

    let page = desk.page();
    let place = model::promise(&page.ticket).unwrap();
    let terms = why(&page.ticket.clocks[place], &page.why[place], &page.ticket, desk.now);
    let closed = terms.iter().find(|t| t.what == "非工作时间").unwrap();
    assert_eq!(closed.adds, "＋ 45 小时");
    // At midnight: worked until 18:00, and nothing since.
    let runs: Vec<_> = drawing(&page, day(1, 0)).into_iter().filter(|m| m.0 == Part::Run).collect();
    assert_eq!(runs.len(), 1);
    assert!(runs[0].2 < 30, "{runs:?}");
}
