//! Signing in: wrong codes, wrong passwords, sessions that end.

use serde_json::json;
use steward_core::accounts::api::{SIGN_OUT, WHO_AM_I};
use steward_core::endpoint::Nothing;
use steward_core::problem::{Code, Field};
use steward_core::time::Seconds;
use steward_tests::people::{PASSWORD, phone};
use steward_tests::product::Setup;
use steward_tests::{Answer, Client, Product};

fn ask_code(client: &Client, phone: &str) -> Answer {
    client.post("/api/v1/session/code", &json!({ "phone": phone }))
}

fn enter(client: &Client, phone: &str, code: &str) -> Answer {
    client.post("/api/v1/session/owner", &json!({ "phone": phone, "code": code }))
}

#[test]
fn a_wrong_code_five_times_uses_it_up() {
    let product = Product::start();
    let visitor = product.visitor();
    let sent = ask_code(&visitor, &phone(1)).json();
    let right = sent["demo_code"].as_str().expect("a demo shows its code").to_owned();
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for n in 1..5 {
        let problem = enter(&visitor, &phone(1), wrong).problem();
        assert_eq!(
            (problem.code, problem.field),
            (Code::WrongCredentials, Some(Field::OneTimeCode)),
            "try {n}"
        );
    }
    assert_eq!(enter(&visitor, &phone(1), wrong).code(), Code::CodeUsedUp);
    assert_eq!(enter(&visitor, &phone(1), &right).code(), Code::CodeUsedUp, "the right one comes too late");
    product.advance(Seconds(61));
    product.visitor().sign_in_owner(&phone(1));
}

#[test]
fn a_code_runs_out_and_is_used_once() {
    let product = Product::start();
    let visitor = product.visitor();
    let first = ask_code(&visitor, &phone(1)).json();
    let again = ask_code(&visitor, &phone(1)).problem();
    assert_eq!(again.code, Code::SlowDown);
    assert!(again.params.contains_key("seconds"));
    product.advance(Seconds::minutes(5));
    let code = first["demo_code"].as_str().expect("a code").to_owned();
    assert_eq!(enter(&visitor, &phone(1), &code).code(), Code::CodeExpired);
    let code = ask_code(&visitor, &phone(1)).json()["demo_code"].as_str().expect("a code").to_owned();
    assert_eq!(enter(&visitor, &phone(1), &code).status, 200);
    assert_ne!(enter(&visitor, &phone(1), &code).status, 200, "a code opens one session");
}

/// Nobody learns from the answers who is a customer here.
#[test]
fn a_known_and_an_unknown_phone_are_answered_alike() {
    let product = Product::start();
    let visitor = product.visitor();
    let shape = |answer: Answer| {
        let mut json = answer.json();
        let digits = json["demo_code"].as_str().map(str::len);
        json["demo_code"] = json!(digits);
        (answer.status, json)
    };
    assert_eq!(shape(ask_code(&visitor, &phone(1))), shape(ask_code(&visitor, "13900009999")));
    assert_eq!(enter(&visitor, &phone(1), "12345").code(), enter(&visitor, "13900009999", "12345").code());
    let problem = ask_code(&visitor, "12345").problem();
    assert_eq!(
        problem.fields.iter().map(|p| (p.code, p.field)).collect::<Vec<_>>(),
        [(Code::BadPhone, Some(Field::Phone))]
    );
}

#[test]
fn a_real_server_shows_no_code() {
    let product = Product::with(Setup { bare: true, ..Setup::default() });
    let answer = ask_code(&product.visitor(), "13800000001");
    assert_eq!(answer.status, 200);
    assert!(answer.json().get("demo_code").is_none(), "{}", answer.text());
}

#[test]
fn staff_sign_in_with_the_right_password_only() {
    let product = Product::start();
    let visitor = product.visitor();
    let enter = |login: &str, password: &str| {
        visitor.post("/api/v1/session/staff", &json!({ "login": login, "password": password }))
    };
    let wrong = enter("agent", "wrong");
    let nobody = enter("nobody", PASSWORD);
    assert_eq!(wrong.code(), Code::WrongCredentials);
    assert_eq!(
        (wrong.status, wrong.body),
        (nobody.status, nobody.body),
        "no word about which of the two is wrong"
    );
    assert_eq!(enter("agent", PASSWORD).status, 200);
}

#[test]
fn a_session_ends_when_it_is_left_alone_and_when_told_to() {
    let product = Product::start();
    let who = |client: &Client| client.call(&WHO_AM_I, &[], &Nothing {}).status;
    let agent = product.staff("agent");
    product.advance(Seconds::hours(11));
    assert_eq!(who(&agent), 200);
    product.advance(Seconds::hours(11));
    assert_eq!(who(&agent), 200, "being used keeps it open");
    product.advance(Seconds::hours(13));
    assert_eq!(who(&agent), 401);
    let agent = product.staff("agent");
    assert_eq!(agent.call(&SIGN_OUT, &[], &Nothing {}).status, 200);
    assert_eq!(who(&agent), 401, "the cookie that somebody kept is worth nothing");
    let made_up = Client::new(product.url());
    assert_eq!(who(&made_up), 401);
}

#[test]
fn guessing_is_slowed_down() {
    let settings = "demo = true\n".to_owned();
    let product = Product::with(Setup { bare: true, settings, ..Setup::default() });
    // A demo allows a hundred times as much; a real server has no demo accounts to guess, but the same limits.
    drop(product);
    let product = Product::with(Setup { bare: true, ..Setup::default() });
    let visitor = product.visitor();
    let guess = || visitor.post("/api/v1/session/staff", &json!({ "login": "admin", "password": "guess" }));
    let codes: Vec<Code> = (0..12).map(|_| guess().code()).collect();
    assert_eq!(codes[0], Code::WrongCredentials);
    assert_eq!(codes[11], Code::SlowDown, "{codes:?}");
}
