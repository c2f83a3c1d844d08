//! Scripts are filled or show their gaps; texts are held against their rule.

use proptest::prelude::*;

use super::script::{Piece, pieces};
use super::*;
use crate::surveys::campaign::Words;
use crate::tickets::CommandKind;
use crate::tickets::scenario::Scenario;

fn value(gap: Placeholder) -> Option<String> {
    match gap {
        Placeholder::Owner => Some("林女士".into()),
        Placeholder::Number => Some("T-0615-0001".into()),
        Placeholder::Due => None,
        other => Some(format!("<{}>", other.word())),
    }
}

#[test]
fn gaps_are_filled_and_what_is_not_known_stays_a_gap() {
    let table = [
        ("{owner}您好，工单 {number}。", "林女士您好，工单 T-0615-0001。"),
        ("{due}前上门", "{due}前上门"),
        ("{agent}{agent}", "<agent><agent>"),
        ("{nobody} { } {{owner}}", "{nobody} { } {林女士}"),
        ("没有占位符 }", "没有占位符 }"),
        ("", ""),
    ];
    for (text, filled) in table {
        assert_eq!(fill(text, &value), filled);
    }
    // What an owner is called is no script: it is not filled again.
    assert_eq!(fill("{owner}", &|_| Some("{number}".into())), "{number}");
}

fn rule() -> Rule {
    let forbidden = ["已处理", "已处理完毕", "知道了", "OK"].map(str::to_owned).to_vec();
    Rule { act: CommandKind::Complete, min: 10, max: 30, must_name: Vec::new(), forbidden }
}

#[test]
fn a_text_is_held_against_its_rule() {
    use WritingFault::{Perfunctory, TooLong, TooShort, Unfilled};
    let phrase = |p: &str| Perfunctory { phrase: p.to_owned() };
    let table: [(&str, Vec<WritingFault>); 9] = [
        ("更换厨房角阀一只，试水不漏。", vec![]),
        ("已处理", vec![phrase("已处理"), TooShort { missing: 7 }]),
        ("  已处理！！  ", vec![phrase("已处理"), TooShort { missing: 5 }]),
        ("已处理完毕，知道了。ok。", vec![phrase("已处理完毕")]),
        ("已处理水管爆裂并更换接头", vec![]),
        ("好的马上来", vec![TooShort { missing: 5 }]),
        (&"长".repeat(33), vec![TooLong { over: 3 }]),
        (
            "{owner}您好，{due}前{due}上门",
            vec![Unfilled { gap: Placeholder::Owner }, Unfilled { gap: Placeholder::Due }],
        ),
        ("按 {编号} 处理，阀门已更换完成", vec![]),
    ];
    for (text, faults) in table {
        assert_eq!(review_writing(text, &rule()), faults, "{text}");
    }
}

#[test]
fn scripts_and_rules_are_found_by_act() {
    let script = |id: &str, moment| Script {
        id: id.into(),
        title: Words::new(id, ""),
        moment,
        text: Words::new("厨房 Kitchen", ""),
    };
    let chapter = Chapter {
        scripts: vec![script("done", Moment::Completion), script("sorry", Moment::Apology)],
        rules: vec![rule()],
        ..Chapter::new(Scenario::Repair)
    };
    let found = |act| chapter.scripts_for(act).map(|s| s.id.as_str()).collect::<Vec<_>>();
    assert_eq!(found(CommandKind::Complete), ["done"]);
    assert_eq!(found(CommandKind::RecordStep), ["sorry"]);
    assert_eq!(found(CommandKind::Reply), ["done", "sorry"]);
    assert_eq!(found(CommandKind::Cancel), [""; 0]);
    assert_eq!(chapter.rule_for(CommandKind::Complete), Some(&rule()));
    assert_eq!(chapter.rule_for(CommandKind::Reply), None);
}

#[test]
fn every_moment_belongs_to_an_act() {
    for moment in Moment::ALL {
        assert!(CommandKind::ALL.iter().any(|act| Moment::of(*act).contains(moment)), "{moment:?}");
    }
    for act in CommandKind::ALL.iter().filter(|act| !Moment::of(**act).is_empty()) {
        assert!(writing::WRITTEN.contains(act), "{act:?} has scripts, so it is written");
    }
}

proptest! {
    #[test]
    fn pieces_joined_are_the_text(text in "[a-z{} 您好。]{0,40}") {
        let whole = |piece: &Piece<'_>| match piece {
            Piece::Plain(words) | Piece::Stray(words) => (*words).to_owned(),
            Piece::Gap(name) => format!("{{{name}}}"),
        };
        prop_assert_eq!(pieces(&text).iter().map(whole).collect::<String>(), text.clone());
        prop_assert_eq!(fill(&text, &|_| None), text);
    }

    #[test]
    fn a_text_within_its_bounds_that_says_something_has_no_fault(text in "[修换查装试]{10,30}") {
        prop_assert_eq!(review_writing(&text, &rule()), vec![]);
    }

    #[test]
    fn phrases_alone_are_always_found(said in proptest::collection::vec(0..4_usize, 1..6), mark in "[，。！ ]{0,2}") {
        let rule = rule();
        let text: String = said.iter().map(|n| [rule.forbidden[*n].as_str(), mark.as_str()].concat()).collect();
        let first = review_writing(&text, &rule).into_iter().next();
        let is_perfunctory = matches!(first, Some(WritingFault::Perfunctory { .. }));
        prop_assert!(is_perfunctory, "{}", text);
    }
}
