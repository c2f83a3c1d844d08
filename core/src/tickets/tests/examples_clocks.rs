//! The worked examples of R09 to R12, each by its id: what a clock does as time passes.

use super::desk::{
    self, Desk, ask_extension, at, complete, decide_extension, dispatch, feedback, plan, reopen,
};
use crate::accounts::role::Role::{self, Agent, Engineer, Owner, ProjectManager, Supervisor};
use crate::sla::State as Standing;
use crate::sla::elastic::{Elastic, Extension, Factors};
use crate::sla::policy::ClockKind as K;
use crate::tickets::command::Command;
use crate::tickets::decide::guard::acknowledges;
use crate::tickets::decide::next_wake;
use crate::tickets::{Category, CommandKind, Refusal, State, Urgency};
use crate::time::Seconds;

#[test]
fn r09_processing_time_takes_pauses_out() {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]);
    desk.give(Engineer, desk::ask_pause(), "3 10:00").give(Supervisor, desk::decide_pause(true), "3 11:00");
    assert_eq!(desk.ticket.processing_time(at("3 15:00")), Seconds::hours(2), "standing still");
    desk.give(Engineer, Command::Resume, "4 11:00").give(Engineer, complete(), "4 13:00");
    assert_eq!(desk.ticket.processing_time(at("9 09:00")), Seconds::hours(4));
}

#[test]
fn r10_a_day_from_nine_warns_at_4_12_and_is_late_after_nine() {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, plan("9 09:00"), "3 10:00");
    assert_eq!(desk.clock(K::Completion).warn_at, at("4 04:12"));
    let standing = |desk: &Desk, now: &str| desk.clock(K::Completion).standing(false, at(now));
    assert_eq!(standing(&desk, "4 04:11:59"), Standing::OnTrack);
    assert_eq!(standing(&desk, "4 04:12:00"), Standing::DueSoon);
    assert_eq!(standing(&desk, "4 09:00:00"), Standing::DueSoon);
    assert_eq!(standing(&desk, "4 09:00:00.001"), Standing::Breached);
    assert_eq!(next_wake(&desk.ticket, &desk.rules.policy), Some(at("4 04:12")));
    assert_eq!(desk.tick("4 04:11:59.999"), 0);
    assert_eq!(desk.tick("4 04:12"), 1);
    assert_eq!(desk.clock(K::Completion).warned, Some(at("4 04:12")));
    assert_eq!(desk.tick("4 09:00"), 0);
    assert_eq!(desk.tick("4 09:00:00.001"), 2, "late, and level 1");
    assert_eq!(desk.clock(K::Completion).breached, Some(at("4 09:00:00.001")));
}

/// Whatever the sweep was doing: late counts from the due time shown, not from when somebody looked.
#[test]
fn r10_a_breach_found_late_is_dated_to_the_due_time() {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "5 09:00");
    assert_eq!(desk.clock(K::Completion).breached, Some(at("4 09:00:00.001")));
    assert_eq!(desk.clock(K::Completion).standing(false, at("9 09:00")), Standing::MetLate);
}

fn late_repair() -> Desk {
    let mut desk = Desk::repair("2 09:00");
    desk.on_site(["2 09:01", "2 09:02", "2 09:30"]).give(Engineer, plan("9 09:00"), "2 10:00");
    assert_eq!(desk.due(K::Completion), at("3 09:00"));
    desk
}

/// Due on the 3rd at 09:00, still open on the 6th at 10:00: three days, level 3, no level skipped, each once.
#[test]
fn r11_levels_come_with_the_days_each_once_and_none_skipped() {
    let mut desk = late_repair();
    desk.tick("6 10:00");
    assert_eq!(desk.levels(K::Completion), [1, 2, 3]);
    assert_eq!(desk.tick("6 11:00"), 0, "once");
    assert_eq!(next_wake(&desk.ticket, &desk.rules.policy), Some(at("10 09:00")));

    let mut desk = late_repair();
    for (now, levels) in [
        ("3 09:00", vec![]),
        ("3 09:00:01", vec![1]),
        ("4 08:59:59", vec![1]),
        ("4 09:00", vec![1, 2]),
        ("6 09:00", vec![1, 2, 3]),
        ("10 09:00", vec![1, 2, 3, 4]),
        ("30 09:00", vec![1, 2, 3, 4]),
    ] {
        desk.tick(now);
        assert_eq!(desk.levels(K::Completion), levels, "{now}");
    }
    assert_eq!(next_wake(&desk.ticket, &desk.rules.policy), None);
}

#[test]
fn r11_a_level_is_acknowledged_once_by_its_post_or_one_above() {
    let mut desk = late_repair();
    desk.tick("6 10:00");
    let acknowledge = |level| Command::Acknowledge { clock: K::Completion, level };
    assert_eq!(desk.try_give(Supervisor, acknowledge(3), "6 10:01"), Err(Refusal::RoleMayNot));
    assert_eq!(desk.try_give(ProjectManager, acknowledge(3), "6 10:01"), Err(Refusal::RoleMayNot));
    assert_eq!(desk.try_give(Role::Executive, acknowledge(4), "6 10:01"), Err(Refusal::NothingToAcknowledge));
    desk.give(Supervisor, acknowledge(1), "6 10:02");
    assert_eq!(desk.try_give(Supervisor, acknowledge(1), "6 10:03"), Err(Refusal::NothingToAcknowledge));
    desk.give(ProjectManager, acknowledge(2), "6 10:04").give(Role::CrManager, acknowledge(3), "6 10:05");
    assert_eq!(desk.ticket.unacknowledged().count(), 0);
    assert!(desk.ticket.clocks.iter().flat_map(|c| &c.escalations).all(|e| e.acknowledged.is_some()));
}

