//! Where a round of work begins anew or ends early: regrade, reopen, visit, merge, cancel, import.

use super::desk::{
    self, Desk, accept, actor, arrive, ask_pause, at, cancel, complete, decide_pause, desk_hours, dispatch,
    rate, regrade, reopen, said, visit,
};
use crate::accounts::role::Role::{Agent, Engineer, Owner, Supervisor, System};
use crate::ids::CalendarId;
use crate::sla::clock::Basis;
use crate::sla::policy::{ClockKind as K, Limit, Rules};
use crate::sla::promise::Case;
use crate::tickets::command::Command;
use crate::tickets::decide::{Context, can, decide, next_wake};
use crate::tickets::event::{EventBody, External};
use crate::tickets::{Category, CommandKind, Refusal, Scenario, State, Ticket, Urgency};
use crate::time::Seconds;

fn on_site() -> Desk {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]);
    desk
}

#[test]
fn a_regrade_changes_the_limits_from_the_old_start() {
    let rules = Rules { legal_emergency: Some(Seconds::hours(2)), ..desk_hours() };
    let mut desk = Desk::open(rules, said(Scenario::Repair), Owner, at("3 22:30"));
    assert_eq!((desk.due(K::OnSite), desk.ticket.clock(K::LegalResponse)), (at("4 09:00"), None));
    desk.give(Agent, regrade(Urgency::Emergency), "3 22:40");
    assert_eq!((desk.due(K::OnSite), desk.due(K::LegalResponse)), (at("3 23:30"), at("4 00:30")));
    let first = desk.ticket.clocks.iter().find(|c| c.kind == K::OnSite).unwrap();
    assert!(first.superseded && !first.is_late(at("9 09:00")), "history, and never late");
    assert_eq!(desk.ticket.clocks.iter().filter(|c| c.kind == K::Feedback).count(), 1, "what stays, stays");
}

/// The call turns out to be an emergency three hours later: the law was not kept, and it shows.
#[test]
fn a_regrade_can_show_that_a_limit_has_passed_already() {
    let rules = Rules { legal_emergency: Some(Seconds::hours(2)), ..Rules::around_the_clock() };
    let mut desk = Desk::open(rules, said(Scenario::Repair), Owner, at("3 09:00"));
    desk.give(Agent, regrade(Urgency::Emergency), "3 12:00");
    assert_eq!(desk.clock(K::LegalResponse).breached, Some(at("3 11:00:00.001")));
}

#[test]
fn the_legal_clock_ends_with_the_emergency_unless_it_has_breached() {
    let submit = || {
        let mut submission = said(Scenario::Repair);
        submission.urgency = Urgency::Emergency;
        let rules = Rules { legal_emergency: Some(Seconds::hours(2)), ..Rules::around_the_clock() };
        Desk::open(rules, submission, Owner, at("3 09:00"))
    };
    let mut desk = submit();
    desk.give(Agent, regrade(Urgency::Ordinary), "3 09:30");
    assert!(desk.clock(K::LegalResponse).superseded);
    desk.tick("3 11:30");
    assert_eq!(desk.clock(K::LegalResponse).breached, None);

    let mut desk = submit();
    desk.give(Agent, regrade(Urgency::Ordinary), "3 11:30");
    let clock = desk.clock(K::LegalResponse);
    assert!(clock.breached.is_some() && !clock.superseded);
}

#[test]
fn an_emergency_does_not_wait_for_an_appointment() {
    let mut submission = said(Scenario::Repair);
    (submission.urgency, submission.appointment) = (Urgency::Emergency, Some(at("5 09:00")));
    let desk = Desk::open(Rules::around_the_clock(), submission, Owner, at("3 09:00"));
    assert_eq!((desk.due(K::OnSite), desk.clock(K::OnSite).basis), (at("3 10:00"), Basis::Policy));
}

