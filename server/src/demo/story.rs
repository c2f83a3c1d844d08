//! A demo ticket as a story: who reported what, when, and what people did about it.

use steward_core::accounts::Department;
use steward_core::ids::{PersonId, PhotoId, TicketId};
use steward_core::sla::elastic::Elastic;
use steward_core::sla::policy::ClockKind;
use steward_core::surveys::rating::{RatingDraft, RatingTag, Stars};
use steward_core::tickets::command::{CheckIn, ComplaintStep, PauseReason};
use steward_core::tickets::voices::{QualityForm, QualityMarks};
use steward_core::tickets::{Command, Urgency};

use super::people::staff_id;
use crate::http::error::Answer;

/// A ticket to be made.
#[derive(Clone, Debug)]
pub(super) struct Story {
    /// The plate of the home in `project`, or the spot where there is none.
    pub(super) home: &'static str,
    /// The project.
    pub(super) project: &'static str,
    /// The category's code; the scenario follows from it.
    pub(super) category: &'static str,
    /// The urgency.
    pub(super) urgency: Urgency,
    /// Room or spot.
    pub(super) place: &'static str,
    /// What was said.
    pub(super) text: &'static str,
    /// Minutes before now.
    pub(super) ago: i64,
    /// Whether a return visit will be due.
    pub(super) visit: bool,
    /// What happened: minutes after the submission, who, what.
    pub(super) steps: Vec<(i64, By, Step)>,
}

impl Story {
    /// Whether it ends in another ticket.
    pub(super) fn merges(&self) -> bool {
        matches!(self.steps.last(), Some((_, _, Step::Merge)))
    }
}

/// Who does a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum By {
    /// The owner of the home.
    Owner,
    /// The project's agent.
    Agent,
    /// The project's supervisor.
    Supervisor,
    /// This member of staff.
    Staff(&'static str),
}

/// What somebody does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Accept,
    Reply(&'static str),
    Note(&'static str),
    Supplement(&'static str),
    Urge,
    Dispatch(&'static str),
    AcceptJob,
    Arrive,
    Start(&'static str),
    Calm(&'static str),
    Investigate(&'static str),
    Feedback(&'static str),
    /// With a photo.
    Complete(&'static str),
    Rate(u8, &'static [RatingTag], &'static str),
    /// A quality check: passed or not, with remarks.
    Check(bool, &'static str),
    AskPause(PauseReason, &'static str),
    Pause(&'static str),
    Resume,
    AskExtension(Elastic, &'static str),
    Transfer(Department, &'static str),
    Supervise(&'static str),
    Acknowledge(ClockKind, u8),
    Cancel(&'static str),
    Reopen(&'static str),
    /// Into the newest ticket of the same text.
    Merge,
}

impl Step {
    /// The command of a step. `photo` is evidence, `twin` the ticket to merge into.
    pub(super) fn command(self, photo: &PhotoId, twin: Option<&TicketId>) -> Answer<Command> {
        let text = str::to_owned;
        let person = |login| -> Answer<PersonId> { Ok(staff_id(login).parse()?) };
        Ok(match self {
            Self::Accept => Command::Accept { category: None, urgency: None },
            Self::Reply(t) => Command::Reply { text: text(t) },
            Self::Note(t) => Command::Note { text: text(t) },
            Self::Supplement(t) => Command::Supplement { text: text(t), photos: Vec::new() },
            Self::Urge => Command::Urge,
            Self::Dispatch(login) => Command::Dispatch { engineer: person(login)?, reason: String::new() },
            Self::AcceptJob => Command::AcceptJob,
            Self::Arrive => Command::Arrive { check_in: CheckIn::QrCode },
            Self::Start(t) => Command::StartWork { findings: text(t) },
            Self::Calm(t) => Command::RecordStep { step: ComplaintStep::Calm, text: text(t) },
            Self::Investigate(t) => Command::RecordStep { step: ComplaintStep::Investigate, text: text(t) },
            Self::Feedback(t) => Command::GiveFeedback { text: text(t), promised_at: None },
            Self::Complete(t) => Command::Complete { work: text(t), photos: vec![photo.clone()] },
            Self::Rate(stars, tags, t) => {
                let rating =
                    RatingDraft { stars: Stars::try_from(stars).ok(), tags: tags.to_vec(), text: text(t) };
                Command::Rate { rating }
            }
            Self::Check(passed, t) => {
                let marks = if passed {
                    QualityMarks { writing: 92, resolution: 88, visit: 90 }
                } else {
                    QualityMarks { writing: 45, resolution: 70, visit: 60 }
                };
                Command::CheckQuality { form: QualityForm { marks, passed, remarks: text(t) } }
            }
            Self::AskPause(reason, t) => Command::RequestPause { reason, note: text(t) },
            Self::Pause(t) => Command::DecidePause { approve: true, note: text(t) },
            Self::Resume => Command::Resume,
            Self::AskExtension(elastic, t) => Command::RequestExtension { elastic, reason: text(t) },
            Self::Transfer(department, t) => Command::Transfer { department, reason: text(t) },
            Self::Supervise(t) => Command::Supervise { note: text(t) },
            Self::Acknowledge(clock, level) => Command::Acknowledge { clock, level },
            Self::Cancel(t) => Command::Cancel { reason: text(t) },
            Self::Reopen(t) => Command::Reopen { reason: text(t), photos: Vec::new() },
            Self::Merge => {
                Command::Merge { target: twin.cloned().ok_or(steward_core::problem::Code::NotFound)? }
            }
        })
    }
}
