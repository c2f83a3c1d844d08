//! What a viewer may see of a ticket that they may see at all.
//!
//! Owners see the public side: that something happened, and the words that were meant for them. Staff see
//! everything but the phone number, which is masked until a reason is given.

use super::command::ComplaintStep;
use super::event::{Event, EventBody};
use super::ticket::Ticket;
use crate::accounts::phone::Phone;
use crate::accounts::role::Role;

/// The ticket as this role is shown it.
#[must_use]
pub fn ticket_for(mut ticket: Ticket, role: Role) -> Ticket {
    ticket.said.phone = mask(&ticket.said.phone);
    if role == Role::Owner {
        ticket.pause_asked = None;
        ticket.extension_asked = None;
        ticket.absorbed.clear();
        ticket.incident = None;
        ticket.said.external = None;
        for clock in &mut ticket.clocks {
            clock.escalations.clear();
        }
        if let Some(visit) = &mut ticket.visit {
            visit.remarks.clear();
        }
        (ticket.heard, ticket.rating_ask, ticket.quality, ticket.settled) = (None, None, None, None);
        ticket.follow_ups.clear();
    }
    ticket
}

/// The event as this role is shown it; `None` if it is for staff only.
pub fn event_for(event: &Event, role: Role) -> Option<Event> {
    if role == Role::Owner && !event.body.is_public() {
        return None;
    }
    let mut event = event.clone();
    if let EventBody::Submitted(said) = &mut event.body {
        said.phone = mask(&said.phone);
    }
    if role == Role::Owner {
        for words in for_colleagues(event.by.role, &mut event.body) {
            words.clear();
        }
        if let EventBody::Submitted(said) = &mut event.body {
            said.external = None;
        }
    }
    Some(event)
}

/// The words in a public event that were written for colleagues.
fn for_colleagues(by: Role, body: &mut EventBody) -> Vec<&mut String> {
    match body {
        // Staff give the reason of a return visit's form.
        EventBody::Reopened { reason, .. } if by != Role::Owner => vec![reason],
        EventBody::Dispatched { reason, .. }
        | EventBody::ClockRecalculated { reason, .. }
        | EventBody::JobDeclined { reason }
        | EventBody::Transferred { reason, .. }
        | EventBody::TransferDeclined { reason, .. } => vec![reason],
        EventBody::Paused { note, .. } => vec![note],
        EventBody::StepRecorded { step: ComplaintStep::Investigate, text } => vec![text],
        EventBody::Visited { form } => vec![&mut form.remarks],
        EventBody::Reviewed { problem, cause, measure } => vec![problem, cause, measure],
        _ => Vec::new(),
    }
}

/// A phone as it is shown: masked if it is one, else nothing.
fn mask(phone: &str) -> String {
    phone.parse::<Phone>().map(|p| p.masked()).unwrap_or_default()
}
