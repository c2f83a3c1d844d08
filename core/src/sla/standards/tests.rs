//! A version's way in every stage, every fault in its place, and exceptions (R14).

use super::deviation::{Ask, Decision, Deviation, applied, hours};
use super::fault::{Fault, FaultKind, LONGEST, Place};
use super::standard::{Edit, NamedCalendar, Refused, Signed, Stage, Standard, VersionStanding, VersionStep};
use crate::calendar::{Calendar, Hours};
use crate::ids::CalendarId;
use crate::sla::elastic::{Elastic, Extension, Factors, ShortensLimit};
use crate::sla::escalation::Rung;
use crate::sla::policy::{ClockKind as K, Limit, Policy, around_the_clock};
use crate::sla::promise::Case;
use crate::tickets::category::Category;
use crate::tickets::scenario::{Scenario, Urgency};
use crate::time::{Instant, Seconds};

const NOW: Instant = Instant::from_secs(1_789_000_000);

fn by(person: &str) -> Signed {
    Signed { person: person.parse().unwrap(), name: format!("name of {person}"), at: NOW }
}

fn draft() -> Standard {
    let draft = Standard::first(by("gao")).draft(2, by("gao"));
    let Standard { policy, calendars, .. } = draft.clone();
    draft.edited(Edit { note: "缩短派单时限".to_owned(), policy, calendars }, by("gao")).unwrap()
}

fn publish(from: Option<Instant>, recalculation: Option<&str>) -> VersionStep {
    VersionStep::Publish { from, recalculation: recalculation.map(str::to_owned) }
}

fn at_stage(stage: Stage) -> Standard {
    let reviewed = || draft().stepped(&VersionStep::Review, by("chen"), &[]).unwrap();
    match stage {
        Stage::Draft => draft(),
        Stage::Reviewed => reviewed(),
        Stage::Published => {
            reviewed().stepped(&publish(Some(NOW + Seconds::days(1)), None), by("gao"), &[]).unwrap()
        }
        Stage::Withdrawn => draft().stepped(&VersionStep::Withdraw, by("gao"), &[]).unwrap(),
    }
}

#[test]
fn every_step_in_every_stage() {
    use Refused::{HasHeld, NotADraft, NotReviewed};
    use Stage::{Draft, Published, Reviewed, Withdrawn};
    let steps = [VersionStep::Review, VersionStep::SendBack, publish(None, None), VersionStep::Withdraw];
    let table: [(Stage, [Result<Stage, Refused>; 4]); 4] = [
        (Draft, [Ok(Reviewed), Err(NotReviewed), Err(NotReviewed), Ok(Withdrawn)]),
        (Reviewed, [Err(NotADraft), Ok(Draft), Ok(Published), Ok(Withdrawn)]),
        (Published, [Err(NotADraft), Err(HasHeld), Err(HasHeld), Ok(Withdrawn)]),
        (Withdrawn, [Err(NotADraft), Err(NotReviewed), Err(NotReviewed), Err(NotADraft)]),
    ];
    for (stage, expected) in table {
        for (step, expected) in steps.iter().zip(expected) {
            let before = at_stage(stage);
            let after = before.stepped(step, by("chen"), &[]);
            assert_eq!(after.as_ref().map(|s| s.stage).map_err(|e| *e), expected, "{stage:?} {step:?}");
            assert!(after.is_err() || after.is_ok_and(|s| s.seq == before.seq + 1), "each step counts");
        }
    }
}

#[test]
fn four_eyes_and_no_faults_before_a_review() {
    assert_eq!(draft().stepped(&VersionStep::Review, by("gao"), &[]), Err(Refused::OwnWork));
    let mut wrong = draft();
    wrong.policy.warn_percent = 0;
    assert_eq!(wrong.stepped(&VersionStep::Review, by("chen"), &[]), Err(Refused::HasFaults));
    // Whoever changes what was reviewed has it reviewed again.
    let reviewed = at_stage(Stage::Reviewed);
    let Standard { policy, calendars, .. } = reviewed.clone();
    let again = reviewed.edited(Edit { note: "再缩短".to_owned(), policy, calendars }, by("chen")).unwrap();
    assert_eq!(
        (again.stage, again.reviewed, again.author.name.as_str()),
        (Stage::Draft, None, "name of chen")
    );
    let Standard { policy, calendars, .. } = draft();
    let edit = Edit { note: String::new(), policy, calendars };
    assert_eq!(at_stage(Stage::Published).edited(edit, by("gao")), Err(Refused::NotADraft));
}

