//! Which events are worth telling somebody, and whom (通知).
//!
//! A pure table from event to notices. It names roles, a household or a person, never an address: who that is and
//! how they are reached is found at delivery, so a notice that waits for an hour reaches whoever has the post then.
//! A notice carries values, no sentences: those come from `server/locales`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use steward_core::accounts::{Department, Role};
use steward_core::ids::{HouseholdId, PersonId, ProjectId, TicketId};
use steward_core::sla::policy::ClockKind;
use steward_core::tickets::decide::guard::post;
use steward_core::tickets::voices::FollowUpCause;
use steward_core::tickets::{Event, EventBody as E, State, Ticket, api};
use steward_core::time::Instant;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// What a notice is about.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Kind { $($(#[$doc])* #[serde(rename = $word)] $name),+ }

        impl Kind {
            /// Every kind, for the test that all have words.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word under which its sentences stand in `locales/*/notify.json`.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

kinds! {
    /// A new ticket waits for customer service.
    Submitted = "submitted",
    /// The owner's ticket was taken on.
    Accepted = "accepted",
    /// Somebody wrote to the owner.
    Replied = "replied",
    /// The owner added words or photos.
    Supplemented = "supplemented",
    /// The owner asks to hurry.
    Urged = "urged",
    /// An engineer has a new job.
    Dispatched = "dispatched",
    /// The owner's ticket has an engineer.
    EngineerOnTheWay = "engineer_on_the_way",
    /// An engineer gave a job back.
    JobDeclined = "job_declined",
    /// The owner got a result or a plan.
    Feedback = "feedback",
    /// The work is done; the owner can rate it.
    Completed = "completed",
    /// The owner has not rated yet.
    RatingReminded = "rating_reminded",
    /// Somebody is to follow up with an owner.
    FollowUp = "follow_up",
    /// The heads of a day's ledgers.
    LedgerDay = "ledger_day",
    /// A return visit is to be made.
    VisitDue = "visit_due",
    /// One or two stars.
    RatedLow = "rated_low",
    /// It was opened again.
    Reopened = "reopened",
    /// It was offered to a department.
    Transferred = "transferred",
    /// The department gave it back.
    TransferDeclined = "transfer_declined",
    /// A pause or an extension waits for a yes or no.
    ApprovalAsked = "approval_asked",
    /// The pause or the extension was approved.
    Approved = "approved",
    /// It was declined.
    Declined = "declined",
    /// A job is no more: cancelled, or merged into another ticket.
    Withdrawn = "withdrawn",
    /// A superior presses for it.
    Supervised = "supervised",
    /// A clock is in its last fifth (R10).
    DueSoon = "due_soon",
    /// A late clock reached a level of the ladder (R11).
    Escalated = "escalated",
    /// A survey asks the household (S30).
    SurveyAsked = "survey_asked",
    /// The household has not answered it.
    SurveyReminder = "survey_reminder",
    /// A household wishes to be called after a survey.
    CallBack = "call_back",
    /// A figure is beyond its bound: an alarm was raised (R13).
    AlarmRaised = "alarm_raised",
    /// An alarm's plan is late (R11, R13).
    AlarmOverdue = "alarm_overdue",
    /// The cockpit's figures of a week or a month (S68).
    Report = "report",
}

impl Kind {
    /// Whether it is for the owner's side; all others are for staff.
    pub const fn is_for_owners(self) -> bool {
        matches!(
            self,
            Self::Accepted
                | Self::Replied
                | Self::EngineerOnTheWay
                | Self::Feedback
                | Self::Completed
                | Self::SurveyAsked
                | Self::SurveyReminder
                | Self::RatingReminded
        )
    }

    /// Whether it asks for a rating, and so brings a personal link.
    pub const fn asks_for_rating(self) -> bool {
        matches!(self, Self::Completed | Self::RatingReminded)
    }
}

/// Whom a notice is for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everyone who has this role for the ticket's project.
    Role(Role),
    /// Everyone of this department for the ticket's project.
    Department(Department),
    /// The owners of this household.
    Household(HouseholdId),
    /// This person.
    Person(PersonId),
    /// The auditors, of whatever project.
    Auditors,
}

