//! R13, R23, R91 and the flow of §4.4.

use proptest::prelude::*;

use super::StepKind as K;
use super::watch::{Watch, is_beyond};
use super::*;
use crate::accounts::{Actor, Role, Scope};
use crate::cockpit::goals::{AlarmAt, Belongs, Threshold, Verdict, Wanted, in_force, sets};
use crate::cockpit::indicator::{Goal, Unit};
use crate::day::Day;
use crate::problem::{Code, Field as F};
use crate::sla::escalation::Rung;
use crate::sla::standards::deviation::Decision;

const NOW: Instant = Instant::from_secs(1_789_455_600);

fn sum(n: i64, total: i64) -> Sum {
    Sum { n, total }
}

fn day(text: &str) -> Day {
    Day::try_from(text.to_owned()).unwrap()
}

fn actor(id: &str, role: Role, scope: Scope) -> Actor {
    Actor { person: id.parse().unwrap(), role, name: id.to_owned(), department: None, scope }
}

fn of(role: Role, project: &str) -> Actor {
    actor(role.word(), role, Scope::Projects(vec![project.parse().unwrap()]))
}

fn alarm() -> Alarm {
    let raised =
        Reading { at: NOW, sum: sum(480, 49), bound: 1_000, days: 30, other: Some(sum(412, 63)), load: None };
    let subject = Subject::Indicator { indicator: Indicator::ComplaintRate };
    Alarm::raise("A20260915-003".parse().unwrap(), Level::Project("a".parse().unwrap()), subject, raised)
}

fn plan() -> Plan {
    let measure = plan::Measure {
        what: "二号梯更换门机".to_owned(),
        who: "唐亮".to_owned(),
        by: Some(day("2026-09-19")),
        sign: "连续七天无困人".to_owned(),
    };
    Plan {
        causes: "电梯门机老化，停梯多次。".to_owned(),
        measures: vec![measure],
        target: Some(800),
        check_on: day("2026-10-16"),
        cost_fen: 0,
    }
}

fn note(text: &str) -> String {
    text.to_owned()
}

#[test]
fn r13_ten_percent_is_no_alarm_and_above_it_is() {
    let at = Indicator::ComplaintRate.usual_alarm().unwrap();
    let beyond = |n, total| is_beyond(Indicator::ComplaintRate, sum(n, total), at);
    assert_eq!(beyond(480, 48), Some(false), "48 of 480 is 10.00%");
    assert_eq!(beyond(480, 49), Some(true), "49 of 480 is 10.21%");
    assert_eq!(beyond(10, 2), Some(false), "fewer than three households are none");
    assert_eq!(beyond(10, 3), Some(true));
    assert_eq!(beyond(0, 0), None, "nothing handed over");
    let raised = alarm();
    assert_eq!(raised.plan_due, NOW + Seconds::hours(24), "15:00 today, plan due 15:00 tomorrow");
    assert_eq!(raised.stage, Stage::Notified);
}

#[test]
fn r91_the_bound_itself_raises_nothing() {
    let at = AlarmAt { bound: 8_500, days: 30, hours: 0 };
    let beyond = |total| is_beyond(Indicator::VisitSatisfied, sum(1_000, total), at);
    assert_eq!((beyond(846), beyond(850), beyond(900)), (Some(true), Some(false), Some(false)));
    assert_eq!(is_beyond(Indicator::Volume, sum(5, 5), at), None, "what is only watched raises none");
}

#[test]
fn one_alarm_is_raised_and_another_after_a_day_inside() {
    let mut watch = Watch::NEW;
    let at = |hours: i64| NOW + Seconds::hours(hours);
    assert!(watch.look(true, Seconds::ZERO, at(0)));
    assert!(!watch.look(true, Seconds::ZERO, at(1)), "it is raised once");
    watch.look(false, Seconds::ZERO, at(2));
    assert!(!watch.look(true, Seconds::ZERO, at(20)), "inside for 18 hours only");
    watch.look(false, Seconds::ZERO, at(21));
    watch.look(false, Seconds::ZERO, at(45));
    assert!(watch.look(true, Seconds::ZERO, at(46)), "inside for 24 hours: armed again");
}

