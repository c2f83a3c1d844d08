//! What can be asked of tickets, and what comes back.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest, Sha256};
use steward_core::accounts::Actor;
use steward_core::ids::{CommandId, TicketId};
use steward_core::tickets::api::RECOGNISED_FOR;
use steward_core::tickets::event::Submission;
use steward_core::tickets::{Command, Event, Ticket};
use steward_core::time::Instant;

use crate::http::error::Answer;
use crate::sla::ProjectRules;

/// One command on its way to the writer.
#[derive(Debug)]
pub struct Ask {
    /// Made by the client, so that a repetition is recognised.
    pub id: CommandId,
    /// The fingerprint of what the client sent: the same id with another one is refused.
    pub fingerprint: String,
    /// Who asks.
    pub actor: Actor,
    /// When; an imported or demo command lies in the past.
    pub at: Instant,
    /// What.
    pub what: What,
    /// How long a repetition is recognised.
    pub recognised: Recognised,
}

/// How long a repetition of a command is recognised as one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Recognised {
    /// As long as core promises ([`RECOGNISED_FOR`]).
    Usually,
    /// As long as the ticket is there: an import finds by it what an earlier run brought.
    Always,
}

impl Recognised {
    /// When a command that was given at that moment may be forgotten; `None` for never.
    pub(super) fn until(self, at: Instant) -> Option<Instant> {
        match self {
            Self::Usually => Some(at + RECOGNISED_FOR),
            Self::Always => None,
        }
    }
}

/// What is asked for.
#[derive(Debug)]
pub enum What {
    /// A new ticket.
    Submit {
        /// What was said; what it leaves to the home that it names is taken from there.
        said: Box<Submission>,
        /// The due time that came with an imported ticket.
        imported_due: Option<Instant>,
    },
    /// A command to a ticket.
    Command {
        /// The ticket.
        ticket: TicketId,
        /// What the person was looking at.
        expected_seq: Option<u32>,
        /// The command.
        command: Box<Command>,
    },
}

/// A command that was carried out, now or before.
#[derive(Clone, Debug)]
pub struct Done {
    /// The ticket as it is now.
    pub ticket: Arc<Ticket>,
    /// Its project.
    pub project: Arc<ProjectRules>,
    /// What the command caused; empty when it was carried out before.
    pub events: Arc<[Event]>,
}

/// So many bytes of a hash tell the contents of one command id apart.
pub const FINGERPRINT: usize = 16;

/// The fingerprint of a request: who sent it, and what.
pub fn fingerprint(actor: &Actor, target: &str, request: &impl Serialize) -> Answer<String> {
    let mut sha = Sha256::new();
    for part in [actor.person.as_str(), actor.role.word(), target] {
        sha.update(part);
        sha.update([0]);
    }
    sha.update(serde_json::to_vec(request)?);
    Ok(HEXLOWER.encode(&sha.finalize()[..FINGERPRINT]))
}
