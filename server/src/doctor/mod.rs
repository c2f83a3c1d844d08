//! The doctor (体检): looks at a house from outside and says what is well, what needs somebody, and what to do. It
//! never changes anything, and works beside a running server.
//!
//! Three circles: what the operator set and the machine gives ([`machine`]), what the database holds ([`store`]), and
//! whether somebody does what is due ([`work`]). Where one finds that it cannot look, the later ones are left out.

mod machine;
mod store;
mod work;

use std::fmt;

use steward_core::time::Instant;

use crate::config::Config;
use crate::db::Db;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// All is well.
    Ok,
    /// It works, but somebody should look.
    Warning,
    /// Something is broken, or will soon be.
    Failure,
}

/// One line of the report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// What was looked at, in one word.
    pub check: &'static str,
    /// What was found.
    pub what: String,
    /// What to do; empty when nothing is to be done.
    pub advice: String,
}

impl Finding {
    fn ok(check: &'static str, what: impl Into<String>) -> Self {
        Self { level: Level::Ok, check, what: what.into(), advice: String::new() }
    }

    fn warning(check: &'static str, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { level: Level::Warning, check, what: what.into(), advice: advice.into() }
    }

    fn failure(check: &'static str, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { level: Level::Failure, check, what: what.into(), advice: advice.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Ok => "ok",
            Level::Warning => "warning",
            Level::Failure => "FAILURE",
        };
        write!(f, "{level:<8}{:<14}{}", self.check, self.what)?;
        if self.advice.is_empty() { Ok(()) } else { write!(f, " → {}", self.advice) }
    }
}

/// Looks at the house of these settings.
pub async fn examine(config: &Config, now: Instant) -> Vec<Finding> {
    let mut found = machine::examine(config);
    if let Some(file) = config.sqlite_file().filter(|file| !file.is_file()) {
        let what = format!("there is no {}", file.display());
        let advice = "start `steward serve` once, or name the data folder or the database that you mean";
        found.push(Finding::failure("database", what, advice));
        return found;
    }
    let db = match Db::examine(&config.database_as_it_is()).await {
        Ok(db) => db,
        Err(error) => {
            let advice = "see that the database runs, and that the address and the password are right";
            found.push(Finding::failure("database", error.to_string(), advice));
            return found;
        }
    };
    if store::examine(&db, &mut found).await {
        work::examine(&db, now, &mut found).await;
    }
    db.close().await;
    found
}

/// What it was to look at does not read.
fn unreadable(check: &'static str, error: impl fmt::Display) -> Finding {
    Finding::failure(check, format!("cannot look: {error}"), "see the database's own log")
}
