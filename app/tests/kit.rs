//! The component kit in a real browser: what is said, what is reachable, what happens on a press.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that fails may panic")]

mod page;

use leptos::prelude::*;
use leptos::task::tick;
use page::Page;
use steward_app::ui::button::Button;
use steward_app::ui::toast::{self, Toasts};
use steward_app::ui::{
    Chips, Choice, Dialog, Kind, Look, Problems, Segments, StarsField, Status, TextField, pill,
};
use steward_app::words::{Locale, set_locale};
use steward_core::problem::{Code, Field, Problem};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn an_error_stands_under_its_field_and_goes_when_the_field_changes() {
    set_locale(Locale::Chinese);
    let problems: Problems = RwSignal::new(Vec::new());
    let value = RwSignal::new(String::new());
    let page = Page::of(move || {
        view! { <TextField field=Field::Phone kind=Kind::Phone value=value problems=problems hint="登记的号码" /> }
    });
    let input = page.input("input");
    assert_eq!(page.described(&input), "登记的号码");
    assert_eq!(input.get_attribute("aria-invalid"), None);

    problems.set(vec![Problem::new(Code::BadPhone).at(Field::Phone)]);
    tick().await;
    assert_eq!(page.described(&input), "请填写 11 位手机号。");
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));

    page.type_into(&input, "138");
    tick().await;
    assert_eq!(value.get_untracked(), "138");
    assert_eq!(page.described(&input), "登记的号码");
    assert_eq!(input.get_attribute("aria-invalid"), None);
}

#[wasm_bindgen_test]
async fn a_label_names_its_input() {
    set_locale(Locale::English);
    let problems: Problems = RwSignal::new(Vec::new());
    let value = RwSignal::new("Mia".to_owned());
    let page = Page::of(move || view! { <TextField field=Field::Contact value=value problems=problems /> });
    let input = page.input("input");
    assert_eq!(page.text(&format!("label[for='{}']", input.id())), "Contact");
    tick().await;
    assert_eq!(input.value(), "Mia");
}

#[wasm_bindgen_test]
async fn a_button_does_nothing_while_it_is_at_work_or_blocked() {
    let pressed = RwSignal::new(0);
    let pending = RwSignal::new(false);
    let blocked = RwSignal::new(None::<String>);
    let press = Callback::new(move |()| pressed.update(|n| *n += 1));
    let page = Page::of(move || {
        view! {
            <Button look=Look::Primary pending=pending blocked=blocked on_press=press>"提交"</Button>
        }
    });
    page.press("button");
    assert_eq!(pressed.get_untracked(), 1);

    pending.set(true);
    tick().await;
    page.press("button");
    assert_eq!(pressed.get_untracked(), 1, "a second tap while the first is on its way");

    pending.set(false);
    blocked.set(Some("完工后 7 天内可以重新打开".to_owned()));
    tick().await;
    page.press("button");
    assert_eq!(pressed.get_untracked(), 1);
    let button = page.one("button");
    assert_eq!(page.described(&button), "完工后 7 天内可以重新打开");
    assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn stars_start_unset_and_take_one_choice() {
    set_locale(Locale::English);
    let value = RwSignal::new(None::<u8>);
    let problems: Problems = RwSignal::new(Vec::new());
    let page = Page::of(move || view! { <StarsField value=value problems=problems /> });
    assert_eq!(page.count("input:checked"), 0);
    page.press("label:nth-of-type(4) input");
    tick().await;
    assert_eq!(value.get_untracked(), Some(4));
    assert_eq!(page.count("input:checked"), 1);
    assert_eq!(page.text("label:nth-of-type(4)"), "Good");
}

#[wasm_bindgen_test]
async fn a_chip_picked_by_the_page_is_no_pick_by_the_person() {
    let value = RwSignal::new(None::<u8>);
    let picks = RwSignal::new(0);
    let problems: Problems = RwSignal::new(Vec::new());
    let on_pick = Callback::new(move |()| picks.update(|n| *n += 1));
    let page = Page::of(move || {
        view! {
            <Chips
                field=Field::Category
                value=value
                choices=vec![Choice::new(1, "水管漏水"), Choice::new(2, "电路开关")]
                problems=problems
                on_pick=on_pick
            />
        }
    });
    value.set(Some(2));
    tick().await;
    assert!(page.input("label:nth-child(2) input").checked());
    assert_eq!(picks.get_untracked(), 0);
    page.press("label:nth-child(1) input");
    tick().await;
    assert_eq!((value.get_untracked(), picks.get_untracked()), (Some(1), 1));
}

#[wasm_bindgen_test]
async fn a_switch_is_a_named_group_of_radios() {
    let value = RwSignal::new(Some("asap"));
    let page = Page::of(move || {
        view! {
            <Segments
                label="上门时间"
                value=value
                choices=vec![Choice::new("asap", "尽快"), Choice::new("later", "预约")]
            />
        }
    });
    assert_eq!(page.one("[role=radiogroup]").get_attribute("aria-label").as_deref(), Some("上门时间"));
    assert!(page.input("label:nth-child(1) input").checked());
    page.press("label:nth-child(2) input");
    tick().await;
    assert_eq!(value.get_untracked(), Some("later"));
}

#[wasm_bindgen_test]
async fn a_dialog_opens_above_the_page_and_says_when_it_was_closed() {
    let open = RwSignal::new(false);
    let page = Page::of(
        move || view! { <Dialog open=open title="重新打开这张工单？"><p>"会重新开始计时"</p></Dialog> },
    );
    assert_eq!(page.count("dialog[open]"), 0);
    assert_eq!(page.count("p"), 0, "nothing is made before it opens");
    open.set(true);
    tick().await;
    let dialog = page.one("dialog[open]");
    let name = dialog.get_attribute("aria-labelledby").unwrap();
    assert_eq!(page.text(&format!("#{name}")), "重新打开这张工单？");
    page.close_dialog("dialog");
    page::next_task().await;
    assert!(!open.get_untracked());
    assert_eq!(page.count("p"), 0);
}

#[wasm_bindgen_test]
async fn a_warning_stays_in_the_live_region_until_it_is_dismissed() {
    let page = Page::of(|| view! { <Toasts /> });
    let region = page.one("[role=status]");
    assert_eq!(region.get_attribute("aria-live").as_deref(), Some("polite"));
    toast::warn("没有办成");
    tick().await;
    assert!(region.text_content().unwrap().contains("没有办成"));
    page.press(".toast button");
    tick().await;
    assert_eq!(page.count(".toast"), 0);
    toast::announce("即将到期");
    tick().await;
    assert_eq!(page.count(".toast"), 0, "an announcement is heard, not seen");
    assert!(region.text_content().unwrap().contains("即将到期"));
}

#[wasm_bindgen_test]
async fn a_status_has_shape_word_and_colour() {
    let page = Page::of(|| view! { {pill(Status::Soon, "即将到期")} });
    let pill = page.one(".pill");
    assert_eq!(pill.get_attribute("data-s").as_deref(), Some("soon"));
    assert_eq!(pill.text_content().unwrap().trim(), "即将到期");
    assert_eq!(page.one("use").get_attribute("href").as_deref(), Some("#s-soon"));
    assert_eq!(page.one("svg").get_attribute("aria-hidden").as_deref(), Some("true"));
}
