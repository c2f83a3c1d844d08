//! The ticket (工单) as it stands: the fold of its events.
//!
//! Nothing here decides; [`super::decide`] does. Every field is what some event said.

use serde::{Deserialize, Serialize};

use super::command::{CheckIn, PauseReason};
use super::event::{Submission, Who};
use super::state::State;
use super::voices::{FollowUp, Quality, RatingAsk, Settlement};
use crate::accounts::permit::Whose;
use crate::accounts::role::Department;
use crate::calendar::Pauses;
use crate::ids::{IncidentId, PersonId, TicketId};
use crate::sla::clock::Clock;
use crate::sla::elastic::Elastic;
use crate::sla::explain::Noted;
use crate::sla::policy::ClockKind;
use crate::sla::promise::Case;
use crate::surveys::rating::{RATING_WINDOW, Rating};
use crate::time::{Instant, Seconds};

/// A ticket.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing that happened or did not")]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ticket {
    /// Its number.
    pub id: TicketId,
    /// The number of its last event.
    pub seq: u32,
    /// Where it stands.
    pub state: State,
    /// What was submitted; category and urgency as corrected since.
    #[serde(flatten)]
    pub said: Submission,
    /// Who submitted it.
    pub submitter: Who,
    /// When.
    pub submitted_at: Instant,
    /// The last change of any kind.
    pub updated_at: Instant,
    /// Who accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Who>,
    /// The engineer who has the job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engineer: Option<Engineer>,
    /// The department that has it.
    pub department: Department,
    /// The department it is offered to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_to: Option<Department>,
    /// When each state was reached, in order; a state can stand there again after a reopening.
    pub path: Vec<(State, Instant)>,
    /// Whether the complaint was calmed, and investigated.
    #[serde(default)]
    pub calmed: bool,
    /// See [`Self::calmed`].
    #[serde(default)]
    pub investigated: bool,
    /// Whether somebody spoke with the owner since submission or reopening (R06): a call, a reply, a visit. Taking
    /// the ticket on is no contact yet.
    #[serde(default)]
    pub owner_contacted: bool,
    /// When that first happened after it was submitted (首次联系), M04. Of somebody who called or came in person there is
    /// none: they did not wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_at: Option<Instant>,
    /// The time promised in the last plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<Instant>,
    /// When the work was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Instant>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    /// The rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Whether the owner was reached on the return visit and what they said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<Visit>,
    /// How often the return visit of this round reached nobody.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub visits_missed: u8,
    /// What the owner said on the last return visit that reached them; unlike [`Self::visit`] it outlives a
    /// reopening.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Visit>,
    /// The asking for a rating of this round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating_ask: Option<RatingAsk>,
    /// The quality check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
    /// What was last found out about a disagreement of the voices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settlement>,
    /// The follow-ups, in the order they were opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
    /// How the engineer of this round showed to be on site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_in: Option<CheckIn>,
    /// How often it was reopened.
    #[serde(default)]
    pub reopened: u32,
    /// How often the owner asked to hurry, and when last.
    #[serde(default)]
    pub urged: u32,
    /// See [`Self::urged`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urged_at: Option<Instant>,
    /// The owner wrote and nobody answered since.
    #[serde(default)]
    pub waits_reply: bool,
    /// A pause that waits for approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause_asked: Option<Asked<PauseReason>>,
    /// The pauses, the last one without an end while paused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// Where it goes on after the pause or a declined transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume_to: Option<State>,
    /// An extension that waits for approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension_asked: Option<Asked<Elastic>>,
    /// The clocks, in the order they started.
    pub clocks: Vec<Clock>,
    /// The ticket it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<TicketId>,
    /// The duplicates it absorbed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absorbed: Vec<TicketId>,
    /// The mass incident it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentId>,
}

/// Who does the work.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Engineer {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// Whether they confirmed the job.
    pub accepted: bool,
}

/// A request that waits for approval.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Asked{T}"))]
pub struct Asked<T> {
    /// What is asked for.
    pub what: T,
    /// Why, in words.
    pub note: String,
    /// Who asked.
    pub by: Who,
    /// When.
    pub at: Instant,
}

/// An approved pause.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pause {
    /// Why.
    pub reason: PauseReason,
    /// From approval.
    pub from: Instant,
    /// To resumption; `None` while paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
    /// Who approved it.
    pub approved_by: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_zero(n: &u8) -> bool {
    *n == 0
}

/// How often a return visit (回访) is tried before it is given up.
pub const VISIT_ATTEMPTS: u8 = 3;

/// The return visit as recorded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Visit {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: String,
    /// Whether the owner says it is solved.
    pub solved: bool,
    /// Whether the owner is satisfied.
    pub satisfied: bool,
    /// Remarks.
    pub remarks: String,
}

