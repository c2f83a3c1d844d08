use steward_core::accounts::Role;
use steward_core::knowledge::handbook::{
    Moment, Placeholder, Rule, Script, Step, WritingFault, review_writing,
};
use steward_core::sla::policy::Policy;
use steward_core::surveys::campaign::Words;
use steward_core::tickets::{CommandKind, Scenario};

use super::model::*;
use crate::words::{Locale, set_locale};
use steward_core::knowledge::handbook::Chapter;
use steward_core::sla::policy::ClockKind;

fn chapter() -> Chapter {
    Chapter {
        purpose: Words::new("修好为止", "Until it works"),
        steps: vec![Step {
            id: "a".into(),
            title: Words::new("派单", "Dispatch"),
            who: Role::Agent,
            clock: None,
        }],
        scripts: vec![Script {
            id: "b".into(),
            title: Words::new("上门告知", "On the way"),
            moment: Moment::Promise,
            text: Words::new("{due}前上门", "We come by {due}"),
        }],
        rules: vec![Rule {
            act: CommandKind::Complete,
            min: 10,
            max: 20,
            must_name: vec![Words::new("配件", "Part")],
            forbidden: vec!["已处理".into()],
        }],
        ..Chapter::new(Scenario::Repair)
    }
}

#[test]
fn a_script_never_takes_the_place_of_what_was_typed() {
    assert_eq!(appended("", "您好"), "您好");
    assert_eq!(appended("  \n", "您好"), "您好");
    assert_eq!(appended("阀门坏了。 ", "您好"), "阀门坏了。\n您好");
}

#[test]
fn a_search_finds_every_part_in_either_language() {
    set_locale(Locale::Chinese);
    let all = [chapter()];
    let parts = |query: &str| hits(&all, query).into_iter().map(|h| h.part).collect::<Vec<_>>();
    assert_eq!(parts("DISPATCH"), ["服务流程"]);
    assert_eq!(parts("上门 告知"), ["话术"]);
    assert_eq!(parts("已处理"), ["工单填写规范"]);
    assert_eq!(parts("报修"), ["目的"], "a chapter's name is found as well");
    assert_eq!(parts("上门 电梯"), [""; 0]);
    assert_eq!(parts("  "), [""; 0]);
}

#[test]
fn lengths_come_from_the_standard() {
    set_locale(Locale::English);
    let limits = Policy::group_standard().limits;
    assert_eq!(limit(&limits, Scenario::Repair, ClockKind::Dispatch), "5 min");
    assert_eq!(limit(&limits, Scenario::Emergency, ClockKind::LegalResponse), "as the region’s law says");
    assert_eq!(limit(&limits, Scenario::Fee, ClockKind::OnSite), "not in the standard in force");
}

/// The same words at every length, so that nobody hears a countdown.
#[test]
fn a_hint_stays_the_same_while_somebody_types_towards_it() {
    set_locale(Locale::Chinese);
    let rule = chapter().rules.remove(0);
    let said = |text: &str| review_writing(text, &rule).iter().map(|f| lack(f, &rule)).collect::<Vec<_>>();
    assert_eq!(said("换"), said("换了阀门"));
    assert_eq!(said("换"), ["至少写 10 字"]);
    assert_eq!(said("已处理"), ["不能只写“已处理”", "至少写 10 字"]);
    let gap = WritingFault::Unfilled { gap: Placeholder::Due };
    assert_eq!(lack(&gap, &rule), "请补上下一个时限");
}

#[test]
fn lines_are_read_as_they_are_written() {
    let written = "配件 | Part\n试用结果";
    let read = lines(written);
    assert_eq!(read, [Words::new("配件", "Part"), Words::new("试用结果", "")]);
    assert_eq!(unlines(&read), written);
    assert_eq!(lines("\n 配件 ｜ \n"), [Words::new("配件", "")]);
}

#[test]
fn a_new_part_gets_an_id_of_its_own() {
    assert_eq!(free_id(["a", "n3"].into_iter()), "n4");
    assert_eq!(free_id(core::iter::empty()), "n1");
}
