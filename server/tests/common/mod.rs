//! A server on a database of its own and a clock that stands still, with clients that are ready to ask.

pub(crate) mod live;
pub(crate) mod photos;
pub(crate) mod surveys;
pub(crate) mod tickets;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Connection as _;
use steward_core::endpoint::{self, Endpoint};
use steward_core::export::{Export, File, Format};
use steward_core::problem::{Code, Problem};
use steward_core::time::{Instant, Seconds};
use steward_server::RunningServer;
use steward_server::clock::ManualClock;
use steward_server::config::Config;
use steward_server::demo::Filling;
use steward_server::secret::Secret;
use tower::ServiceExt as _;

/// Tuesday, 15 September 2026, 14:20 in Shanghai.
pub(crate) const NOW: i64 = 1_789_453_200;

pub(crate) struct Server {
    pub(crate) running: RunningServer,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) router: Router,
    _data: tempfile::TempDir,
}

/// A server with the demo group.
pub(crate) async fn server() -> Server {
    server_with(|_| {}).await
}

pub(crate) async fn server_with(change: impl FnOnce(&mut Config)) -> Server {
    let data = tempfile::tempdir().unwrap();
    let mut config = Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        data: data.path().to_owned(),
        demo: true,
        // A test runs the jobs when it wants them.
        jobs: false,
        demo_filling: Filling::People,
        ..Config::default()
    };
    let usual = Secret::new("the usual one");
    config.database_url = Some(usual.clone());
    change(&mut config);
    if config.database_url == Some(usual) {
        config.database_url = match std::env::var("STEWARD_TEST_POSTGRES") {
            Err(_) => None,
            Ok(url) if config.demo && config.demo_filling == Filling::People => {
                Some(Secret::new(with_people(&url).await))
            }
            Ok(url) => Some(Secret::new(fresh_postgres(&url).await)),
        };
    }
    let clock = Arc::new(ManualClock::at(Instant::from_secs(NOW)));
    let running = steward_server::run_with_clock(config, clock.clone()).await.unwrap();
    let router = running.router();
    Server { running, clock, router, _data: data }
}

/// An empty database of its own on the PostgreSQL server at `url`.
pub(crate) async fn fresh_postgres(url: &str) -> String {
    database(url, "").await
}

/// One with the demo's people, copied from one that was filled once.
async fn with_people(url: &str) -> String {
    static FILLED: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    let filled = FILLED.get_or_init(async || {
        let address = fresh_postgres(url).await;
        let data = tempfile::tempdir().unwrap();
        let config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            data: data.path().to_owned(),
            database_url: Some(Secret::new(address.clone())),
            demo: true,
            jobs: false,
            demo_filling: Filling::People,
            ..Config::default()
        };
        let clock = Arc::new(ManualClock::at(Instant::from_secs(NOW)));
        // Nobody may be there while it is copied.
        steward_server::run_with_clock(config, clock).await.unwrap().shutdown().await;
        address.rsplit_once('/').unwrap().1.to_owned()
    });
    database(url, &format!(" template {}", filled.await)).await
}

