//! What one ticket adds to the sums of the cockpit (计入), as a function of the ticket and of those beside it.
//!
//! It is taken from the ticket as it stands, not from single events: a ticket that is opened again takes back what it
//! added, and adds again when it is closed again. Whoever keeps what was counted before only adds the difference, so
//! looking at a ticket twice changes nothing.

use super::channels::Touchpoint;
use super::complaints::{self, is_complaint};
use super::figures::COMPLAINT_DAYS;
use super::measure::Measure;
use crate::accounts::Department;
use crate::day::Day;
use crate::ids::{HouseholdId, PersonId, ProjectId, TicketId};
use crate::sla::policy::ClockKind;
use crate::tickets::category::Category;
use crate::tickets::{Scenario, State, Ticket};
use crate::time::{Instant, Seconds};

/// A ticket of the same household and category so soon after one was completed says that it was not solved (R19).
pub const FOLLOWED_WITHIN: Seconds = Seconds::days(7);
/// Nothing that was submitted longer before is looked at as an earlier ticket of the same matter.
pub const SAME_MATTER_WITHIN: Seconds = Seconds::days(60);

/// What a ticket adds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counted {
    /// The household it is of.
    pub household: Option<HouseholdId>,
    /// The building it is in; empty for none.
    pub building: String,
    /// The department that has it, or that it is offered to.
    pub department: Option<Department>,
    /// Of a complaint: what it is about (R22).
    pub complaint: Option<Category>,
    /// The way its owner came (R99); `None` for what was brought over from an older system.
    pub touchpoint: Option<Touchpoint>,
    /// Who took it on.
    pub agent: Option<PersonId>,
    /// Who did the work: the engineer, else who took it on.
    pub worker: Option<PersonId>,
    /// Each measure that it has a value of, in their order.
    pub entries: Vec<Entry>,
    /// The days on which its home counts as one that complained lately (R13) because of it and of no later complaint,
    /// from the first one up to but without the second one. So on every day a home counts once at most.
    pub complained: Option<(Day, Day)>,
}

/// One value of a ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What was measured.
    pub measure: Measure,
    /// The day it counts on.
    pub day: Day,
    /// Seconds, or 1 for yes and 0 for no.
    pub value: i64,
}

/// What is known of a ticket's place among the others of its household.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Beside {
    /// It repeats an earlier complaint (R20).
    pub repeats: bool,
    /// The same matter came again soon after it was completed (R19).
    pub followed: bool,
    /// When its household complained the next time, of whatever.
    pub complained_next: Option<Instant>,
}

/// As much of a ticket as decides what stands beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Neighbour {
    /// The ticket.
    pub id: TicketId,
    /// The project.
    pub project: ProjectId,
    /// The home; `None` for public areas, which stand beside nothing.
    pub household: Option<HouseholdId>,
    /// The scenario.
    pub scenario: Scenario,
    /// The category.
    pub category: Category,
    /// Where it stands.
    pub state: State,
    /// When it was submitted.
    pub submitted_at: Instant,
    /// When it was completed.
    pub completed_at: Option<Instant>,
}

impl From<&Ticket> for Neighbour {
    fn from(ticket: &Ticket) -> Self {
        Self {
            id: ticket.id.clone(),
            project: ticket.said.project.clone(),
            household: ticket.said.household.clone(),
            scenario: ticket.said.scenario,
            category: ticket.said.category,
            state: ticket.state,
            submitted_at: ticket.submitted_at,
            completed_at: ticket.completed_at,
        }
    }
}

impl Neighbour {
    fn is_of_same_home(&self, other: &Self) -> bool {
        self.household.is_some() && (&self.project, &self.household) == (&other.project, &other.household)
    }

    /// Whether both are of one household, the other one having come later, though not much.
    fn is_shortly_before(&self, later: &Self) -> bool {
        self.is_of_same_home(later)
            && self.submitted_at < later.submitted_at
            && later.submitted_at.since(self.submitted_at) <= SAME_MATTER_WITHIN
    }

    /// Whether the other one is a complaint of the same household that came later.
    fn is_before_complaint(&self, later: &Self) -> bool {
        self.is_of_same_home(later)
            && is_complaint(later.scenario, later.state)
            && (self.submitted_at, &self.id) < (later.submitted_at, &later.id)
    }

    /// Whether both are about the same too.
    pub(super) fn is_same_matter_before(&self, later: &Self) -> bool {
        self.category == later.category && self.is_shortly_before(later)
    }

