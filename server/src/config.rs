//! What an operator can set: a TOML file, then environment variables, then flags; the later one wins.
//!
//! Nothing here is a rule of the product (limits and calendars live in the database). `check-config` prints the
//! result, secrets as stars. Every key has a default that is safe on one machine.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use steward_core::time::Instant;

use crate::db::file_address;
use crate::demo::Filling;
use crate::outbox::settings::Notify;
use crate::secret::Secret;

/// Everything the server is told at its start.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The address and port to serve on; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The folder of the database and the photos.
    pub data: PathBuf,
    /// The folder of the built front end. Without it, the files inside the binary are served.
    pub site: Option<PathBuf>,
    /// The database: `sqlite:PATH` or `postgres://…`. Without it, `steward.db` in the data folder.
    pub database_url: Option<Secret>,
    /// How many connections may read at once.
    pub read_connections: u32,
    /// The address people type, as `https://care.example.com`. Writes from other sites are refused; with https
    /// the session cookie is sent over TLS only.
    pub public_url: Option<String>,
    /// Take the client's address from the last entry of `X-Forwarded-For`: only behind a proxy that sets it.
    pub behind_proxy: bool,
    /// The name of the group (集团), shown at sign-in.
    pub group: String,
    /// How one-time codes reach owners.
    pub sms: Sms,
    /// Which ways notices go.
    pub notify: Notify,
    /// Run the clock sweep and the delivery of notices here. At least one server of a database must.
    pub jobs: bool,
    /// How long sessions live.
    pub sessions: Sessions,
    /// Fill an empty database with demo data, and show one-time codes on the page. Never on a real server.
    pub demo: bool,
    /// How much demo data: `everything`, or only the `people` for tests that make their own tickets.
    #[serde(deserialize_with = "filling")]
    pub demo_filling: Filling,
    /// Run on a clock that shows this instant first and that `POST /api/test/clock` moves: demo mode on a loopback
    /// address only.
    pub test_clock: Option<Instant>,
    /// How log lines are written.
    pub log: Log,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080),
            data: PathBuf::from("data"),
            site: None,
            database_url: None,
            read_connections: 4,
            public_url: None,
            behind_proxy: false,
            group: "澄岸物业集团".to_owned(),
            sms: Sms::default(),
            notify: Notify::default(),
            jobs: true,
            sessions: Sessions::default(),
            demo: false,
            demo_filling: Filling::default(),
            test_clock: None,
            log: Log::default(),
        }
    }
}

fn filling<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Filling, D::Error> {
    match String::deserialize(input)?.as_str() {
        "everything" => Ok(Filling::Everything),
        "little" => Ok(Filling::Little),
        "people" => Ok(Filling::People),
        _ => Err(serde::de::Error::custom("demo_filling is \"everything\", \"little\" or \"people\"")),
    }
}

/// The way of one-time codes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "snake_case")]
pub enum Sms {
    /// Into the server's log: development only.
    #[default]
    Log,
    /// To an HTTP gateway: a POST of `{"phone", "code"}` with a bearer token.
    Http {
        /// Where to post to.
        url: String,
        /// The gateway's token.
        token: Secret,
    },
}

/// How long sessions live, in hours.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// An owner's session ends after this long without a request.
    pub owner_idle_hours: u32,
    /// An owner's session ends after this long in any case.
    pub owner_hours: u32,
    /// A staff session ends after this long without a request.
    pub staff_idle_hours: u32,
    /// A staff session ends after this long in any case.
    pub staff_hours: u32,
}

impl Default for Sessions {
    fn default() -> Self {
        Self { owner_idle_hours: 30 * 24, owner_hours: 90 * 24, staff_idle_hours: 12, staff_hours: 72 }
    }
}

/// The form of log lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Log {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadConfig {
    /// The file is not there or not readable.
    #[error("cannot read {0}: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// The file is no TOML of the expected shape.
    #[error("{0}: {1}")]
    Malformed(PathBuf, toml::de::Error),
    /// The values contradict each other.
    #[error("{0}")]
    Contradiction(&'static str),
}

impl Config {
    /// Reads a TOML file; keys that are missing keep their defaults, unknown keys are an error.
    pub fn from_file(path: &Path) -> Result<Self, BadConfig> {
        let text = std::fs::read_to_string(path).map_err(|e| BadConfig::Unreadable(path.to_owned(), e))?;
        toml::from_str(&text).map_err(|e| BadConfig::Malformed(path.to_owned(), e))
    }

    /// Refuses what must not run.
    pub fn check(&self) -> Result<(), BadConfig> {
        let wrong = BadConfig::Contradiction;
        if self.test_clock.is_some() && !(self.demo && self.listen.ip().is_loopback()) {
            return Err(wrong("test_clock needs demo mode and a loopback address"));
        }
        if self.read_connections == 0 {
            return Err(wrong("read_connections must be at least 1"));
        }
        if let Some(url) = &self.public_url {
            let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            if rest.is_none_or(|host| host.is_empty() || host.contains('/')) {
                return Err(wrong("public_url must be http://HOST or https://HOST, without a path"));
            }
        }
        if let Sms::Http { url, .. } = &self.sms
            && !url.starts_with("https://")
            && !url.starts_with("http://127.0.0.1")
        {
            return Err(wrong("sms.url must be https"));
        }
        self.notify.check().map_err(wrong)?;
        let s = self.sessions;
        if [s.owner_idle_hours, s.owner_hours, s.staff_idle_hours, s.staff_hours].contains(&0) {
            return Err(wrong("sessions must last at least one hour"));
        }
        Ok(())
    }

    /// The address of the database.
    pub fn database(&self) -> Secret {
        self.database_url
            .clone()
            .unwrap_or_else(|| Secret::new(format!("sqlite:{}", self.data.join("steward.db").display())))
    }

    /// The file of the database, if it is SQLite.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        let address = self.database();
        let path = address.reveal().strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
    }

    /// The address of the database as it is: opening it makes nothing.
    pub fn database_as_it_is(&self) -> Secret {
        self.sqlite_file().map_or_else(|| self.database(), |file| file_address(&file, "rw"))
    }

    /// Whether people reach the server over TLS only.
    pub fn https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
