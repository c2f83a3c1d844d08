//! How a one-time code reaches a phone: the log (development) or an HTTP gateway.

use std::time::Duration;

use serde::Serialize;
use steward_core::accounts::Phone;

use crate::config::Sms;
use crate::secret::Secret;

/// The way of one-time codes.
#[derive(Clone, Debug)]
pub enum Delivery {
    /// Into the log.
    Log,
    /// To a gateway.
    Http {
        /// Where.
        url: String,
        /// Its token.
        token: Secret,
        /// The client, with its time limit.
        agent: ureq::Agent,
    },
}

/// What the gateway is sent.
#[derive(Serialize)]
struct Message<'a> {
    phone: &'a str,
    code: &'a str,
}

/// The code did not go out.
#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    /// The gateway cannot be reached or said no.
    #[error("the SMS gateway: {0}")]
    Gateway(#[from] Box<ureq::Error>),
    /// The message could not be handed over.
    #[error("{0}")]
    Task(#[from] tokio::task::JoinError),
}

impl Delivery {
    /// As configured.
    pub fn new(sms: &Sms) -> Self {
        match sms {
            Sms::Log => Self::Log,
            Sms::Http { url, token } => {
                let limits = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10)));
                let agent = limits.build().new_agent();
                Self::Http { url: url.clone(), token: token.clone(), agent }
            }
        }
    }

    /// Sends a code.
    pub async fn send(&self, phone: &Phone, code: &str) -> Result<(), Undelivered> {
        match self {
            Self::Log => {
                tracing::info!(phone = phone.masked(), code, "one-time code");
                Ok(())
            }
            Self::Http { url, token, agent } => {
                let (agent, url, token) = (agent.clone(), url.clone(), token.clone());
                let (phone, code) = (phone.clone(), code.to_owned());
                let post = move || {
                    let message = Message { phone: phone.as_str(), code: &code };
                    let bearer = format!("Bearer {}", token.reveal());
                    agent
                        .post(&url)
                        .header("authorization", bearer)
                        .send_json(message)
                        .map(drop)
                        .map_err(Box::new)
                };
                Ok(tokio::task::spawn_blocking(post).await??)
            }
        }
    }
}