#[test]
fn r11_whoever_may_acknowledge_has_a_level_and_nobody_else() {
    for role in Role::ALL {
        let listed = CommandKind::Acknowledge.roles().contains(role);
        assert_eq!(acknowledges(*role) > 0, listed, "{role:?}");
    }
}

/// Each round can leave a level open, and each must be acknowledged.
#[test]
fn r11_the_levels_of_an_earlier_round_can_be_acknowledged_too() {
    let mut desk = late_repair();
    desk.give(Engineer, complete(), "3 10:00").give(Owner, reopen(), "3 11:00");
    desk.tick("4 12:00");
    let open = |desk: &Desk| desk.ticket.unacknowledged().filter(|e| *e == (K::Completion, 1)).count();
    assert_eq!(open(&desk), 2);
    let acknowledge = Command::Acknowledge { clock: K::Completion, level: 1 };
    desk.give(Supervisor, acknowledge.clone(), "4 12:01");
    assert_eq!(open(&desk), 1);
    desk.give(Supervisor, acknowledge.clone(), "4 12:02");
    assert_eq!(open(&desk), 0);
    assert_eq!(desk.try_give(Supervisor, acknowledge, "4 12:03"), Err(Refusal::NothingToAcknowledge));
}

#[test]
fn r11_a_ticket_that_nobody_took_climbs_too() {
    let mut desk = Desk::repair("3 09:00");
    desk.tick("6 09:05:01");
    assert_eq!((desk.ticket.state, desk.levels(K::Dispatch)), (State::Submitted, vec![1, 2, 3]));
}

#[test]
fn r11_edits_do_not_start_the_ladder_anew() {
    let mut desk = Desk::repair("3 09:00");
    desk.tick("3 10:00:01");
    assert_eq!((desk.levels(K::Dispatch), desk.levels(K::OnSite)), (vec![1], vec![1]));
    let category = Some(Category::find("power.light").unwrap());
    desk.rules
        .policy
        .limits
        .iter_mut()
        .filter(|l| l.kind == K::OnSite)
        .for_each(|l| l.limit = Seconds::hours(9));
    desk.give(Agent, Command::Accept { category, urgency: Some(Urgency::Urgent) }, "3 10:01");
    desk.give(Agent, dispatch(), "3 10:02").give(Agent, dispatch(), "3 10:03");
    assert_eq!(desk.ticket.clocks.iter().filter(|c| c.kind == K::OnSite).count(), 1);
    assert_eq!((desk.due(K::OnSite), desk.levels(K::OnSite)), (at("3 10:00"), vec![1]));
}

#[test]
fn r12_complex_makes_24_hours_36_and_very_complex_48() {
    for (elastic, due) in [(Elastic::Complex, "4 21:00"), (Elastic::VeryComplex, "5 09:00")] {
        let mut desk = Desk::repair("3 09:00");
        desk.on_site(["3 09:01", "3 09:02", "3 09:30"]);
        let before: Vec<_> = desk.ticket.clocks.iter().map(|c| (c.kind, c.due)).collect();
        desk.give(Engineer, ask_extension(elastic), "3 10:00");
        desk.give(Supervisor, decide_extension(true), "4 09:00");
        assert_eq!(desk.due(K::Completion), at(due));
        assert_eq!(
            desk.clock(K::Completion).limit,
            Seconds::hours(24),
            "the raw limit is kept for the report"
        );
        for (kind, due) in before.into_iter().filter(|(kind, _)| *kind != K::Completion) {
            assert_eq!(desk.due(kind), due, "{kind:?} is never extended");
        }
        desk.give(Engineer, feedback(), "4 09:00");
        assert_eq!(
            desk.try_give(Engineer, ask_extension(elastic), "4 09:01"),
            Err(Refusal::ExtensionPending)
        );
    }
}

#[test]
fn r12_the_factors_are_those_of_the_policy_that_holds_when_it_is_granted() {
    let mut desk = Desk::repair("3 09:00");
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]);
    desk.rules.policy.elastic.complex = Extension::try_from(125).unwrap();
    desk.give(Engineer, ask_extension(Elastic::Complex), "3 10:00");
    desk.give(Supervisor, decide_extension(true), "3 11:00");
    assert_eq!(desk.due(K::Completion), at("4 15:00"), "24 h × 1.25 = 30 h");
    // A later policy does not move what was promised, not even through a pause.
    desk.rules.policy.elastic = Factors::USUAL;
    desk.give(Engineer, desk::ask_pause(), "3 12:00").give(Supervisor, desk::decide_pause(true), "3 12:00");
    desk.give(Supervisor, Command::Resume, "3 13:00");
    assert_eq!(
        (desk.due(K::Completion), desk.clock(K::Completion).extension().percent()),
        (at("4 16:00"), 125)
    );
    let terms = desk.clock(K::Completion).terms(Vec::new());
    assert_eq!(terms.extension.map(Extension::percent), Some(125), "and the explanation says so");
}

#[test]
fn r12_not_after_the_breach_neither_asked_nor_approved() {
    let mut desk = late_repair();
    assert_eq!(
        desk.try_give(Engineer, ask_extension(Elastic::Complex), "3 09:00:01"),
        Err(Refusal::AlreadyBreached)
    );
    desk.give(Engineer, ask_extension(Elastic::Complex), "3 09:00");
    let approved = desk.try_give(Supervisor, decide_extension(true), "3 09:00:01");
    assert_eq!(approved, Err(Refusal::AlreadyBreached));
    desk.give(Supervisor, decide_extension(false), "3 09:00:02");
    assert_eq!((desk.ticket.extension_asked.is_none(), desk.due(K::Completion)), (true, at("3 09:00")));
}