/// One thing to tell, as it waits in the outbox.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// What it is about.
    pub kind: Kind,
    /// Whom it is for.
    pub to: Audience,
    /// The ticket; none where it is not about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketId>,
    /// Its project.
    pub project: ProjectId,
    /// The event that it announces.
    pub seq: u32,
    /// When that happened.
    pub at: Instant,
    /// Values for the words, as `title`, `plate`, `level`.
    pub values: BTreeMap<String, String>,
    /// The one address it goes to; set when a mail is split by recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whose address that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// The heads of a day for the auditors. It is about no ticket.
pub fn ledger_day(day: &str, project: &ProjectId, heads: &str, digest: &str, at: Instant) -> Notice {
    let values = [("day", day), ("heads", heads), ("digest", digest)];
    Notice {
        kind: Kind::LedgerDay,
        to: Audience::Auditors,
        ticket: None,
        project: project.clone(),
        seq: 0,
        at,
        values: values.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        address: None,
        person: None,
    }
}

/// What follows from an event; `ticket` is as the event left it, or later. An imported ticket tells nobody.
pub fn notices(ticket: &Ticket, event: &Event) -> Vec<Notice> {
    if ticket.said.external.is_some() {
        return Vec::new();
    }
    let mut found = Found { ticket, event, out: Vec::new() };
    found.look();
    found.out
}

struct Found<'a> {
    ticket: &'a Ticket,
    event: &'a Event,
    out: Vec<Notice>,
}

