//! Pauses: spans in which the clock stands still, whatever the calendar says.
//!
//! Normalised once, so that the walk subtracts each working second once: sorted, overlaps joined, empty ones gone.
//! A pause without an end (still paused) is kept apart as the earliest instant from which time stands still.
//! Who paused and why is the ticket's business.

use serde::{Deserialize, Serialize};

use super::span::Span;
use crate::time::Instant;

/// The pauses (暂停) of one clock. As JSON a list of `[from, to]`, with `to` null while still paused.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Wire>", into = "Vec<Wire>")]
pub struct Pauses {
    closed: Vec<Span>,
    open: Option<Instant>,
}

type Wire = (Instant, Option<Instant>);

impl Pauses {
    /// No pause at all; allocates nothing.
    pub const NONE: &Self = &Self { closed: Vec::new(), open: None };

    /// From `[from, to)` in any order; they may overlap, touch or be empty; `to` is `None` while still paused.
    pub fn new(pauses: impl IntoIterator<Item = (Instant, Option<Instant>)>) -> Self {
        let mut open: Option<Instant> = None;
        let closed = pauses.into_iter().filter_map(|(from, to)| {
            if to.is_none() {
                open = Some(open.map_or(from, |earliest| earliest.min(from)));
            }
            to.map(|to| Span::new(from, to))
        });
        let closed = Span::union(closed.collect());
        Self { closed, open }
    }

    /// The pauses that have ended, sorted and disjoint.
    pub fn closed(&self) -> &[Span] {
        &self.closed
    }

    /// Since when time stands still without an end.
    pub const fn open(&self) -> Option<Instant> {
        self.open
    }

    /// Whether `at` lies inside a pause.
    pub fn contains(&self, at: Instant) -> bool {
        self.open.is_some_and(|from| from <= at) || self.after(at).first().is_some_and(|p| p.contains(at))
    }

    /// The ended pauses that reach past `at`.
    pub(super) fn after(&self, at: Instant) -> &[Span] {
        let first = self.closed.partition_point(|pause| pause.to <= at);
        self.closed.get(first..).unwrap_or_default()
    }
}

impl From<Vec<Wire>> for Pauses {
    fn from(wire: Vec<Wire>) -> Self {
        Self::new(wire)
    }
}

impl From<Pauses> for Vec<Wire> {
    fn from(pauses: Pauses) -> Self {
        let open = pauses.open.map(|from| (from, None));
        pauses.closed.iter().map(|p| (p.from, Some(p.to))).chain(open).collect()
    }
}