impl Ticket {
    /// Whose it is, for the permission matrix.
    pub fn whose(&self) -> Whose<'_> {
        Whose {
            project: Some(&self.said.project),
            household: self.said.household.as_ref(),
            person: self.engineer.as_ref().map(|e| &e.person),
            department: Some(self.offered_to.unwrap_or(self.department)),
        }
    }

    /// What its limits depend on. A slot is promised in the first round only.
    pub fn case(&self) -> Case {
        Case {
            scenario: self.said.scenario,
            category: self.said.category,
            urgency: self.said.urgency,
            appointment: self.said.appointment.filter(|_| self.reopened == 0),
        }
    }

    /// When its present round began: submission or the last reopening.
    pub fn round_began(&self) -> Instant {
        self.path.iter().rev().find(|(s, _)| s.begins_round()).map_or(self.submitted_at, |(_, at)| *at)
    }

    /// The newest clock of a kind.
    pub fn clock(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().rev().find(|c| c.kind == kind)
    }

    /// The clocks that count at the moment.
    pub fn running(&self) -> impl Iterator<Item = &Clock> {
        self.clocks.iter().filter(|c| c.is_running())
    }

    /// The running clock that is due first: what lists sort by.
    pub fn next_due(&self) -> Option<&Clock> {
        self.running().min_by_key(|c| c.due)
    }

    /// The clock that carries the promise to the owner: the result, the solution, or the answer.
    pub fn promise(&self) -> Option<&Clock> {
        const ORDER: &[ClockKind] = &[
            ClockKind::Feedback,
            ClockKind::Solution,
            ClockKind::Response,
            ClockKind::Completion,
            ClockKind::External,
        ];
        ORDER.iter().find_map(|kind| self.clock(*kind))
    }

    /// Whether it stands still with approval.
    pub fn is_paused(&self) -> bool {
        self.state == State::Paused
    }

    /// The pauses as the walk needs them.
    pub fn pause_spans(&self) -> Pauses {
        Pauses::new(self.pauses.iter().map(|p| (p.from, p.to)))
    }

    /// The pauses with their reasons, for explanations.
    pub fn noted_pauses(&self) -> Vec<Noted> {
        let noted = |p: &Pause| Noted { from: p.from, to: p.to, reason: p.reason.word().to_owned() };
        self.pauses.iter().map(noted).collect()
    }

    /// Until when it can be rated and reopened: seven days after completion (R29); `None` before it.
    pub fn window_until(&self) -> Option<Instant> {
        self.completed_at.map(|at| at + RATING_WINDOW)
    }

    /// In the pool: accepted, without an engineer, open to be claimed (抢单).
    ///
    /// Only work that always goes to an engineer. A complaint, which may be about one, never shows there.
    pub fn in_pool(&self) -> bool {
        self.state == State::Accepted
            && self.engineer.is_none()
            && self.said.scenario.always_has(State::Dispatched)
            && self.department == Department::CustomerService
    }

    /// A return visit is due and not made. After [`VISIT_ATTEMPTS`] that reached nobody it is given up: the ticket
    /// closes as one without a visit does, and R93 counts it as due and not done.
    pub fn waits_visit(&self) -> bool {
        self.said.visit_due
            && self.visit.is_none()
            && self.visits_missed < VISIT_ATTEMPTS
            && matches!(self.state, State::Completed | State::Rated)
    }

    /// How many tries of an awaited return visit are left, the next one included.
    pub fn visits_left(&self) -> u8 {
        if self.waits_visit() { VISIT_ATTEMPTS - self.visits_missed } else { 0 }
    }

    /// Something waits for a supervisor's yes or no.
    pub fn waits_approval(&self) -> bool {
        self.pause_asked.is_some() || self.extension_asked.is_some()
    }

    /// Levels of the ladder that nobody acknowledged yet, each with its clock (R11).
    pub fn unacknowledged(&self) -> impl Iterator<Item = (ClockKind, u8)> {
        self.clocks.iter().flat_map(|c| {
            c.escalations.iter().filter(|e| e.acknowledged.is_none()).map(|e| (c.kind, e.level))
        })
    }

    /// Processing time (处理时长), R09: from submission to completion or `now`, approved pauses taken out.
    pub fn processing_time(&self, now: Instant) -> Seconds {
        let end = self.completed_at.unwrap_or(now);
        end.since(self.submitted_at) - self.paused(self.submitted_at, end)
    }

    /// For how long it stood still between two moments.
    pub fn paused(&self, from: Instant, to: Instant) -> Seconds {
        self.pauses.iter().fold(Seconds::ZERO, |sum, pause| {
            let (start, end) = (pause.from.max(from), pause.to.unwrap_or(to).min(to));
            sum + Seconds(end.since(start).get().max(0))
        })
    }
}