#[test]
fn the_most_specific_limit_decides() {
    let mut rules = Rules::around_the_clock();
    let limit = |category: Option<&str>, urgency, minutes| Limit {
        category: category.map(str::to_owned),
        urgency,
        ..Limit::of(K::OnSite, Scenario::Repair, Seconds::minutes(minutes))
    };
    rules.policy.limits.extend([
        limit(Some("water.pipe"), None, 20),
        limit(None, Some(Urgency::Urgent), 40),
        limit(Some("water"), None, 30),
        limit(Some("water"), Some(Urgency::Urgent), 25),
    ]);
    let evening = CalendarId::try_from("evening".to_owned()).unwrap();
    rules.policy.limits.push(Limit { during: Some(evening.clone()), ..limit(None, None, 50) });
    rules.calendars = vec![(evening, desk_hours().night_hours)];
    let minutes_at = |code, urgency, hour| {
        let case = Case {
            scenario: Scenario::Repair,
            category: Category::find(code).unwrap(),
            urgency,
            appointment: None,
        };
        rules.limit(K::OnSite, &case, at(hour)).map(|l| l.limit.get() / 60)
    };
    let minutes = |code, urgency| minutes_at(code, urgency, "3 09:00");
    assert_eq!(minutes("water.pipe", Urgency::Ordinary), Some(20));
    assert_eq!(minutes("water.pipe", Urgency::Urgent), Some(20), "the category comes before the urgency");
    assert_eq!(minutes("water.drain", Urgency::Urgent), Some(25));
    assert_eq!(minutes("water.drain", Urgency::Ordinary), Some(30));
    assert_eq!(minutes("power.light", Urgency::Urgent), Some(40));
    assert_eq!(minutes("power.light", Urgency::Ordinary), Some(60));
    assert_eq!(minutes_at("power.light", Urgency::Ordinary, "3 19:00"), Some(50), "its own time window");
    assert_eq!(
        minutes_at("power.light", Urgency::Urgent, "3 19:00"),
        Some(40),
        "the urgency comes before it"
    );
}

/// Of a ticket's clocks of one kind: how many were kept, and how many were kept or late (R10); `None` before any was.
fn tallied(ticket: &Ticket, kind: K, now: &str) -> Option<(usize, usize)> {
    let of = || ticket.clocks.iter().filter(|c| c.kind == kind);
    let met = of().filter(|c| c.is_met() && !c.superseded).count();
    let decided = met + of().filter(|c| c.is_late(at(now))).count();
    (decided > 0).then_some((met, decided))
}

#[test]
fn reopening_starts_new_clocks_and_the_old_breach_stays() {
    let mut desk = on_site();
    desk.give(Engineer, complete(), "4 10:00").give(Owner, rate(1), "4 11:00");
    assert_eq!(desk.ticket.state, State::Closed);
    desk.give(Owner, reopen(), "4 12:00");
    assert_eq!((desk.ticket.state, desk.ticket.reopened), (State::Reopened, 1));
    assert!(desk.ticket.waits_reply && desk.ticket.engineer.is_none() && !desk.ticket.owner_contacted);
    assert_eq!(desk.due(K::Completion), at("5 12:00"));
    desk.on_site(["4 12:01", "4 12:02", "4 12:30"]).give(Engineer, complete(), "4 13:00");
    assert_eq!(desk.ticket.state, State::Closed, "rated before, so nothing is left to wait for");
    assert_eq!(tallied(&desk.ticket, K::Completion, "9 09:00"), Some((1, 2)));
    assert_eq!(desk.ticket.rating.as_ref().map(|r| r.stars.get()), Some(1));
}

#[test]
fn reopening_within_seven_days_also_after_a_review() {
    let mut desk = on_site();
    desk.give(Engineer, complete(), "3 10:00").give(Owner, rate(5), "3 11:00");
    desk.give(Supervisor, desk::sample(CommandKind::Review, 0), "3 12:00");
    assert_eq!(desk.ticket.state, State::Reviewed);
    let late = desk.try_give(Owner, reopen(), "10 10:00:00.001");
    assert_eq!(late, Err(Refusal::ReopenWindowOver { until: at("10 10:00") }));
    desk.give(Owner, reopen(), "10 10:00");
}

/// The visit of the first round is not awaited any more: it will be made after the second.
#[test]
fn a_visit_that_was_awaited_does_not_run_on_in_a_reopened_ticket() {
    let mut submission = said(Scenario::Repair);
    submission.visit_due = true;
    let mut desk = Desk::open(Rules::around_the_clock(), submission, Owner, at("3 09:00"));
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 10:00");
    assert_eq!(desk.due(K::Visit), at("5 10:00"));
    desk.give(Owner, reopen(), "4 10:00");
    assert!(desk.clock(K::Visit).superseded);
    desk.on_site(["4 10:01", "4 10:02", "4 10:30"]);
    desk.tick("6 09:00");
    assert_eq!(desk.clock(K::Visit).breached, None);
    desk.give(Engineer, complete(), "6 10:00");
    assert_eq!(desk.due(K::Visit), at("8 10:00"));
    assert_eq!(tallied(&desk.ticket, K::Visit, "8 09:00"), None, "one is history, one runs");
}

