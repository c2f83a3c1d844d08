//! The ways out of the straight line: pause, extension, transfer, regrade, reopen, merge, cancel, import.

use super::desk::{
    self, Desk, PRIVATE, PUBLIC, accept, actor, arrive, ask_extension, ask_pause, at, cancel, complete,
    decide_extension, decide_pause, desk_hours, dispatch, engineer, feedback, plan, rate, regrade, reopen,
    reply, said, transfer, visit,
};
use crate::accounts::role::Department;
use crate::accounts::role::Role::{self, Agent, Engineer, Owner, Supervisor, System};
use crate::cockpit::api::Tally;
use crate::sla::State as Standing;
use crate::sla::clock::{Basis, Elastic};
use crate::sla::policy::{ClockKind as K, Limit, Rules, around_the_clock};
use crate::tickets::command::Command;
use crate::tickets::decide::{Context, can, decide, may_see, next_wake};
use crate::tickets::event::{EventBody, External};
use crate::tickets::{Category, CommandKind, Refusal, Scenario, State, Ticket, Urgency};
use crate::time::{Instant, Seconds};

fn on_site() -> Desk {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]);
    desk
}

fn pause(desk: &mut Desk, from: &str, to: &str) {
    desk.give(Engineer, ask_pause(), from).give(Supervisor, decide_pause(true), from);
    desk.give(Agent, Command::Resume, to);
}

fn standing(desk: &Desk, kind: K, now: &str) -> Standing {
    desk.clock(kind).standing(desk.ticket.is_paused(), at(now))
}

#[test]
fn a_pause_moves_what_waits_and_nothing_else() {
    let mut desk = on_site();
    desk.give(Engineer, ask_pause(), "3 10:00");
    assert!(desk.ticket.waits_approval());
    assert_eq!(desk.due(K::Completion), at("4 09:00"), "asking alone moves nothing");
    desk.give(Supervisor, decide_pause(true), "3 11:00");
    assert_eq!(
        (desk.ticket.state, standing(&desk, K::Completion, "9 09:00")),
        (State::Paused, Standing::Paused)
    );
    desk.give(Agent, Command::Resume, "4 15:30");
    assert_eq!(desk.ticket.state, State::OnSite, "it goes on where it was");
    assert_eq!((desk.due(K::Completion), desk.due(K::Feedback)), (at("5 13:30"), at("5 13:30")));
    assert_eq!(desk.clock(K::Completion).warn_at, at("5 08:42"));
    pause(&mut desk, "4 16:00", "4 17:00");
    assert_eq!(desk.due(K::Completion), at("5 14:30"), "pauses add up");
}

#[test]
fn nothing_breaches_or_warns_while_paused() {
    let mut desk = on_site();
    desk.give(Engineer, ask_pause(), "3 10:00").give(Supervisor, decide_pause(true), "3 10:00");
    assert_eq!(next_wake(&desk.ticket, &desk.rules.policy), None);
    assert_eq!(desk.tick("20 09:00"), 0);
    desk.give(Engineer, Command::Resume, "20 10:00");
    assert!(desk.clock(K::Completion).breached.is_none());
    assert_eq!(desk.due(K::Completion), at("21 09:00"));
}

/// Somebody who could not say no would say yes to oneself.
#[test]
fn who_asks_does_not_approve_and_a_declined_request_can_be_made_again() {
    let mut desk = on_site();
    let both = crate::accounts::Actor { role: Supervisor, ..actor(Engineer) };
    desk.give(Engineer, ask_pause(), "3 10:00").give(Engineer, ask_extension(Elastic::Complex), "3 10:00");
    assert_eq!(desk.try_by(&both, &decide_pause(true), at("3 10:01")), Err(Refusal::OwnRequest));
    assert_eq!(desk.try_by(&both, &decide_extension(true), at("3 10:01")), Err(Refusal::OwnRequest));
    assert_eq!(desk.try_give(Engineer, ask_pause(), "3 10:01"), Err(Refusal::PausePending));
    let again = desk.try_give(Engineer, ask_extension(Elastic::Complex), "3 10:01");
    assert_eq!(again, Err(Refusal::ExtensionPending));
    desk.give(Supervisor, decide_pause(false), "3 10:02").give(
        Supervisor,
        decide_extension(false),
        "3 10:02",
    );
    assert_eq!(desk.try_give(Supervisor, decide_pause(true), "3 10:03"), Err(Refusal::NoPauseAsked));
    assert_eq!(desk.try_give(Supervisor, decide_extension(true), "3 10:03"), Err(Refusal::NoExtensionAsked));
    assert_eq!(desk.due(K::Completion), at("4 09:00"));
    desk.give(Engineer, ask_pause(), "3 10:04").give(Engineer, ask_extension(Elastic::Complex), "3 10:04");
}

