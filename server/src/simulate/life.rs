//! One ticket as it lives: commands at their times, each through core's `decide`, and what time alone does between them.

use steward_core::accounts::Actor;
use steward_core::ids::TicketId;
use steward_core::problem::Problem;
use steward_core::sla::policy::Rules;
use steward_core::tickets::decide::{self, Context, EngineerFacts, next_wake};
use steward_core::tickets::event::{Submission, Who};
use steward_core::tickets::{Command, Event, Ticket};
use steward_core::time::Instant;

use crate::http::error::{Answer, Failure};

/// A ticket with all that has happened to it.
pub(super) struct Life<'w> {
    /// As it stands.
    pub(super) ticket: Ticket,
    /// All its events.
    pub(super) events: Vec<Event>,
    rules: &'w Rules,
    system: &'w Actor,
    until: Instant,
    /// The commands that the rules refused.
    pub(super) refused: u32,
}

fn who(actor: &Actor) -> Who {
    Who { person: actor.person.clone(), role: actor.role, name: actor.name.clone() }
}

impl<'w> Life<'w> {
    /// It is submitted.
    pub(super) fn begin(
        id: TicketId,
        by: &Actor,
        said: Submission,
        at: Instant,
        until: Instant,
        (rules, system): (&'w Rules, &'w Actor),
    ) -> Answer<Self> {
        let by = who(by);
        let bodies = decide::submit(&id, &by, said, None, rules, at).map_err(Problem::refused)?;
        let event = |(seq, body)| Event { seq, at, by: by.clone(), body };
        let events: Vec<Event> = (1..).zip(bodies).map(event).collect();
        let ticket = Ticket::fold(id, &events);
        let ticket = ticket.ok_or_else(|| Failure::internal("a submission without a first event"))?;
        Ok(Self { ticket, events, rules, system, until, refused: 0 })
    }

    /// Somebody does something. `None` where the simulation ends before, or the rules say no: the story ends there.
    pub(super) fn act(
        &mut self,
        at: Instant,
        by: &Actor,
        command: &Command,
        engineers: &[EngineerFacts],
    ) -> Option<()> {
        if at >= self.until {
            return None;
        }
        self.pass(at);
        // Nothing happens before what has happened.
        let at = at.max(self.ticket.updated_at);
        let context = Context { rules: self.rules, engineers, other: None };
        match decide::act(&mut self.ticket, by, command, context, at) {
            Ok(events) => {
                self.events.extend(events);
                Some(())
            }
            Err(refusal) => {
                tracing::debug!(?refusal, kind = command.kind().word(), ticket = %self.ticket.id, "refused");
                self.refused += 1;
                self.take_back();
                None
            }
        }
    }

    /// What was refused has not happened.
    fn take_back(&mut self) {
        if let Some(ticket) = Ticket::fold(self.ticket.id.clone(), &self.events) {
            self.ticket = ticket;
        }
    }

    /// Time passes: a tick at every moment at which time alone changes the ticket, as the clock sweep gives it.
    pub(super) fn pass(&mut self, to: Instant) {
        while let Some(wake) = next_wake(&self.ticket, &self.rules.policy).filter(|wake| *wake < to) {
            let at = wake.max(self.ticket.updated_at);
            let context = Context { rules: self.rules, engineers: &[], other: None };
            match decide::act(&mut self.ticket, self.system, &Command::Tick, context, at) {
                Ok(events) if !events.is_empty() => self.events.extend(events),
                Ok(_) => return,
                Err(_) => return self.take_back(),
            }
        }
    }

    /// Time passes to the end of the simulation.
    pub(super) fn finish(&mut self) {
        self.pass(self.until);
    }

    /// The rules that it lives by.
    pub(super) fn rules(&self) -> &'w Rules {
        self.rules
    }
}
