//! People who call as fast as they can be answered, each on a connection of their own, and the times of their answers.
//! Hundreds of them must not need the processor that the server needs.

use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::Product;

/// The times of some answers, in order.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    times: Vec<Duration>,
    over: Duration,
}

impl Measured {
    /// These times, taken over so long.
    pub fn of(mut times: Vec<Duration>, over: Duration) -> Self {
        times.sort_unstable();
        Self { times, over }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.times.len()
    }

    /// How many came a second.
    pub fn per_second(&self) -> f64 {
        precise(self.times.len()) / self.over.as_secs_f64()
    }

    /// The time that so many of a hundred did not exceed, in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let place = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
        self.times.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of some minutes are small")]
fn precise(n: usize) -> f64 {
    n as f64
}

/// A connection of somebody who is signed in.
pub struct Caller {
    wire: SendRequest<Full<Bytes>>,
    host: String,
    /// The session.
    pub cookie: String,
}

impl Caller {
    /// Connects.
    pub async fn connect(product: &Product, cookie: String) -> Self {
        let host = product.url().trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).await.expect("the server is there");
        stream.set_nodelay(true).expect("an open connection");
        let (wire, connection) = handshake(TokioIo::new(stream)).await.expect("an HTTP connection");
        tokio::spawn(connection);
        Self { wire, host, cookie }
    }

    /// Sends a request; its answer begins when this returns.
    pub async fn send(&mut self, method: &str, path: &str, body: Vec<u8>) -> Response<Incoming> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.host)
            .header("cookie", &self.cookie)
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body)))
            .expect("a request");
        self.wire.ready().await.expect("an open connection");
        self.wire.send_request(request).await.expect("an answer")
    }

    /// Sends a request and reads its whole answer: status, body, and the time from the first byte to the last.
    pub async fn ask(&mut self, method: &str, path: &str, body: Vec<u8>) -> (u16, Bytes, Duration) {
        let start = Instant::now();
        let answer = self.send(method, path, body).await;
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.expect("a whole answer").to_bytes();
        (status, body, start.elapsed())
    }
}
