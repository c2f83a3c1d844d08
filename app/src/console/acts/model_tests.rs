use steward_core::problem::{Code, Field};
use steward_core::tickets::{Command, CommandKind};

use super::*;
use crate::words::{Locale, set_locale};

/// Every act that has a button gives a command of its own kind once its form is filled in.
#[test]
fn every_act_builds_its_own_command() {
    for kind in ORDER {
        let choice = match kind {
            CommandKind::Dispatch => "staff-engineer",
            CommandKind::Arrive => "manual",
            CommandKind::RecordStep => "calm",
            CommandKind::Transfer => "operations",
            CommandKind::RequestPause => "waiting_for_material",
            CommandKind::RequestExtension => "complex",
            CommandKind::EndFollowUp => "apologised",
            CommandKind::CheckQuality => "85",
            _ => "",
        };
        let (second, third) =
            if *kind == CommandKind::CheckQuality { ("90", " 80 ") } else { ("cause", "measure") };
        let filled = Filled {
            text: "T20260915-0118".to_owned(),
            second: second.to_owned(),
            third: third.to_owned(),
            choice: choice.to_owned(),
            yes: Some(false),
            ..Filled::default()
        };
        let built = build(*kind, filled).unwrap_or_else(|p| panic!("{kind:?}: {p:?}"));
        assert_eq!(built.kind(), *kind);
    }
}

#[test]
fn what_is_missing_is_said_at_its_field() {
    let of = |kind| build(kind, Filled::default()).expect_err("nothing was filled in");
    for (kind, field) in [
        (CommandKind::Dispatch, Field::Engineer),
        (CommandKind::Transfer, Field::Department),
        (CommandKind::Merge, Field::Target),
        (CommandKind::Complete, Field::Work),
        (CommandKind::Supervise, Field::Note),
        (CommandKind::DecidePause, Field::Note),
    ] {
        let problems = of(kind);
        assert_eq!((problems[0].code, problems[0].field), (Code::Required, Some(field)), "{kind:?}");
    }
}

/// Three marks from 0 to 100 and a verdict: none of them is made up.
#[test]
fn a_quality_check_is_whole() {
    let form = |second: &str, answered: bool| Filled {
        second: second.to_owned(),
        third: "80".to_owned(),
        choice: "0".to_owned(),
        yes: answered.then_some(true),
        ..Filled::default()
    };
    let wrong = |filled| build(CommandKind::CheckQuality, filled).expect_err("not whole")[0].clone();
    for (mark, code) in
        [("", Code::Required), ("101", Code::OutOfRange), ("-1", Code::OutOfRange), ("a", Code::OutOfRange)]
    {
        let found = wrong(form(mark, true));
        assert_eq!((found.code, found.field), (code, Some(Field::Marks)), "{mark:?}");
    }
    assert_eq!(wrong(form("100", false)).field, Some(Field::Outcome), "the verdict is not guessed");
    assert!(build(CommandKind::CheckQuality, form("100", true)).is_ok());
    let failed = Filled { yes: Some(false), ..form("10", true) };
    assert_eq!(wrong(failed).field, Some(Field::Note), "a fail is explained");
}

/// A visit that reached nobody says nothing about the result.
#[test]
fn an_unreached_visit_solves_nothing() {
    let filled = Filled { yes: Some(false), also: true, third_yes: true, ..Filled::default() };
    let Ok(Command::RecordVisit { form }) = build(CommandKind::RecordVisit, filled) else {
        panic!("a visit form");
    };
    assert!(!form.reached && !form.solved && !form.satisfied);
}

#[test]
fn every_act_has_words() {
    for kind in ORDER {
        assert_ne!(words(*kind), kind.word(), "{kind:?} has no words");
    }
}

/// Before the last try of a return visit (回访) its maker hears what comes of it; a visit that is not due is not
/// counted down.
#[test]
fn the_last_try_of_a_visit_says_so() {
    set_locale(Locale::Chinese);
    assert_eq!(tries(0, 0), None);
    let first = tries(3, 0).unwrap();
    assert_eq!(first.words(), "第一次回访。最多试 3 次。");
    assert_eq!(tries(2, 1), Some(Tries::Before(1)));
    let last = tries(1, 2).unwrap();
    assert_eq!(last, Tries::Last(2));
    assert!(last.words().contains("2 次") && last.words().contains("不再回访"));
    assert_eq!(tries(0, 3).unwrap().words(), "已试过 3 次，没有联系上业主。");
}
