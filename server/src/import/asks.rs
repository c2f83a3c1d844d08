//! From facts to commands: submitted and accepted when it was created, completed when it was closed.
//!
//! The ids follow from source and key, so the writer recognises a command that was carried out by an earlier run.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use steward_core::accounts::Actor;
use steward_core::ids::{BadId, CommandId, HouseholdId, ProjectId, TicketId};
use steward_core::tickets::Command;
use steward_core::tickets::event::{External, Submission};
use steward_core::time::Instant;

use super::row::Facts;
use crate::writer::{Ask, FINGERPRINT, Recognised, What};

/// The ids of the commands of one imported ticket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ids {
    /// Of its submission.
    pub submit: CommandId,
    /// Of its acceptance.
    pub accept: CommandId,
    /// Of its completion.
    pub complete: CommandId,
    fingerprint: String,
}

impl Ids {
    /// The ids for this key of this source.
    pub fn of(source: &str, key: &str) -> Result<Self, BadId> {
        let mut sha = Sha256::new();
        sha.update(source);
        sha.update([0]);
        sha.update(key);
        let hash = sha.finalize();
        let (fingerprint, short) = (HEXLOWER.encode(&hash[..FINGERPRINT]), HEXLOWER.encode(&hash[..20]));
        let id = |step: &str| format!("import-{step}-{short}").parse();
        Ok(Self { submit: id("s")?, accept: id("a")?, complete: id("c")?, fingerprint })
    }

    fn ask(&self, id: &CommandId, actor: &Actor, at: Instant, what: What) -> Ask {
        let (id, fingerprint) = (id.clone(), self.fingerprint.clone());
        Ask { id, fingerprint, actor: actor.clone(), at, what, recognised: Recognised::Always }
    }

    /// The submission, with its own due time and the household where it was found.
    pub fn submission(
        &self,
        facts: &Facts,
        source: &str,
        project: ProjectId,
        household: Option<HouseholdId>,
        actor: &Actor,
    ) -> Ask {
        let said = Submission {
            project,
            household,
            address: facts.address.clone(),
            place: facts.place.clone(),
            scenario: facts.category.scenario(),
            category: facts.category,
            urgency: facts.urgency,
            channel: facts.channel,
            text: facts.text.clone(),
            photos: Vec::new(),
            contact: facts.contact.clone(),
            phone: facts.phone.clone(),
            appointment: None,
            external: Some(External {
                source: source.to_owned(),
                key: facts.key.clone(),
                category: facts.category_word.clone(),
            }),
            visit_due: false,
        };
        let what = What::Submit { said: Box::new(said), imported_due: facts.due };
        self.ask(&self.submit, actor, facts.created, what)
    }

    /// Its acceptance at the same moment.
    pub fn acceptance(&self, ticket: &TicketId, facts: &Facts, actor: &Actor) -> Ask {
        let accept = Command::Accept { category: None, urgency: None };
        self.ask(&self.accept, actor, facts.created, command(ticket, accept))
    }

    /// Its completion at this moment; the rules close an imported ticket with it.
    pub fn completion(&self, ticket: &TicketId, facts: &Facts, at: Instant, actor: &Actor) -> Ask {
        let complete = Command::Complete { work: facts.work.clone(), photos: Vec::new() };
        self.ask(&self.complete, actor, at, command(ticket, complete))
    }
}

fn command(ticket: &TicketId, command: Command) -> What {
    What::Command { ticket: ticket.clone(), expected_seq: None, command: Box::new(command) }
}
