//! The live stream as a caller hears it.

use std::io::{BufRead as _, BufReader};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use steward_core::tickets::api::{LIVE, LiveMessage};

use crate::Client;

/// An open stream.
pub struct Live {
    messages: Receiver<(String, LiveMessage)>,
}

impl Live {
    /// Opens the stream; when this returns, the server has answered, so that nothing later is missed.
    #[track_caller]
    pub fn open(client: &Client, last: Option<&str>) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        let agent: ureq::Agent = config.build().into();
        let mut request =
            agent.get(format!("{}{}", client.base(), LIVE.path)).header("accept", "text/event-stream");
        if let Some(cookie) = client.cookie() {
            request = request.header("cookie", cookie);
        }
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let answer = request.call().expect("the stream opens");
        assert_eq!(answer.status().as_u16(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        let (heard, messages) = channel();
        std::thread::spawn(move || {
            let mut id = String::new();
            for line in BufReader::new(answer.into_body().into_reader()).lines().map_while(Result::ok) {
                if let Some(text) = line.strip_prefix("id:") {
                    text.trim().clone_into(&mut id);
                } else if let Some(text) = line.strip_prefix("data:") {
                    let Ok(message) = serde_json::from_str(text.trim()) else { continue };
                    if heard.send((id.clone(), message)).is_err() {
                        return;
                    }
                }
            }
        });
        Self { messages }
    }

    /// The next message with its id, within the usual patience.
    #[track_caller]
    pub fn next(&self) -> (String, LiveMessage) {
        self.messages.recv_timeout(crate::wait::PATIENCE).expect("a message on the live stream")
    }

    /// Whatever comes within this time; `None` if nothing does.
    pub fn next_within(&self, time: Duration) -> Option<(String, LiveMessage)> {
        self.messages.recv_timeout(time).ok()
    }
}
