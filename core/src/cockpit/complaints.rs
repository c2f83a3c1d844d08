//! Which tickets count as complaints (投诉), and which of them repeat an earlier one (R20).

use super::counted::Neighbour;
use crate::tickets::{Scenario, State};
use crate::time::Seconds;

/// A complaint repeats one of the same household and category that came this long before it, or later (R20).
pub const AGAIN_WITHIN: Seconds = Seconds::days(30);

/// Whether a ticket is counted as a complaint. What was cancelled or merged is none.
pub(super) const fn is_complaint(scenario: Scenario, state: State) -> bool {
    matches!(scenario, Scenario::Complaint) && !matches!(state, State::Cancelled | State::Merged)
}

/// Whether `ticket` repeats `earlier` (R20): both are complaints of one household in one category, the earlier one at
/// most 30 days old. What nobody's household is known of repeats nothing.
pub fn repeats(ticket: &Neighbour, earlier: &Neighbour) -> bool {
    is_complaint(ticket.scenario, ticket.state)
        && is_complaint(earlier.scenario, earlier.state)
        && earlier.is_same_matter_before(ticket)
        && ticket.submitted_at.since(earlier.submitted_at) <= AGAIN_WITHIN
}
