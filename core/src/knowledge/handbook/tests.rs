//! A version's way in every stage, every fault in its place, what changed between versions, and the roll-out (R95).

use super::fault::{FIELD, TEXT};
use super::*;
use crate::accounts::role::Role;
use crate::sla::policy::{ClockKind, Policy};
use crate::sla::standards::{Refused, Signed, Stage, VersionStanding};
use crate::surveys::campaign::Words;
use crate::tickets::CommandKind;
use crate::tickets::scenario::Scenario;
use crate::time::{Instant, Seconds};

const NOW: Instant = Instant::from_secs(1_789_000_000);

fn by(person: &str) -> Signed {
    Signed { person: person.parse().unwrap(), name: format!("name of {person}"), at: NOW }
}

fn words(zh: &str) -> Words {
    Words::new(zh, "")
}

fn policy() -> Policy {
    Policy::group_standard()
}

/// A chapter with one of everything.
fn chapter(scenario: Scenario) -> Chapter {
    let clock = policy().limits.iter().find(|l| l.scenario == scenario).unwrap().kind;
    Chapter {
        purpose: words("让业主的事有着落"),
        steps: vec![
            Step { id: "take".into(), title: words("受理"), who: Role::Agent, clock: Some(clock) },
            Step { id: "end".into(), title: words("办结"), who: Role::Engineer, clock: None },
        ],
        clocks: vec![clock],
        scripts: vec![Script {
            id: "greet".into(),
            title: words("问候"),
            moment: Moment::Greeting,
            text: words("{owner}您好，工单 {number} 已受理。"),
        }],
        rules: vec![Rule {
            act: CommandKind::Complete,
            min: 10,
            max: 500,
            must_name: vec![words("更换的配件")],
            forbidden: vec!["已处理".into()],
        }],
        ..Chapter::new(scenario)
    }
}

fn chapters() -> Vec<Chapter> {
    Scenario::ALL.iter().map(|s| chapter(*s)).collect()
}

fn draft() -> Edition {
    let edit = Edit { note: "首版".into(), review_by: None, chapters: chapters() };
    Edition::draft(1, Vec::new(), by("lu")).edited(edit, by("lu")).unwrap()
}

fn publish(from: Option<Instant>) -> EditionStep {
    EditionStep::Publish { from }
}

fn at_stage(stage: Stage) -> Edition {
    let step = |edition: Edition, step: &EditionStep, who: &str| {
        edition.stepped(step, by(who), (&[], &policy())).unwrap()
    };
    let reviewed = || step(draft(), &EditionStep::Review, "ye");
    match stage {
        Stage::Draft => draft(),
        Stage::Reviewed => reviewed(),
        Stage::Published => step(reviewed(), &publish(Some(NOW + Seconds::days(1))), "ye"),
        Stage::Withdrawn => step(draft(), &EditionStep::Withdraw, "lu"),
    }
}

#[test]
fn every_step_in_every_stage() {
    use Refused::{HasHeld, NotADraft, NotReviewed};
    use Stage::{Draft, Published, Reviewed, Withdrawn};
    let steps = [EditionStep::Review, EditionStep::SendBack, publish(None), EditionStep::Withdraw];
    let table: [(Stage, [Result<Stage, Refused>; 4]); 4] = [
        (Draft, [Ok(Reviewed), Err(NotReviewed), Err(NotReviewed), Ok(Withdrawn)]),
        (Reviewed, [Err(NotADraft), Ok(Draft), Ok(Published), Ok(Withdrawn)]),
        (Published, [Err(NotADraft), Err(HasHeld), Err(HasHeld), Ok(Withdrawn)]),
        (Withdrawn, [Err(NotADraft), Err(NotReviewed), Err(NotReviewed), Err(NotADraft)]),
    ];
    for (stage, expected) in table {
        for (step, expected) in steps.iter().zip(expected) {
            let before = at_stage(stage);
            let after = before.stepped(step, by("ye"), (&[], &policy()));
            assert_eq!(after.as_ref().map(|e| e.stage).map_err(|e| *e), expected, "{stage:?} {step:?}");
            if let Ok(after) = after {
                assert_eq!((after.seq, after.version), (before.seq + 1, before.version));
            }
        }
    }
}

