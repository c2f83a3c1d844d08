//! Many commands in one transaction: load what they concern (tickets, homes) in one query each, decide in memory,
//! write each table in few statements.
//!
//! A command sees what those before it did. A refusal adds no rows. Nobody is answered before the commit.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::AnyConnection;
use steward_core::accounts::{Actor, Role, Scope};
use steward_core::ids::{CommandId, PersonId, TicketId};
use steward_core::problem::{Code, Problem};
use steward_core::tickets::decide::{self, Context, EngineerFacts};
use steward_core::tickets::event::{Submission, Who};
use steward_core::tickets::{Command, CommandKind, Event, EventBody, Ticket, may_see};
use steward_core::time::Instant;

use super::ask::{Ask, Done, What};
use super::known::{self, Known};
use super::numbers::Numbers;
use crate::http::error::{Answer, Failure};
use crate::live::Change;
use crate::sla::{Book, ProjectRules};
use crate::tickets::homes::Homes;
use crate::tickets::{engineers, store};

/// A ticket that the batch holds.
pub struct Held {
    /// As it was stored; `None` for a new one.
    pub before: Option<Ticket>,
    /// As it is by now.
    pub now: Ticket,
    /// Its project.
    pub project: Arc<ProjectRules>,
    /// What happened to it in this batch.
    pub events: Vec<Event>,
}

/// A command that goes through.
pub(super) struct Passed {
    /// Its ticket.
    pub(super) ticket: TicketId,
    /// What it caused there; empty for a repetition.
    pub(super) events: Vec<Event>,
    /// Whether it was carried out before.
    pub(super) repeated: bool,
}

/// One batch at work.
pub(super) struct Batch<'a> {
    book: &'a Book,
    /// The tickets concerned.
    pub(super) held: HashMap<TicketId, Held>,
    known: HashMap<CommandId, Known>,
    homes: Homes,
    /// Numbers of new tickets.
    pub(super) numbers: Numbers,
}

impl<'a> Batch<'a> {
    /// Loads the commands that were carried out before, and the tickets concerned.
    pub(super) async fn load(conn: &mut AnyConnection, book: &'a Book, asks: &[Ask]) -> Answer<Self> {
        let known = known::load(conn, asks).await?;
        let mut wanted: Vec<&TicketId> = known.values().map(|known| &known.ticket).collect();
        wanted.extend(asks.iter().flat_map(|a| concerned(&a.what)));
        wanted.sort();
        wanted.dedup();
        let tickets = if wanted.is_empty() { Vec::new() } else { store::load(conn, &wanted).await? };
        let homes = Homes::load(conn, asks.iter().filter_map(|a| submission(&a.what))).await?;
        let held = HashMap::with_capacity(wanted.len() + asks.len());
        let mut batch = Self { book, held, known, homes, numbers: Numbers::default() };
        let now = asks.iter().map(|a| a.at).max().unwrap_or_default();
        for ticket in tickets {
            let project = book.of(conn, &ticket.said.project, now, ticket.submitted_at).await?;
            let held = Held { before: Some(ticket.clone()), now: ticket, project, events: Vec::new() };
            batch.held.insert(held.now.id.clone(), held);
        }
        Ok(batch)
    }

    /// Decides one command. An `Err` is this command's own; a broken store shows as [`Failure::Unavailable`] or
    /// [`Failure::Internal`].
    pub(super) async fn decide(&mut self, conn: &mut AnyConnection, ask: &Ask) -> Answer<Passed> {
        if let Some(known) = self.known.get(&ask.id) {
            if known.fingerprint != ask.fingerprint {
                return Err(Code::CommandReused.into());
            }
            return Ok(Passed { ticket: known.ticket.clone(), events: Vec::new(), repeated: true });
        }
        let passed = match &ask.what {
            What::Submit { said, imported_due } => self.submit(conn, ask, said, *imported_due).await?,
            What::Command { ticket, expected_seq, command } => {
                self.command(conn, ask, ticket, *expected_seq, command).await?
            }
        };
        let known = Known { fingerprint: ask.fingerprint.clone(), ticket: passed.ticket.clone() };
        self.known.insert(ask.id.clone(), known);
        Ok(passed)
    }

    async fn submit(
        &mut self,
        conn: &mut AnyConnection,
        ask: &Ask,
        said: &Submission,
        imported_due: Option<Instant>,
    ) -> Answer<Passed> {
        let said = self.homes.complete(said, &ask.actor.person)?;
        let project = self.book.of(conn, &said.project, ask.at, ask.at).await?;
        let id = self.numbers.next(conn, &project.date(ask.at)).await?;
        let by = who(&ask.actor);
        let bodies = decide::submit(&id, &by, said, imported_due, &project.rules, ask.at);
        let events = number(0, ask.at, &by, bodies.map_err(Problem::refused)?);
        let ticket = Ticket::fold(id.clone(), &events);
        let now = ticket.ok_or_else(|| Failure::internal("a submission without a first event"))?;
        let held = Held { before: None, now, project, events: events.clone() };
        self.held.insert(id.clone(), held);
        Ok(Passed { ticket: id, events, repeated: false })
    }

