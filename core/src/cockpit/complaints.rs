//! How complaints go (投诉): which repeat an earlier one (R20), and which the owner found solved (R21).

use serde::{Deserialize, Serialize};

use super::counted::Neighbour;
use crate::tickets::{Scenario, State, Ticket};
use crate::time::Seconds;
use crate::words::words;

words! {
    /// What of the complaints is counted. Cancelled and merged ones are none.
    ComplaintFigure {
        /// All of them.
        All = "all",
        /// Those that repeat an earlier one (重复投诉), R20.
        Repeated = "repeated",
        /// Those that are closed.
        Closed = "closed",
        /// Those of the closed that the owner confirmed as solved on the return visit (投诉解决), R21.
        Solved = "solved",
    }
}

/// A complaint repeats one of the same household and category that came this long before it, or later (R20).
pub const AGAIN_WITHIN: Seconds = Seconds::days(30);

/// Counts of complaints; those of different tickets add up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Complaints {
    /// See [`ComplaintFigure::All`].
    pub all: u64,
    /// See [`ComplaintFigure::Repeated`].
    pub repeated: u64,
    /// See [`ComplaintFigure::Closed`].
    pub closed: u64,
    /// See [`ComplaintFigure::Solved`].
    pub solved: u64,
}

impl Complaints {
    /// Counts one ticket; `again` says whether it [repeats](repeats) an earlier complaint.
    pub fn of(ticket: &Ticket, again: bool) -> Self {
        let is = |figure| u64::from(counts(ticket, figure, again));
        Self {
            all: is(ComplaintFigure::All),
            repeated: is(ComplaintFigure::Repeated),
            closed: is(ComplaintFigure::Closed),
            solved: is(ComplaintFigure::Solved),
        }
    }

    /// Adds the counts of other tickets.
    pub fn merge(&mut self, other: Self) {
        self.all += other.all;
        self.repeated += other.repeated;
        self.closed += other.closed;
        self.solved += other.solved;
    }

    /// Repeat complaint rate (重复投诉率), R20, as an exact ratio; `None` without complaints.
    pub const fn repeat_rate(&self) -> Option<(u64, u64)> {
        if self.all == 0 { None } else { Some((self.repeated, self.all)) }
    }

    /// Complaint resolution rate (投诉解决率), R21, as an exact ratio; `None` before one was closed.
    pub const fn resolution_rate(&self) -> Option<(u64, u64)> {
        if self.closed == 0 { None } else { Some((self.solved, self.closed)) }
    }
}

/// Whether a ticket is counted as a complaint. What was cancelled or merged is none.
pub(super) const fn is_complaint(scenario: Scenario, state: State) -> bool {
    matches!(scenario, Scenario::Complaint) && !matches!(state, State::Cancelled | State::Merged)
}

/// Whether a ticket is counted by a figure.
pub fn counts(ticket: &Ticket, figure: ComplaintFigure, again: bool) -> bool {
    let closed = matches!(ticket.state, State::Closed | State::Reviewed);
    let solved = ticket.heard.as_ref().is_some_and(|visit| visit.solved);
    is_complaint(ticket.said.scenario, ticket.state)
        && match figure {
            ComplaintFigure::All => true,
            ComplaintFigure::Repeated => again,
            ComplaintFigure::Closed => closed,
            ComplaintFigure::Solved => closed && solved,
        }
}

/// Whether `ticket` repeats `earlier` (R20): both are complaints of one household in one category, the earlier one at
/// most 30 days old. What nobody's household is known of repeats nothing.
pub fn repeats(ticket: &Neighbour, earlier: &Neighbour) -> bool {
    is_complaint(ticket.scenario, ticket.state)
        && is_complaint(earlier.scenario, earlier.state)
        && earlier.is_same_matter_before(ticket)
        && ticket.submitted_at.since(earlier.submitted_at) <= AGAIN_WITHIN
}
