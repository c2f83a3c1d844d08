//! Why a call brought no answer.

use core::fmt;

use steward_core::problem::{Code, Problem};

/// A call without the answer that was hoped for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The server was not reached.
    Offline,
    /// The server did not answer in time; whether it has acted is not known.
    Timeout,
    /// A command is kept on this device and is sent as soon as the server is reached.
    Kept,
    /// The server said no.
    Problem(Box<Problem>),
}

impl Failure {
    /// A problem of this kind, nothing more.
    pub(crate) fn of(code: Code) -> Self {
        Self::Problem(Box::new(Problem::new(code)))
    }

    /// The server's code, if it answered.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Offline | Self::Timeout | Self::Kept => None,
        }
    }

    /// Whether the same request may well succeed a little later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Offline | Self::Timeout => true,
            Self::Problem(problem) => problem.code == Code::Unavailable,
            Self::Kept => false,
        }
    }

    /// The wrong inputs, each to be said beside its field.
    pub fn fields(&self) -> &[Problem] {
        match self {
            Self::Problem(problem) if problem.field.is_some() => core::slice::from_ref(problem),
            Self::Problem(problem) => &problem.fields,
            Self::Offline | Self::Timeout | Self::Kept => &[],
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::words::problem::failure(self))
    }
}

impl core::error::Error for Failure {}