    async fn command(
        &mut self,
        conn: &mut AnyConnection,
        ask: &Ask,
        id: &TicketId,
        expected_seq: Option<u32>,
        command: &Command,
    ) -> Answer<Passed> {
        let held = self.held.get(id).filter(|h| may_see(&h.now, &ask.actor)).ok_or(Code::NotFound)?;
        if let Some(expected) = expected_seq
            && expected != held.now.seq
        {
            return Err(Problem::new(Code::Conflict).with("seq", held.now.seq).into());
        }
        let project = self.book.of(conn, &held.now.said.project, ask.at, held.now.submitted_at).await?;
        let engineers = match command.kind() {
            CommandKind::Dispatch | CommandKind::Claim => engineers::of_project(conn, &project.id).await?,
            _ => Vec::new(),
        };
        let held = self.held.get(id).ok_or(Code::NotFound)?;
        let other = match command {
            Command::Merge { target } => self.held.get(target).filter(|h| may_see(&h.now, &ask.actor)),
            _ => None,
        };
        let events =
            judge(&held.now, &ask.actor, command, &project, &engineers, other.map(|h| &h.now), ask.at)?;
        // The other side of a merge notes what it absorbed; if it may not, nothing happens at all.
        let echo = match (command, other) {
            (Command::Merge { target }, Some(other)) => {
                let absorb = Command::Absorb { duplicate: id.clone() };
                Some((target, judge(&other.now, &system()?, &absorb, &project, &[], None, ask.at)?))
            }
            _ => None,
        };
        if let Some((target, events)) = echo {
            self.happen(target, &events);
        }
        self.happen(id, &events);
        Ok(Passed { ticket: id.clone(), events, repeated: false })
    }

    fn happen(&mut self, id: &TicketId, events: &[Event]) {
        if let Some(held) = self.held.get_mut(id) {
            for event in events {
                held.now.apply(event);
            }
            held.events.extend_from_slice(events);
        }
    }

    /// What there is to tell once it is written.
    pub(super) fn outcome(self) -> Told {
        let told = |(id, held): (TicketId, Held)| {
            let Held { before, now, project, events } = held;
            (id, Kept { before: before.map(Arc::new), ticket: Arc::new(now), project, events: events.into() })
        };
        Told(self.held.into_iter().map(told).collect())
    }
}

/// A ticket of a batch, shared by everybody who is told.
struct Kept {
    before: Option<Arc<Ticket>>,
    ticket: Arc<Ticket>,
    project: Arc<ProjectRules>,
    events: Arc<[Event]>,
}

/// What a batch did.
pub(super) struct Told(HashMap<TicketId, Kept>);

impl Told {
    /// What is answered for a command that went through.
    pub(super) fn done(&self, passed: Passed) -> Answer<Done> {
        let Kept { ticket, project, .. } = self.0.get(&passed.ticket).ok_or(Code::NotFound)?;
        Ok(Done { ticket: Arc::clone(ticket), project: Arc::clone(project), events: passed.events.into() })
    }

    /// What is published about a ticket that changed.
    pub(super) fn change(&self, id: &TicketId, position: i64) -> Option<Change> {
        let Kept { before, ticket, project, events } = self.0.get(id)?;
        let (before, ticket) = (before.clone(), Arc::clone(ticket));
        Some(Change { position, before, ticket, project: Arc::clone(project), events: Arc::clone(events) })
    }
}

fn submission(what: &What) -> Option<&Submission> {
    match what {
        What::Submit { said, .. } => Some(said),
        What::Command { .. } => None,
    }
}

/// The tickets that a command is about.
fn concerned(what: &What) -> impl Iterator<Item = &TicketId> {
    let (own, other) = match what {
        What::Submit { .. } => (None, None),
        What::Command { ticket, command, .. } => match &**command {
            Command::Merge { target } => (Some(ticket), Some(target)),
            _ => (Some(ticket), None),
        },
    };
    own.into_iter().chain(other)
}

fn judge(
    ticket: &Ticket,
    actor: &Actor,
    command: &Command,
    project: &ProjectRules,
    engineers: &[EngineerFacts],
    other: Option<&Ticket>,
    at: Instant,
) -> Answer<Vec<Event>> {
    // A command that waited behind a later one does not happen before it.
    let at = at.max(ticket.updated_at);
    let context = Context { rules: &project.rules, engineers, other };
    let bodies = decide::decide(ticket, actor, command, context, at).map_err(Problem::refused)?;
    Ok(number(ticket.seq, at, &who(actor), bodies))
}

fn number(last: u32, at: Instant, by: &Who, bodies: Vec<EventBody>) -> Vec<Event> {
    let seqs = last.saturating_add(1)..;
    seqs.zip(bodies).map(|(seq, body)| Event { seq, at, by: by.clone(), body }).collect()
}

fn who(actor: &Actor) -> Who {
    Who { person: actor.person.clone(), role: actor.role, name: actor.name.clone() }
}

/// The system itself as an actor: what time and merges do.
pub fn system() -> Answer<Actor> {
    let person: PersonId = "system".parse().map_err(Failure::internal)?;
    Ok(Actor { person, role: Role::System, name: String::new(), department: None, scope: Scope::Group })
}
