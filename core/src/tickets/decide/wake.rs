//! When time alone would change a ticket next: what the clock sweep sleeps until.

use crate::sla::policy::Policy;
use crate::tickets::state::State;
use crate::tickets::ticket::Ticket;
use crate::time::Instant;

/// The earliest instant at which a tick would cause an event; `None` if time alone changes nothing any more.
///
/// It may lie in the past: then a tick is overdue.
pub fn next_wake(ticket: &Ticket, policy: &Policy) -> Option<Instant> {
    let paused = ticket.is_paused();
    let just_after = |at: Instant| Instant::from_millis(at.millis().saturating_add(1));
    let clocks = ticket.running().filter(|c| !(paused && c.kind.pausable())).flat_map(|c| {
        let warn = (c.warned.is_none() && c.breached.is_none() && c.warn_at <= c.due).then_some(c.warn_at);
        let breach = c.breached.is_none().then(|| just_after(c.due));
        let open = policy.ladder.iter().filter(|_| c.kind.escalates());
        let rungs = open
            .filter(|r| c.escalations.iter().all(|e| e.level != r.level))
            .map(|r| just_after(c.due).max(c.due + r.after))
            .min();
        [warn, breach, rungs]
    });
    let closes = matches!(ticket.state, State::Completed | State::Rated | State::Visited)
        && !ticket.waits_visit()
        && ticket.rating.is_none();
    let close = ticket.window_until().filter(|_| closes);
    clocks.flatten().chain(close).chain(ticket.next_reminder(policy.voices)).min()
}
