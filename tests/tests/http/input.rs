//! Bad input: malformed, oversized, unknown, too long, in any script.

use serde_json::{Value, json};
use steward_core::problem::{Code, Field};
use steward_core::tickets::TicketDraft;
use steward_core::tickets::api::SUBMIT;
use steward_tests::client::new_command;
use steward_tests::people::leak;
use steward_tests::{Answer, Client, Product};

fn submit_raw(client: &Client, body: &str) -> Answer {
    client.send("POST", SUBMIT.path, &[("content-type", "application/json")], body.as_bytes())
}

fn request() -> Value {
    json!({ "command_id": new_command(), "draft": leak() })
}

#[test]
fn what_is_no_request_is_malformed() {
    let product = Product::start();
    let owner = product.owner(1);
    let mut unknown_field = request();
    unknown_field["colour"] = json!("red");
    let mut unknown_in_draft = request();
    unknown_in_draft["draft"]["state"] = json!("closed");
    let mut unknown_word = request();
    unknown_word["draft"]["scenario"] = json!("party");
    let mut wrong_type = request();
    wrong_type["draft"]["text"] = json!(7);
    let mut missing = request();
    missing["draft"] = json!({});
    let mut bad_id = request();
    bad_id["command_id"] = json!("../../etc/passwd");
    let bodies =
        [unknown_field, unknown_in_draft, unknown_word, wrong_type, missing, bad_id].map(|v| v.to_string());
    let raw = ["", "{", "[]", "null", "\u{feff}{}", "{\"command_id\":\"a\",\"command_id\":\"b\"}"]
        .map(str::to_owned);
    for body in bodies.iter().chain(&raw) {
        assert_eq!(submit_raw(&owner, body).code(), Code::Malformed, "{body}");
    }
    for query in ["?colour=red", "?view=party", "?limit=many", "?after=garbage"] {
        let answer = owner.get(&format!("/api/v1/tickets{query}"));
        assert_eq!(answer.code(), Code::Malformed, "{query}");
    }
    let bytes = owner.send("POST", SUBMIT.path, &[("content-type", "application/json")], &[0xff, 0xfe, 0x00]);
    assert_eq!(bytes.code(), Code::Malformed);
}

#[test]
fn what_is_too_large_is_refused_by_its_size() {
    let product = Product::start();
    let owner = product.owner(1);
    let mut large = request();
    large["draft"]["text"] = json!("水".repeat(200_000));
    let problem = submit_raw(&owner, &large.to_string()).problem();
    assert_eq!(problem.code, Code::TooLarge);
    assert!(problem.params.contains_key("max"));
    assert_eq!(owner.get("/healthz").status, 200, "and the server goes on");
}

#[test]
fn each_field_has_its_own_problem() {
    let product = Product::start();
    let owner = product.owner(1);
    let problems = |draft: TicketDraft| -> Vec<(Code, Option<Field>)> {
        let problem = owner.try_submit(draft).problem();
        assert_eq!(problem.code, Code::Invalid);
        problem.fields.iter().map(|p| (p.code, p.field)).collect()
    };
    let text = |text: &str| TicketDraft { text: text.to_owned(), ..leak() };
    assert_eq!(problems(text("")), [(Code::Required, Some(Field::Text))]);
    assert_eq!(problems(text(" \n ")), [(Code::Required, Some(Field::Text))]);
    assert_eq!(problems(text("漏")), [(Code::TooShort, Some(Field::Text))]);
    assert_eq!(problems(text(&"漏".repeat(10_001))), [(Code::TooLong, Some(Field::Text))]);
    assert_eq!(problems(text("漏\u{0}水")), [(Code::BadCharacters, Some(Field::Text))]);
    let photo = owner.upload();
    let five = TicketDraft { photos: vec![photo; 5], ..leak() };
    assert_eq!(problems(five), [(Code::TooMany, Some(Field::Photos))]);
    let somebodys = TicketDraft { photos: vec![product.owner(2).upload()], ..leak() };
    // The same picture is stored once; who did not upload it cannot attach it by its name all the same.
    let unknown = TicketDraft { photos: vec!["0".repeat(64).parse().expect("an id")], ..leak() };
    assert_eq!(problems(unknown), [(Code::UnknownChoice, Some(Field::Photos))]);
    assert_eq!(owner.try_submit(somebodys).status, 201, "the first owner uploaded the same picture above");
    let past = TicketDraft { appointment: Some(steward_core::time::Instant::from_secs(1)), ..leak() };
    assert_eq!(problems(past), [(Code::BadTime, Some(Field::Appointment))]);
    let phone = TicketDraft { phone: "12345".to_owned(), ..leak() };
    assert_eq!(problems(phone), [(Code::BadPhone, Some(Field::Phone))]);
    let several = TicketDraft { text: String::new(), phone: "1".to_owned(), ..leak() };
    assert_eq!(problems(several).len(), 2, "all at once, each beside its field");
}

#[test]
fn any_script_is_kept_as_it_was_written() {
    let product = Product::start();
    let owner = product.owner(1);
    for text in [
        "厨房漏水😭👨‍👩‍👧‍👦，请尽快🙏",
        "تسرب مياه من السقف في المطبخ",
        "<script>alert(1)</script> & \"quotes\" 'too'",
        "'; drop table tickets; --",
        "e\u{301}a\u{200d}\u{202e}reversed",
        "行一\n行二\t制表",
    ] {
        let page = owner.submit(TicketDraft { text: text.to_owned(), ..leak() });
        assert_eq!(page.ticket.said.text, text);
        assert_eq!(owner.ticket(&page.ticket.id).ticket.said.text, text, "after it was stored");
    }
    let longest = "字".repeat(2000);
    assert_eq!(owner.submit(TicketDraft { text: longest.clone(), ..leak() }).ticket.said.text, longest);
}

#[test]
fn an_unknown_call_is_not_there() {
    let product = Product::start();
    let owner = product.owner(1);
    for path in ["/api/v1/nothing", "/api/v2/tickets", "/api/", "/api/v1/tickets/a/b/c"] {
        assert_eq!(owner.get(path).status, 404, "{path}");
    }
    assert_eq!(owner.send("DELETE", SUBMIT.path, &[], &[]).status, 405);
}