#[test]
fn a_value_must_have_been_beyond_for_the_whole_wait() {
    let mut watch = Watch::NEW;
    let wait = Seconds::hours(6);
    let at = |hours: i64| NOW + Seconds::hours(hours);
    assert!(!watch.look(true, wait, at(0)));
    assert!(!watch.look(true, wait, at(5)));
    watch.look(false, wait, at(5));
    assert!(!watch.look(true, wait, at(6)), "it began anew");
    assert!(!watch.look(true, wait, NOW - Seconds::hours(9)), "a clock that steps back raises nothing");
    assert!(watch.look(true, wait, at(12)));
}

proptest! {
    /// Whatever happens, two alarms are never raised without a day inside between them.
    #[test]
    fn between_two_alarms_lies_a_day_inside(looks in prop::collection::vec((any::<bool>(), 0_i64..400), 1..80)) {
        let (mut watch, mut now) = (Watch::NEW, NOW);
        let mut inside: Option<Instant> = None;
        let mut rested = true;
        for (beyond, minutes) in looks {
            now = now + Seconds::minutes(minutes);
            let fired = watch.look(beyond, Seconds::ZERO, now);
            if beyond {
                inside = None;
                prop_assert_eq!(fired, rested);
                rested = false;
            } else {
                prop_assert!(!fired);
                let since = *inside.get_or_insert(now);
                rested |= now.since(since) >= INSIDE_FOR;
            }
        }
    }
}

#[test]
fn an_alarm_goes_its_way() {
    let (supervisor, manager) = (of(Role::Supervisor, "a"), of(Role::ProjectManager, "a"));
    let submitted = alarm().moved(&supervisor, Move::Submit { plan: plan() }, NOW).unwrap();
    assert_eq!(submitted.stage, Stage::Planned);
    assert_eq!(submitted.can(&supervisor, &Move::Approve { note: note("") }), Err(Refused::NotYours));
    let returned =
        submitted.moved(&manager, Move::Return { note: note("太笼统") }, NOW + Seconds::hours(3)).unwrap();
    assert_eq!((returned.stage, returned.plan_due), (Stage::Notified, NOW + Seconds::hours(27)));
    let again = returned.moved(&supervisor, Move::Submit { plan: plan() }, NOW + Seconds::hours(4)).unwrap();
    let approved = again.moved(&manager, Move::Approve { note: note("") }, NOW + Seconds::hours(5)).unwrap();
    assert_eq!(approved.stage, Stage::Approved);
    let useless = Move::Check { effective: false, note: note("没有下降") };
    let failed = approved.moved(&manager, useless, NOW + Seconds::days(30)).unwrap();
    assert_eq!((failed.stage, failed.escalated), (Stage::Notified, 0), "another plan is due");
    let helped = Move::Check { effective: true, note: note("降到 7%") };
    let checked = approved.moved(&manager, helped, NOW + Seconds::days(30)).unwrap();
    assert_eq!(checked.stage, Stage::Checked);
    assert_eq!(checked.seq(), 7, "every step counts");
    let what: Vec<StepKind> = checked.steps.iter().map(|step| step.what).collect();
    assert_eq!(
        what,
        [K::Detected, K::Notified, K::Submitted, K::Returned, K::Submitted, K::Approved, K::Effective]
    );
}

#[test]
fn nobody_approves_the_own_plan() {
    let manager = of(Role::ProjectManager, "a");
    let submitted = alarm().moved(&manager, Move::Submit { plan: plan() }, NOW).unwrap();
    assert_eq!(submitted.can(&manager, &Move::Approve { note: note("") }), Err(Refused::OwnPlan));
    let other = actor("somebody-else", Role::ProjectManager, manager.scope.clone());
    assert_eq!(submitted.can(&other, &Move::Approve { note: note("") }), Ok(()));
}