impl Found<'_> {
    fn look(&mut self) {
        let (desk, supervisor) = (Audience::Role(Role::Agent), Audience::Role(Role::Supervisor));
        match &self.event.body {
            E::Submitted(_) => self.tell(Kind::Submitted, desk, []),
            E::Accepted { .. } => self.tell_owner(Kind::Accepted, []),
            E::Replied { text } => self.tell_owner(Kind::Replied, [("text", text.clone())]),
            E::Supplemented { text, .. } if self.event.by.role == Role::Owner => {
                let to = self.handler();
                self.tell(Kind::Supplemented, to, [("text", text.clone())]);
            }
            E::Urged { count } => {
                let to = self.handler();
                self.tell(Kind::Urged, to, [("count", count.to_string())]);
            }
            E::Dispatched { engineer, name, claimed, .. } => {
                if !claimed {
                    self.tell(Kind::Dispatched, Audience::Person(engineer.clone()), []);
                }
                self.tell_owner(Kind::EngineerOnTheWay, [("engineer", name.clone())]);
            }
            E::JobDeclined { reason } => {
                let to = self.agent();
                self.tell(Kind::JobDeclined, to, [("text", reason.clone())]);
            }
            // A report of completion carries the result with it: one message is enough.
            E::FeedbackGiven { text, .. } if self.ticket.completed_at != Some(self.event.at) => {
                self.tell_owner(Kind::Feedback, [("text", text.clone())]);
            }
            E::Completed { work, .. } => self.tell_owner(Kind::Completed, [("text", work.clone())]),
            E::Rated { stars, text, .. } if stars.is_low() => {
                let values = [("stars", stars.get().to_string()), ("text", text.clone())];
                self.tell(Kind::RatedLow, supervisor, values);
            }
            E::RatingReminded { .. } => self.tell_owner(Kind::RatingReminded, []),
            // Of low stars the supervisors hear with the rating itself.
            E::FollowUpOpened { cause, due: at } if *cause != FollowUpCause::LowRating => {
                self.tell(Kind::FollowUp, supervisor, [("due", at.millis().to_string())]);
            }
            E::Reopened { reason, .. } => self.tell(Kind::Reopened, desk, [("text", reason.clone())]),
            E::Transferred { to, reason, .. } => {
                let values = [("department", to.word().to_owned()), ("text", reason.clone())];
                self.tell(Kind::Transferred, Audience::Department(*to), values);
            }
            E::TransferDeclined { department, reason } => {
                let to = self.agent();
                let values = [("department", department.word().to_owned()), ("text", reason.clone())];
                self.tell(Kind::TransferDeclined, to, values);
            }
            E::PauseRequested { note: text, .. } | E::ExtensionRequested { reason: text, .. } => {
                self.tell(Kind::ApprovalAsked, supervisor, [("text", text.clone())]);
            }
            E::Paused { note: text, .. } | E::Extended { note: text, .. } => {
                let to = self.worker();
                self.tell(Kind::Approved, to, [("text", text.clone())]);
            }
            E::PauseDeclined { note: text } | E::ExtensionDeclined { note: text } => {
                let to = self.worker();
                self.tell(Kind::Declined, to, [("text", text.clone())]);
            }
            E::Cancelled { .. } | E::Merged { .. } => self.tell_engineer(Kind::Withdrawn),
            E::Supervised { note } => {
                let to = self.worker();
                self.tell(Kind::Supervised, to, [("text", note.clone())]);
            }
            E::ClockStarted { clock } if clock.kind == ClockKind::Visit => {
                self.tell(Kind::VisitDue, desk, due(clock.kind, clock.due));
            }
            E::ClockWarned { clock } => self.tell_of_clock(*clock),
            E::Escalated { clock, level } => {
                let due_at = self.ticket.clock(*clock).map_or(self.event.at, |c| c.due);
                let [kind, at] = due(*clock, due_at);
                let values = [kind, at, ("level", level.to_string())];
                self.tell(Kind::Escalated, Audience::Role(post(*level)), values);
            }
            _ => {}
        }
    }

    fn tell_of_clock(&mut self, kind: ClockKind) {
        let due_at = self.ticket.clock(kind).map_or(self.event.at, |c| c.due);
        let to = self.worker();
        self.tell(Kind::DueSoon, to, due(kind, due_at));
    }

    fn tell_owner<const N: usize>(&mut self, kind: Kind, values: [(&str, String); N]) {
        let household = self.ticket.said.household.clone().map(Audience::Household);
        let submitter = &self.ticket.submitter;
        let owner = (submitter.role == Role::Owner).then(|| Audience::Person(submitter.person.clone()));
        if let Some(to) = household.or(owner) {
            self.tell(kind, to, values);
        }
    }

    fn tell_engineer(&mut self, kind: Kind) {
        if let Some(engineer) = &self.ticket.engineer {
            self.tell(kind, Audience::Person(engineer.person.clone()), []);
        }
    }

    /// Who took the ticket on; before that, customer service.
    fn agent(&self) -> Audience {
        let agent = self.ticket.agent.as_ref().filter(|a| a.role == Role::Agent);
        agent.map_or(Audience::Role(Role::Agent), |a| Audience::Person(a.person.clone()))
    }

    /// Who has the work in hand: the engineer, else who took it on.
    fn worker(&self) -> Audience {
        let engineer = self.ticket.engineer.as_ref();
        engineer.map_or_else(|| self.agent(), |e| Audience::Person(e.person.clone()))
    }

    /// Who answers the owner: on site the engineer, else who took it on.
    fn handler(&self) -> Audience {
        match self.ticket.state {
            State::OnSite | State::Executing => self.worker(),
            _ => self.agent(),
        }
    }

    fn tell<const N: usize>(&mut self, kind: Kind, to: Audience, values: [(&str, String); N]) {
        let said = &self.ticket.said;
        let plate = said.address.plate();
        let plate = if plate.is_empty() { said.place.clone() } else { plate };
        let about = [("plate", plate), ("title", api::title(&said.text)), ("by", self.event.by.name.clone())];
        let values = about.into_iter().chain(values).map(|(name, value)| (name.to_owned(), value)).collect();
        self.out.push(Notice {
            kind,
            to,
            ticket: Some(self.ticket.id.clone()),
            project: said.project.clone(),
            seq: self.event.seq,
            at: self.event.at,
            values,
            address: None,
            person: None,
        });
    }
}

/// A clock and its due time; the time is written out at delivery, in the project's zone.
fn due(kind: ClockKind, at: Instant) -> [(&'static str, String); 2] {
    [("clock", kind.word().to_owned()), ("due", at.millis().to_string())]
}

#[cfg(test)]
#[path = "notice_tests.rs"]
mod tests;
