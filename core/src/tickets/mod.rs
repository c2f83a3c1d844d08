//! Tickets (工单): what owners report, what staff do about it, and the rules between the two.
//!
//! A ticket is the fold of its events. `TicketDraft::check` and `Command::check` judge what was typed; [`decide`]
//! judges what may happen and answers with events; [`Ticket::apply`] folds them. Nothing else changes a ticket.
//! Invariants: a state is only ever set by an event; a breach, a rating and an event are never taken back; an
//! internal event never reaches an owner ([`redact`]).

pub mod api;
mod apply;
pub mod candidates;
pub mod category;
pub mod command;
mod command_check;
pub mod decide;
pub mod draft;
pub mod event;
pub mod redact;
pub mod refusal;
mod rows;
pub mod scenario;
pub mod state;
pub mod ticket;
pub mod voices;
pub mod wording;

#[cfg(test)]
mod tests;

pub use category::Category;
pub use command::{Command, CommandKind};
pub use decide::{Context, can, decide, may_see};
pub use draft::TicketDraft;
pub use event::{Event, EventBody, Who};
pub use refusal::Refusal;
pub use scenario::{Channel, Scenario, Urgency};
pub use state::State;
pub use ticket::Ticket;
