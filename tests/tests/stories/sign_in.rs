//! Coming in: owners with a code, staff with a password; and what each person sets for themselves.

use steward_tests::browser::{Page, button, heading, link, radio, textbox};
use steward_tests::people::{PASSWORD, phone};
use steward_tests::words::{Language, say};

use crate::stage::{Stage, told};

told!(an_owner_signs_in everywhere);
told!(staff_sign_in everywhere);
told!(a_wrong_code_five_times in PHONE_ZH: phone_zh);
told!(language_and_theme_stay in PHONE_ZH: phone_zh, DESK_ZH: desk_zh);

/// Asks for a code as the first owner; the code, which a demo shows.
#[track_caller]
pub(crate) fn ask_for_code(stage: &Stage, page: &Page) -> String {
    page.fill(&textbox(stage.say("problems.field.phone")), &phone(1));
    page.tap(&button(stage.say("accounts.send_code")));
    page.find(&textbox(stage.say("problems.field.one_time_code")));
    let shown = stage.fill_in("accounts.demo_code", &[("code", "")]);
    page.see(shown.trim());
    let text = page.text();
    let after = text.split_once(shown.trim()).expect("the words before the code").1;
    let digits: String = after.trim_start().chars().take_while(char::is_ascii_digit).collect();
    assert_eq!(digits.len(), 6, "six digits in {after}");
    digits
}

/// Signs in as the first owner where the page asks for it.
#[track_caller]
pub(crate) fn with_code(stage: &Stage, page: &Page) {
    let code = ask_for_code(stage, page);
    page.fill(&textbox(stage.say("problems.field.one_time_code")), &code);
    page.tap(&button(stage.say("accounts.sign_in")));
}

fn an_owner_signs_in(stage: &Stage) {
    let page = stage.stranger("owner");
    page.go("/");
    page.find(&heading(stage.say("accounts.sign_in")));
    stage.curtain(&page, "1-welcome", &[401]);
    page.tap(&button(stage.say("accounts.send_code")));
    page.see(stage.say("problems.code.required"));
    let code = ask_for_code(stage, &page);
    stage.curtain(&page, "2-code", &[401]);
    page.fill(&textbox(stage.say("problems.field.one_time_code")), &code);
    page.tap(&button(stage.say("accounts.sign_in")));
    page.see("1803");
    page.find(&link(stage.say("owner.report")).part());
    stage.curtain(&page, "3-home", &[401]);
    // The size budget counts one program file for a first visit: no other has come with the sign-in and the home.
    let programs =
        "return performance.getEntriesByType('resource').filter(e => e.name.endsWith('.wasm')).length";
    assert_eq!(page.js(programs, &[]), 1);
    page.reload();
    page.see("1803");
}

fn staff_sign_in(stage: &Stage) {
    let page = stage.stranger("agent");
    page.go("/console");
    page.fill(&textbox(stage.say("problems.field.login")), "agent");
    page.fill(&textbox(stage.say("problems.field.password")), "wrong");
    page.tap(&button(stage.say("accounts.sign_in")));
    page.see(stage.say("accounts.wrong_password"));
    stage.curtain(&page, "1-wrong", &[401]);
    page.fill(&textbox(stage.say("problems.field.password")), PASSWORD);
    page.tap(&button(stage.say("accounts.sign_in")));
    page.find(&heading(stage.say("console.worklist")));
    stage.curtain(&page, "2-worklist", &[401]);
}

fn a_wrong_code_five_times(stage: &Stage) {
    let page = stage.stranger("owner");
    page.go("/");
    let right = ask_for_code(stage, &page);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let field = textbox(stage.say("problems.field.one_time_code"));
    for _ in 0..4 {
        page.fill(&field, wrong);
        page.tap(&button(stage.say("accounts.sign_in")));
        page.see(stage.say("accounts.wrong_code"));
    }
    page.fill(&field, wrong);
    page.tap(&button(stage.say("accounts.sign_in")));
    page.see(stage.say("problems.code.code_used_up"));
    page.fill(&field, &right);
    page.tap(&button(stage.say("accounts.sign_in")));
    page.see(stage.say("problems.code.code_used_up"));
    stage.curtain(&page, "used-up", &[401]);
}

fn language_and_theme_stay(stage: &Stage) {
    let page = stage.owner();
    page.go("/me");
    let html = |name: &str| page.js(&format!("return document.documentElement.getAttribute('{name}')"), &[]);
    page.find(&heading(stage.say("owner.me")));
    assert_eq!(html("lang"), "zh-CN");
    page.tap(&radio("English"));
    page.find(&heading(say(Language::English, "owner.me", &[])));
    assert_eq!(html("lang"), "en");
    page.tap(&radio(say(Language::English, "common.theme_dark", &[])));
    assert_eq!(html("data-theme"), "dark");
    stage.curtain(&page, "dark-english", &[]);
    page.reload();
    page.find(&heading(say(Language::English, "owner.me", &[])));
    assert_eq!((html("lang"), html("data-theme")), ("en".into(), "dark".into()));
    // On another device the person finds what they chose.
    let other = stage.owner();
    other.go("/me");
    other.find(&heading(say(Language::English, "owner.me", &[])));
}
