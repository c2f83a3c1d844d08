//! What a viewer may see of a ticket that they may see at all.
//!
//! Owners see the public side; staff see everything but the phone number, which is masked until a reason is given.

use super::event::Event;
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
    }
    ticket
}

/// The event as this role is shown it; `None` if it is for staff only.
pub fn event_for(event: &Event, role: Role) -> Option<Event> {
    if role == Role::Owner && !event.body.is_public() {
        return None;
    }
    let mut event = event.clone();
    if let super::event::EventBody::Submitted(said) = &mut event.body {
        said.phone = mask(&said.phone);
    }
    Some(event)
}

/// A phone as it is shown: masked if it is one, else nothing.
fn mask(phone: &str) -> String {
    phone.parse::<Phone>().map(|p| p.masked()).unwrap_or_default()
}