#[test]
fn nobody_reviews_their_own_and_a_change_takes_the_review_away() {
    let stepped = draft().stepped(&EditionStep::Review, by("lu"), (&[], &policy()));
    assert_eq!(stepped, Err(Refused::OwnWork));
    let faulty = Edition { note: String::new(), ..draft() };
    assert_eq!(faulty.stepped(&EditionStep::Review, by("ye"), (&[], &policy())), Err(Refused::HasFaults));
    let again = at_stage(Stage::Reviewed);
    let changed = again.edited(again.edit(), by("ye")).unwrap();
    assert_eq!((changed.stage, changed.reviewed), (Stage::Draft, None));
    let published = at_stage(Stage::Published);
    assert_eq!(published.edited(published.edit(), by("lu")), Err(Refused::NotADraft));
}

#[test]
fn a_version_holds_from_its_moment_until_the_next_one() {
    let reviewed = at_stage(Stage::Reviewed);
    let at = |from, taken: &[Instant]| reviewed.stepped(&publish(from), by("ye"), (taken, &policy()));
    assert_eq!(at(Some(NOW - Seconds(1)), &[]), Err(Refused::InThePast));
    assert_eq!(at(None, &[NOW]), Err(Refused::SameMoment));
    let held = at(None, &[]).unwrap();
    assert_eq!((held.from, held.review_by), (Some(NOW), Some(NOW + REVIEW_EVERY)), "monthly change (§4.4)");
    let next = NOW + Seconds::days(9);
    assert_eq!(held.standing(&[next], next - Seconds(1)), VersionStanding::InForce);
    assert_eq!(held.standing(&[next], next), VersionStanding::Retired);
    let later = at(Some(next), &[NOW]).unwrap();
    assert_eq!(later.standing(&[NOW], NOW), VersionStanding::Scheduled);
    assert_eq!(later.standing(&[NOW], next), VersionStanding::InForce);
    let withdraw = |edition: &Edition| edition.stepped(&EditionStep::Withdraw, by("ye"), (&[], &policy()));
    assert_eq!(withdraw(&held), Err(Refused::HasHeld));
    assert_eq!(withdraw(&later).unwrap().standing(&[NOW], next), VersionStanding::Withdrawn);
}

/// The faults of a handbook whose consultation chapter was changed.
fn faults(change: impl FnOnce(&mut Chapter)) -> Vec<(Place, FaultKind, Option<String>)> {
    let mut edition = draft();
    change(&mut edition.chapters[0]);
    edition.faults(&policy()).into_iter().map(|f| (f.at, f.kind, f.word)).collect()
}

type Case = (Place, FaultKind, Option<&'static str>, fn(&mut Chapter));

#[test]
fn every_fault_in_its_place() {
    use FaultKind as K;
    assert_eq!(draft().faults(&policy()), [], "a whole handbook has none");
    let scenario = Scenario::Consultation;
    let (chapter, step) = (Place::Chapter { scenario }, Place::Step { scenario, n: 1 });
    let (script, rule) = (Place::Script { scenario, n: 0 }, Place::Rule { scenario, n: 0 });
    let purpose = Place::Purpose { scenario };
    let cases: [Case; 20] = [
        (purpose.clone(), K::Empty, None, |c| c.purpose.zh = " ".into()),
        (purpose, K::TooLong, None, |c| c.purpose.en = "x".repeat(TEXT + 1)),
        (chapter.clone(), K::NoSteps, None, |c| c.steps.clear()),
        (step.clone(), K::DoubledId, None, |c| c.steps[1].id = "take".into()),
        (step.clone(), K::Empty, None, |c| c.steps[1].title.zh.clear()),
        (step, K::UnknownClock, Some("solution"), |c| c.steps[1].clock = Some(ClockKind::Solution)),
        (Place::Clocks { scenario }, K::NoClocks, None, |c| c.clocks.clear()),
        (Place::Clocks { scenario }, K::UnknownClock, Some("on_site"), |c| c.clocks.push(ClockKind::OnSite)),
        (chapter.clone(), K::NoScripts, None, |c| c.scripts.clear()),
        (script.clone(), K::DoubledId, None, |c| c.scripts[0].id.clear()),
        (script.clone(), K::Empty, None, |c| c.scripts[0].text.zh.clear()),
        (script.clone(), K::UnknownPlaceholder, Some("name"), |c| c.scripts[0].text.zh = "{name}您好".into()),
        (script, K::StrayBrace, None, |c| c.scripts[0].text.en = "Hello {owner".into()),
        (chapter, K::NoRules, None, |c| c.rules.clear()),
        (rule.clone(), K::BadLength, None, |c| c.rules[0].min = 501),
        (rule.clone(), K::BadLength, None, |c| (c.rules[0].min, c.rules[0].max) = (0, 0)),
        (rule.clone(), K::BadLength, None, |c| c.rules[0].max = FIELD + 1),
        (rule.clone(), K::NotWritten, Some("claim"), |c| c.rules[0].act = CommandKind::Claim),
        (rule.clone(), K::Empty, None, |c| c.rules[0].forbidden.push("。".into())),
        (Place::Rule { scenario, n: 1 }, K::DoubledRule, None, |c| c.rules.push(c.rules[0].clone())),
    ];
    for (place, kind, word, change) in cases {
        assert_eq!(faults(change), [(place, kind, word.map(str::to_owned))]);
    }
    let kinds = |edition: &Edition| edition.faults(&policy()).iter().map(|f| f.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&Edition { note: "长".repeat(501), ..draft() }), [K::TooLong]);
    let mut fewer = draft();
    fewer.chapters.pop();
    assert_eq!(kinds(&fewer), [K::MissingChapter]);
    fewer.chapters.push(fewer.chapters[0].clone());
    assert_eq!(kinds(&fewer), [K::DoubledChapter, K::MissingChapter]);
}

