use super::*;
use crate::outbox::notice::{Audience, Kind};
use std::collections::BTreeSet;
use steward_core::accounts::{Department, Role};
use steward_core::sla::policy::ClockKind;

fn notice(kind: Kind, values: &[(&str, &str)]) -> Notice {
    Notice {
        kind,
        to: Audience::Role(Role::Supervisor),
        ticket: Some("T20260915-0118".parse().unwrap()),
        project: "tinglan".parse().unwrap(),
        seq: 7,
        at: Instant::parse_rfc3339("2026-09-15T06:20:00Z").unwrap(),
        values: values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        address: None,
        person: None,
    }
}

fn scene() -> Scene {
    Scene {
        project: "听澜苑".to_owned(),
        zone: chrono_tz::Asia::Shanghai,
        link: "https://care.example.com/console/tickets/T20260915-0118".to_owned(),
        rate: String::new(),
    }
}

fn names_in(template: &str) -> BTreeSet<&str> {
    template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_kind_has_words_in_both_languages_with_the_same_values() {
    for language in Language::ALL {
        let sentences = language.sentences();
        let known: BTreeSet<&str> = Kind::ALL.iter().map(|k| k.word()).collect();
        let there: BTreeSet<&str> = sentences.kinds.keys().map(String::as_str).collect();
        assert_eq!(there, known, "{}", language.tag());
        let clocks: BTreeSet<&str> = ClockKind::ALL.iter().map(|k| k.word()).collect();
        assert_eq!(sentences.clocks.keys().map(String::as_str).collect::<BTreeSet<_>>(), clocks);
        let departments: BTreeSet<&str> = Department::ALL.iter().map(|d| d.word()).collect();
        assert_eq!(sentences.departments.keys().map(String::as_str).collect::<BTreeSet<_>>(), departments);
    }
    for kind in Kind::ALL {
        let of = |language: Language| {
            let template = &language.sentences().kinds[kind.word()];
            (names_in(&template.subject), names_in(&template.body))
        };
        let (zh, en) = (of(Language::Chinese), of(Language::English));
        assert_eq!(&zh.0 | &zh.1, &en.0 | &en.1, "{}", kind.word());
    }
}

#[test]
fn an_escalation_reads_well_in_both_languages() {
    let due = Instant::parse_rfc3339("2026-09-15T07:20:00Z").unwrap().millis().to_string();
    let values = [
        ("plate", "12-2-1803"),
        ("title", "厨房水管漏水"),
        ("clock", "on_site"),
        ("level", "2"),
        ("due", &due),
    ];
    let notice = notice(Kind::Escalated, &values);
    let zh = text(&notice, &scene(), Language::Chinese);
    assert_eq!(zh.subject, "【听澜苑】T20260915-0118 上门超时，2 级预警");
    let expected = "12-2-1803 厨房水管漏水\n上门时限 2026-09-15 15:20 已过，升级到 2 级，请处理并确认。\n\n\
        https://care.example.com/console/tickets/T20260915-0118";
    assert_eq!(zh.body, expected);
    let en = text(&notice, &scene(), Language::English);
    assert_eq!(en.subject, "[听澜苑] T20260915-0118: On site overdue, level 2");
}

#[test]
fn what_a_person_typed_is_no_template_and_breaks_no_line_of_the_subject() {
    let values = [("title", "{text} {\nBcc: all@example.com"), ("text", "secret"), ("plate", "1")];
    let found = text(&notice(Kind::Submitted, &values), &scene(), Language::English);
    assert_eq!(found.subject, "[听澜苑] New ticket T20260915-0118: {text} { Bcc: all@example.com");
    assert!(!found.body.contains("secret"));
}

#[test]
fn without_an_own_address_there_is_no_link() {
    let scene = Scene { link: String::new(), ..scene() };
    let found = text(&notice(Kind::Urged, &[("count", "2")]), &scene, Language::English);
    assert!(found.body.ends_with("Please act and reply."), "{:?}", found.body);
}