#[test]
fn a_version_holds_from_a_moment_to_come_that_no_other_has() {
    let reviewed = at_stage(Stage::Reviewed);
    let step = |from, taken: &[Instant]| {
        reviewed.stepped(&publish(Some(from), None), by("gao"), taken).map(|s| s.policy.effective_from)
    };
    assert_eq!(step(NOW - Seconds(1), &[]), Err(Refused::InThePast));
    assert_eq!(step(NOW, &[]), Ok(NOW));
    assert_eq!(step(NOW + Seconds::days(3), &[NOW + Seconds::days(3)]), Err(Refused::SameMoment));
    let reason = |text| reviewed.stepped(&publish(None, Some(text)), by("gao"), &[]);
    assert_eq!(reason("  "), Err(Refused::NoReason));
    assert_eq!(reason(" 全年提速 ").unwrap().policy.recalculation.as_deref(), Some("全年提速"));
}

#[test]
fn where_a_version_stands() {
    let scheduled = at_stage(Stage::Published);
    let from = scheduled.policy.effective_from;
    assert_eq!(scheduled.standing(&[], NOW), VersionStanding::Scheduled);
    assert_eq!(scheduled.standing(&[], from), VersionStanding::InForce);
    let later = from + Seconds::days(9);
    assert_eq!(scheduled.standing(&[later], later - Seconds(1)), VersionStanding::InForce);
    assert_eq!(scheduled.standing(&[later], later), VersionStanding::Retired);
    // What has held is history: another version takes over, this one is not taken back.
    let held = Signed { at: from, ..by("gao") };
    assert_eq!(scheduled.stepped(&VersionStep::Withdraw, held, &[]), Err(Refused::HasHeld));
}

fn named(id: &str, calendar: Calendar) -> NamedCalendar {
    NamedCalendar { id: id.parse().unwrap(), name: "工作日历".to_owned(), calendar }
}

fn calendar(hours: &Hours) -> Calendar {
    Calendar::new("Asia/Shanghai".parse().unwrap(), core::array::from_fn(|_| hours.clone()))
}

/// What makes a good version wrong.
type Spoil = Box<dyn Fn(&mut Standard)>;

