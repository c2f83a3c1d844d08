//! What went wrong, in words for the person at the terminal.

use std::fmt;

/// A message that says what failed and, where it can, what to do.
#[derive(Debug)]
pub(crate) struct Failure(String);

/// What every part of xtask returns.
pub(crate) type Done<T = ()> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A failure that has been told in full already.
    pub(crate) fn silent() -> Self {
        Self(String::new())
    }

    pub(crate) fn is_silent(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `fs::read(path).or_say(|| format!("cannot read {path}"))?`
pub(crate) trait OrSay<T> {
    fn or_say<S: Into<String>>(self, what: impl FnOnce() -> S) -> Done<T>;
}

impl<T, E: fmt::Display> OrSay<T> for Result<T, E> {
    fn or_say<S: Into<String>>(self, what: impl FnOnce() -> S) -> Done<T> {
        self.map_err(|error| Failure::new(format!("{}: {error}", what().into())))
    }
}

impl<T> OrSay<T> for Option<T> {
    fn or_say<S: Into<String>>(self, what: impl FnOnce() -> S) -> Done<T> {
        self.ok_or_else(|| Failure::new(what()))
    }
}
