//! What happened to a ticket (事件): the only thing that changes it, kept for ever, in order.
//!
//! Stored formats only grow: a new field has a default, a kind is never renamed or removed. Golden files prove
//! that yesterday's bytes still read.

use serde::{Deserialize, Serialize};

use super::category::Category;
use super::command::{CheckIn, ComplaintStep, PauseReason, VisitForm};
use super::scenario::{Channel, Scenario, Urgency};
use super::voices::{Disagreement, FollowUpCause, FollowUpOutcome, QualityForm};
use crate::accounts::api::Address;
use crate::accounts::role::{Department, Role};
use crate::ids::{HouseholdId, IncidentId, PersonId, PhotoId, ProjectId, TicketId};
use crate::sla::clock::Clock;
use crate::sla::elastic::{Elastic, Extension};
use crate::sla::policy::ClockKind;
use crate::surveys::rating::{RatingTag, Stars};
use crate::time::Instant;

/// One event as it is stored and sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// Its number within the ticket, from 1 without gaps.
    pub seq: u32,
    /// When it happened.
    pub at: Instant,
    /// Who did it.
    pub by: Who,
    /// What happened.
    pub body: EventBody,
}

impl Event {
    /// The photos that it brings.
    pub fn photos(&self) -> &[PhotoId] {
        match &self.body {
            EventBody::Submitted(said) => &said.photos,
            EventBody::Supplemented { photos, .. }
            | EventBody::Completed { photos, .. }
            | EventBody::Reopened { photos, .. } => photos,
            _ => &[],
        }
    }
}

/// A person as they were then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Who {
    /// The person.
    pub person: PersonId,
    /// The role they acted in.
    pub role: Role,
    /// Their name.
    pub name: String,
}

/// Everything a submission fixes. Address and names are snapshots: a later rename does not change history.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Submission {
    /// The project.
    pub project: ProjectId,
    /// The home; `None` for public areas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdId>,
    /// The address as it was.
    pub address: Address,
    /// Room or spot.
    #[serde(default)]
    pub place: String,
    /// The scenario.
    pub scenario: Scenario,
    /// The category.
    pub category: Category,
    /// The urgency.
    pub urgency: Urgency,
    /// The channel.
    pub channel: Channel,
    /// What was said.
    pub text: String,
    /// The photos.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
    /// Whom to ask for.
    #[serde(default)]
    pub contact: String,
    /// Where to call, normalised.
    #[serde(default)]
    pub phone: String,
    /// The wished time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Instant>,
    /// Where an imported ticket came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<External>,
    /// Whether a return visit will be due, drawn at submission (R93).
    #[serde(default)]
    pub visit_due: bool,
}

/// The origin of an imported ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct External {
    /// The source's name, as the map says.
    pub source: String,
    /// Its key there; unique within the source.
    pub key: String,
    /// Its category there, in the source's words.
    #[serde(default)]
    pub category: String,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields say what the command of the same name documents")]
