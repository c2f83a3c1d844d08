//! The only way a ticket changes: `decide(ticket, actor, command, context, now)` answers with events or a refusal.
//!
//! Pure and total. [`guard`] says who may do what in which state and is what screens ask to show their buttons;
//! [`steps`] says what then happens; [`clocks`] starts, stops and moves the clocks along with it. A refusal leaves
//! no trace. The server runs it before storing, the browser to preview.

mod clocks;
pub mod guard;
mod steps;
mod voices;
pub mod wake;

use super::command::Command;
use super::event::{Event, EventBody, Submission, Who};
use super::refusal::Refusal;
use super::ticket::Ticket;
use crate::accounts::Actor;
use crate::accounts::role::Role;
use crate::ids::{PersonId, TicketId};
use crate::sla::policy::Rules;
use crate::time::Instant;

pub use guard::{can, may_see};
pub use wake::next_wake;

/// What deciding needs to know besides the ticket.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The project's rules.
    pub rules: &'a Rules,
    /// The project's engineers.
    pub engineers: &'a [EngineerFacts],
    /// The other ticket of a merge, if there is one that the actor may see.
    pub other: Option<&'a Ticket>,
}

/// What dispatching needs to know about an engineer (人员技能库 S16).
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct EngineerFacts {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// First-level categories they are skilled in.
    pub skills: Vec<String>,
    /// Skill level (技能等级), 1 to 5.
    pub level: u8,
    /// Certified for independent work (S106).
    pub certified: bool,
    /// On shift now.
    pub on_shift: bool,
    /// Jobs they have at the moment.
    pub open_jobs: u32,
    /// Metres from the ticket's place, where known.
    pub distance_m: Option<u32>,
}

/// The events of a new ticket: the submission and its clocks.
pub fn submit(
    id: &TicketId,
    by: &Who,
    said: Submission,
    imported_due: Option<Instant>,
    rules: &Rules,
    now: Instant,
) -> Result<Vec<EventBody>, Refusal> {
    let first = Event { seq: 1, at: now, by: by.clone(), body: EventBody::Submitted(Box::new(said)) };
    let mut ticket = Ticket::begin(id.clone(), &first).ok_or(Refusal::NoSuchStep)?;
    let mut decision = Decision { ticket: &mut ticket, by: first.by, rules, now, events: vec![first.body] };
    decision.start_clocks(now, imported_due)?;
    Ok(decision.events)
}

/// Decides a command: the events it causes, or why not.
pub fn decide(
    ticket: &Ticket,
    actor: &Actor,
    command: &Command,
    context: Context<'_>,
    now: Instant,
) -> Result<Vec<EventBody>, Refusal> {
    can(ticket, actor, command.kind(), now)?;
    let mut copy = ticket.clone();
    decided(&mut copy, who(actor), command, context, now)
}

/// Decides a command and lets it happen: the events with their numbers, the ticket as they leave it. The same as
/// [`decide`] and applying what it says, without a copy of the ticket.
///
/// After a refusal the ticket may be part of the way: whoever goes on with it folds it again from its events.
pub fn act(
    ticket: &mut Ticket,
    actor: &Actor,
    command: &Command,
    context: Context<'_>,
    now: Instant,
) -> Result<Vec<Event>, Refusal> {
    can(ticket, actor, command.kind(), now)?;
    let by = who(actor);
    let bodies = decided(ticket, by.clone(), command, context, now)?;
    let seqs = ticket.seq.saturating_add(1)..;
    let events: Vec<Event> =
        seqs.zip(bodies).map(|(seq, body)| Event { seq, at: now, by: by.clone(), body }).collect();
    if let Some(last) = events.last() {
        (ticket.seq, ticket.updated_at) = (last.seq, now);
    }
    Ok(events)
}

fn who(actor: &Actor) -> Who {
    Who { person: actor.person.clone(), role: actor.role, name: actor.name.clone() }
}

fn decided(
    ticket: &mut Ticket,
    by: Who,
    command: &Command,
    context: Context<'_>,
    now: Instant,
) -> Result<Vec<EventBody>, Refusal> {
    let mut decision = Decision { ticket, by, rules: context.rules, now, events: Vec::new() };
    decision.pass_time();
    decision.recalculate();
    decision.carry_out(command, context)?;
    decision.close_if_done();
    Ok(decision.events)
}

/// The events so far, and the ticket as they leave it.
struct Decision<'a> {
    ticket: &'a mut Ticket,
    by: Who,
    rules: &'a Rules,
    now: Instant,
    events: Vec<EventBody>,
}

impl Decision<'_> {
    fn happen(&mut self, body: EventBody) {
        self.ticket.happen(self.now, &self.by, &body);
        self.events.push(body);
    }

    /// Imported tickets keep what the older system recorded; its steps in between are not known.
    fn is_import(&self) -> bool {
        self.by.role == Role::System && self.ticket.said.external.is_some()
    }
}
