//! People who submit as fast as they are answered, each on a connection of their own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::json;
use steward_core::tickets::TicketDraft;
use steward_core::tickets::api::{LIVE, SUBMIT};
use steward_tests::Product;
use steward_tests::client::new_command;
use steward_tests::people::leak;
use tokio::net::TcpStream;

/// Owners who share the work, so that nobody meets the limit on one person's submissions.
const OWNERS: usize = 24;

/// Times of all answers.
pub(crate) struct Measured {
    times: Vec<Duration>,
    over: Duration,
}

impl Measured {
    pub(crate) fn per_second(&self) -> f64 {
        precise(self.times.len()) / self.over.as_secs_f64()
    }

    /// In milliseconds.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let place = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
        self.times.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few seconds are small")]
fn precise(n: usize) -> f64 {
    n as f64
}

struct Caller {
    wire: SendRequest<Full<Bytes>>,
    host: String,
    cookie: String,
}

impl Caller {
    async fn connect(product: &Product, cookie: String) -> Self {
        let host = product.url().trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).await.expect("the server is there");
        stream.set_nodelay(true).expect("an open connection");
        let (wire, connection) = handshake(TokioIo::new(stream)).await.expect("an HTTP connection");
        tokio::spawn(connection);
        Self { wire, host, cookie }
    }

    async fn send(&mut self, method: &str, path: &str, body: Vec<u8>) -> Response<Incoming> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.host)
            .header("cookie", &self.cookie)
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body)))
            .expect("a request");
        self.wire.send_request(request).await.expect("an answer")
    }

    /// Submits once as the next of `owners`; from the first byte sent to the last one read.
    async fn submit(&mut self, (cookie, draft): &(String, TicketDraft)) -> Duration {
        self.cookie.clone_from(cookie);
        let body = json!({ "command_id": new_command(), "draft": draft });
        let body = serde_json::to_vec(&body).expect("JSON");
        let start = Instant::now();
        let answer = self.send("POST", SUBMIT.path, body).await;
        let status = answer.status();
        let body = answer.into_body().collect().await.expect("a whole answer").to_bytes();
        let time = start.elapsed();
        assert!(status == 201, "{status}: {}", String::from_utf8_lossy(&body));
        time
    }
}

/// The cookies and homes of some owners.
fn owners(product: &Product) -> Vec<(String, TicketDraft)> {
    let signed_in = (1..=OWNERS).map(|n| {
        let mut client = product.visitor();
        let me = client.sign_in_owner(&steward_tests::people::phone(n));
        let home = me.homes.into_iter().next().expect("a home");
        let draft = TicketDraft { project: home.project, household: Some(home.household), ..leak() };
        (client.cookie().expect("a session").to_owned(), draft)
    });
    signed_in.collect()
}

/// So many callers at once for so long.
pub(crate) async fn submit(
    product: &Product,
    callers: usize,
    warm_up: Duration,
    measured: Duration,
) -> Measured {
    let owners = Arc::new(owners(product));
    let begin = Arc::new(tokio::sync::Barrier::new(callers));
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..callers {
        let mut caller = Caller::connect(product, owners[n % owners.len()].0.clone()).await;
        let (begin, owners) = (Arc::clone(&begin), Arc::clone(&owners));
        tasks.spawn(async move {
            begin.wait().await;
            let start = Instant::now();
            let mut times = Vec::new();
            let mut turn = n;
            while start.elapsed() < warm_up + measured {
                let counts = start.elapsed() >= warm_up;
                let time = caller.submit(&owners[turn % owners.len()]).await;
                turn += 1;
                times.extend(counts.then_some(time));
            }
            times
        });
    }
    let mut times: Vec<Duration> = tasks.join_all().await.into_iter().flatten().collect();
    times.sort_unstable();
    Measured { times, over: measured }
}

/// So many people listen to the live stream while something is looked at.
pub(crate) async fn listen(product: &Product, listeners: usize, meanwhile: impl FnOnce()) {
    let owners = owners(product);
    let mut open = Vec::new();
    for n in 0..listeners {
        let mut caller = Caller::connect(product, owners[n % owners.len()].0.clone()).await;
        let answer = caller.send("GET", LIVE.path, Vec::new()).await;
        assert!(answer.status() == 200, "{}", answer.status());
        open.push((caller, answer));
    }
    meanwhile();
}
