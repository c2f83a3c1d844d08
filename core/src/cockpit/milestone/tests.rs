//! R86: delay and colour, the way of a milestone, and whose it is.

use super::StepKind as K;
use super::*;
use crate::accounts::{Actor, Role, Scope};
use crate::time::Instant;

const NOW: Instant = Instant::from_secs(1_789_455_600);

fn day(text: &str) -> Day {
    Day::try_from(text.to_owned()).unwrap()
}

fn days(first: &str, last: &str) -> Period {
    Period { first: day(first), last: day(last) }
}

fn actor(role: Role, scope: Scope) -> Actor {
    Actor {
        person: role.word().parse().unwrap(),
        role,
        name: role.word().to_owned(),
        department: None,
        scope,
    }
}

fn of(role: Role, project: &str) -> Actor {
    actor(role, Scope::Projects(vec![project.parse().unwrap()]))
}

/// 90 days: 1 January to 31 March.
fn plan(project: Option<&str>) -> Plan {
    Plan {
        project: project.map(|id| id.parse().unwrap()),
        name: "客服手册".to_owned(),
        days: days("2026-01-01", "2026-03-31"),
        buffer: None,
    }
}

fn milestone(project: Option<&str>) -> Milestone {
    let by = Signed { person: "lin".parse().unwrap(), name: "林".to_owned(), at: NOW };
    Milestone::new(1, plan(project), by)
}

fn why() -> String {
    "供应商晚到".to_owned()
}

#[test]
fn r86_the_colour_follows_days_late_in_planned_days() {
    let one = milestone(None);
    assert_eq!(one.plan.days.days(), 90);
    let end = one.plan.days.last;
    let cases = [
        (0, Standing::Met),
        (9, Standing::Met),     // 10%
        (10, Standing::Watch),  // 11.1%
        (12, Standing::Watch),  // 13.3%
        (18, Standing::Watch),  // 20%
        (19, Standing::Missed), // 21.1%
    ];
    for (late, colour) in cases {
        let today = end.later(late);
        assert_eq!(one.delay(today), Delay { late: i64::from(late), planned: 90 });
        assert_eq!(one.standing(today), Some(colour), "{late} days late");
    }
    assert_eq!(one.delay(end.earlier(40)).late, 0, "nothing is late before its end");
}

#[test]
fn r86_the_bounds_are_exact_for_every_length_of_a_plan() {
    for planned in 1..=400_i64 {
        for late in 0..=planned {
            let (tenths, fifths) = (late * 10, late * 5);
            let colour = match (tenths <= planned, fifths <= planned) {
                (true, _) => Standing::Met,
                (false, true) => Standing::Watch,
                (false, false) => Standing::Missed,
            };
            assert_eq!(Delay { late, planned }.standing(), colour, "{late} of {planned}");
        }
    }
}

#[test]
fn r86_what_is_reached_stays_as_late_as_it_was() {
    let manager = of(Role::ProjectManager, "a");
    let end = day("2026-03-31");
    let started = milestone(Some("a")).moved(&manager, Move::Start { on: day("2026-01-05") }, NOW).unwrap();
    let done = started.moved(&manager, Move::Finish { on: end.later(12) }, NOW).unwrap();
    assert_eq!(done.stage, Stage::Done);
    assert_eq!(done.standing(end.later(300)), Some(Standing::Watch));
}

#[test]
fn r86_a_buffer_moves_neither_end_nor_colour() {
    let mut with = milestone(None);
    with.plan.buffer = Some(Buffer { days: 30, what: "压力测试".to_owned() });
    let today = with.plan.days.last.later(19);
    assert_eq!(with.delay(today), milestone(None).delay(today));
    assert_eq!(with.standing(today), Some(Standing::Missed));
}

#[test]
fn a_plan_date_never_changes_silently() {
    let manager = of(Role::ProjectManager, "a");
    let (before, after) = (plan(None).days, days("2026-01-01", "2026-04-30"));
    let replan = Move::Replan { days: after, buffer: None, reason: why() };
    let changed = milestone(Some("a")).moved(&manager, replan, NOW).unwrap();
    assert_eq!(changed.plan.days, after);
    assert_eq!(changed.first_plan(), Some(before));
    let last = changed.steps.last().unwrap();
    assert_eq!(last.what, K::Replanned { from: before, to: after, reason: why() });
    assert_eq!((&last.by.person, last.by.at), (&manager.person, NOW));

    let silent = Move::Replan { days: after, buffer: None, reason: "  ".to_owned() };
    let fault = silent.check(&milestone(Some("a")), day("2026-02-01")).unwrap_err();
    assert_eq!(
        fault.fields.iter().map(|f| (f.code, f.field)).collect::<Vec<_>>(),
        [(Code::Required, Some(Field::Reason))]
    );
    assert_eq!(milestone(Some("a")).first_plan(), None);
}

