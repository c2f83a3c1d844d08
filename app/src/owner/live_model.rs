//! How the page of an open ticket follows the live stream: core's own `apply` on the events an owner may see.

use steward_core::tickets::api::{LiveMessage, TicketPage};
use steward_core::tickets::event::EventBody;

/// Takes a message into the page. `false` if the page is to be read again, because the message says less than
/// the page shows: explanations of due times come from the server.
pub fn hear(page: &mut TicketPage, message: &LiveMessage) -> bool {
    let shown = page.ticket.seq;
    for event in message.events.iter().filter(|e| e.seq > shown) {
        page.ticket.apply_public(event);
        page.events.push(event.clone());
    }
    page.ticket.seq = page.ticket.seq.max(message.row.seq);
    let explained = |body: &EventBody| {
        !matches!(
            body,
            EventBody::ClockStarted { .. }
                | EventBody::ClockMoved { .. }
                | EventBody::ClockRecalculated { .. }
                | EventBody::Paused { .. }
                | EventBody::Resumed
        )
    };
    page.ticket.state == message.row.state && message.events.iter().all(|e| explained(&e.body))
}

/// Whether `page` may take the place of `old`: another ticket, or the same one at least as far on.
pub fn newer(old: Option<&TicketPage>, page: &TicketPage) -> bool {
    old.is_none_or(|old| old.ticket.id != page.ticket.id || old.ticket.seq <= page.ticket.seq)
}
