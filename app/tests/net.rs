//! Calls in a real browser, against a `fetch` that answers as told: sessions that end, networks that break.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that fails may panic")]

mod page;

use leptos::prelude::*;
use page::{answer_fetch_with, number, string, until};
use steward_app::net::outbox::{dismiss, refused};
use steward_app::net::session;
use steward_app::net::{Failure, call, clock, command, new_command_id, outbox};
use steward_core::accounts::api::{Me, WHO_AM_I};
use steward_core::endpoint::Nothing;
use steward_core::ids::CommandId;
use steward_core::problem::Code;
use steward_core::tickets::Command;
use steward_core::tickets::api::{COMMAND, COUNTS, CommandRequest, CountQuery, View, ViewCount};
use steward_core::time::{Instant, Seconds};
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A reading call as any other, and its answer in these tests.
const NOTHING_SPECIAL: CountQuery = CountQuery { project: None };

fn counted() -> Vec<ViewCount> {
    vec![ViewCount { view: View::Due, count: 7, more: false }]
}

fn urge(id: &CommandId) -> CommandRequest {
    CommandRequest { command_id: id.clone(), expected_seq: None, command: Command::Urge }
}

/// A server that knows how often it was asked, in `window.asked`, and what bodies it got, in `window.bodies`.
fn server(answers: &str) {
    // The reactive part of the program runs on a task runner, which comes with the first thing mounted.
    drop(page::Page::of(|| ()));
    js_sys::eval("window.asked = 0; window.bodies = []; localStorage.clear(); true").unwrap();
    let body = [
        "window.asked++; window.bodies.push(init.body || '');
         const say = (status, value) => Promise.resolve(new Response(JSON.stringify(value), {status}));
         const rows = [{view: 'due', count: 7}];",
        answers,
    ]
    .concat();
    answer_fetch_with(&body);
}

fn somebody(now: Instant) -> Me {
    serde_json::from_value(serde_json::json!({
        "person": "p1", "role": "own", "name": "林女士", "homes": [], "projects": [], "group": "澄岸",
        "preferences": {"locale": null, "theme": null}, "now": now.millis()
    }))
    .unwrap()
}

#[wasm_bindgen_test]
async fn a_reading_call_tries_again_when_the_network_fails() {
    server("return window.asked < 2 ? Promise.reject(new TypeError('gone')) : say(200, rows);");
    let answer = call(&COUNTS, &[], &NOTHING_SPECIAL).await;
    assert_eq!(answer, Ok(counted()));
}

#[wasm_bindgen_test]
async fn a_refusal_is_not_asked_again() {
    server("return say(422, {code: 'too_long', field: 'text', params: {max: '2000', len: '2001'}});");
    let failure = call(&COUNTS, &[], &NOTHING_SPECIAL).await.unwrap_err();
    assert_eq!(failure.code(), Some(Code::TooLong));
    assert_eq!(number("window.asked"), 1);
}

#[wasm_bindgen_test]
async fn an_answer_without_json_is_read_by_its_status() {
    server("return Promise.resolve(new Response('<html>502</html>', {status: 413}));");
    let failure = call(&COUNTS, &[], &NOTHING_SPECIAL).await.unwrap_err();
    assert_eq!(failure.code(), Some(Code::TooLarge));
}

#[wasm_bindgen_test]
async fn a_call_waits_for_the_sign_in_and_goes_on_after_it() {
    server("return window.inside ? say(200, rows) : say(401, {code: 'sign_in_needed'});");
    js_sys::eval("window.inside = false").unwrap();
    session::enter(somebody(clock::now()));
    let answer = RwSignal::new(None);
    spawn_local(async move { answer.set(Some(call(&COUNTS, &[], &NOTHING_SPECIAL).await)) });
    until("the sign-in opens", || session::has_ended().get_untracked()).await;
    assert_eq!(answer.get_untracked(), None, "the call waits");
    assert!(session::me_untracked().is_some(), "the page behind keeps its person");

    js_sys::eval("window.inside = true").unwrap();
    session::enter(somebody(clock::now()));
    until("the call goes on", || answer.with_untracked(Option::is_some)).await;
    assert!(answer.get_untracked().is_some_and(|a| a.is_ok()));
    assert!(!session::has_ended().get_untracked());
}

#[wasm_bindgen_test]
async fn nobody_signed_in_is_no_failure() {
    server("return say(401, {code: 'sign_in_needed'});");
    let failure = call(&WHO_AM_I, &[], &Nothing {}).await.unwrap_err();
    assert_eq!(failure.code(), Some(Code::SignInNeeded), "asking who is there never waits for a sign-in");
    assert!(!session::has_ended().get_untracked());
}