    /// Whether what it adds may be something else because of what has just happened to another one of its home, which may
    /// be about something else since: an earlier one may be followed by it (R19), a later one may repeat it (R20), and
    /// an earlier complaint may end where it begins (R13).
    pub fn hears_of(&self, changed: &Self, was_regraded: bool) -> bool {
        let both_at_once = self.is_of_same_home(changed) && self.submitted_at == changed.submitted_at;
        if !(both_at_once || self.is_shortly_before(changed) || changed.is_shortly_before(self)) {
            return false;
        }
        let both_complain = self.scenario == Scenario::Complaint && changed.scenario == Scenario::Complaint;
        let may_be_followed = self.completed_at.is_some() && self.is_same_matter_before(changed);
        was_regraded || both_complain || may_be_followed
    }

    /// Whether `later` says that this one was not solved (R19). What was cancelled or merged says nothing.
    fn is_followed_by(&self, later: &Self) -> bool {
        self.is_same_matter_before(later)
            && !matches!(later.state, State::Cancelled | State::Merged)
            && self.completed_at.is_some_and(|done| {
                let after = later.submitted_at.since(done);
                after > Seconds::ZERO && after <= FOLLOWED_WITHIN
            })
    }
}

impl Beside {
    /// What the others of its household say of a ticket; others than those are looked past, and so is the ticket
    /// itself.
    pub fn among<'a>(ticket: &Neighbour, others: impl IntoIterator<Item = &'a Neighbour>) -> Self {
        let mut beside = Self::default();
        for other in others {
            beside.repeats |= complaints::repeats(ticket, other);
            beside.followed |= ticket.is_followed_by(other);
            if ticket.is_before_complaint(other) {
                let next = beside.complained_next.map_or(other.submitted_at, |at| at.min(other.submitted_at));
                beside.complained_next = Some(next);
            }
        }
        beside
    }
}

/// Who is assessed by a measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Credit {
    /// Who took the ticket on.
    Agent,
    /// Who did the work.
    Worker,
}

impl Measure {
    /// Who is assessed by it.
    pub const fn credit(self) -> Credit {
        match self {
            Self::Volume
            | Self::Dispatch
            | Self::Response
            | Self::Solution
            | Self::ComplaintClose
            | Self::Solved
            | Self::Repeated
            | Self::VisitSatisfied
            | Self::Acceptance
            | Self::ReturnVisit => Credit::Agent,
            Self::OnSite
            | Self::Feedback
            | Self::Processing
            | Self::Timely
            | Self::FirstContact
            | Self::Praise
            | Self::Flagged
            | Self::OnTheWay
            | Self::Work => Credit::Worker,
        }
    }

    /// The clock whose outcome it is.
    pub(crate) const fn clock(self) -> Option<ClockKind> {
        match self {
            Self::OnSite => Some(ClockKind::OnSite),
            Self::Feedback => Some(ClockKind::Feedback),
            Self::Solution => Some(ClockKind::Solution),
            Self::ComplaintClose => Some(ClockKind::ComplaintClose),
            _ => None,
        }
    }

    /// When a ticket was measured, and what came out; `None` if it was not, or not yet.
    fn value(self, ticket: &Ticket, beside: Beside) -> Option<(Instant, i64)> {
        if let Some(kind) = self.clock() {
            return outcome(ticket, kind).map(|(at, met)| (at, i64::from(met)));
        }
        let submitted = ticket.submitted_at;
        let took = |until: Instant| (until, until.since(submitted).get());
        let closed = ticket.closed_at.filter(|_| matches!(ticket.state, State::Closed | State::Reviewed));
        let yes = |at: Instant, yes: bool| (at, i64::from(yes));
        let complaint = is_complaint(ticket.said.scenario, ticket.state);
        match self {
            Self::Volume => Some((submitted, 1)),
            Self::Dispatch => first_time(ticket, State::Dispatched).map(took),
            Self::Response => ticket.first_contact_at.map(took),
            Self::Processing => ticket.completed_at.map(|at| (at, ticket.processing_time(at).get())),
            Self::Timely => closed.map(|at| yes(at, !ticket.clocks.iter().any(|c| c.is_late(at)))),
            Self::FirstContact => closed.map(|at| yes(at, !beside.followed && was_one_go(ticket))),
            Self::Solved => closed
                .filter(|_| complaint)
                .map(|at| yes(at, ticket.heard.as_ref().is_some_and(|visit| visit.solved))),
            Self::Repeated => complaint.then(|| yes(submitted, beside.repeats)),
            Self::VisitSatisfied => ticket.heard.as_ref().map(|visit| yes(visit.at, visit.satisfied)),
            Self::Praise => ticket.rating.as_ref().map(|rating| yes(rating.at, rating.stars.is_praise())),
            Self::Flagged => ticket.completed_at.filter(|_| !ticket.flags().is_empty()).map(|at| (at, 1)),
            Self::Acceptance => first_time(ticket, State::Dispatched).map(|sent| {
                let accepted = first_time(ticket, State::Accepted).filter(|at| *at <= sent);
                (sent, accepted.map_or(0, |at| at.since(submitted).get()))
            }),
            Self::OnTheWay => {
                let sent = first_time(ticket, State::Dispatched)?;
                let came = first_time(ticket, State::OnSite).filter(|at| *at >= sent)?;
                Some((came, came.since(sent).get()))
            }
            Self::Work => {
                let done = ticket.completed_at?;
                let came = last_time(ticket, State::OnSite, done)?;
                Some((done, (done.since(came) - ticket.paused(came, done)).get()))
            }
            Self::ReturnVisit => {
                let (done, visit) = (ticket.completed_at?, ticket.heard.as_ref()?);
                (visit.at >= done).then(|| (visit.at, visit.at.since(done).get()))
            }
            Self::OnSite | Self::Feedback | Self::Solution | Self::ComplaintClose => None,
        }
    }
}

