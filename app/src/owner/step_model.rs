//! What an owner can add to a ticket, or do with it, on a page of its own: which command it is and what it says.

use steward_core::problem::Field;
use steward_core::tickets::Command;
use steward_core::tickets::command::CommandKind;

use super::report_model::Typed;
use crate::words::say;

/// What can be done on such a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Words or photos (补充).
    Add,
    /// It is not solved after all (重新打开).
    Reopen,
    /// It is not needed any more (取消).
    Cancel,
}

impl Step {
    /// The step of a page's address.
    pub fn find(word: &str) -> Option<Self> {
        [Self::Add, Self::Reopen, Self::Cancel].into_iter().find(|step| step.word() == word)
    }

    /// Its word in addresses and drafts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Reopen => "reopen",
            Self::Cancel => "cancel",
        }
    }

    /// The kind of its command.
    pub const fn kind(self) -> CommandKind {
        match self {
            Self::Add => CommandKind::Supplement,
            Self::Reopen => CommandKind::Reopen,
            Self::Cancel => CommandKind::Cancel,
        }
    }

    /// The input of its words.
    pub const fn field(self) -> Field {
        match self {
            Self::Add => Field::Text,
            Self::Reopen | Self::Cancel => Field::Reason,
        }
    }

    /// The command that is sent.
    pub fn command(self, typed: &Typed) -> Command {
        let (text, photos) = (typed.text.trim().to_owned(), typed.photos.clone());
        match self {
            Self::Add => Command::Supplement { text, photos },
            Self::Reopen => Command::Reopen { reason: text, photos },
            Self::Cancel => Command::Cancel { reason: text },
        }
    }

    /// Title, label, note, button.
    pub fn words(self) -> [&'static str; 4] {
        use say::owner as o;
        match self {
            Self::Add => [o::add_title(), o::add_text(), o::add_note(), o::add_send()],
            Self::Reopen => [o::reopen_title(), o::reopen_text(), o::reopen_note(), o::reopen_send()],
            Self::Cancel => [o::cancel_title(), o::cancel_text(), o::cancel_note(), o::cancel_send()],
        }
    }

    /// What it is called while it waits for the network.
    pub fn about(self, what: &str) -> String {
        match self {
            Self::Add => say::owner::add_about(&what),
            Self::Reopen => say::owner::reopen_about(&what),
            Self::Cancel => say::owner::cancel_about(&what),
        }
    }

    /// What is said once it is done.
    pub fn done(self) -> &'static str {
        match self {
            Self::Add => say::owner::added(),
            Self::Reopen => say::owner::reopened(),
            Self::Cancel => say::owner::cancelled(),
        }
    }
}