#[test]
fn each_stage_allows_its_moves_and_no_other() {
    let manager = of(Role::ProjectManager, "a");
    let today = day("2026-02-01");
    let moves = [
        Move::Start { on: today },
        Move::Finish { on: today },
        Move::Replan { days: plan(None).days, buffer: None, reason: why() },
        Move::Reopen { reason: why() },
        Move::Withdraw { reason: why() },
    ];
    let table = [
        (Stage::Planned, [true, false, true, false, true]),
        (Stage::Running, [false, true, true, false, true]),
        (Stage::Done, [false, false, false, true, false]),
        (Stage::Withdrawn, [false; 5]),
    ];
    for (stage, allowed) in table {
        for (what, allowed) in moves.iter().zip(allowed) {
            let one = Milestone { stage, ..milestone(Some("a")) };
            let wanted = if allowed { Ok(()) } else { Err(Refused::NotNow) };
            assert_eq!(one.can(&manager, what), wanted, "{} {what:?}", stage.word());
            assert_eq!(one.moved(&manager, what.clone(), NOW).is_ok(), allowed);
        }
    }
    assert_eq!(Milestone { stage: Stage::Withdrawn, ..milestone(None) }.standing(today), None);
}

#[test]
fn days_that_cannot_be_are_refused() {
    let today = day("2026-02-01");
    let mut running = milestone(Some("a"));
    running.stage = Stage::Running;
    running.started = Some(day("2026-01-20"));
    let fields = |what: Move| -> Vec<Option<Field>> {
        what.check(&running, today)
            .err()
            .map(|p| p.fields.iter().map(|f| f.field).collect())
            .unwrap_or_default()
    };
    assert_eq!(fields(Move::Finish { on: today.later(1) }), [Some(Field::Period)], "not yet");
    assert_eq!(fields(Move::Finish { on: day("2026-01-19") }), [Some(Field::Period)], "before it began");
    assert!(fields(Move::Finish { on: today }).is_empty());
    let backwards = Plan { days: days("2026-03-31", "2026-01-01"), name: String::new(), ..plan(None) };
    assert_eq!(backwards.check().unwrap_err().fields.len(), 2);
    let buffered =
        |days: u32, what: &str| Plan { buffer: Some(Buffer { days, what: what.to_owned() }), ..plan(None) };
    assert_eq!(buffered(0, "").check().unwrap_err().fields.len(), 2);
    assert!(buffered(366, "压力测试").check().is_ok());
}

#[test]
fn section_3_2_says_who_reads_and_who_plans() {
    let a: ProjectId = "a".parse().unwrap();
    let b: ProjectId = "b".parse().unwrap();
    let rows = [
        // read, own project, another project, the group's
        (Role::Owner, [false, false, false, false]),
        (Role::Agent, [false, false, false, false]),
        (Role::Engineer, [false, false, false, false]),
        (Role::Supervisor, [true, false, false, false]),
        (Role::ProjectManager, [true, true, false, false]),
    ];
    for (role, [read, own, other, group]) in rows {
        let who = of(role, "a");
        assert_eq!(reads(role), read, "{}", role.word());
        assert_eq!(
            [edits(&who, Some(&a)), edits(&who, Some(&b)), edits(&who, None)],
            [own, other, group],
            "{}",
            role.word()
        );
    }
    for (role, project, group) in [
        (Role::HqManagement, false, true),
        (Role::CrManager, true, true),
        (Role::Executive, false, false),
        (Role::Finance, false, false),
    ] {
        let who = actor(role, Scope::Group);
        assert!(reads(role), "{}", role.word());
        assert_eq!((edits(&who, Some(&a)), edits(&who, None)), (project, group), "{}", role.word());
    }
    let stranger =
        milestone(Some("b")).moved(&of(Role::ProjectManager, "a"), Move::Withdraw { reason: why() }, NOW);
    assert_eq!(stranger, Err(Refused::NotYours));
}

#[test]
fn the_starter_plan_is_reached_in_months_3_6_9_and_12() {
    let words = |code: &str| code.to_owned();
    let plans: Vec<Plan> =
        starter().unwrap().iter().map(|one| one.plan(None, day("2026-01-01"), words)).collect();
    let ends: Vec<String> = plans.iter().map(|plan| String::from(plan.days.last)).collect();
    assert_eq!(ends, ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]);
    for plan in &plans {
        plan.check().unwrap();
    }
    assert_eq!(plans.iter().filter(|plan| plan.buffer.is_some()).count(), 2);
}
