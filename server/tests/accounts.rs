//! Sign-in and sessions over HTTP.

use crate::common;
use crate::common::{Server, code, server, server_with, sign_in};
use axum::body::Body;
use axum::http::{Request, header};
use steward_core::accounts::Role;
use steward_core::accounts::api::{
    OwnerSignIn, Preferences, REQUEST_CODE, RequestCode, SET_PREFERENCES, SIGN_IN_OWNER, SIGN_IN_STAFF,
    SIGN_OUT, WHO_AM_I,
};
use steward_core::endpoint::Nothing;
use steward_core::problem::{Code, Field};
use steward_core::time::{Instant, Seconds};
use steward_server::accounts::{admin, passwords};
use steward_server::secret::Secret;

async fn a_code(server: &Server, phone: &str) -> String {
    let request = RequestCode { phone: phone.to_owned() };
    server.anyone().call(&REQUEST_CODE, &[], &request).await.unwrap().demo_code.unwrap()
}

fn owner(phone: &str, code: &str) -> OwnerSignIn {
    OwnerSignIn { phone: phone.to_owned(), code: code.to_owned() }
}

#[tokio::test]
async fn an_owner_signs_in_with_phone_and_code_and_out_again() {
    let server = server().await;
    let mut client = server.anyone();
    assert_eq!(code(client.call(&WHO_AM_I, &[], &Nothing {}).await), Code::SignInNeeded);
    let code_sent = a_code(&server, "+86 138-0000-0001").await;
    let me = client.call(&SIGN_IN_OWNER, &[], &owner("13800000001", &code_sent)).await.unwrap();
    assert_eq!((me.role, me.name.as_str()), (Role::Owner, "林静"));
    assert_eq!(me.phone_masked.as_deref(), Some("138****0001"));
    let homes: Vec<_> = me.homes.iter().map(|h| (h.project_name.as_str(), h.address.plate())).collect();
    assert_eq!(homes, [("听澜苑", "12-2-1803".to_owned()), ("云栖里", "2-1-0602".to_owned())]);
    assert_eq!(me.homes[0].butler.as_deref(), Some("苏晓"));
    assert_eq!(me.group, "澄岸物业集团");
    assert_eq!(client.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap(), me);

    let cookie = client.cookie.clone();
    client.call(&SIGN_OUT, &[], &Nothing {}).await.unwrap();
    assert_eq!(client.cookie, None);
    client.cookie = cookie;
    assert_eq!(
        code(client.call(&WHO_AM_I, &[], &Nothing {}).await),
        Code::SignInNeeded,
        "the old token is dead"
    );
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
    let server = server_with(|c| c.public_url = Some("https://care.example.com".into())).await;
    let code_sent = a_code(&server, "13800000001").await;
    let body = serde_json::to_string(&owner("13800000001", &code_sent)).unwrap();
    let reply = server.anyone().post_text("/api/v1/session/owner", &body).await;
    let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap();
    for part in ["steward_session=", "HttpOnly", "SameSite=Lax", "Path=/", "Secure"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert!(token.len() >= 43, "256 bits");
    let stored = steward_server::db::sql("select count(*) from sessions where token_hash = $1").bind(token);
    assert_eq!(stored.number(&server.running.app().db().read).await.unwrap(), 0, "only its hash is stored");
}

#[tokio::test]
async fn five_wrong_codes_use_it_up_and_the_right_one_comes_too_late() {
    let server = server().await;
    let right = a_code(&server, "13800000002").await;
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let mut client = server.anyone();
    for n in 1..=4 {
        let problem = client.call(&SIGN_IN_OWNER, &[], &owner("13800000002", wrong)).await.unwrap_err();
        assert_eq!(
            (problem.code, problem.field),
            (Code::WrongCredentials, Some(Field::OneTimeCode)),
            "try {n}"
        );
    }
    assert_eq!(code(client.call(&SIGN_IN_OWNER, &[], &owner("13800000002", wrong)).await), Code::CodeUsedUp);
    assert_eq!(code(client.call(&SIGN_IN_OWNER, &[], &owner("13800000002", &right)).await), Code::CodeUsedUp);
    server.advance(Seconds(60));
    let fresh = a_code(&server, "13800000002").await;
    client.call(&SIGN_IN_OWNER, &[], &owner("13800000002", &fresh)).await.unwrap();
}

#[tokio::test]
async fn a_code_lives_five_minutes_and_is_used_once() {
    let server = server().await;
    let mut client = server.anyone();
    let late = a_code(&server, "13800000003").await;
    server.advance(Seconds::minutes(5));
    assert_eq!(code(client.call(&SIGN_IN_OWNER, &[], &owner("13800000003", &late)).await), Code::CodeExpired);
    let once = a_code(&server, "13800000003").await;
    client.call(&SIGN_IN_OWNER, &[], &owner("13800000003", &once)).await.unwrap();
    assert_eq!(
        code(server.anyone().call(&SIGN_IN_OWNER, &[], &owner("13800000003", &once)).await),
        Code::CodeExpired
    );
}

#[tokio::test]
async fn another_code_comes_after_a_minute() {
    let server = server().await;
    a_code(&server, "13800000004").await;
    server.advance(Seconds(25));
    let request = RequestCode { phone: "13800000004".to_owned() };
    let problem = server.anyone().call(&REQUEST_CODE, &[], &request).await.unwrap_err();
    assert_eq!((problem.code, problem.params["seconds"].as_str()), (Code::SlowDown, "35"));
    server.advance(Seconds(35));
    a_code(&server, "13800000004").await;
}

#[tokio::test]
async fn nothing_tells_whether_a_phone_is_known() {
    let server = server_with(|c| c.demo = true).await;
    let unknown = a_code(&server, "13900000000").await;
    let problem =
        server.anyone().call(&SIGN_IN_OWNER, &[], &owner("13900000000", &unknown)).await.unwrap_err();
    assert_eq!(problem.code, Code::WrongCredentials);
    let bad =
        server.anyone().call(&REQUEST_CODE, &[], &RequestCode { phone: "12345".into() }).await.unwrap_err();
    assert_eq!(
        (bad.code, bad.fields[0].code, bad.fields[0].field),
        (Code::Invalid, Code::BadPhone, Some(Field::Phone))
    );
}

#[tokio::test]
async fn a_real_server_never_shows_the_code() {
    let server = server_with(|c| c.demo = false).await;
    let sent =
        server.anyone().call(&REQUEST_CODE, &[], &RequestCode { phone: "13800000001".into() }).await.unwrap();
    assert_eq!((sent.demo_code, sent.again_after_s), (None, 60));
}

#[tokio::test]
async fn staff_sign_in_with_a_password() {
    let server = server().await;
    let mut client = server.anyone();
    assert_eq!(
        code(client.call(&SIGN_IN_STAFF, &[], &sign_in("agent", "wrong-password", None)).await),
        Code::WrongCredentials
    );
    assert_eq!(
        code(client.call(&SIGN_IN_STAFF, &[], &sign_in("nobody", "steward-demo", None)).await),
        Code::WrongCredentials
    );
    let me = client.call(&SIGN_IN_STAFF, &[], &sign_in("agent", "steward-demo", None)).await.unwrap();
    assert_eq!((me.role, me.name.as_str(), me.phone_masked), (Role::Agent, "苏晓", None));
    let projects: Vec<_> = me.projects.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(projects, ["云栖里", "听澜苑"]);
    let hq = server.staff("hq").await.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap();
    assert_eq!((hq.role, hq.projects.len()), (Role::HqManagement, 5));
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_used_once() {
    let server = server().await;
    let db = server.running.app().db();
    let secret = passwords::new_totp_secret().unwrap();
    admin::set_totp(db, "supervisor", &secret).await.unwrap();
    let mut client = server.anyone();
    let try_with = |totp| sign_in("supervisor", "steward-demo", totp);
    assert_eq!(code(client.call(&SIGN_IN_STAFF, &[], &try_with(None)).await), Code::TotpNeeded);
    let now = Instant::from_secs(common::NOW);
    let digits = passwords::totp_code(&secret, now).unwrap();
    let wrong = format!("{:06}", (digits.parse::<u32>().unwrap() + 1) % 1_000_000);
    let problem = client.call(&SIGN_IN_STAFF, &[], &try_with(Some(wrong))).await.unwrap_err();
    assert_eq!((problem.code, problem.field), (Code::WrongCredentials, Some(Field::Totp)));
    client.call(&SIGN_IN_STAFF, &[], &try_with(Some(digits.clone()))).await.unwrap();
    assert_eq!(
        code(server.anyone().call(&SIGN_IN_STAFF, &[], &try_with(Some(digits))).await),
        Code::WrongCredentials
    );
    server.advance(Seconds(30));
    let next = passwords::totp_code(&secret, now + Seconds(30)).unwrap();
    client.call(&SIGN_IN_STAFF, &[], &try_with(Some(next))).await.unwrap();
}

#[tokio::test]
async fn sessions_end_when_idle_when_old_and_when_taken_away() {
    let server = server().await;
    let mut idle = server.staff("agent").await;
    let mut busy = server.staff("engineer").await;
    for _ in 0..7 {
        server.advance(Seconds::hours(10));
        busy.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap();
    }
    assert_eq!(
        code(idle.call(&WHO_AM_I, &[], &Nothing {}).await),
        Code::SignInNeeded,
        "idle for more than 12 hours"
    );
    server.advance(Seconds::hours(2));
    assert_eq!(code(busy.call(&WHO_AM_I, &[], &Nothing {}).await), Code::SignInNeeded, "older than 72 hours");

    let mut gone = server.staff("engineer2").await;
    gone.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap();
    admin::disable(server.running.app().db(), "engineer2").await.unwrap();
    server.advance(Seconds(5));
    assert_eq!(code(gone.call(&WHO_AM_I, &[], &Nothing {}).await), Code::SignInNeeded);
    let again = sign_in("engineer2", "steward-demo", None);
    assert_eq!(code(server.anyone().call(&SIGN_IN_STAFF, &[], &again).await), Code::WrongCredentials);
    let mut changed = server.staff("engineer3").await;
    admin::set_password(server.running.app().db(), "engineer3", &Secret::new("another password"))
        .await
        .unwrap();
    server.advance(Seconds(5));
    assert_eq!(code(changed.call(&WHO_AM_I, &[], &Nothing {}).await), Code::SignInNeeded);
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let server = server_with(|c| c.demo = false).await;
    let mut client = server.anyone();
    for _ in 0..10 {
        let problem = client.call(&SIGN_IN_STAFF, &[], &sign_in("boss", "guess-guess", None)).await;
        assert_eq!(code(problem), Code::WrongCredentials);
    }
    let reply =
        client.post_text("/api/v1/session/staff", r#"{"login":"boss","password":"guess-guess"}"#).await;
    assert_eq!(reply.problem().code, Code::SlowDown);
    assert_eq!(reply.headers[header::RETRY_AFTER], "30");
}

#[tokio::test]
async fn preferences_are_kept_with_the_person() {
    let server = server().await;
    let mut client = server.owner(1).await;
    let english = Preferences { locale: Some("en".into()), theme: Some("dark".into()) };
    client.call(&SET_PREFERENCES, &[], &english).await.unwrap();
    let mut elsewhere = server.owner(1).await;
    assert_eq!(elsewhere.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap().preferences, english);
    let odd = Preferences { locale: Some("tlh".into()), theme: None };
    assert_eq!(code(client.call(&SET_PREFERENCES, &[], &odd).await), Code::UnknownChoice);
}

#[tokio::test]
async fn what_is_not_understood_is_malformed_and_what_is_huge_is_too_large() {
    let server = server().await;
    let mut client = server.anyone();
    let path = "/api/v1/session/code";
    for body in ["", "{", "[]", "{}", r#"{"phone":1}"#, r#"{"phone":"13800000001","extra":true}"#, "\u{0}"] {
        assert_eq!(client.post_text(path, body).await.problem().code, Code::Malformed, "{body:?}");
    }
    let huge = format!(r#"{{"phone":"{}"}}"#, "1".repeat(300_000));
    assert_eq!(client.post_text(path, &huge).await.problem().code, Code::TooLarge);
    let form = Request::post(path).header(header::CONTENT_TYPE, "text/plain");
    let reply = client.send(form.body(Body::from(r#"{"phone":"13800000001"}"#)).unwrap()).await;
    assert_eq!(reply.problem().code, Code::Malformed, "a form of another site can send text/plain");
}

#[tokio::test]
async fn another_site_cannot_write() {
    let server = server().await;
    let mut client = server.owner(1).await;
    let request = Request::delete("/api/v1/session")
        .header(header::HOST, "steward.example")
        .header(header::ORIGIN, "https://evil.example");
    let reply = client.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.problem().code, Code::ForeignOrigin);
    client.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap();
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let server = server().await;
    for path in ["/", "/api/v1/session", "/healthz", "/no/such/file.js"] {
        let reply = server.anyone().get(path).await;
        let policy = reply.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval'") && !policy.contains("unsafe-inline"),
            "{path}"
        );
        assert_eq!(reply.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
    }
    assert_eq!(server.anyone().get("/api/v1/session").await.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(server.anyone().get("/api/v1/none").await.problem().code, Code::NotFound);
}
