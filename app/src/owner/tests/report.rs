use steward_core::sla::policy::{ClockKind, Rules};
use steward_core::tickets::{Category, Command, Scenario, Urgency};
use steward_core::time::{Instant, Seconds};

use super::desk::{Desk, at, home};
use crate::owner::promise_model::{Promise, promises, tile_note};
use crate::owner::report_model::{Typed, books, short_list, twin};
use crate::words::{Locale, set_locale};

fn codes(list: Vec<Category>) -> Vec<&'static str> {
    list.into_iter().map(Category::code).collect()
}

#[test]
fn the_words_pick_the_category_until_the_owner_does() {
    let mut typed = Typed { text: "厨房水槽下面漏水".to_owned(), ..Typed::default() };
    assert_eq!(typed.category(Scenario::Repair).map(Category::code), Some("water.pipe"));
    assert!(typed.is_picked(Scenario::Repair));
    typed.category = Some("wall.seepage".to_owned());
    assert_eq!(typed.category(Scenario::Repair).map(Category::code), Some("wall.seepage"));
    assert!(!typed.is_picked(Scenario::Repair));
    typed.category = Some("ask.fees".to_owned());
    assert_eq!(typed.category(Scenario::Repair).map(Category::code), Some("water.pipe"));
    assert_eq!(Typed::default().category(Scenario::Repair).map(Category::code), Some("repair.other"));
    assert!(!Typed::default().is_picked(Scenario::Repair));
}

#[test]
fn six_chips_stand_for_the_kinds_of_repair_and_the_chosen_one_is_among_them() {
    let six = ["water.pipe", "power.circuit", "door.lock", "wall.seepage", "public.lighting", "repair.other"];
    assert_eq!(codes(short_list(Scenario::Repair, None)), six);
    let drain = Category::find("water.drain");
    assert_eq!(codes(short_list(Scenario::Repair, drain))[0], "water.drain");
    for scenario in Scenario::ALL {
        for category in Category::of(*scenario) {
            assert!(short_list(*scenario, Some(category)).contains(&category), "{category:?}");
        }
    }
    // All of a shorter list are shown.
    assert_eq!(short_list(Scenario::Complaint, None).len(), Category::of(Scenario::Complaint).count());
}

#[test]
fn a_draft_forgets_a_time_that_has_passed_and_nothing_else() {
    let kept = Typed { text: "漏水".to_owned(), appointment: Some(at("16 10:00")), ..Typed::default() };
    assert_eq!(kept.clone().at(at("16 09:00")), kept);
    assert_eq!(kept.clone().at(at("16 11:00")), Typed { appointment: None, ..kept });
}