async fn database(url: &str, like: &str) -> String {
    steward_server::db::dialect::install_drivers();
    let mut conn = sqlx::AnyConnection::connect(url).await.unwrap();
    let name =
        format!("steward_{}_{}", std::process::id(), COUNT.fetch_add(1, std::sync::atomic::Ordering::SeqCst));
    let text = format!("create database {name}{like}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(text)).execute(&mut conn).await.unwrap();
    let (base, _) = url.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);

impl Server {
    /// A server that runs already, on this clock, with its data folder.
    pub(crate) fn of(running: RunningServer, clock: Arc<ManualClock>, data: tempfile::TempDir) -> Self {
        let router = running.router();
        Self { running, clock, router, _data: data }
    }

    pub(crate) fn advance(&self, by: Seconds) {
        self.clock.advance(by);
    }

    /// Nobody is signed in.
    pub(crate) fn anyone(&self) -> Client {
        Client::of(self.router.clone())
    }

    /// The owner of this demo phone, signed in.
    pub(crate) async fn owner(&self, n: usize) -> Client {
        use steward_core::accounts::api::{OwnerSignIn, REQUEST_CODE, RequestCode, SIGN_IN_OWNER};
        let phone = format!("138{n:08}");
        let mut client = self.anyone();
        let sent = client.call(&REQUEST_CODE, &[], &RequestCode { phone: phone.clone() }).await.unwrap();
        let code = sent.demo_code.unwrap();
        client.call(&SIGN_IN_OWNER, &[], &OwnerSignIn { phone, code }).await.unwrap();
        client
    }

    /// A demo member of staff, signed in.
    pub(crate) async fn staff(&self, login: &str) -> Client {
        let mut client = self.anyone();
        let given = sign_in(login, "steward-demo", None);
        client.call(&steward_core::accounts::api::SIGN_IN_STAFF, &[], &given).await.unwrap();
        client
    }
}

pub(crate) fn sign_in(
    login: &str,
    password: &str,
    totp: Option<String>,
) -> steward_core::accounts::api::StaffSignIn {
    steward_core::accounts::api::StaffSignIn { login: login.into(), password: password.into(), totp }
}

#[derive(Clone)]
pub(crate) struct Client {
    router: Router,
    pub(crate) cookie: Option<String>,
}

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn problem(&self) -> Problem {
        let problem: Problem = self.json();
        assert_eq!(problem.code.status(), self.status.as_u16());
        problem
    }
}

impl Client {
    /// Somebody who is not signed in.
    pub(crate) fn of(router: Router) -> Self {
        Self { router, cookie: None }
    }

    /// Any request, with the session's cookie; a new cookie is kept.
    pub(crate) async fn send(&mut self, request: Request<Body>) -> Reply {
        let mut request = request;
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        if let Some(set) = response.headers().get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), 64 << 20).await.unwrap().to_vec();
        Reply { status, headers, body }
    }

    /// Any request whose answer does not end.
    pub(crate) async fn stream(&self, mut request: Request<Body>) -> axum::response::Response {
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post_text(&mut self, path: &str, body: &str) -> Reply {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// A call of the interface: the answer, or the problem.
    pub(crate) async fn call<Req: Serialize, Resp: DeserializeOwned>(
        &mut self,
        endpoint: &Endpoint<Req, Resp>,
        args: &[&str],
        given: &Req,
    ) -> Result<Resp, Problem> {
        let reply = self.ask(endpoint, args, given).await;
        if reply.status.is_success() { Ok(reply.json()) } else { Err(reply.problem()) }
    }

    /// A call that hands out a file.
    pub(crate) async fn file<Query: Serialize>(
        &mut self,
        endpoint: &Endpoint<Export<Query>, File>,
        args: &[&str],
        format: Format,
        query: Query,
    ) -> Result<Reply, Problem> {
        let reply = self.ask(endpoint, args, &Export { format, query }).await;
        if reply.status.is_success() { Ok(reply) } else { Err(reply.problem()) }
    }

    async fn ask<Req: Serialize, Resp>(
        &mut self,
        endpoint: &Endpoint<Req, Resp>,
        args: &[&str],
        given: &Req,
    ) -> Reply {
        let mut url = endpoint.url(args);
        let method = match endpoint.method {
            endpoint::Method::Get => Method::GET,
            endpoint::Method::Post => Method::POST,
            endpoint::Method::Put => Method::PUT,
            endpoint::Method::Delete => Method::DELETE,
        };
        let mut request = Request::builder().method(&method);
        let body = if method == Method::GET {
            let query = serde_urlencoded::to_string(given).unwrap();
            if !query.is_empty() {
                url = format!("{url}?{query}");
            }
            Body::empty()
        } else {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Body::from(serde_json::to_vec(given).unwrap())
        };
        self.send(request.uri(url).body(body).unwrap()).await
    }
}

/// The code of the problem that a call must have answered with.
pub(crate) fn code<T: std::fmt::Debug>(result: Result<T, Problem>) -> Code {
    result.unwrap_err().code
}
