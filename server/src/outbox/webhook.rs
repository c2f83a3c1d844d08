//! Notices to an HTTP address, signed, so that the receiver knows who sent them and that nobody changed them.
//!
//! The header `Steward-Signature: t=TIME,v1=HEX` carries the HMAC-SHA256, under the shared secret, of the decimal
//! seconds since 1970, a full stop and the body as it is sent. A receiver computes the same, compares in constant
//! time, and refuses times that are minutes old. `Steward-Delivery` is the same for every try of one notice.

use std::time::Duration;

use data_encoding::HEXLOWER;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use steward_core::time::Instant;

use super::post::Undelivered;
use super::settings;
use crate::secret::Secret;

/// How long one try may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// The way to one address.
#[derive(Clone, Debug)]
pub struct Webhook {
    url: String,
    secret: Secret,
    agent: ureq::Agent,
}

impl Webhook {
    /// As configured.
    pub fn new(settings: &settings::Webhook) -> Self {
        // A notice goes where the operator said and nowhere else, so redirects are an answer like any other.
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build()
            .new_agent();
        Self { url: settings.url.clone(), secret: settings.secret.clone(), agent }
    }

    /// Posts a body; whatever is not a 2xx answer is a failure.
    pub async fn post(&self, delivery: &str, body: String, now: Instant) -> Result<(), Undelivered> {
        let signature = signature(&self.secret, now, &body)?;
        let (url, agent, delivery) = (self.url.clone(), self.agent.clone(), delivery.to_owned());
        let send = move || {
            let request = agent
                .post(&url)
                .header("content-type", "application/json")
                .header("steward-signature", signature)
                .header("steward-delivery", delivery);
            request.send(body)
        };
        let answer = tokio::task::spawn_blocking(send).await.map_err(Undelivered::for_now)?;
        let status = answer.map_err(Undelivered::for_now)?.status();
        match status.as_u16() {
            200..=299 => Ok(()),
            // The receiver says that it will never take it.
            410 => Err(Undelivered::for_good("answered 410 Gone")),
            other => Err(Undelivered::for_now(format!("answered {other}"))),
        }
    }
}

/// The signature of a body at a time.
fn signature(secret: &Secret, now: Instant, body: &str) -> Result<String, Undelivered> {
    let mut mac =
        <Hmac<Sha256>>::new_from_slice(secret.reveal().as_bytes()).map_err(Undelivered::for_good)?;
    mac.update(format!("{}.{body}", now.secs()).as_bytes());
    Ok(format!("t={},v1={}", now.secs(), HEXLOWER.encode(&mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_one_that_any_hmac_tool_computes() {
        // printf '1789453200.{"kind":"escalated"}' | openssl dgst -sha256 -hmac 0123456789abcdef
        let now = Instant::from_millis(1_789_453_200_999);
        let found = signature(&Secret::new("0123456789abcdef"), now, r#"{"kind":"escalated"}"#).unwrap();
        let expected = "t=1789453200,v1=0b9efc2a8d26826cea64abfc268c9ea2484087b6e6dcbb39cdccaff4fb50ca65";
        assert_eq!(found, expected);
    }
}
