//! Which ways notices go: what the operator sets under `[notify]`.

use serde::Deserialize;

use super::words::Language;
use crate::secret::Secret;

/// The ways of notices. Without any, nothing is put into the outbox.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Notify {
    /// The language for people who have not chosen one.
    pub language: Language,
    /// Into the server's log.
    pub log: bool,
    /// To one HTTP address.
    pub webhook: Option<Webhook>,
    /// By mail, to everybody concerned who has an address.
    pub mail: Option<Mail>,
}

/// An HTTP address that takes notices.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// Where to post to.
    pub url: String,
    /// The key of the signature, known to both sides: 16 characters at least.
    pub secret: Secret,
}

/// A mail server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Its host name.
    pub host: String,
    /// Its port; by default the usual one of `tls`: 465, 587 or 25.
    pub port: Option<u16>,
    /// How the connection is kept private.
    #[serde(default)]
    pub tls: Tls,
    /// The sender, as `管家 <steward@example.com>`.
    pub from: String,
    /// The name to sign in with; without one, nobody signs in.
    #[serde(default)]
    pub user: String,
    /// The password.
    #[serde(default)]
    pub password: Secret,
}

/// How a connection to the mail server is kept private.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// From the first byte.
    #[default]
    Always,
    /// After STARTTLS; a server that does not know it is refused.
    Starttls,
    /// Not at all: a mail server on this machine.
    None,
}

impl Notify {
    /// What is wrong with it, if anything.
    pub fn check(&self) -> Result<(), &'static str> {
        if let Some(webhook) = &self.webhook {
            if !webhook.url.starts_with("https://") && !is_local(&webhook.url) {
                return Err("notify.webhook.url must be https");
            }
            if webhook.secret.reveal().len() < 16 {
                return Err("notify.webhook.secret must have 16 characters at least");
            }
        }
        let Some(mail) = &self.mail else { return Ok(()) };
        if mail.from.parse::<lettre::message::Mailbox>().is_err() {
            return Err("notify.mail.from must be an address, as \"Steward <steward@example.com>\"");
        }
        if mail.host.is_empty() {
            return Err("notify.mail.host is empty");
        }
        if mail.user.is_empty() != mail.password.is_empty() {
            return Err("notify.mail needs both user and password, or neither");
        }
        if mail.tls == Tls::None && !mail.user.is_empty() {
            return Err("notify.mail: a password is not sent without TLS");
        }
        Ok(())
    }

    /// The names of the ways that are set.
    pub fn channels(&self) -> Vec<&'static str> {
        let ways = [("log", self.log), ("webhook", self.webhook.is_some()), ("mail", self.mail.is_some())];
        ways.into_iter().filter_map(|(name, set)| set.then_some(name)).collect()
    }
}

fn is_local(url: &str) -> bool {
    ["http://127.0.0.1", "http://[::1]", "http://localhost"].iter().any(|host| {
        url.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    })
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
