use super::*;

#[test]
fn each_ticket_and_act_has_its_own_draft() {
    assert_eq!(key("T1", "complete"), "steward.draft.act.T1.complete");
    assert_ne!(key("T1", "complete"), key("T1", "reopen"));
    assert_ne!(key("T1", "complete"), key("T2", "complete"));
}

#[test]
fn words_and_photos_are_kept_choices_alone_are_not() {
    let chosen = Draft {
        choice: "waiting_for_material".to_owned(),
        answers: [Some(true), Some(false), None],
        at: "2026-09-15T10:00".to_owned(),
        ..Draft::default()
    };
    assert!(chosen.is_blank());
    assert!(!Draft { photos: vec!["p1".parse().unwrap()], ..Draft::default() }.is_blank());
    for place in 0..3 {
        let mut written = Draft::default();
        written.texts[place] = " ".to_owned();
        assert!(written.is_blank());
        written.texts[place] = "换了角阀".to_owned();
        assert!(!written.is_blank());
    }
}

/// What an earlier version has kept still reads, and everything comes back as it was.
#[test]
fn a_draft_reads_back_as_it_was_kept() {
    let draft = Draft {
        id: Some("c1".parse().unwrap()),
        texts: ["a".to_owned(), "b".to_owned(), String::new()],
        choice: "calm".to_owned(),
        answers: [None, Some(true), Some(false)],
        at: String::new(),
        photos: vec!["p1".parse().unwrap()],
    };
    let kept = serde_json::to_string(&draft).unwrap();
    assert_eq!(serde_json::from_str::<Draft>(&kept).unwrap(), draft);
    let old: Draft = serde_json::from_str(r#"{"texts":["a","",""]}"#).unwrap();
    assert_eq!((old.texts[0].as_str(), old.id), ("a", None));
}