/// R93 and §4.1 no. 9: who cannot be reached keeps no ticket open for ever.
#[test]
fn after_three_visits_that_reached_nobody_the_ticket_closes_like_one_without_a_visit() {
    let mut submission = said(Scenario::Repair);
    submission.visit_due = true;
    let mut desk = Desk::open(Rules::around_the_clock(), submission, Owner, at("3 09:00"));
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 10:00");
    assert_eq!(desk.ticket.visits_left(), 3);
    desk.give(Agent, visit(false, true), "3 18:00").give(Agent, visit(false, true), "4 09:00");
    assert!(desk.ticket.waits_visit() && desk.clock(K::Visit).is_running());
    assert_eq!(desk.ticket.visits_left(), 1, "the next one is the last");
    desk.give(Agent, visit(false, true), "4 18:00");
    assert_eq!(desk.ticket.visits_left(), 0);
    assert!(!desk.ticket.waits_visit() && !desk.clock(K::Visit).is_running());
    assert_eq!(desk.ticket.state, State::Completed, "it can still be rated");
    assert_eq!(next_wake(&desk.ticket, &desk.rules.policy), Some(at("5 10:00")), "the reminder to rate");
    desk.tick("5 10:00");
    let wake = next_wake(&desk.ticket, &desk.rules.policy);
    assert_eq!(wake, Some(at("10 10:00")), "the end of the rating window");
    desk.tick("10 10:00");
    assert_eq!((desk.ticket.state, &desk.ticket.visit), (State::Closed, &None));
}

/// A round that begins anew is visited anew.
#[test]
fn a_reopened_ticket_is_visited_again_although_nobody_was_reached_before() {
    let mut submission = said(Scenario::Repair);
    submission.visit_due = true;
    let mut desk = Desk::open(Rules::around_the_clock(), submission, Owner, at("3 09:00"));
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 10:00");
    for when in ["3 18:00", "4 09:00", "4 18:00"] {
        desk.give(Agent, visit(false, true), when);
    }
    desk.give(Owner, reopen(), "5 09:00");
    desk.on_site(["5 09:01", "5 09:02", "5 09:30"]).give(Engineer, complete(), "5 10:00");
    assert!(desk.ticket.waits_visit());
}

#[test]
fn a_visit_that_reached_nobody_is_still_due_and_one_that_hears_no_reopens() {
    let mut submission = said(Scenario::Repair);
    submission.visit_due = true;
    let mut desk = Desk::open(Rules::around_the_clock(), submission, Owner, at("3 09:00"));
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 10:00");
    desk.give(Agent, visit(false, true), "3 18:00");
    assert!(desk.ticket.waits_visit() && desk.clock(K::Visit).is_running());
    desk.give(Owner, rate(5), "3 19:00");
    assert_eq!(desk.ticket.state, State::Rated, "a rating does not replace the visit");
    desk.give(Agent, visit(true, false), "4 18:00");
    assert_eq!((desk.ticket.state, desk.ticket.reopened), (State::Reopened, 1));
    assert!(desk.ticket.clocks.iter().any(|c| c.kind == K::Visit && c.is_met()));
    desk.on_site(["4 18:01", "4 18:02", "4 18:30"]).give(Engineer, complete(), "4 19:00");
    assert!(desk.ticket.waits_visit(), "asked again");
    desk.give(Agent, visit(true, true), "5 09:00");
    assert_eq!(desk.ticket.state, State::Closed);
}