/// Each stage and move: what fits. Total over both, so that a new one has to be thought about.
#[test]
fn moves_fit_stages() {
    let manager = of(Role::ProjectManager, "a");
    let moves = [
        ("submit", Move::Submit { plan: plan() }),
        ("approve", Move::Approve { note: note("") }),
        ("return", Move::Return { note: note("no") }),
        ("extend", Move::Extend { hours: 24, note: note("why") }),
        ("check", Move::Check { effective: true, note: note("good") }),
        ("close", Move::Close { note: note("a mistake") }),
    ];
    let expected = |stage| match stage {
        Stage::Detected | Stage::Notified => vec!["submit", "extend", "close"],
        Stage::Planned => vec!["submit", "approve", "return", "close"],
        Stage::Approved => vec!["check", "close"],
        Stage::Checked => vec!["close"],
        Stage::Closed => vec![],
    };
    for stage in Stage::ALL {
        let alarm = Alarm { stage: *stage, ..alarm() };
        let fits: Vec<&str> = moves
            .iter()
            .filter(|(_, what)| alarm.can(&manager, what) == Ok(()))
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(fits, expected(*stage), "{stage:?}");
        for (name, what) in &moves {
            let moved = alarm.moved(&manager, what.clone(), NOW);
            assert_eq!(moved.is_ok(), fits.contains(name), "{stage:?} {name}");
        }
    }
}

#[test]
fn each_role_reads_and_moves_what_the_matrix_says() {
    let posts = |role: Role, project: &str| {
        let actor = of(role, project);
        (alarm().may_read(&actor), alarm().posts(&actor))
    };
    assert_eq!(posts(Role::Supervisor, "a"), (true, (true, false)));
    assert_eq!(posts(Role::ProjectManager, "a"), (true, (true, true)));
    assert_eq!(posts(Role::ProjectManager, "b"), (false, (false, false)), "nothing of another project");
    assert_eq!(posts(Role::Agent, "a"), (false, (false, false)), "the own work is no alarm");
    assert_eq!(posts(Role::Owner, "a"), (false, (false, false)));
    let head = actor("head", Role::HqManagement, Scope::Group);
    assert_eq!(alarm().posts(&head), (true, true));
    let executive = actor("executive", Role::Executive, Scope::Group);
    assert_eq!((alarm().may_read(&executive), alarm().posts(&executive)), (true, (false, false)));
    let group = Alarm { whose: Level::Group, ..alarm() };
    assert!(group.may_read(&head) && !group.may_read(&of(Role::ProjectManager, "a")));
}

#[test]
fn an_alarm_closes_by_itself_after_a_day_inside_unless_a_plan_is_on_its_way() {
    let inside = alarm().seen(false, NOW + Seconds::hours(2)).unwrap();
    assert_eq!(inside.inside_since, Some(NOW + Seconds::hours(2)));
    assert_eq!(inside.seen(false, NOW + Seconds::hours(3)), None, "nothing new");
    assert_eq!(inside.seen(true, NOW + Seconds::hours(3)).unwrap().inside_since, None);
    let closed = inside.seen(false, NOW + Seconds::hours(26)).unwrap();
    assert_eq!(closed.stage, Stage::Closed);
    assert_eq!(closed.seen(true, NOW + Seconds::hours(27)), None, "what is over stays over");
    for (stage, closes) in [(Stage::Planned, false), (Stage::Approved, false), (Stage::Checked, true)] {
        let later = Alarm { stage, ..inside.clone() }.seen(false, NOW + Seconds::hours(26));
        assert_eq!(later.is_some_and(|alarm| !alarm.is_open()), closes, "{stage:?}");
    }
}

#[test]
fn r11_a_late_plan_climbs_level_by_level() {
    let rung = |hours, level| Rung { after: Seconds::hours(hours), level };
    let ladder = [rung(0, 1), rung(24, 2), rung(72, 3)];
    let at = |hours: i64| NOW + Seconds::hours(24 + hours);
    assert_eq!(alarm().due(&ladder, NOW + Seconds::hours(23)), None);
    let (first, levels) = alarm().due(&ladder, at(0)).unwrap();
    assert_eq!(levels, [1]);
    assert_eq!(first.due(&ladder, at(1)), None, "each level hears once");
    let (third, levels) = first.due(&ladder, at(80)).unwrap();
    assert_eq!(levels, [2, 3], "after a night without a server no level is left out");
    assert_eq!(third.due(&ladder, at(900)), None);
    let submitted = alarm().moved(&of(Role::Supervisor, "a"), Move::Submit { plan: plan() }, NOW).unwrap();
    assert_eq!(submitted.due(&ladder, at(80)), None, "the plan is there");
    let more = Move::Extend { hours: 12, note: note("等报价") };
    let extended = alarm().moved(&of(Role::ProjectManager, "a"), more, NOW).unwrap();
    assert_eq!(extended.plan_due, at(12));
}

