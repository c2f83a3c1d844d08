//! Wire types and calls of the overview page.

use serde::{Deserialize, Serialize};

use super::channels::{self, ChannelTally, Touchpoint};
use super::complaints::Complaints;
use crate::endpoint::endpoints;
use crate::ids::ProjectId;
use crate::sla::clock::Clock;
use crate::sla::policy::ClockKind;
use crate::sla::state::State as Standing;
use crate::tickets::Ticket;
use crate::tickets::scenario::Channel;
use crate::tickets::state::State;
use crate::time::{Instant, Seconds};

endpoints! {
    /// Counts, late work and attainment per project of the viewer's scope.
    OVERVIEW = get "/api/v1/overview": OverviewQuery => Overview;
}

/// Which tickets the overview counts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OverviewQuery {
    /// Only this project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// Submitted in the last so many days; [`OVERVIEW_DAYS`] unless said, since tickets are counted one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

/// The days of the overview unless they are said.
pub const OVERVIEW_DAYS: u32 = 30;

impl OverviewQuery {
    /// How many days are counted.
    pub fn counted_days(&self) -> u32 {
        self.days.unwrap_or(OVERVIEW_DAYS)
    }
}

/// The overview (总览).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overview {
    /// The moment it holds for: one for the whole page.
    pub as_of: Instant,
    /// Whether only the viewer's own tickets are counted; lists behind the numbers then need `own` too.
    #[serde(default)]
    pub own: bool,
    /// A tally for each project with its name, by name.
    pub projects: Vec<ProjectTally>,
}

/// One project's line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectTally {
    /// The project.
    pub project: ProjectId,
    /// Its name.
    pub name: String,
    /// The counts.
    pub tally: Tally,
}

/// Counts over some tickets; two tallies of different tickets add up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tally {
    /// Tickets in each state; states without any are left out.
    pub states: Vec<(State, u64)>,
    /// Open tickets whose next clock is in its last fifth.
    pub due_soon: u64,
    /// Open tickets with a running clock past due.
    pub overdue: u64,
    /// Each kind of clock that was started.
    pub clocks: Vec<ClockTally>,
    /// How each was kept on each way an owner comes (R99).
    #[serde(default)]
    pub channels: Vec<ChannelTally>,
    /// How complaints went (R20, R21).
    #[serde(default)]
    pub complaints: Complaints,
    /// Ratings by stars, one to five.
    pub stars: [u64; 5],
    /// Completed tickets and the sum of their processing times (R09).
    pub completed: u64,
    /// See [`Self::completed`].
    pub processing: Seconds,
}

/// How the clocks of one kind stand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockTally {
    /// The kind.
    pub kind: ClockKind,
    /// Stopped in time.
    pub met: u64,
    /// Stopped late.
    pub met_late: u64,
    /// Running and past due.
    pub overdue: u64,
    /// Running in time, paused ones included.
    pub running: u64,
}

impl ClockTally {
    /// An empty one.
    pub const fn new(kind: ClockKind) -> Self {
        Self { kind, met: 0, met_late: 0, overdue: 0, running: 0 }
    }

    /// Counts one clock of a ticket that stands still or not.
    ///
    /// A clock that nobody waits for any more (the ticket was cancelled, merged, regraded or opened again) counts
    /// only if it had breached before: an old breach stays.
    pub fn count(&mut self, clock: &Clock, paused: bool, now: Instant) {
        let counter = match clock.standing(paused, now) {
            _ if clock.superseded && clock.breached.is_none() => return,
            _ if clock.superseded => &mut self.met_late,
            Standing::Met => &mut self.met,
            Standing::MetLate => &mut self.met_late,
            // A breach before the pause is one during it.
            Standing::Breached => &mut self.overdue,
            Standing::Paused if clock.breached.is_some() => &mut self.overdue,
            Standing::Paused | Standing::OnTrack | Standing::DueSoon => &mut self.running,
        };
        *counter += 1;
    }

    /// What of it counts for the way that an owner came (R99); `None` where nothing was decided.
    pub fn on(&self, channel: Channel) -> Option<ChannelTally> {
        let (met, decided) = self.attainment()?;
        Some(ChannelTally { kind: self.kind, touchpoint: Touchpoint::of(channel)?, met, decided })
    }

    /// Attainment (达成率), R10: met of met and breached, as an exact ratio; `None` before anything was decided.
    pub const fn attainment(&self) -> Option<(u64, u64)> {
        let decided = self.met + self.met_late + self.overdue;
        if decided == 0 { None } else { Some((self.met, decided)) }
    }
}

impl Tally {
    /// Tickets in all.
    pub fn total(&self) -> u64 {
        self.states.iter().map(|(_, n)| n).sum()
    }

    /// Tickets that have not ended.
    pub fn open(&self) -> u64 {
        self.states.iter().filter(|(s, _)| !s.is_done()).map(|(_, n)| n).sum()
    }

    /// Counts one ticket as it stands at `now`; `again` says whether it repeats an earlier complaint (R20).
    pub fn count(&mut self, ticket: &Ticket, again: bool, now: Instant) {
        let paused = ticket.is_paused();
        let complaints = Complaints::of(ticket, again);
        let mut one = Self { states: vec![(ticket.state, 1)], complaints, ..Self::default() };
        for clock in &ticket.clocks {
            let mut tally = ClockTally::new(clock.kind);
            tally.count(clock, paused, now);
            one.channels.extend(tally.on(ticket.said.channel));
            one.clocks.push(tally);
        }
        let late = |c: &Clock| c.standing(paused, now) == Standing::Breached || c.breached.is_some();
        let soon = |c: &Clock| c.standing(paused, now) == Standing::DueSoon;
        if ticket.running().any(late) {
            one.overdue = 1;
        } else if ticket.next_due().is_some_and(soon) {
            one.due_soon = 1;
        }
        if let Some(rating) = &ticket.rating
            && let Some(n) = one.stars.get_mut(usize::from(rating.stars.get()) - 1)
        {
            *n = 1;
        }
        if ticket.completed_at.is_some() {
            (one.completed, one.processing) = (1, ticket.processing_time(now));
        }
        self.merge(&one);
    }

    /// Adds the counts of other tickets.
    pub fn merge(&mut self, other: &Self) {
        for (state, n) in &other.states {
            match self.states.iter_mut().find(|(s, _)| s == state) {
                Some((_, sum)) => *sum += n,
                None => self.states.push((*state, *n)),
            }
        }
        self.states.sort_by_key(|(s, _)| *s);
        for clock in &other.clocks {
            match self.clocks.iter_mut().find(|c| c.kind == clock.kind) {
                Some(sum) => {
                    sum.met += clock.met;
                    sum.met_late += clock.met_late;
                    sum.overdue += clock.overdue;
                    sum.running += clock.running;
                }
                None => self.clocks.push(clock.clone()),
            }
        }
        self.clocks.sort_by_key(|c| c.kind);
        for channel in &other.channels {
            channels::add(&mut self.channels, *channel);
        }
        self.channels.sort_by_key(|c| (c.kind, c.touchpoint));
        for (sum, n) in self.stars.iter_mut().zip(other.stars) {
            *sum += n;
        }
        self.complaints.merge(other.complaints);
        self.due_soon += other.due_soon;
        self.overdue += other.overdue;
        self.completed += other.completed;
        self.processing = self.processing + other.processing;
    }

    /// Praise and number of ratings (R29).
    pub fn praise(&self) -> (u64, u64) {
        let n = self.stars.iter().sum();
        let [.., four, five] = self.stars;
        (four + five, n)
    }
}