#[test]
fn merged_and_cancelled_tickets_warn_breach_and_escalate_no_more() {
    let target = Desk::repair("3 08:00").ticket;
    let target = Ticket { id: "T2".parse().unwrap(), ..target };
    let merge = |desk: &Desk, other: Option<&Ticket>, to: &str, now| {
        let context = Context { rules: &desk.rules, engineers: &desk.engineers, other };
        decide(&desk.ticket, &actor(Agent), &Command::Merge { target: to.parse().unwrap() }, context, at(now))
    };
    let mut desk = on_site();
    assert_eq!(merge(&desk, Some(&target), "T1", "3 10:00"), Err(Refusal::MergeIntoItself));
    assert_eq!(merge(&desk, None, "T2", "3 10:00"), Err(Refusal::MergeTargetUnfit));
    assert_eq!(merge(&desk, Some(&target), "T3", "3 10:00"), Err(Refusal::MergeTargetUnfit));
    let done = Ticket { state: State::Closed, ..target.clone() };
    assert_eq!(merge(&desk, Some(&done), "T2", "3 10:00"), Err(Refusal::MergeTargetUnfit));
    let mut elsewhere = target.clone();
    elsewhere.said.project = "elsewhere".parse().unwrap();
    assert_eq!(merge(&desk, Some(&elsewhere), "T2", "3 10:00"), Err(Refusal::MergeTargetUnfit));
    let events = merge(&desk, Some(&target), "T2", "3 10:00").unwrap();
    assert_eq!(events, [EventBody::Merged { target: "T2".parse().unwrap() }]);

    desk.give(Engineer, ask_pause(), "3 10:00").give(Supervisor, decide_pause(true), "3 10:00");
    desk.give(Supervisor, cancel(), "3 11:00");
    assert_eq!((desk.ticket.state, desk.ticket.pauses[0].to), (State::Cancelled, Some(at("3 11:00"))));
    assert_eq!((desk.ticket.running().count(), next_wake(&desk.ticket, &desk.rules.policy)), (0, None));
    assert_eq!(desk.tick("20 09:00"), 0);
    assert_eq!(tallied(&desk.ticket, K::Completion, "20 09:00"), None, "neither met nor late");
}

#[test]
fn a_breach_before_the_cancellation_is_still_counted() {
    let mut desk = on_site();
    desk.give(Supervisor, cancel(), "5 09:00");
    assert_eq!(tallied(&desk.ticket, K::Completion, "20 09:00"), Some((0, 1)));
}

#[test]
fn owners_cancel_until_somebody_is_on_site() {
    let mut desk = Desk::repair("3 09:00");
    desk.give(Agent, dispatch(), "3 09:02");
    assert_eq!(can(&desk.ticket, &actor(Owner), CommandKind::Cancel, at("3 09:03")), Ok(()));
    desk.give(Engineer, arrive(), "3 09:30");
    assert_eq!(desk.try_give(Owner, cancel(), "3 09:31"), Err(Refusal::WrongState { state: State::OnSite }));
}

fn imported(due: Option<&str>) -> Desk {
    let mut submission = said(Scenario::Repair);
    submission.external = Some(External { source: "nyc".into(), key: "1".into(), category: "HEAT".into() });
    Desk::import(desk_hours(), submission, System, due.map(at), at("3 23:00"))
}

#[test]
fn an_imported_ticket_keeps_its_own_due_date_and_closes_at_once() {
    for (closed, met) in [("5 09:00", true), ("5 09:00:01", false)] {
        let mut desk = imported(Some("5 09:00"));
        assert_eq!(desk.ticket.clocks.len(), 1, "limits that nobody had promised judge nobody");
        assert_eq!((desk.due(K::External), desk.clock(K::External).basis), (at("5 09:00"), Basis::Import));
        let done = Command::Complete { work: String::new(), photos: Vec::new() };
        desk.give(System, done, closed);
        assert_eq!(desk::path(&desk.ticket), [State::Submitted, State::Completed, State::Closed]);
        assert_eq!(tallied(&desk.ticket, K::External, "9 09:00"), Some((usize::from(met), 1)));
        assert_eq!(next_wake(&desk.ticket, &desk.rules.policy), None);
    }
}

#[test]
fn an_imported_ticket_that_is_open_is_late_but_climbs_no_ladder() {
    let mut desk = imported(Some("5 09:00"));
    desk.tick("20 09:00");
    assert_eq!(
        (desk.levels(K::External), desk.clock(K::External).breached),
        (vec![], Some(at("5 09:00:00.001")))
    );
    assert_eq!(tallied(&desk.ticket, K::External, "20 09:00"), Some((0, 1)));
    assert!(imported(None).ticket.clocks.is_empty());
    // From here on it is worked on as any other.
    desk.give(Agent, accept(), "20 09:01").give(Agent, dispatch(), "20 09:02");
    desk.give(Engineer, arrive(), "20 09:30").give(Engineer, complete(), "20 10:00");
    assert_eq!(desk.ticket.state, State::Closed);
}

#[test]
fn a_close_before_its_open_is_refused() {
    let mut desk = imported(Some("5 09:00"));
    let done = Command::Complete { work: String::new(), photos: Vec::new() };
    assert_eq!(desk.try_give(System, done, "3 22:59"), Err(Refusal::TimesOutOfOrder));
}
