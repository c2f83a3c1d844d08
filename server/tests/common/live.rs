//! The live stream as a browser hears it.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::Request;
use futures_util::StreamExt as _;
use steward_core::tickets::api::{LIVE, LiveMessage};

use super::Client;

pub(crate) struct Stream {
    body: BodyDataStream,
    waiting: String,
}

impl Stream {
    pub(crate) async fn open(client: &Client, last: Option<&str>) -> Self {
        let mut request = Request::get(LIVE.path);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = client.stream(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), waiting: String::new() }
    }

    /// The next message with its id, whatever its data.
    pub(crate) async fn raw(&mut self) -> (String, String) {
        loop {
            if let Some((message, rest)) = self.waiting.split_once("\n\n") {
                let field = |name: &str| {
                    message.lines().find_map(|l| l.strip_prefix(name)).map(|v| v.trim().to_owned())
                };
                let found = (field("id:"), field("data:"));
                self.waiting = rest.to_string();
                if let (Some(id), Some(data)) = found {
                    return (id, data);
                }
                continue;
            }
            let chunk =
                tokio::time::timeout(Duration::from_secs(20), self.body.next()).await.expect("a message");
            self.waiting.push_str(std::str::from_utf8(&chunk.expect("an open stream").unwrap()).unwrap());
        }
    }

    pub(crate) async fn next(&mut self) -> (String, LiveMessage) {
        let (id, data) = self.raw().await;
        (id, serde_json::from_str(&data).unwrap())
    }

    pub(crate) async fn ends(mut self) -> bool {
        while let Some(chunk) =
            tokio::time::timeout(Duration::from_secs(20), self.body.next()).await.expect("an end")
        {
            if chunk.is_err() {
                return true;
            }
        }
        true
    }
}