#[wasm_bindgen_test]
async fn a_command_outlives_a_broken_network_with_the_same_id() {
    server("return window.up || !init.body ? say(200, rows) : Promise.reject(new TypeError('gone'));");
    js_sys::eval("window.up = false").unwrap();
    session::enter(somebody(clock::now()));
    let id = new_command_id();
    let answer = command(&COMMAND, &["T1"], &urge(&id), &id, "催单".to_owned(), None).await;
    assert_eq!(answer, Err(Failure::Kept));
    assert_eq!(outbox::waiting().get_untracked(), 1);
    assert!(string("localStorage.getItem('steward.outbox')").contains(id.as_str()), "kept on the device");

    js_sys::eval("window.up = true; window.bodies = []").unwrap();
    session::enter(somebody(clock::now()));
    until("the queue is empty", || {
        outbox::waiting().get_untracked() == 0 && number("window.bodies.filter(b => b).length") > 0
    })
    .await;
    until("the device forgets it", || {
        js_sys::eval("localStorage.getItem('steward.outbox')").unwrap().is_null()
    })
    .await;
    assert_eq!(number("window.bodies.filter(b => b).length"), 1, "sent once");
    assert!(string("window.bodies.find(b => b)").contains(id.as_str()), "under the same id");
}

#[wasm_bindgen_test]
async fn a_refused_command_is_not_kept() {
    server("return say(422, {code: 'refused', refusal: {rule: 'already_rated'}});");
    session::enter(somebody(clock::now()));
    let id = new_command_id();
    let answer = command(&COMMAND, &["T1"], &urge(&id), &id, "评价".to_owned(), None).await;
    assert!(matches!(answer, Err(Failure::Problem(_))));
    assert_eq!(outbox::waiting().get_untracked(), 0);
    assert!(js_sys::eval("localStorage.getItem('steward.outbox')").unwrap().is_null());
}

#[wasm_bindgen_test]
async fn what_is_refused_later_is_kept_with_its_reason_and_its_words() {
    server(
        "if (!init.body) return say(200, rows);
         if (!window.up) return Promise.reject(new TypeError('gone'));
         return window.willing ? say(200, {}) : say(422, {code: 'refused', refusal: {rule: 'already_rated'}});",
    );
    js_sys::eval("window.up = false; window.willing = false").unwrap();
    session::enter(somebody(clock::now()));
    let id = new_command_id();
    // The form keeps what is typed until it is sent, and is free for other words then.
    let key = "steward.draft.T1.reopen";
    let draft = ["{\"id\":\"", id.as_str(), "\",\"text\":\"又漏了\"}"].concat();
    let storage = window().local_storage().unwrap().unwrap();
    storage.set_item(key, &draft).unwrap();
    let about = || "重新打开".to_owned();
    let answer = command(&COMMAND, &["T1"], &urge(&id), &id, about(), Some(key)).await;
    assert_eq!(answer, Err(Failure::Kept));
    storage.remove_item(key).unwrap();

    js_sys::eval("window.up = true").unwrap();
    session::enter(somebody(clock::now()));
    until("it is refused", || !refused().is_empty()).await;
    assert_eq!(refused().len(), 1);
    let no = &refused()[0];
    assert_eq!((no.id(), no.about(), no.ticket()), (&id, "重新打开", Some("T1")));
    assert_eq!(no.why(), Some("已经评价过了，评价不能修改。"));
    assert!(no.body().contains(id.as_str()));
    assert!(no.is_back());
    assert_eq!(storage.get_item(key).unwrap(), Some(draft), "the words are in their form again");
    assert_eq!(outbox::waiting().get_untracked(), 0, "it waits for nothing");

    // Given once more, and carried out: nothing is left to be said.
    js_sys::eval("window.willing = true").unwrap();
    let again = command(&COMMAND, &["T1"], &urge(&id), &id, about(), Some(key)).await;
    assert!(!matches!(again, Err(Failure::Kept)));
    assert!(refused().is_empty());
    assert_eq!(storage.get_item("steward.outbox").unwrap(), None);
}

#[wasm_bindgen_test]
async fn what_was_refused_does_not_overwrite_what_was_begun_since() {
    server(
        "if (!init.body) return say(200, rows);
         return window.up ? say(403, {code: 'forbidden'}) : Promise.reject(new TypeError('gone'));",
    );
    js_sys::eval("window.up = false").unwrap();
    session::enter(somebody(clock::now()));
    let id = new_command_id();
    let key = "steward.draft.T1.add";
    let storage = window().local_storage().unwrap().unwrap();
    storage.set_item(key, "first").unwrap();
    let answer = command(&COMMAND, &["T1"], &urge(&id), &id, "补充".to_owned(), Some(key)).await;
    assert_eq!(answer, Err(Failure::Kept));
    storage.set_item(key, "second").unwrap();
    js_sys::eval("window.up = true").unwrap();
    session::enter(somebody(clock::now()));
    until("it is refused", || !refused().is_empty()).await;
    assert_eq!(storage.get_item(key).unwrap().as_deref(), Some("second"));
    dismiss(&id);
    assert!(refused().is_empty());
}

#[wasm_bindgen_test]
async fn the_clock_is_the_servers_even_if_the_phone_is_a_day_off() {
    let device = Instant::from_millis(number("Date.now()"));
    let ahead = device + Seconds::days(1);
    clock::server_said(ahead);
    let off = clock::now().since(ahead).get();
    assert!((0..10).contains(&off), "off by {off} s");
    let day = clock::device_is_off_by().get();
    assert!((86_390..=86_400).contains(&day), "the device is off by {day} s");
    clock::server_said(device);
}

#[wasm_bindgen_test]
fn command_ids_are_well_formed_and_differ() {
    let (a, b) = (new_command_id(), new_command_id());
    assert_eq!(a.as_str().len(), 32);
    assert_ne!(a, b);
}