#[test]
fn every_fault_is_named_with_its_place() {
    let id = |text: &str| -> CalendarId { text.parse().unwrap() };
    let limit = |n| Place::Limit { n };
    let first = draft().policy.limits[0].clone();
    let end = draft().policy.limits.len();
    let extra = |change: fn(&mut Limit)| -> Spoil {
        let own =
            Limit { category: Some("fee".to_owned()), ..Limit::of(K::Response, Scenario::Fee, Seconds(60)) };
        Box::new(move |s| {
            let mut own = own.clone();
            change(&mut own);
            s.policy.limits.push(own);
        })
    };
    let cases: Vec<(Spoil, Place, FaultKind)> = vec![
        (Box::new(|s| s.policy.limits[0].limit = Seconds::ZERO), limit(0), FaultKind::ZeroLimit),
        (Box::new(|s| s.policy.limits[0].limit = Seconds(-1)), limit(0), FaultKind::ZeroLimit),
        (Box::new(|s| s.policy.limits[0].limit = LONGEST + Seconds(1)), limit(0), FaultKind::LimitTooLong),
        (Box::new(move |s| s.policy.limits.push(first.clone())), limit(end), FaultKind::DoubledLimit),
        (Box::new(move |s| s.policy.limits[0].calendar = id("office")), limit(0), FaultKind::UnknownCalendar),
        (extra(|l| l.during = Some("office".parse().unwrap())), limit(end), FaultKind::UnknownCalendar),
        (extra(|l| l.category = Some("water".to_owned())), limit(end), FaultKind::UnknownCategory),
        (
            Box::new(|s| s.policy.limits.retain(|l| (l.kind, l.scenario) != (K::Dispatch, Scenario::Repair))),
            Place::Clock { clock: K::Dispatch, scenario: Scenario::Repair },
            FaultKind::MissingLimit,
        ),
        (
            Box::new(|s| s.policy.limits[4].urgency = Some(Urgency::Urgent)),
            Place::Clock { clock: K::Dispatch, scenario: Scenario::Repair },
            FaultKind::NoGeneralLimit,
        ),
        (Box::new(|s| s.policy.warn_percent = 100), Place::Warning, FaultKind::WarningOutOfRange),
        (Box::new(|s| s.policy.ladder[0].level = 5), Place::Rung { n: 0 }, FaultKind::LadderLevel),
        (Box::new(|s| s.policy.ladder[3].level = 1), Place::Rung { n: 3 }, FaultKind::DoubledLevel),
        (
            Box::new(|s| s.policy.ladder[1].after = Seconds::ZERO),
            Place::Rung { n: 1 },
            FaultKind::LadderOrder,
        ),
        (Box::new(|s| s.policy.ladder.clear()), Place::Ladder, FaultKind::NoLadder),
        (Box::new(|s| s.policy.visit_sample_percent = 101), Place::Sample, FaultKind::SampleOutOfRange),
        (Box::new(|s| s.policy.elastic = factors(100, 150)), Place::Elastic, FaultKind::FactorOutOfRange),
        (Box::new(|s| s.policy.elastic = factors(150, 150)), Place::Elastic, FaultKind::FactorOutOfRange),
        (Box::new(|s| s.policy.elastic = factors(150, 1_001)), Place::Elastic, FaultKind::FactorOutOfRange),
        (
            Box::new(|s| s.calendars.push(named("office", calendar(&Hours::closed())))),
            Place::Calendar { id: "office".parse().unwrap() },
            FaultKind::NeverOpens,
        ),
        (
            Box::new(|s| s.calendars.extend([1, 2].map(|_| named("office", calendar(&Hours::all_day()))))),
            Place::Calendar { id: "office".parse().unwrap() },
            FaultKind::DoubledCalendar,
        ),
        (
            Box::new(|s| s.calendars.push(named("24x7", calendar(&Hours::all_day())))),
            Place::Calendar { id: "24x7".parse().unwrap() },
            FaultKind::DoubledCalendar,
        ),
        (
            Box::new(|s| s.calendars.push(named("office.2", calendar(&Hours::all_day())))),
            Place::Calendar { id: "office.2".parse().unwrap() },
            FaultKind::CalendarName,
        ),
        (Box::new(|s| s.note = " ".to_owned()), Place::Note, FaultKind::NoNote),
        (Box::new(|s| s.note = "改".repeat(501)), Place::Note, FaultKind::NoteTooLong),
    ];
    assert_eq!(draft().faults(), Vec::new());
    for (spoil, at, kind) in cases {
        let mut wrong = draft();
        spoil(&mut wrong);
        let found = wrong.faults();
        assert!(found.contains(&Fault { at: at.clone(), kind }), "{kind:?} at {at:?}: {found:?}");
    }
}

fn factors(complex: u16, very_complex: u16) -> Factors {
    let factor = |percent: u16| Extension::try_from(percent).unwrap();
    Factors { complex: factor(complex), very_complex: factor(very_complex) }
}

#[test]
fn r12_factors_are_sound_up_to_ten_times() {
    assert!(Factors::USUAL.are_sound());
    assert!(factors(101, 102).are_sound() && factors(999, 1_000).are_sound());
    assert_eq!(Factors::USUAL.of(Elastic::Normal).stretch(Seconds::hours(24)), Seconds::hours(24));
    assert_eq!(Extension::try_from(99), Err(ShortensLimit), "an extension shortens nothing");
}

/// R14's example: public-area repair takes 24 h in the group and 48 h in project B.
fn public_area(hours: i64) -> Limit {
    Limit {
        category: Some("public".to_owned()),
        ..Limit::of(K::Completion, Scenario::Repair, Seconds::hours(hours))
    }
}

fn ask() -> Ask {
    Ask {
        project: "b".parse().unwrap(),
        limits: vec![public_area(48)],
        ladder: Vec::new(),
        desk: None,
        night: None,
        from: None,
        until: None,
        reason: "配件需外地调货".to_owned(),
    }
}

