//! A new version of the standard and the clocks that already run (R10; a pause survives it, a breach too).

use super::desk::{Desk, ask_pause, at, complete, decide_extension, decide_pause};
use crate::accounts::role::Role::{Engineer, Owner, Supervisor, System};
use crate::calendar::{Span, Windows};
use crate::ids::CalendarId;
use crate::sla::elastic::Elastic;
use crate::sla::policy::{ClockKind as K, Rules};
use crate::tickets::command::Command;
use crate::tickets::event::EventBody;
use crate::tickets::redact;
use crate::time::Seconds;

/// Version 2: feedback within so many hours; with a reason it reaches running clocks.
fn version_2(hours: i64, reason: Option<&str>) -> Rules {
    let mut rules = Rules::around_the_clock();
    rules.policy.version = 2;
    rules.policy.recalculation = reason.map(str::to_owned);
    let feedback = rules.policy.limits.iter_mut().filter(|l| l.kind == K::Feedback);
    feedback.for_each(|l| l.limit = Seconds::hours(hours));
    rules
}

fn on_site() -> Desk {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]);
    desk
}

fn recalculated(desk: &Desk) -> usize {
    desk.events.iter().filter(|e| matches!(e.body, EventBody::ClockRecalculated { .. })).count()
}

#[test]
fn a_running_clock_keeps_its_version() {
    let mut desk = on_site();
    desk.rules = version_2(20, None);
    desk.tick("3 10:00");
    assert_eq!((desk.due(K::Feedback), desk.clock(K::Feedback).policy_version), (at("4 09:00"), 1));
    assert_eq!(recalculated(&desk), 0);
}

#[test]
fn recalculation_keeps_pauses_and_says_why() {
    let mut desk = on_site();
    desk.give(Engineer, ask_pause(), "3 10:00").give(Supervisor, decide_pause(true), "3 10:00");
    desk.give(Engineer, Command::Resume, "3 13:00");
    assert_eq!(desk.due(K::Feedback), at("4 12:00"), "24 h and three of pause");
    desk.rules = version_2(20, Some("全年提速"));
    desk.tick("3 14:00");
    let clock = desk.clock(K::Feedback);
    assert_eq!((clock.due, clock.policy_version), (at("4 08:00"), 2), "20 h and three of pause");
    assert_eq!(clock.warn_at, at("4 04:00"), "at 80 % of the new limit");
    assert_eq!(recalculated(&desk), 1, "the others have the same limit");
    let event = desk.events.iter().find(|e| matches!(e.body, EventBody::ClockRecalculated { .. })).unwrap();
    assert!(matches!(&event.body, EventBody::ClockRecalculated { reason, .. } if reason == "全年提速"));
    let shown = redact::event_for(event, Owner).map(|e| serde_json::to_string(&e).unwrap());
    assert!(shown.is_some_and(|text| !text.contains("全年提速")), "owners see that, not why");
    // Once is enough.
    desk.tick("3 14:01");
    assert_eq!(recalculated(&desk), 1);
}

#[test]
fn recalculation_during_a_pause_waits_for_its_end_like_any_clock() {
    let mut desk = on_site();
    desk.give(Engineer, ask_pause(), "3 10:00").give(Supervisor, decide_pause(true), "3 10:00");
    desk.rules = version_2(20, Some("全年提速"));
    desk.tick("3 11:00");
    desk.give(Engineer, Command::Resume, "3 12:00");
    assert_eq!(desk.due(K::Feedback), at("4 07:00"), "20 h and two of pause");
}

#[test]
fn an_extension_survives_recalculation() {
    let mut desk = on_site();
    desk.give(
        Engineer,
        Command::RequestExtension { elastic: Elastic::Complex, reason: "换主管".to_owned() },
        "3 10:00",
    );
    desk.give(Supervisor, decide_extension(true), "3 10:05");
    assert_eq!(desk.due(K::Completion), at("4 21:00"), "24 h × 1.5 (R12)");
    let mut rules = version_2(24, Some("全年提速"));
    rules
        .policy
        .limits
        .iter_mut()
        .filter(|l| l.kind == K::Completion)
        .for_each(|l| l.limit = Seconds::hours(20));
    desk.rules = rules;
    desk.tick("3 11:00");
    assert_eq!(desk.due(K::Completion), at("4 15:00"), "20 h × 1.5");
}

#[test]
fn a_breach_is_not_taken_back_and_nobody_is_made_late_at_once() {
    let mut desk = on_site();
    desk.tick("4 09:30");
    assert!(desk.clock(K::Feedback).breached.is_some());
    desk.rules = version_2(48, Some("放宽"));
    desk.tick("4 09:31");
    assert_eq!((desk.due(K::Feedback), recalculated(&desk)), (at("4 09:00"), 0), "late is late");

    let mut desk = on_site();
    desk.rules = version_2(2, Some("收紧"));
    desk.tick("3 15:00");
    assert_eq!(desk.due(K::Feedback), at("4 09:00"), "due at 11:00 was never shown");
    desk.give(Engineer, complete(), "3 16:00");
    assert!(desk.clock(K::Feedback).is_met());
}

#[test]
fn a_clock_counts_in_the_calendar_that_it_began_with() {
    let office = |from: i64, to: i64| {
        let first = at("1 00:00");
        let days = (0..61).map(|day| first + Seconds::days(day));
        let spans = days.map(|d| Span::new(d + Seconds::hours(from), d + Seconds::hours(to)));
        Windows::union(Span::new(first, first + Seconds::days(61)), spans)
    };
    let id = |text: &str| CalendarId::try_from(text.to_owned()).unwrap();
    let mut rules = Rules::around_the_clock();
    rules.policy.limits.iter_mut().filter(|l| l.kind == K::Completion).for_each(|l| {
        (l.limit, l.calendar) = (Seconds::hours(12), id("office"));
    });
    rules.calendars = vec![(id("office.1"), office(9, 18))];
    let mut desk = Desk::repair("3 09:00");
    desk = Desk::open(rules.clone(), desk.ticket.said.clone(), Owner, at("3 09:00"));
    assert_eq!(
        (desk.due(K::Completion), desk.clock(K::Completion).calendar.as_str()),
        (at("4 12:00"), "office.1")
    );
    // Version 2 opens the office an hour later; a pause moves the clock by the hours it began with.
    desk.rules.calendars.push((id("office.2"), office(10, 18)));
    desk.rules.policy.version = 2;
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]);
    desk.give(Engineer, ask_pause(), "3 10:00").give(Supervisor, decide_pause(true), "3 10:00");
    desk.give(Engineer, Command::Resume, "3 11:00");
    assert_eq!(desk.due(K::Completion), at("4 13:00"));
    let fresh = Desk::open(desk.rules.clone(), desk.ticket.said.clone(), Owner, at("3 09:00"));
    assert_eq!(
        (fresh.due(K::Completion), fresh.clock(K::Completion).calendar.as_str()),
        (at("4 14:00"), "office.2")
    );
    desk.give(System, Command::Tick, "3 12:00");
}