pub enum EventBody {
    /// It was submitted.
    Submitted(Box<Submission>),
    /// It was accepted, perhaps with a corrected category or urgency.
    Accepted { category: Category, urgency: Urgency },
    /// A message to the owner.
    Replied { text: String },
    /// A note for colleagues.
    Noted { text: String },
    /// The owner added something.
    Supplemented { text: String, photos: Vec<PhotoId> },
    /// The owner asked to hurry, for the `count`th time.
    Urged { count: u32 },
    /// It has an engineer; `claimed` from the pool or given.
    Dispatched { engineer: PersonId, name: String, claimed: bool, reason: String },
    /// The engineer took the job.
    JobAccepted,
    /// The engineer gave the job back.
    JobDeclined { reason: String },
    /// The engineer is on site.
    Arrived { check_in: CheckIn },
    /// Work began.
    WorkStarted { findings: String },
    /// A complaint was calmed or investigated.
    StepRecorded { step: ComplaintStep, text: String },
    /// The owner got the result, the solution, or a plan.
    FeedbackGiven { text: String, promised_at: Option<Instant> },
    /// The work is done.
    Completed { work: String, photos: Vec<PhotoId> },
    /// The owner rated it.
    Rated { stars: Stars, tags: Vec<RatingTag>, text: String },
    /// The owner was asked to rate; who is rated is fixed by it.
    RatingAsked { agent: Option<PersonId>, engineer: Option<PersonId> },
    /// The owner was reminded to rate, for the `count`th time.
    RatingReminded { count: u8 },
    /// The time for rating ended without a rating, while something else was still awaited.
    RatingLapsed,
    /// The return visit was made.
    Visited { form: VisitForm },
    /// It was closed.
    Closed,
    /// The lesson was written down.
    Reviewed { problem: String, cause: String, measure: String },
    /// It was opened again, for the `count`th time.
    Reopened { reason: String, photos: Vec<PhotoId>, count: u32 },
    /// It was offered to another department.
    Transferred { from: Department, to: Department, reason: String },
    /// The other department took it.
    TransferAccepted { department: Department },
    /// The other department gave it back.
    TransferDeclined { department: Department, reason: String },
    /// A pause was asked for.
    PauseRequested { reason: PauseReason, note: String },
    /// The pause was declined.
    PauseDeclined { note: String },
    /// The pause was approved; the ticket stands still from now on.
    Paused { reason: PauseReason, note: String },
    /// It goes on.
    Resumed,
    /// An extension was asked for.
    ExtensionRequested { elastic: Elastic, reason: String },
    /// The extension was declined.
    ExtensionDeclined { note: String },
    /// The extension was approved.
    Extended { elastic: Elastic, note: String },
    /// It was cancelled.
    Cancelled { reason: String },
    /// It was merged into another ticket.
    Merged { target: TicketId },
    /// It absorbed a duplicate.
    Absorbed { duplicate: TicketId },
    /// It was linked to a mass incident.
    IncidentLinked { incident: IncidentId },
    /// A superior pressed for it.
    Supervised { note: String },
    /// A clock started.
    ClockStarted { clock: Clock },
    /// A clock was stopped by what it waited for.
    ClockStopped { clock: ClockKind },
    /// A clock has a new due time because of a pause or an extension.
    ClockMoved {
        clock: ClockKind,
        due: Instant,
        warn_at: Instant,
        elastic: Elastic,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        factor: Option<Extension>,
    },
    /// A clock has the limit of a newer version, which head office published for running clocks too.
    ClockRecalculated { clock: Box<Clock>, reason: String },
    /// 80% of a clock are used up.
    ClockWarned { clock: ClockKind },
    /// A clock was found to have run out. It is late since just after its due time, whenever that was noticed.
    ClockBreached { clock: ClockKind },
    /// A late clock reached a level of the ladder.
    Escalated { clock: ClockKind, level: u8 },
    /// Somebody acknowledged that level.
    EscalationAcknowledged { clock: ClockKind, level: u8 },
    /// The quality of the work was checked.
    QualityChecked { form: QualityForm },
    /// A disagreement of the voices was settled.
    VoicesSettled { about: Disagreement, finding: String },
    /// Somebody is to follow up with the owner.
    FollowUpOpened { cause: FollowUpCause, due: Instant },
    /// Somebody took the follow-up.
    FollowUpTaken,
    /// The follow-up ended.
    FollowUpEnded { outcome: FollowUpOutcome, text: String },
}

impl EventBody {
    /// Whether an owner sees that it happened. Everything else is for staff only (仅内部).
    ///
    /// Whatever changes the state is public, or the owner's page would show a state that is no more; words in it
    /// that were written for colleagues are left out ([`super::redact`]).
    pub const fn is_public(&self) -> bool {
        !matches!(
            self,
            Self::Noted { .. }
                | Self::PauseRequested { .. }
                | Self::PauseDeclined { .. }
                | Self::ExtensionRequested { .. }
                | Self::ExtensionDeclined { .. }
                | Self::Extended { .. }
                | Self::Absorbed { .. }
                | Self::IncidentLinked { .. }
                | Self::Supervised { .. }
                | Self::ClockWarned { .. }
                | Self::ClockBreached { .. }
                | Self::Escalated { .. }
                | Self::EscalationAcknowledged { .. }
                | Self::RatingAsked { .. }
                | Self::RatingReminded { .. }
                | Self::RatingLapsed
                | Self::QualityChecked { .. }
                | Self::VoicesSettled { .. }
                | Self::FollowUpOpened { .. }
                | Self::FollowUpTaken
                | Self::FollowUpEnded { .. }
        )
    }
}