#[test]
fn r14_an_exception_holds_only_with_an_approver_and_is_listed() {
    let group = Policy::group_standard();
    let asked = Deviation::asked(1, ask(), by("pm"));
    assert_eq!(applied(&group, [&asked], NOW), group, "asking changes nothing");
    assert_eq!(asked.decided(true, "", by("pm")), Err(Refused::OwnWork));
    let declined = asked.decided(false, "请改用群内备件", by("gao")).unwrap();
    assert_eq!(applied(&group, [&declined], NOW), group);
    let approved = asked.decided(true, "", by("gao")).unwrap();
    assert_eq!(approved.decided(false, "", by("gao")), Err(Refused::Decided));
    let own = applied(&group, [&approved], NOW);
    let case = |code| Case {
        scenario: Scenario::Repair,
        category: Category::find(code).unwrap(),
        urgency: Urgency::Ordinary,
        appointment: None,
    };
    let public = Category::of(Scenario::Repair).find(|c| c.top() == "public").unwrap();
    let limit = own.limit(K::Completion, &case(public.code()), |_| false).unwrap();
    assert_eq!((limit.limit, limit.exception), (Seconds::hours(48), true));
    let home = own.limit(K::Completion, &case("water.pipe"), |_| false).unwrap();
    assert_eq!((home.limit, home.exception), (Seconds::hours(24), false), "only what was asked for");
    let [difference] = approved.differences(&group).try_into().unwrap();
    assert_eq!((difference.own.limit, difference.group), (Seconds::hours(48), Some(Seconds::hours(24))));
    assert_eq!(applied(&group, [&approved], NOW - Seconds(1)), group, "not before it was allowed");
    let ended = approved.ended(Signed { at: NOW + Seconds::days(3), ..by("gao") }).unwrap();
    assert!(ended.holds(NOW + Seconds::days(2)) && !ended.holds(NOW + Seconds::days(3)));
    assert_eq!(ended.ended(Signed { at: NOW + Seconds::days(4), ..by("gao") }), Err(Refused::Decided));
}

#[test]
fn an_exception_that_cannot_be_is_refused_with_its_place() {
    let group = Policy::group_standard();
    let faults = |change: fn(&mut Ask)| {
        let mut wrong = ask();
        change(&mut wrong);
        wrong.faults(&group, &[])
    };
    assert_eq!(faults(|_| ()), []);
    let has = |found: &[Fault], kind| found.iter().any(|f| f.kind == kind);
    assert!(has(&faults(|a| a.reason.clear()), FaultKind::NoNote));
    assert!(has(&faults(|a| a.limits[0].limit = Seconds::ZERO), FaultKind::ZeroLimit));
    assert!(has(&faults(|a| a.limits.clear()), FaultKind::NoDifference));
    assert!(has(
        &faults(|a| a.limits = vec![Policy::group_standard().limits[0].clone()]),
        FaultKind::NoDifference
    ));
    assert!(has(&faults(|a| a.limits[0].kind = K::Solution), FaultKind::NotInGroup));
    assert!(has(&faults(|a| a.ladder = vec![Rung { after: Seconds(-1), level: 1 }]), FaultKind::LadderOrder));
    let closed = || Some("desk-9-18".parse().unwrap());
    let own_hours = Ask { limits: Vec::new(), desk: closed(), ..ask() };
    assert!(has(&own_hours.faults(&group, &[]), FaultKind::UnknownCalendar));
    assert_eq!(own_hours.faults(&group, &["desk-9-18".parse().unwrap()]), [], "hours alone are a difference");
    let always = Ask { limits: Vec::new(), night: Some(around_the_clock()), ..ask() };
    assert_eq!(always.faults(&group, &[]), []);
    let early = Ask { until: Some(NOW), ..ask() };
    assert_eq!(Deviation::asked(1, early, by("pm")).decided(true, "", by("gao")), Err(Refused::EndsFirst));
    let past = Ask { from: Some(NOW - Seconds::days(9)), ..ask() };
    let allowed = Deviation::asked(1, past, by("pm")).decided(true, "", by("gao")).unwrap();
    assert_eq!(
        (allowed.from, allowed.decision),
        (Some(NOW), Decision::Approved),
        "nobody is judged back in time"
    );
}

#[test]
fn r14_the_hours_of_a_project_are_those_of_the_last_exception_that_names_them() {
    let id = |name: &str| name.parse::<CalendarId>().unwrap();
    let allowed = |n, desk: Option<&str>, night: Option<&str>| {
        let own = Ask { desk: desk.map(id), night: night.map(id), ..ask() };
        Deviation::asked(n, own, by("pm")).decided(true, "", by("gao")).unwrap()
    };
    let all = [
        allowed(1, Some("desk-a"), Some("night-a")),
        allowed(2, Some("desk-b"), None),
        Deviation::asked(3, Ask { desk: Some(id("desk-c")), ..ask() }, by("pm")),
    ];
    assert_eq!(
        hours(&all, NOW),
        (Some(&id("desk-b")), Some(&id("night-a"))),
        "what is only asked for holds nowhere"
    );
    assert_eq!(hours(&all, NOW - Seconds(1)), (None, None));
}
