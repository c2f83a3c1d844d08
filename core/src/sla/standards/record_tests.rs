//! What steps and decisions write down, and the last value that is still right.

use super::api::{ProjectUnder, UnderVersion};
use super::deviation::{Ask, Decision, Deviation, applied};
use super::fault::{Fault, FaultKind, LONGEST, NOTE, Place, ladder};
use super::standard::{Edit, NamedCalendar, Refused, Signed, Stage, Standard, VersionStep};
use crate::calendar::{Calendar, Hours};
use crate::sla::escalation::Rung;
use crate::sla::policy::{ClockKind as K, Limit, Policy, Rules};
use crate::tickets::scenario::Scenario;
use crate::time::{Instant, Seconds};

const NOW: Instant = Instant::from_secs(1_789_000_000);

fn by(person: &str) -> Signed {
    Signed { person: person.parse().unwrap(), name: format!("name of {person}"), at: NOW }
}

fn at(signed: Signed, at: Instant) -> Signed {
    Signed { at, ..signed }
}

fn calendar(name: &str) -> NamedCalendar {
    let hours = core::array::from_fn(|_| Hours::all_day());
    let calendar = Calendar::new("Asia/Shanghai".parse().unwrap(), hours);
    NamedCalendar { id: "office".parse().unwrap(), name: name.to_owned(), calendar }
}

#[test]
fn a_draft_begins_as_the_version_before_it_and_recalculates_nothing() {
    let mut before = Standard::first(by("gao"));
    before.policy.recalculation = Some("全年提速".to_owned());
    before.calendars.push(calendar("办公"));
    let draft = before.draft(7, by("chen"));
    assert_eq!((draft.version, draft.policy.version, draft.seq), (7, 7, 1));
    assert_eq!((draft.policy.recalculation.as_deref(), draft.note.as_str()), (None, ""));
    assert_eq!((draft.calendars, draft.author, draft.published), (before.calendars, by("chen"), None));
    assert_eq!(draft.policy.limits, before.policy.limits);
}

#[test]
fn an_edit_changes_limits_and_calendars_and_nothing_that_is_not_the_editors() {
    let mut draft = Standard::first(by("gao")).draft(2, by("gao"));
    draft.policy.recalculation = Some("kept".to_owned());
    draft.policy.effective_from = NOW;
    let mut policy = Policy { version: 99, effective_from: NOW + Seconds(9), ..draft.policy.clone() };
    policy.recalculation = None;
    policy.warn_percent = 70;
    let edit = Edit { note: "提前预警".to_owned(), policy, calendars: vec![calendar("办公")] };
    let edited = draft.edited(edit, by("chen")).unwrap();
    assert_eq!((edited.version, edited.seq, edited.stage), (2, draft.seq + 1, Stage::Draft));
    assert_eq!((edited.policy.version, edited.policy.effective_from), (2, NOW));
    assert_eq!(edited.policy.recalculation.as_deref(), Some("kept"));
    assert_eq!((edited.policy.warn_percent, edited.note.as_str()), (70, "提前预警"));
    assert_eq!((edited.calendars, edited.author), (vec![calendar("办公")], by("chen")));
}

#[test]
fn each_step_is_signed() {
    let draft = Standard { note: "改".to_owned(), ..Standard::first(by("gao")).draft(2, by("gao")) };
    let reviewed = draft.stepped(&VersionStep::Review, by("chen"), &[]).unwrap();
    assert_eq!((reviewed.reviewed.clone(), reviewed.published.clone()), (Some(by("chen")), None));
    let back = reviewed.stepped(&VersionStep::SendBack, by("chen"), &[]).unwrap();
    assert_eq!((back.stage, back.reviewed), (Stage::Draft, None));
    let publish = VersionStep::Publish { from: None, recalculation: None };
    let published = reviewed.stepped(&publish, by("gao"), &[]).unwrap();
    assert_eq!((published.reviewed, published.published), (Some(by("chen")), Some(by("gao"))));
}

fn ask() -> Ask {
    Ask {
        project: "b".parse().unwrap(),
        limits: vec![Limit::of(K::Completion, Scenario::Repair, Seconds::hours(48))],
        ladder: Vec::new(),
        desk: None,
        night: None,
        from: None,
        until: Some(NOW + Seconds::days(9)),
        reason: "配件需外地调货".to_owned(),
    }
}

#[test]
fn a_decision_is_signed_with_its_note() {
    let asked = Deviation::asked(1, ask(), by("pm"));
    let declined = asked.decided(false, " 请用群内备件 ", by("gao")).unwrap();
    assert_eq!((declined.decision, declined.note.as_str()), (Decision::Declined, "请用群内备件"));
    assert_eq!((declined.decided, declined.from, declined.until), (Some(by("gao")), None, None));
    let approved = asked.decided(true, " 半年后复议 ", by("gao")).unwrap();
    assert_eq!((approved.decision, approved.note.as_str()), (Decision::Approved, "半年后复议"));
    assert_eq!((approved.decided.clone(), approved.from), (Some(by("gao")), Some(NOW)));
    assert_eq!(approved.until, Some(NOW + Seconds::days(9)));
    let early = at(by("chen"), NOW + Seconds::days(3));
    let ended = approved.ended(early.clone()).unwrap();
    assert_eq!((ended.until, ended.ended), (Some(early.at), Some(early)));
    let on_its_last_moment = at(by("chen"), NOW + Seconds::days(9));
    assert_eq!(approved.ended(on_its_last_moment), Err(Refused::Decided), "it is over by itself");
}