#[test]
fn a_plan_says_what_is_missing() {
    let today = day("2026-09-16");
    let wrong = |change: fn(&mut Plan)| {
        let mut plan = plan();
        change(&mut plan);
        let problem = plan.check(today, Unit::Percent).unwrap_err();
        problem.fields.iter().map(|p| (p.field.unwrap(), p.code)).collect::<Vec<_>>()
    };
    assert_eq!(plan().check(today, Unit::Percent), Ok(()));
    assert_eq!(wrong(|p| p.causes.clear()), [(F::Reason, Code::Required)]);
    assert_eq!(wrong(|p| p.measures.clear()), [(F::Work, Code::Required)]);
    assert_eq!(wrong(|p| p.measures = vec![p.measures[0].clone(); 13]), [(F::Work, Code::TooMany)]);
    assert_eq!(wrong(|p| p.measures[0].who.clear()), [(F::Contact, Code::Required)]);
    assert_eq!(wrong(|p| p.measures[0].by = None), [(F::PromisedAt, Code::BadTime)]);
    assert_eq!(wrong(|p| p.target = Some(10_001)), [(F::Goal, Code::OutOfRange)]);
    assert_eq!(wrong(|p| p.check_on = day("2026-09-15")), [(F::Period, Code::BadTime)]);
    assert_eq!(wrong(|p| p.cost_fen = -1), [(F::Cost, Code::OutOfRange)]);
}

fn threshold(n: i64, whose: Level, from: &str, goal: Option<Goal>, alarm: Option<AlarmAt>) -> Threshold {
    let asked = Signed { person: "head".parse().unwrap(), name: "高岚".to_owned(), at: NOW };
    let wanted = Wanted {
        indicator: Indicator::Timely,
        whose,
        from: day(from),
        goal,
        alarm,
        reason: note("年度目标"),
    };
    Threshold { n, wanted, asked, decision: Decision::Approved, decided: None }
}

#[test]
fn the_nearest_level_holds_and_the_latest_day() {
    let goal = |green| Some(Goal { green, amber: green - 500 });
    let (north, a) = ("north".parse().unwrap(), "a".parse().unwrap());
    let mut all = vec![
        threshold(1, Level::Group, "2026-01-01", goal(9_600), None),
        threshold(2, Level::Region("north".parse().unwrap()), "2026-06-01", goal(9_000), None),
        threshold(
            3,
            Level::Project("a".parse().unwrap()),
            "2026-07-01",
            None,
            Some(AlarmAt { bound: 8_000, days: 7, hours: 0 }),
        ),
        threshold(4, Level::Group, "2026-09-01", goal(9_700), None),
    ];
    let held = |all: &[Threshold], place, on| in_force(all, Indicator::Timely, place, day(on));
    let project = Belongs::Project(&north, &a);
    assert_eq!(held(&all, project, "2025-12-31").goal, Indicator::Timely.definition().goal, "the usual one");
    assert_eq!(held(&all, project, "2026-05-31").goal, goal(9_600));
    assert_eq!(held(&all, project, "2026-07-01").goal, goal(9_000), "the project says nothing of the goal");
    assert_eq!(held(&all, project, "2026-07-01").alarm.unwrap().bound, 8_000);
    assert_eq!(held(&all, Belongs::Region(&north), "2026-09-02").goal, goal(9_000));
    assert_eq!(held(&all, Belongs::Group, "2026-08-31").goal, goal(9_600));
    assert_eq!(held(&all, Belongs::Group, "2026-09-01").goal, goal(9_700));
    all[3].decision = Decision::Asked;
    assert_eq!(held(&all, Belongs::Group, "2026-09-01").goal, goal(9_600), "asked for is not allowed");
}

