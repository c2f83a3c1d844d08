use steward_core::problem::Field;

use super::*;

fn typed() -> Typed {
    Typed { project: "tinglan".to_owned(), text: "楼道灯不亮".to_owned(), ..Typed::default() }
}

#[test]
fn the_words_choose_the_category_until_somebody_does() {
    let draft = typed().draft().expect("complete");
    assert_eq!((draft.category.code(), draft.channel), ("public.lighting", Channel::Phone));
    let chosen = Typed { category: Some("repair.other".to_owned()), ..typed() };
    assert_eq!(chosen.draft().map(|d| d.category.code()), Some("repair.other"));
    let other = Typed { scenario: Some(Scenario::Complaint), ..chosen };
    assert_eq!(other.draft().map(|d| d.category.scenario()), Some(Scenario::Complaint));
}

#[test]
fn an_emergency_is_one_unless_it_is_graded_otherwise() {
    let emergency = Typed { scenario: Some(Scenario::Emergency), ..typed() };
    assert_eq!(emergency.draft().map(|d| d.urgency), Some(Urgency::Emergency));
    let graded = Typed { urgency: Some(Urgency::Urgent), ..emergency };
    assert_eq!(graded.draft().map(|d| d.urgency), Some(Urgency::Urgent));
}

#[test]
fn a_home_is_asked_for_unless_it_is_a_public_area() {
    let at_home = Typed { text: "厨房水管漏水".to_owned(), ..typed() };
    let now = steward_core::time::Instant::EPOCH;
    let wrong = at_home.draft().map(|d| d.check(now)).unwrap_or_default();
    assert_eq!(wrong.first().and_then(|p| p.field), Some(Field::Household));
    assert_eq!(typed().draft().map(|d| d.check(now)), Some(Vec::new()));
}