#[test]
fn an_exception_takes_the_place_of_the_groups_limit_and_ladder() {
    let group = Policy::group_standard();
    let allowed = |ask: Ask| Deviation::asked(1, ask, by("pm")).decided(true, "", by("gao")).unwrap();
    let own = applied(&group, [&allowed(ask())], NOW);
    assert_eq!(own.limits.len(), group.limits.len(), "one for the same tickets, not two");
    let changed: Vec<&Limit> = own.limits.iter().filter(|l| !group.limits.contains(l)).collect();
    assert_eq!(
        changed.iter().map(|l| (l.kind, l.scenario, l.exception)).collect::<Vec<_>>(),
        [(K::Completion, Scenario::Repair, true)]
    );
    assert_eq!(own.ladder, group.ladder, "none of its own");
    let rungs = vec![Rung { after: Seconds::hours(2), level: 1 }];
    let other = allowed(Ask { ladder: rungs.clone(), ..ask() });
    assert_eq!(applied(&group, [&other], NOW).ladder, rungs);
}

#[test]
fn the_groups_own_ladder_is_no_exception() {
    let group = Policy::group_standard();
    let alone = |rungs: Vec<Rung>| Ask { limits: Vec::new(), ladder: rungs, ..ask() }.faults(&group, &[]);
    assert_eq!(alone(group.ladder.clone()), [Fault { at: Place::Ladder, kind: FaultKind::NoDifference }]);
    assert_eq!(alone(vec![Rung { after: Seconds::hours(2), level: 1 }]), []);
}

#[test]
fn the_last_value_that_is_right() {
    let mut draft = Standard { note: "改".repeat(NOTE), ..Standard::first(by("gao")).draft(2, by("gao")) };
    draft.policy.visit_sample_percent = 100;
    draft.policy.warn_percent = 99;
    draft.policy.limits[0].limit = LONGEST;
    draft.calendars = vec![calendar(&"历".repeat(40))];
    assert_eq!(draft.faults(), []);
    for name in ["", "  ", "历".repeat(41).as_str()] {
        draft.calendars = vec![calendar(name)];
        let office = Place::Calendar { id: "office".parse().unwrap() };
        assert_eq!(draft.faults(), [Fault { at: office, kind: FaultKind::CalendarName }], "{name:?}");
    }
}

/// A ladder may be written in any order of its levels; a higher one is never earlier.
#[test]
fn r11_a_ladder_in_any_order() {
    let rungs = |all: &[(i64, u8)]| {
        all.iter()
            .map(|(hours, level)| Rung { after: Seconds::hours(*hours), level: *level })
            .collect::<Vec<_>>()
    };
    let found = |all: &[(i64, u8)]| {
        let place = |fault: Fault| match fault.at {
            Place::Rung { n } => (n, fault.kind),
            other => panic!("{other:?}"),
        };
        ladder(&rungs(all)).into_iter().map(place).collect::<Vec<_>>()
    };
    assert_eq!(found(&[(24, 2), (0, 1)]), [], "written from the top");
    assert_eq!(found(&[(0, 1), (24, 2)]), []);
    assert_eq!(found(&[(0, 2), (24, 1)]), [(1, FaultKind::LadderOrder)]);
    assert_eq!(found(&[(24, 2), (24, 1)]), [(1, FaultKind::LadderOrder)], "not at the same time either");
    assert_eq!(found(&[(0, 1), (0, 1)]), [(1, FaultKind::DoubledLevel)], "twice is all that is wrong");
    assert_eq!(found(&[(5, 1), (1, 1)]), [(1, FaultKind::DoubledLevel)]);
    assert_eq!(found(&[(1, 1), (5, 1)]), [(1, FaultKind::DoubledLevel)]);
}

#[test]
fn each_project_has_its_rules_under_a_version() {
    let project = |id: &str, rules| ProjectUnder { id: id.parse().unwrap(), name: id.to_owned(), rules };
    let other = {
        let mut rules = Rules::around_the_clock();
        rules.policy.version = 5;
        rules
    };
    let under = UnderVersion {
        rules: vec![Rules::around_the_clock(), other],
        projects: vec![project("a", 1), project("b", 0), project("c", 9)],
    };
    let found: Vec<_> =
        under.by_project().iter().map(|(id, rules)| (id.as_str(), rules.policy.version)).collect();
    assert_eq!(found, [("a", 5), ("b", Rules::around_the_clock().policy.version)]);
}
