//! What may be answered.

use super::super::answer::check;
use super::*;
use Given::{Chosen, Rows, Score, Text};

#[test]
fn each_kind_takes_its_answers_and_no_others() {
    let questions = every_kind();
    let cases: &[(&str, Given, Option<&str>)] = &[
        ("overall", Score(1), None),
        ("overall", Score(5), None),
        ("overall", Score(0), Some("unknown_choice")),
        ("overall", Score(6), Some("unknown_choice")),
        ("overall", Text("好".to_owned()), Some("unknown_choice")),
        ("recommend", Score(0), None),
        ("recommend", Score(10), None),
        ("recommend", Score(11), Some("unknown_choice")),
        ("ease", Score(7), None),
        ("ease", Score(8), Some("unknown_choice")),
        ("ease", Score(0), Some("unknown_choice")),
        ("areas", Rows(vec![Some(1), Some(5), Some(0)]), None),
        ("areas", Rows(vec![Some(1), Some(5)]), Some("unknown_choice")),
        ("areas", Rows(vec![Some(1), Some(6), Some(0)]), Some("unknown_choice")),
        ("areas", Rows(vec![Some(1), None, Some(0)]), Some("required")),
        ("areas", Rows(vec![None, None, None]), Some("required")),
        ("first", Chosen(vec![3]), None),
        ("first", Chosen(vec![4]), Some("unknown_choice")),
        ("first", Chosen(vec![0, 1]), Some("too_many")),
        ("first", Chosen(vec![]), Some("required")),
        ("more", Chosen(vec![0, 3]), None),
        ("more", Chosen(vec![1, 1]), Some("unknown_choice")),
        ("more", Score(1), Some("unknown_choice")),
        ("why", Text("字".repeat(2000)), None),
        ("why", Text("字".repeat(2001)), Some("too_long")),
        ("why", Text("字".repeat(10_000)), Some("too_long")),
        ("why", Text("\u{7}".to_owned()), Some("bad_characters")),
        ("why", Text("  ".to_owned()), None),
    ];
    for (id, given, expected) in cases {
        let problem = check(questions.find(id).unwrap(), Some(given));
        let code = problem.map(|p| serde_json::to_value(p.code).unwrap().as_str().unwrap().to_owned());
        assert_eq!(code.as_deref(), *expected, "{id} {given:?}");
    }
}

#[test]
fn unknown_questions_and_missing_answers_are_named() {
    let mut draft = AnswerDraft::default();
    draft.0.insert("colour".to_owned(), Score(1));
    draft.0.insert("overall".to_owned(), Score(4));
    let expected = [
        "unknown_choice colour",
        "required recommend",
        "required ease",
        "required areas",
        "required first",
        "required more",
    ];
    assert_eq!(said(&draft.check(&every_kind()), "question"), expected);
    assert!(!draft.is_empty());
    assert!(AnswerDraft::default().is_empty());
}

#[test]
fn the_stored_forms_read_as_they_were_written() {
    let plan = serde_json::to_string(&plan()).unwrap();
    let golden = include_str!("plan.json");
    assert_eq!(serde_json::from_str::<Plan>(golden).unwrap(), super::plan(), "yesterday's plan");
    assert_eq!(plan, include_str!("plan-today.json").trim(), "today's plan");
    let answers =
        r#"{"areas":{"rows":[1,null,0]},"first":{"chosen":[2]},"overall":{"score":4},"why":{"text":"快"}}"#;
    let draft: AnswerDraft = serde_json::from_str(answers).unwrap();
    assert_eq!(draft.0["areas"], Rows(vec![Some(1), None, Some(0)]));
    assert_eq!(serde_json::to_string(&draft).unwrap(), answers);
}