#[test]
fn what_changed_is_named_by_chapter() {
    let before = chapters();
    assert_eq!(differences(&before, &before), []);
    let mut after = before.clone();
    let chapter = &mut after[0];
    chapter.purpose = words("第一时间答复");
    chapter.steps.swap(0, 1);
    chapter.steps[0].title = words("结案");
    chapter.steps.push(Step { id: "log".into(), title: words("记录"), who: Role::Agent, clock: None });
    chapter.clocks.clear();
    chapter.scripts.clear();
    chapter.rules[0].min = 20;
    after.pop();
    let found = differences(&before, &after);
    let change = |part, how| Change { part, how };
    assert_eq!(
        found,
        [
            ChapterDifference {
                scenario: Scenario::Consultation,
                changes: vec![
                    change(Part::Purpose, How::Changed),
                    change(Part::Step { title: words("结案") }, How::Changed),
                    change(Part::Step { title: words("记录") }, How::Added),
                    change(Part::Order, How::Moved),
                    change(Part::Clocks, How::Changed),
                    change(Part::Script { title: words("问候") }, How::Removed),
                    change(Part::Rule { act: CommandKind::Complete }, How::Changed),
                ],
            },
            ChapterDifference {
                scenario: Scenario::SmartPlatform,
                changes: vec![change(Part::Chapter, How::Removed)],
            },
        ]
    );
    let back = differences(&after, &before);
    assert_eq!(back.len(), found.len(), "backwards the same chapters differ");
}

/// So many projects of ten people each, of which the first `live` have nine who acknowledged, the others eight.
fn roll_out(live: u32, all: u32) -> RollOut {
    let project = |n: u32| ProjectRollOut {
        project: format!("p{n}").parse().unwrap(),
        name: String::new(),
        staff: 10,
        acknowledged: if n < live { 9 } else { 8 },
        missing: Vec::new(),
    };
    RollOut { version: Some(1), due: Some(NOW), projects: (0..all).map(project).collect() }
}

/// R95: a project is live at 90 % of its staff; 46 of 50 projects = 92 % at month 6 = missed.
#[test]
fn the_roll_out_counts_live_projects() {
    let months_over = NOW + Seconds(1);
    let shown = roll_out(46, 50);
    assert_eq!((shown.live(), shown.percent()), ((46, 50), Some(92)));
    assert_eq!(shown.target(months_over), Some(Target::Missed));
    assert_eq!(shown.target(NOW), Some(Target::Running), "late is after the due time");
    assert_eq!(roll_out(50, 50).target(months_over), Some(Target::Met));
    assert_eq!(roll_out(299, 300).percent(), Some(99), "never rounded up");
    let none = roll_out(0, 0);
    assert_eq!((none.percent(), none.target(NOW)), (None, None));
    assert_eq!(RollOut { due: None, ..roll_out(1, 2) }.target(NOW), None);
}

/// R95, at the edges.
#[test]
fn ninety_percent_make_a_project_live() {
    let table = [(10, 9, true), (10, 8, false), (9, 8, false), (9, 9, true), (1, 0, false), (0, 0, false)];
    for (staff, acknowledged, live) in table {
        assert_eq!(rollout::is_live(staff, acknowledged), live, "{acknowledged} of {staff}");
    }
}