/// R13 is about communities: what many have together is watched only where a line was drawn for it.
#[test]
fn the_usual_alarm_is_that_of_projects() {
    let (north, a) = ("north".parse().unwrap(), "a".parse().unwrap());
    let rate = |all: &[Threshold], place| {
        in_force(all, Indicator::ComplaintRate, place, day("2026-09-16")).alarm.map(|at| at.bound)
    };
    let project = Belongs::Project(&north, &a);
    assert_eq!(
        (rate(&[], project), rate(&[], Belongs::Region(&north)), rate(&[], Belongs::Group)),
        (Some(1_000), None, None)
    );
    let mut own = threshold(
        1,
        Level::Project("a".parse().unwrap()),
        "2026-09-01",
        None,
        Some(AlarmAt { bound: 800, days: 30, hours: 0 }),
    );
    own.wanted.indicator = Indicator::ComplaintRate;
    let all = [own];
    assert_eq!(
        (rate(&all, project), rate(&all, Belongs::Group)),
        (Some(800), None),
        "one project's line is its own"
    );
    let group =
        [Threshold { wanted: Wanted { whose: Level::Group, ..all[0].wanted.clone() }, ..all[0].clone() }];
    assert_eq!((rate(&group, project), rate(&group, Belongs::Group)), (Some(800), Some(800)));
}

#[test]
fn a_threshold_is_decided_once_and_by_who_could_have_set_it() {
    let asked = || Threshold {
        decision: Decision::Asked,
        ..threshold(1, Level::Project("a".parse().unwrap()), "2026-09-16", None, None)
    };
    let decide = |threshold: Threshold, actor: &Actor, approved| {
        threshold.decided(actor, Verdict { approved }, NOW).map(|threshold| threshold.decision)
    };
    let manager = of(Role::ProjectManager, "a");
    assert_eq!(decide(asked(), &manager, true), Ok(Decision::Approved));
    assert_eq!(decide(asked(), &manager, false), Ok(Decision::Declined));
    assert_eq!(decide(asked(), &of(Role::Supervisor, "a"), true), Err(Code::Forbidden));
    assert_eq!(decide(asked(), &of(Role::ProjectManager, "b"), true), Err(Code::Forbidden));
    let once = asked().decided(&manager, Verdict { approved: false }, NOW).unwrap();
    assert_eq!(decide(once, &manager, true), Err(Code::Conflict));
}

#[test]
fn who_sets_thresholds_and_who_asks() {
    let project = |id: &str| Level::Project(id.parse().unwrap());
    assert_eq!(sets(&of(Role::Supervisor, "a"), &project("a")), Some(Decision::Asked));
    assert_eq!(sets(&of(Role::ProjectManager, "a"), &project("a")), Some(Decision::Approved));
    assert_eq!(sets(&of(Role::ProjectManager, "a"), &project("b")), None);
    assert_eq!(sets(&of(Role::ProjectManager, "a"), &Level::Group), None);
    assert_eq!(sets(&actor("h", Role::HqManagement, Scope::Group), &Level::Group), Some(Decision::Approved));
    assert_eq!(sets(&of(Role::Agent, "a"), &project("a")), None);
}

#[test]
fn a_threshold_outside_its_unit_is_refused() {
    let today = day("2026-09-16");
    let mut good =
        threshold(1, Level::Group, "2026-09-16", Some(Goal { green: 9_500, amber: 9_000 }), None).wanted;
    assert_eq!(good.check(today), Ok(()));
    let wrong = |wanted: &Wanted| {
        let problem = wanted.check(today).unwrap_err();
        problem.fields.iter().map(|p| p.code).collect::<Vec<_>>()
    };
    good.from = day("2026-09-15");
    assert_eq!(wrong(&good), [Code::BadTime]);
    good.from = today;
    good.goal = Some(Goal { green: 10_001, amber: 9_000 });
    assert_eq!(wrong(&good), [Code::OutOfRange]);
    good.goal = Some(Goal { green: 8_000, amber: 9_000 });
    assert_eq!(wrong(&good), [Code::GoalsCross]);
    good.goal = None;
    assert_eq!(wrong(&good), [Code::Required], "the group wants something");
    good.alarm = Some(AlarmAt { bound: -1, days: 0, hours: 9_999 });
    assert_eq!(wrong(&good), [Code::OutOfRange; 3]);
    good.alarm = Some(AlarmAt { bound: 0, days: 1, hours: 0 });
    good.reason = "  ".to_owned();
    assert_eq!(wrong(&good), [Code::Required]);
    good.indicator = Indicator::Volume;
    good.reason = note("x");
    assert_eq!(wrong(&good), [Code::UnknownChoice], "volume is only watched");
}
