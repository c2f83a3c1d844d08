//! What every answer says about itself, and what requests of other sites get.

use serde_json::json;
use steward_core::problem::Code;
use steward_core::tickets::api::SUBMIT;
use steward_tests::Product;
use steward_tests::product::Setup;

const JSON: (&str, &str) = ("content-type", "application/json");

#[test]
fn every_answer_carries_the_policies() {
    let product = Product::start();
    let owner = product.owner(1);
    let paths = ["/", "/console", "/api/v1/session", "/api/v1/tickets/none", "/healthz", "/no/such/thing"];
    for path in paths {
        let answer = owner.get(path);
        let policy = answer.header("content-security-policy");
        let script =
            policy.split(';').map(str::trim).find(|p| p.starts_with("script-src")).unwrap_or_default();
        assert_eq!(script, "script-src 'self' 'wasm-unsafe-eval'", "{path}");
        for part in ["default-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "object-src 'none'"]
        {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    }
    assert_eq!(owner.get("/api/v1/session").header("cache-control"), "no-store");
}

#[test]
fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let product = Product::start();
    let request = json!({ "login": "agent", "password": steward_tests::people::PASSWORD });
    let answer = product.visitor().post("/api/v1/session/staff", &request);
    let cookie = answer.header("set-cookie").to_ascii_lowercase();
    assert!(cookie.contains("; httponly"), "{cookie}");
    assert!(cookie.contains("; samesite=lax") || cookie.contains("; samesite=strict"), "{cookie}");
    assert!(cookie.contains("; path=/"), "{cookie}");
}

#[test]
fn behind_tls_the_cookie_travels_over_tls_only() {
    let settings = "public_url = \"https://care.example.com\"\ndemo = true\n".to_owned();
    let product = Product::with(Setup { bare: true, settings, ..Setup::default() });
    let request = json!({ "login": "agent", "password": steward_tests::people::PASSWORD });
    let answer = product.visitor().post("/api/v1/session/staff", &request);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(
        answer.header("set-cookie").to_ascii_lowercase().contains("; secure"),
        "{}",
        answer.header("set-cookie")
    );
    // The test clock is for test servers.
    let answer = product.visitor().post("/api/test/clock", &json!({ "advance_s": 1 }));
    assert!(matches!(answer.status, 404 | 405), "{}", answer.status);
}

#[test]
fn writes_of_another_site_are_refused() {
    let product = Product::start();
    let owner = product.owner(1);
    let own = product.url().to_owned();
    let body = br#"{"reason":"x"}"#;
    let post = |headers: &[(&str, &str)]| owner.send("POST", "/api/v1/tickets/none/phone", headers, body);
    for foreign in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        assert_eq!(post(&[JSON, ("origin", foreign)]).code(), Code::ForeignOrigin, "{foreign}");
    }
    assert_eq!(post(&[JSON, ("sec-fetch-site", "cross-site")]).code(), Code::ForeignOrigin);
    assert_eq!(
        post(&[JSON, ("origin", &own)]).code(),
        Code::NotFound,
        "our own page gets as far as the ticket"
    );
    // A form of another site cannot say that it sends JSON.
    let form = owner.send("POST", SUBMIT.path, &[("content-type", "text/plain")], body);
    assert_eq!(form.code(), Code::Malformed);
}

#[test]
fn the_server_says_that_it_is_well() {
    let product = Product::start();
    let visitor = product.visitor();
    assert_eq!(visitor.get("/healthz").status, 200);
    assert_eq!(visitor.get("/readyz").status, 200);
    let metrics = visitor.get("/metrics");
    assert!(
        metrics.header("content-type").starts_with("application/openmetrics-text"),
        "{:?}",
        metrics.headers
    );
    assert!(metrics.text().contains("# TYPE "), "{}", metrics.text());
}