#[test]
fn a_draft_reads_what_an_earlier_version_has_kept() {
    let old: Typed = serde_json::from_str(r#"{"text":"漏水","unknown":1}"#).unwrap();
    assert_eq!(old.text, "漏水");
    assert!(!old.is_blank() && Typed::default().is_blank());
    assert!(!Typed { lost: 1, ..Typed::default() }.is_blank(), "a photo that was lost is something to say");
}

#[test]
fn the_draft_is_what_core_checks() {
    let typed = Typed {
        text: "  电梯厅灯不亮  ".to_owned(),
        place: " 18 层 ".to_owned(),
        category: Some("public.lighting".to_owned()),
        appointment: Some(at("17 10:00")),
        ..Typed::default()
    };
    let draft = typed.draft(Scenario::Repair, &home(3)).unwrap();
    assert!(draft.check(at("16 14:20")).is_empty());
    assert_eq!((draft.text.as_str(), draft.place.as_str()), ("电梯厅灯不亮", "18 层"));
    assert_eq!(draft.appointment, Some(at("17 10:00")));
    // A place is asked for in public areas only, a time only where somebody comes.
    let inside = Typed { category: Some("water.pipe".to_owned()), ..typed.clone() };
    assert_eq!(inside.draft(Scenario::Repair, &home(3)).unwrap().place, "");
    assert_eq!(typed.draft(Scenario::Consultation, &home(3)).unwrap().appointment, None);
    let ordinary = |scenario| books(scenario, Urgency::Ordinary);
    assert!(
        ordinary(Scenario::Repair) && !ordinary(Scenario::Complaint) && !ordinary(Scenario::Consultation)
    );
    assert!(!books(Scenario::Repair, Urgency::Emergency));
    let danger = Typed { urgency: Some(Urgency::Emergency), ..typed };
    assert_eq!(danger.draft(Scenario::Repair, &home(3)).unwrap().appointment, None);
}

fn promised(scenario: Scenario, rules: &Rules, now: Instant, change: impl Fn(&mut Typed)) -> Vec<Promise> {
    let mut typed = Typed { text: "漏水".to_owned(), ..Typed::default() };
    change(&mut typed);
    promises(&typed.draft(scenario, &home(3)).unwrap(), rules, now)
}

#[test]
fn what_is_promised_before_submitting_is_what_core_decides() {
    set_locale(Locale::Chinese);
    let now = at("16 14:20");
    let rules = Rules::around_the_clock();
    let list = promised(Scenario::Repair, &rules, now, |_| {});
    let said: Vec<String> = list.iter().map(|p| [p.when(now).as_str(), p.what()].join(" ")).collect();
    assert_eq!(said, ["14:25 前 派给工程师", "15:20 前 上门查看", "明天 14:20 前 给您处理结果"]);
    // Measures of the team are no promise to the owner.
    let kinds: Vec<ClockKind> =
        promised(Scenario::Complaint, &rules, now, |_| {}).iter().map(|p| p.kind).collect();
    assert_eq!(kinds, [ClockKind::Solution]);
}

#[test]
fn a_chosen_time_is_the_promise_of_the_visit() {
    let now = at("16 14:20");
    let slot = at("17 10:00");
    let list = promised(Scenario::Repair, &Rules::around_the_clock(), now, |t| t.appointment = Some(slot));
    assert_eq!(list.iter().find(|p| p.kind == ClockKind::OnSite).map(|p| p.due), Some(slot));
}

#[test]
fn at_night_an_emergency_does_not_wait_for_the_desk() {
    set_locale(Locale::Chinese);
    let now = at("16 23:00");
    let open = steward_core::calendar::Span::new(at("17 08:00"), at("17 22:00"));
    let known = steward_core::calendar::Span::new(at("15 00:00"), at("25 00:00"));
    let service_hours = steward_core::calendar::Windows::union(known, [open]);
    let rules = Rules { service_hours, ..Rules::around_the_clock() };
    let first = |urgency| {
        promised(Scenario::Repair, &rules, now, |t| t.urgency = Some(urgency)).first().map(|p| p.due)
    };
    assert_eq!(first(Urgency::Ordinary), Some(at("17 08:05")));
    assert_eq!(first(Urgency::Emergency), Some(at("16 23:05")));
    // The tile on the home page says the same.
    let note = |now| tile_note(&home(3), &rules, now);
    assert_eq!(note(now).as_deref(), Some("明天 08:05 前派单"));
    assert_eq!(note(at("17 09:00")).as_deref(), Some("5 分钟内派单"));
}

#[test]
fn an_open_ticket_about_the_same_is_pointed_to() {
    let mut desk = Desk::open(Scenario::Repair);
    let typed = Typed { text: "水管又漏水".to_owned(), ..Typed::default() };
    let draft = |home_number| typed.draft(Scenario::Repair, &home(home_number)).unwrap();
    let rows = [desk.row()];
    assert_eq!(twin(&rows, &draft(3), &home(3)).map(|r| r.id.as_str()), Some("T20260915-0118"));
    assert_eq!(twin(&rows, &draft(4), &home(4)), None);
    let other =
        Typed { text: "漏水".to_owned(), category: Some("repair.other".to_owned()), ..Typed::default() };
    assert_eq!(twin(&rows, &other.draft(Scenario::Repair, &home(3)).unwrap(), &home(3)), None);
    desk.wait(Seconds::minutes(1));
    desk.owner(&Command::Cancel { reason: "好了".to_owned() });
    assert_eq!(twin(&[desk.row()], &draft(3), &home(3)), None);
}