#[test]
fn a_pause_after_the_breach_takes_nothing_back() {
    let mut desk = on_site();
    desk.tick("4 10:00");
    pause(&mut desk, "4 11:00", "5 11:00");
    let clock = desk.clock(K::Completion);
    assert_eq!((clock.due, clock.breached), (at("4 09:00"), Some(at("4 09:00:00.001"))));
    desk.give(Engineer, complete(), "5 12:00");
    assert!(!desk.clock(K::Completion).is_met());
}

#[test]
fn extension_and_pause_add_up_in_any_order() {
    let extend = |desk: &mut Desk, now| {
        desk.give(Engineer, ask_extension(Elastic::Complex), now).give(
            Supervisor,
            decide_extension(true),
            now,
        );
    };
    let mut before = on_site();
    extend(&mut before, "3 10:00");
    pause(&mut before, "3 11:00", "3 15:00");

    let mut after = on_site();
    pause(&mut after, "3 11:00", "3 15:00");
    extend(&mut after, "3 16:00");

    let mut within = on_site();
    within.give(Engineer, ask_pause(), "3 11:00").give(Supervisor, decide_pause(true), "3 11:00");
    extend(&mut within, "3 12:00");
    assert_eq!(within.due(K::Completion), at("4 21:00"), "the pause counts when it ends");
    within.give(Engineer, Command::Resume, "3 15:00");

    for desk in [before, after, within] {
        assert_eq!(desk.due(K::Completion), at("5 01:00"), "24 h × 1.5 + 4 h");
        assert_eq!(desk.clock(K::Completion).warn_at, at("4 17:48"), "80% of 36 h, and 4 h");
        assert_eq!(desk.due(K::Feedback), at("4 13:00"), "never extended");
    }
}

#[test]
fn a_warning_is_given_again_when_the_clock_got_more_time() {
    let mut desk = on_site();
    desk.tick("4 04:12");
    assert!(desk.clock(K::Completion).warned.is_some());
    desk.give(Engineer, ask_extension(Elastic::VeryComplex), "4 05:00");
    desk.give(Supervisor, decide_extension(true), "4 05:00");
    assert_eq!((desk.clock(K::Completion).warned, desk.clock(K::Completion).warn_at), (None, at("4 23:24")));
    assert!(desk.clock(K::Feedback).warned.is_some(), "nothing new about this one");
}

/// The night's two hours are lost, the day's limit is not.
#[test]
fn what_is_not_late_yet_can_be_extended_although_another_clock_is() {
    let mut desk = Desk::open(desk_hours(), said(Scenario::Repair), Owner, at("3 20:30"));
    desk.on_site(["3 20:31", "3 20:32", "3 21:00"]);
    desk.give(Engineer, ask_extension(Elastic::Complex), "3 23:00");
    desk.give(Supervisor, decide_extension(true), "3 23:10");
    assert_eq!(desk.due(K::NightCompletion), at("3 22:30"));
    assert_eq!(desk.due(K::Completion), at("5 08:30"));
}

#[test]
fn a_scenario_without_a_completion_limit_has_nothing_to_extend() {
    let mut desk = Desk::open(Rules::around_the_clock(), said(Scenario::Consultation), Owner, at("3 09:00"));
    desk.give(Agent, accept(), "3 09:01");
    assert_eq!(
        desk.try_give(Agent, ask_extension(Elastic::Complex), "3 09:02"),
        Err(Refusal::NothingToExtend)
    );
}

#[test]
fn a_transfer_keeps_the_clocks_and_goes_on_when_the_department_takes_it() {
    let mut desk = on_site();
    let dues: Vec<Instant> = desk.ticket.clocks.iter().map(|c| c.due).collect();
    let department = actor(Role::Department);
    assert!(!may_see(&desk.ticket, &department));
    desk.give(Agent, transfer(), "3 10:00");
    assert!(may_see(&desk.ticket, &department), "what is offered can be seen");
    assert_eq!(
        desk.try_give(Engineer, complete(), "3 10:05"),
        Err(Refusal::WrongState { state: State::Transferred })
    );
    desk.give(Role::Department, Command::AcceptTransfer, "3 11:00");
    assert_eq!((desk.ticket.state, desk.ticket.department), (State::Accepted, Department::Engineering));
    assert!(desk.ticket.engineer.is_none() && !desk.ticket.in_pool());
    assert_eq!(desk.ticket.clocks.iter().map(|c| c.due).collect::<Vec<_>>(), dues);
    assert_eq!(desk.try_give(Agent, transfer(), "3 11:01"), Err(Refusal::SameDepartment));
    desk.give(Agent, dispatch(), "3 11:05").give(Engineer, arrive(), "3 12:00").give(
        Engineer,
        complete(),
        "3 13:00",
    );
    assert!(desk.clock(K::Completion).is_met());
}

