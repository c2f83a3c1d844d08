//! What a member of staff has typed into a form so far, kept on this device until it is sent: for each person, ticket
//! and act its own. A session that ends, a reload or a closed dialog loses none of it.

use serde::{Deserialize, Serialize};
use steward_core::ids::{CommandId, PhotoId};

use crate::device;

/// Where the draft of one act on one ticket is kept. The device keeps drafts of one person only.
pub fn key(ticket: &str, act: &str) -> String {
    ["steward.draft.act.", ticket, ".", act].concat()
}

/// A form as it is typed and kept.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The id it is sent under, however often that takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<CommandId>,
    /// The main text, then the others of the form.
    pub texts: [String; 3],
    /// The word of what was chosen.
    pub choice: String,
    /// Yes or no, as far as it was answered.
    pub answers: [Option<bool>; 3],
    /// A point in time, as its input holds it.
    pub at: String,
    /// The photos that are stored already.
    pub photos: Vec<PhotoId>,
}

impl Draft {
    /// Nothing that would be missed: choices alone are made again as quickly as they are found.
    pub fn is_blank(&self) -> bool {
        self.texts.iter().all(|text| text.trim().is_empty()) && self.photos.is_empty()
    }

    /// What is kept under `key`, if anything is.
    pub(crate) fn kept(key: &str) -> Option<Self> {
        device::kept(key)
    }

    /// Keeps it under `key`, or nothing where nothing would be missed.
    pub(crate) fn keep(&self, key: &str) {
        if self.is_blank() {
            device::forget(key);
        } else {
            device::keep(key, self);
        }
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
