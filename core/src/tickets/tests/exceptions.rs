//! The ways out of the straight line: pause, extension, transfer, jobs given back, urging.

use super::desk::{
    self, Desk, PRIVATE, PUBLIC, accept, actor, arrive, ask_extension, ask_pause, at, complete,
    decide_extension, decide_pause, desk_hours, dispatch, engineer, feedback, plan, reply, said, transfer,
};
use crate::accounts::role::Department;
use crate::accounts::role::Role::{self, Agent, Engineer, Owner, Supervisor};
use crate::sla::State as Standing;
use crate::sla::elastic::Elastic;
use crate::sla::policy::{ClockKind as K, Rules};
use crate::tickets::command::Command;
use crate::tickets::decide::{may_see, next_wake};
use crate::tickets::{Refusal, Scenario, State};
use crate::time::Instant;

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

#[test]
fn every_refusal_is_read_as_it_was_written() {
    let all = [
        Refusal::RoleMayNot,
        Refusal::WrongState { state: State::Paused },
        Refusal::AlreadyClaimed { by: "周师傅".to_owned() },
        Refusal::RatingWindowOver { until: at("9 09:00") },
        Refusal::ReopenWindowOver { until: at("9 09:00") },
        Refusal::UrgedJustNow { again_at: at("9 09:00") },
        Refusal::TimesOutOfOrder,
    ];
    for refusal in all {
        let written = serde_json::to_value(&refusal).unwrap();
        assert_eq!(written["rule"], refusal.word());
        assert_eq!(serde_json::from_value::<Refusal>(written).unwrap(), refusal);
    }
    // Each word alone is read where its refusal has no values, and refused where it has.
    let with_values =
        ["wrong_state", "already_claimed", "rating_window_over", "reopen_window_over", "urged_just_now"];
    for word in Refusal::WORDS {
        let read = serde_json::from_value::<Refusal>(serde_json::json!({ "rule": word }));
        assert_eq!(read.ok().map(|r| r.word()), (!with_values.contains(word)).then_some(*word), "{word}");
    }
    assert!(serde_json::from_str::<Refusal>(r#"{"rule":"nobody_wrote_this"}"#).is_err());
}