#[test]
fn a_declined_transfer_goes_on_where_it_was() {
    let mut desk = on_site();
    desk.give(Agent, transfer(), "3 10:00");
    desk.give(Role::Department, Command::DeclineTransfer { reason: PRIVATE.to_owned() }, "3 11:00");
    assert_eq!((desk.ticket.state, desk.ticket.department), (State::OnSite, Department::CustomerService));
    assert!(!may_see(&desk.ticket, &actor(Role::Department)));
    desk.give(Engineer, complete(), "3 12:00");
}

#[test]
fn a_job_given_back_is_in_the_pool_again_and_can_be_given_to_somebody_else() {
    let mut desk = Desk::repair("3 09:00");
    let other = crate::accounts::Actor { person: "P-eng2".parse().unwrap(), ..actor(Engineer) };
    desk.give(Agent, dispatch(), "3 09:02");
    assert!(!may_see(&desk.ticket, &other));
    desk.give(Engineer, Command::DeclineJob { reason: PRIVATE.to_owned() }, "3 09:05");
    assert!(desk.ticket.in_pool() && may_see(&desk.ticket, &other));
    desk.try_by(&other, &Command::Claim, at("3 09:06")).unwrap();
    let late = desk.try_give(Engineer, Command::Claim, "3 09:06");
    assert_eq!(late, Err(Refusal::AlreadyClaimed { by: "name of P-eng2".to_owned() }));
    desk.try_by(&other, &arrive(), at("3 09:30")).unwrap();
    // A supervisor can give it to somebody else even when work has begun.
    desk.give(Supervisor, dispatch(), "3 09:40");
    assert_eq!(desk.try_by(&other, &complete(), at("3 09:50")), Err(Refusal::NotYourJob));
    assert_eq!(desk.ticket.engineer.as_ref().map(|e| e.accepted), Some(false));
    desk.give(Engineer, arrive(), "3 09:55").give(Engineer, complete(), "3 10:00");
    assert_eq!(desk.ticket.state, State::Completed);
}

#[test]
fn only_certified_engineers_on_shift_are_sent() {
    let mut desk = Desk::repair("3 09:00");
    desk.engineers[0].on_shift = false;
    assert_eq!(desk.try_give(Agent, dispatch(), "3 09:01"), Err(Refusal::EngineerOffShift));
    desk.engineers[0].certified = false;
    assert_eq!(desk.try_give(Agent, dispatch(), "3 09:01"), Err(Refusal::EngineerNotCertified));
    desk.engineers.remove(0);
    assert_eq!(desk.try_give(Agent, dispatch(), "3 09:01"), Err(Refusal::EngineerUnknown));
    desk.engineers.push(engineer("P-eng"));
    desk.engineers[1].skills.clear();
    desk.give(Agent, dispatch(), "3 09:01");
}

/// A complaint may be about an engineer: none of them finds it in the pool.
#[test]
fn a_complaint_is_never_in_the_pool() {
    for (scenario, in_pool) in
        [(Scenario::Repair, true), (Scenario::Emergency, true), (Scenario::Complaint, false)]
    {
        let mut desk = Desk::open(Rules::around_the_clock(), said(scenario), Owner, at("3 09:00"));
        assert!(!may_see(&desk.ticket, &actor(Engineer)), "not before it is accepted");
        desk.give(Agent, accept(), "3 09:01");
        assert_eq!(
            (desk.ticket.in_pool(), may_see(&desk.ticket, &actor(Engineer))),
            (in_pool, in_pool),
            "{scenario:?}"
        );
        assert!(!may_see(&desk.ticket, &desk::stranger(Engineer)));
    }
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
        kind: K::OnSite,
        scenario: Scenario::Repair,
        category: category.map(str::to_owned),
        urgency,
        limit: Seconds::minutes(minutes),
        calendar: around_the_clock(),
    };
    rules.policy.limits.extend([
        limit(Some("water.pipe"), None, 20),
        limit(None, Some(Urgency::Urgent), 40),
        limit(Some("water"), None, 30),
        limit(Some("water"), Some(Urgency::Urgent), 25),
    ]);
    let minutes = |code, urgency| {
        let category = Category::find(code).unwrap();
        rules.policy.limit(K::OnSite, Scenario::Repair, category, urgency).map(|l| l.limit.get() / 60)
    };
    assert_eq!(minutes("water.pipe", Urgency::Ordinary), Some(20));
    assert_eq!(minutes("water.pipe", Urgency::Urgent), Some(20), "the category comes before the urgency");
    assert_eq!(minutes("water.drain", Urgency::Urgent), Some(25));
    assert_eq!(minutes("water.drain", Urgency::Ordinary), Some(30));
    assert_eq!(minutes("power.light", Urgency::Urgent), Some(40));
    assert_eq!(minutes("power.light", Urgency::Ordinary), Some(60));
}

