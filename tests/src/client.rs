//! Somebody who calls the server over HTTP, signed in or not.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use steward_core::accounts::api::{Me, OwnerSignIn, REQUEST_CODE, RequestCode, SIGN_IN_OWNER};
use steward_core::accounts::api::{SIGN_IN_STAFF, StaffSignIn};
use steward_core::endpoint::{Endpoint, Method};
use steward_core::ids::CommandId;
use steward_core::problem::{Code, Problem};
use ureq::http;

use crate::contract;

/// A caller with the cookie of its session.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    cookie: Option<String>,
}

/// What the server answered.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: http::HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{}: {e}: {}", self.status, self.text()))
    }

    /// A header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// What a success carries.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    /// What a refusal carries; its status must be the one of its code.
    #[track_caller]
    pub fn problem(&self) -> Problem {
        let problem: Problem = serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{}: {e}: {}", self.status, self.text()));
        assert_eq!(problem.code.status(), self.status, "{}", self.text());
        problem
    }

    /// The refusal's code.
    #[track_caller]
    pub fn code(&self) -> Code {
        self.problem().code
    }
}

impl Client {
    /// A caller of the server at `base`.
    pub fn new(base: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(std::time::Duration::from_mins(1)));
        Self { agent: config.build().new_agent(), base: base.to_owned(), cookie: None }
    }

    /// The same caller on a connection of its own.
    #[must_use]
    pub fn apart(&self) -> Self {
        Self { cookie: self.cookie.clone(), ..Self::new(&self.base) }
    }

    /// The session cookie, as `name=value`.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// Where the server is.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A request with any method, headers and body.
    #[track_caller]
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_send(method, path, headers, body).unwrap_or_else(|e| panic!("{method} {path}: {e}"))
    }

    /// The same, where the connection may break.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let mut request = http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let answer = if body.is_empty() && matches!(method, "GET" | "HEAD" | "DELETE") {
            self.agent.run(request.body(())?)
        } else {
            self.agent.run(request.body(body)?)
        };
        let (head, mut body) = answer?.into_parts();
        let body = body.with_config().limit(64 * 1024 * 1024).read_to_vec()?;
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body })
    }

    /// GET.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], &[])
    }

    /// POST of JSON.
    #[track_caller]
    pub fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        let body = serde_json::to_vec(body).expect("JSON");
        self.send("POST", path, &[("content-type", "application/json")], &body)
    }

    /// A call of the interface, as the app makes it; it and its answer must be as the server describes them.
    #[track_caller]
    pub fn call<Req: Serialize, Resp>(
        &self,
        endpoint: &Endpoint<Req, Resp>,
        args: &[&str],
        with: &Req,
    ) -> Answer {
        let url = endpoint.url(args);
        let json = serde_json::to_value(with).expect("JSON");
        let typed = [("content-type", "application/json")];
        let (answer, body) = match endpoint.method {
            Method::Get => (self.get(&format!("{url}{}", query(&json))), None),
            Method::Post => (self.post(&url, &json), Some(&json)),
            Method::Put => (self.send("PUT", &url, &typed, json.to_string().as_bytes()), Some(&json)),
            Method::Delete => (self.send("DELETE", &url, &[], &[]), None),
        };
        contract::hold(self, endpoint.method, endpoint.path, body, &answer);
        answer
    }

    /// Signs in with a phone; the code comes with the answer where demo data is served.
    #[track_caller]
    pub fn sign_in_owner(&mut self, phone: &str) -> Me {
        let sent = self.call(&REQUEST_CODE, &[], &RequestCode { phone: phone.to_owned() });
        let code = sent.json()["demo_code"].as_str().map(str::to_owned);
        let code = code.unwrap_or_else(|| panic!("no code for {phone}: {}", sent.text()));
        let answer = self.call(&SIGN_IN_OWNER, &[], &OwnerSignIn { phone: phone.to_owned(), code });
        self.enter(&answer)
    }

    /// Signs in with name and password.
    #[track_caller]
    pub fn sign_in_staff(&mut self, login: &str, password: &str) -> Me {
        let request = StaffSignIn { login: login.to_owned(), password: password.to_owned(), totp: None };
        let answer = self.call(&SIGN_IN_STAFF, &[], &request);
        self.enter(&answer)
    }

    #[track_caller]
    fn enter(&mut self, answer: &Answer) -> Me {
        let me = answer.ok();
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default();
        assert!(cookie.contains('='), "a session cookie: {:?}", answer.headers);
        self.cookie = Some(cookie.to_owned());
        me
    }
}

/// A command id that nobody has used.
pub fn new_command() -> CommandId {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let random = RandomState::new().hash_one(std::process::id());
    let id = format!("{random:016x}-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    id.parse().expect("hexadecimal digits make an id")
}

/// The fields of a request as a query string; `?` included where there are any.
fn query(fields: &Value) -> String {
    let escape = |text: &str| -> String {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
        text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let pairs = fields.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", escape(&text(value)))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}
