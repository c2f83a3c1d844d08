//! Signing in, in a real browser: what an owner and a member of staff meet when something is wrong.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that fails may panic")]

mod page;

use leptos::prelude::*;
use page::{Page, answer_fetch_with, number, string, until};
use steward_app::accounts::{OwnerSignIn, StaffSignIn};
use steward_app::net::session;
use steward_app::words::{Locale, set_locale};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A server with one owner (13812342046, code 246810) and one agent (su, password good, digits 123456).
const SERVER: &str = "
    const say = (status, value) => Promise.resolve(new Response(JSON.stringify(value), {status}));
    const sent = init.body ? JSON.parse(init.body) : {};
    const me = role => say(200, {person: role, role, name: 'X', homes: [], projects: [], group: 'G',
        preferences: {locale: null, theme: null}, now: Date.now()});
    window.tries = window.tries || 0;
    if (url.endsWith('/code')) return /^1[0-9]{10}$/.test(sent.phone)
        ? say(200, {again_after_s: 60, demo_code: '246810'})
        : say(422, {code: 'invalid', fields: [{code: 'bad_phone', field: 'phone'}]});
    if (url.endsWith('/owner')) {
        window.last = sent.code;
        if (sent.code === '246810') return me('own');
        window.tries++;
        return say(401, {code: window.tries < 5 ? 'wrong_credentials' : 'code_used_up'});
    }
    if (sent.login !== 'su' || sent.password !== 'good') return say(401, {code: 'wrong_credentials'});
    if (!sent.totp) return say(401, {code: 'totp_needed'});
    return sent.totp === '123456' ? me('agt') : say(401, {code: 'wrong_credentials'});";

fn submit(page: &Page) {
    page.press("button[type=submit]");
}

async fn says(page: &Page, words: &str) {
    until(words, || page.text("form").contains(words)).await;
}

#[wasm_bindgen_test]
async fn an_owner_gets_in_with_phone_and_code() {
    set_locale(Locale::Chinese);
    answer_fetch_with(SERVER);
    js_sys::eval("window.tries = 0").unwrap();
    let page = Page::of(|| view! { <OwnerSignIn /> });

    submit(&page);
    says(&page, "这里还没有填。").await;
    page.type_into(&page.input("input"), "138");
    submit(&page);
    says(&page, "请填写 11 位手机号。").await;
    page.type_into(&page.input("input"), "13812342046");
    submit(&page);
    says(&page, "验证码已发送到 138****2046").await;
    says(&page, "246810").await;
    says(&page, "秒后可重新获取").await;
    assert_eq!(page.input("input").get_attribute("autocomplete").as_deref(), Some("one-time-code"));

    for _ in 0..4 {
        let before = number("window.tries");
        page.type_into(&page.input("input"), "000000");
        submit(&page);
        until("the answer", || number("window.tries") > before).await;
        says(&page, "验证码不对").await;
    }
    page.type_into(&page.input("input"), "000000");
    submit(&page);
    says(&page, "填错次数太多，请重新获取验证码。").await;
    says(&page, "重新获取").await;

    page.type_into(&page.input("input"), " 246 810 ");
    submit(&page);
    until("signed in", || session::me_untracked().is_some()).await;
    assert_eq!(string("window.last"), "246810", "blanks of a pasted code are dropped");
}

#[wasm_bindgen_test]
async fn staff_are_asked_for_the_second_factor_only_when_it_is_set_up() {
    set_locale(Locale::English);
    answer_fetch_with(SERVER);
    let page = Page::of(|| view! { <StaffSignIn /> });
    submit(&page);
    until("both inputs are marked", || page.count("[aria-invalid=true]") == 2).await;

    page.type_into(&page.input("[autocomplete=username]"), "su");
    page.type_into(&page.input("[type=password]"), "bad");
    submit(&page);
    says(&page, "Login or password is wrong.").await;
    assert_eq!(page.count("[autocomplete=one-time-code]"), 0);

    page.type_into(&page.input("[type=password]"), "good");
    submit(&page);
    until("the digits are asked for", || page.count("[autocomplete=one-time-code]") == 1).await;
    assert_eq!(page.input("[type=password]").value(), "good", "nothing has to be typed again");

    page.type_into(&page.input("[autocomplete=one-time-code]"), "999999");
    submit(&page);
    says(&page, "That code is wrong.").await;
}