fn tallied(ticket: &Ticket, kind: K, now: &str) -> Option<(u64, u64)> {
    let mut tally = Tally::default();
    tally.count(ticket, at(now));
    tally.clocks.iter().find(|c| c.kind == kind).and_then(|c| c.attainment())
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

#[test]
fn urging_is_taken_every_half_hour_and_waits_for_an_answer() {
    let mut desk = Desk::repair("3 09:00");
    desk.give(Owner, Command::Urge, "3 09:10");
    let again = desk.try_give(Owner, Command::Urge, "3 09:39:59");
    assert_eq!(again, Err(Refusal::UrgedJustNow { again_at: at("3 09:40") }));
    desk.give(Owner, Command::Urge, "3 09:40");
    assert_eq!((desk.ticket.urged, desk.ticket.waits_reply), (2, true));
    let addition = Command::Supplement { text: PUBLIC.to_owned(), photos: Vec::new() };
    desk.give(Agent, addition.clone(), "3 09:41");
    assert!(desk.ticket.waits_reply, "an agent's note of what the owner said is no answer");
    desk.give(Agent, reply(), "3 09:42");
    assert!(!desk.ticket.waits_reply);
    desk.give(Owner, addition, "3 09:43");
    assert!(desk.ticket.waits_reply);
}

#[test]
fn after_a_plan_the_work_goes_on_and_after_the_result_it_does_not() {
    let mut desk = on_site();
    desk.give(Engineer, feedback(), "3 10:00");
    assert_eq!(
        desk.try_give(Agent, dispatch(), "3 10:01"),
        Err(Refusal::WrongState { state: State::FeedbackGiven })
    );
    desk.give(Engineer, plan("5 09:00"), "3 10:02");
    desk.give(Agent, dispatch(), "3 10:03").give(Engineer, arrive(), "5 08:00").give(
        Engineer,
        complete(),
        "5 09:00",
    );
    assert_eq!(desk.ticket.state, State::Completed);
}

#[test]
fn completing_needs_a_photo_where_somebody_goes() {
    let mut desk = on_site();
    let bare = Command::Complete { work: PUBLIC.to_owned(), photos: Vec::new() };
    assert_eq!(desk.try_give(Engineer, bare.clone(), "3 10:00"), Err(Refusal::EvidenceMissing));
    let mut desk = Desk::open(Rules::around_the_clock(), said(Scenario::Consultation), Owner, at("3 09:00"));
    desk.give(Agent, accept(), "3 09:01").give(Agent, bare, "3 09:02");
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
        assert_eq!(tallied(&desk.ticket, K::External, "9 09:00"), Some((u64::from(met), 1)));
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

#[test]
fn linking_twice_to_one_incident_is_refused_and_to_another_moves_it() {
    let mut desk = on_site();
    let link = |id: &str| Command::LinkIncident { incident: id.parse().unwrap() };
    desk.give(Agent, link("I1"), "3 10:00");
    assert_eq!(desk.try_give(Supervisor, link("I1"), "3 10:01"), Err(Refusal::AlreadyLinked));
    desk.give(Supervisor, link("I2"), "3 10:02");
    assert_eq!(desk.ticket.incident, "I2".parse().ok());
}

#[test]
fn a_calendar_that_nobody_knows_refuses_the_ticket() {
    let mut rules = Rules::around_the_clock();
    rules.policy.limits[0].calendar = "no-such-calendar".parse().unwrap();
    let refused = crate::tickets::decide::submit(
        &"T1".parse().unwrap(),
        &desk::who(Owner),
        said(Scenario::Consultation),
        None,
        &rules,
        at("3 09:00"),
    );
    assert_eq!(refused, Err(Refusal::CalendarNeverOpens));
}