/// What a ticket adds; `day_of` is the date of an instant in its project.
pub fn counted(ticket: &Ticket, beside: Beside, day_of: impl Fn(Instant) -> Day) -> Counted {
    let entry = |measure: &Measure| {
        let (at, value) = measure.value(ticket, beside)?;
        Some(Entry { measure: *measure, day: day_of(at), value })
    };
    // Who is assessed was fixed when the rating was asked for, whoever has the ticket since.
    let asked = ticket.rating_ask.as_ref();
    let agent = asked.and_then(|ask| ask.agent.clone());
    let agent = agent.or_else(|| ticket.agent.as_ref().map(|who| who.person.clone()));
    let engineer = asked.and_then(|ask| ask.engineer.clone());
    let engineer = engineer.or_else(|| ticket.engineer.as_ref().map(|engineer| engineer.person.clone()));
    let complained = || {
        let first = day_of(ticket.submitted_at);
        let over = first.later(COMPLAINT_DAYS);
        let until = beside.complained_next.map_or(over, |next| over.min(day_of(next)));
        (first < until).then_some((first, until))
    };
    let complaint = is_complaint(ticket.said.scenario, ticket.state) && ticket.said.household.is_some();
    Counted {
        household: ticket.said.household.clone(),
        building: ticket.said.address.building.clone(),
        department: Some(ticket.offered_to.unwrap_or(ticket.department)),
        complaint: is_complaint(ticket.said.scenario, ticket.state).then_some(ticket.said.category),
        touchpoint: Touchpoint::of(ticket.said.channel),
        worker: engineer.or_else(|| agent.clone()),
        agent,
        entries: Measure::ALL.iter().filter_map(entry).collect(),
        complained: if complaint { complained() } else { None },
    }
}

/// How a ticket kept one kind of clock, over all its rounds: missed as soon as one of them was late, else kept when
/// the last one that ended was. `None` before anything was decided.
fn outcome(ticket: &Ticket, kind: ClockKind) -> Option<(Instant, bool)> {
    let mut kept = None;
    for clock in ticket.clocks.iter().filter(|c| c.kind == kind) {
        if clock.breached.is_some() || clock.stopped.is_some_and(|at| at > clock.due) {
            return Some((clock.breached.unwrap_or_else(|| clock.late_from()), false));
        }
        kept = clock.stopped.filter(|_| !clock.superseded).map(|at| (at, true)).or(kept);
    }
    kept
}

fn first_time(ticket: &Ticket, state: State) -> Option<Instant> {
    ticket.path.iter().find(|(reached, _)| *reached == state).map(|(_, at)| *at)
}

/// When it last came to a state, up to a moment.
fn last_time(ticket: &Ticket, state: State, until: Instant) -> Option<Instant> {
    ticket.path.iter().rev().find(|(reached, at)| *reached == state && *at <= until).map(|(_, at)| *at)
}

/// Solved in one round, with one visit at most.
fn was_one_go(ticket: &Ticket) -> bool {
    ticket.reopened == 0 && ticket.path.iter().filter(|(state, _)| *state == State::OnSite).count() <= 1
}
