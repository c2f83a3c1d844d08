//! Which acts are offered, in which order, and how a filled-in form becomes a command. Plain Rust.

use steward_core::accounts::{Actor, Department};
use steward_core::ids::{IncidentId, PersonId, PhotoId, TicketId};
use steward_core::problem::{Code, Field, Problem};
use steward_core::sla::elastic::Elastic;
use steward_core::surveys::rules::VoiceRules;
use steward_core::tickets::command::{CheckIn, ComplaintStep, PauseReason, VisitForm};
use steward_core::tickets::ticket::VISIT_ATTEMPTS;
use steward_core::tickets::voices::{FollowUpOutcome, QualityForm, QualityMarks};
use steward_core::tickets::{Category, Command, CommandKind, State, Ticket, Urgency, can};
use steward_core::time::Instant;

use crate::words::say;

/// The acts as buttons, the likeliest next step first.
const ORDER: &[CommandKind] = &[
    CommandKind::DecidePause,
    CommandKind::DecideExtension,
    CommandKind::AcceptTransfer,
    CommandKind::DeclineTransfer,
    CommandKind::Accept,
    CommandKind::Claim,
    CommandKind::Dispatch,
    CommandKind::AcceptJob,
    CommandKind::Resume,
    CommandKind::Arrive,
    CommandKind::RecordStep,
    CommandKind::StartWork,
    CommandKind::Complete,
    CommandKind::GiveFeedback,
    CommandKind::RecordVisit,
    CommandKind::TakeFollowUp,
    CommandKind::EndFollowUp,
    CommandKind::SettleVoices,
    CommandKind::Review,
    CommandKind::CheckQuality,
    CommandKind::RequestPause,
    CommandKind::RequestExtension,
    CommandKind::DeclineJob,
    CommandKind::Transfer,
    CommandKind::Supplement,
    CommandKind::Supervise,
    CommandKind::Reopen,
    CommandKind::Merge,
    CommandKind::LinkIncident,
    CommandKind::Cancel,
];

/// What this person can do now, the primary act first.
pub fn offered(ticket: &Ticket, actor: &Actor, now: Instant) -> Vec<CommandKind> {
    let mut all: Vec<CommandKind> =
        ORDER.iter().copied().filter(|kind| can(ticket, actor, *kind, now).is_ok()).collect();
    // A ticket that has its engineer, or may do without one, is dispatched only as an exception.
    let site_needed =
        ticket.said.scenario.flow().steps.iter().any(|s| s.state == State::Dispatched && !s.optional);
    if (ticket.engineer.is_some() || !site_needed)
        && let Some(at) = all.iter().position(|k| *k == CommandKind::Dispatch)
    {
        let again = all.remove(at);
        all.push(again);
    }
    // The record of a complaint comes before its solution, and ends once both steps are there.
    if ticket.investigated {
        all.retain(|k| *k != CommandKind::RecordStep);
    }
    all
}

/// The act's name: 受理.
pub fn words(kind: CommandKind) -> &'static str {
    say::desk::act(kind.word()).unwrap_or(kind.word())
}

/// The command of an act that needs no form.
pub fn plain(kind: CommandKind) -> Option<Command> {
    match kind {
        CommandKind::Claim => Some(Command::Claim),
        CommandKind::AcceptJob => Some(Command::AcceptJob),
        CommandKind::AcceptTransfer => Some(Command::AcceptTransfer),
        CommandKind::Resume => Some(Command::Resume),
        CommandKind::TakeFollowUp => Some(Command::TakeFollowUp),
        _ => None,
    }
}

/// How often a return visit was tried in vain, where that is worth knowing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tries {
    /// So often; it was not due, or has been given up.
    Made(u8),
    /// So often; more are left than the next one.
    Before(u8),
    /// So often; after the next one in vain the visit is given up.
    Last(u8),
}

impl Tries {
    /// As a sentence.
    pub fn words(self) -> String {
        match self {
            Self::Made(n) => say::desk::visit_tried(u64::from(n)),
            Self::Before(0) => say::desk::visit_first(&VISIT_ATTEMPTS),
            Self::Before(n) => say::desk::visit_again(&VISIT_ATTEMPTS, u64::from(n)),
            Self::Last(n) => say::desk::visit_last(u64::from(n)),
        }
    }
}

/// What is worth knowing of a return visit that was tried `made` times in vain and of which `left` tries are left;
/// nothing about one that is not due and was never tried.
pub fn tries(left: u8, made: u8) -> Option<Tries> {
    match (left, made) {
        (0, 0) => None,
        (0, made) => Some(Tries::Made(made)),
        (1, made) => Some(Tries::Last(made)),
        (_, made) => Some(Tries::Before(made)),
    }
}

/// What a form holds, as plain values.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filled {
    /// The main text: message, reason, note, findings.
    pub text: String,
    /// A second text: the cause.
    pub second: String,
    /// A third text: the measure.
    pub third: String,
    /// The word of what was chosen.
    pub choice: String,
    /// The word of a second choice.
    pub other: String,
    /// Yes or no, once it was answered.
    pub yes: Option<bool>,
    /// A second yes or no.
    pub also: bool,
    /// A third yes or no.
    pub third_yes: bool,
    /// A point in time.
    pub at: Option<Instant>,
    /// Photos.
    pub photos: Vec<PhotoId>,
}

/// The command of a filled-in form, or what is wrong with it. Core's own check runs over the result.
pub fn build(kind: CommandKind, filled: Filled) -> Result<Command, Vec<Problem>> {
    let command = assemble(kind, filled)?;
    let problems = command.check(VoiceRules::default());
    if problems.is_empty() { Ok(command) } else { Err(problems) }
}

fn assemble(kind: CommandKind, filled: Filled) -> Result<Command, Vec<Problem>> {
    let Filled { text, second, third, choice, other, yes: answer, also, third_yes, at, photos } = filled;
    let yes = answer == Some(true);
    let missing = |field| vec![Problem::new(Code::Required).at(field)];
    Ok(match kind {
        CommandKind::Accept => {
            Command::Accept { category: Category::find(&choice), urgency: Urgency::from_word(&other) }
        }
        CommandKind::Supplement => Command::Supplement { text, photos },
        CommandKind::Dispatch => {
            let engineer: PersonId = choice.parse().map_err(|_| missing(Field::Engineer))?;
            Command::Dispatch { engineer, reason: text }
        }
        CommandKind::DeclineJob => Command::DeclineJob { reason: text },
        CommandKind::Arrive => {
            Command::Arrive { check_in: CheckIn::from_word(&choice).ok_or_else(|| missing(Field::CheckIn))? }
        }
        CommandKind::StartWork => Command::StartWork { findings: text },
        CommandKind::RecordStep => {
            let step = ComplaintStep::from_word(&choice).ok_or_else(|| missing(Field::Reason))?;
            Command::RecordStep { step, text }
        }
        CommandKind::GiveFeedback => Command::GiveFeedback { text, promised_at: at },
        CommandKind::Complete => Command::Complete { work: text, photos },
        CommandKind::RecordVisit => Command::RecordVisit {
            form: VisitForm { reached: yes, solved: yes && also, satisfied: yes && third_yes, remarks: text },
        },
        CommandKind::Review => Command::Review { problem: text, cause: second, measure: third },
        CommandKind::Reopen => Command::Reopen { reason: text, photos },
        CommandKind::Transfer => {
            let department = Department::from_word(&choice).ok_or_else(|| missing(Field::Department))?;
            Command::Transfer { department, reason: text }
        }
        CommandKind::DeclineTransfer => Command::DeclineTransfer { reason: text },
        CommandKind::RequestPause => {
            let reason = PauseReason::from_word(&choice).ok_or_else(|| missing(Field::Reason))?;
            Command::RequestPause { reason, note: text }
        }
        CommandKind::DecidePause => Command::DecidePause { approve: yes, note: text },
        CommandKind::RequestExtension => {
            let elastic = Elastic::from_word(&choice).ok_or_else(|| missing(Field::Reason))?;
            Command::RequestExtension { elastic, reason: text }
        }
        CommandKind::DecideExtension => Command::DecideExtension { approve: yes, note: text },
        CommandKind::Cancel => Command::Cancel { reason: text },
        CommandKind::Merge => {
            let target: TicketId = text.trim().parse().map_err(|_| missing(Field::Target))?;
            Command::Merge { target }
        }
        CommandKind::LinkIncident => {
            let incident: IncidentId = text.trim().parse().map_err(|_| missing(Field::Target))?;
            Command::LinkIncident { incident }
        }
        CommandKind::Supervise => Command::Supervise { note: text },
        CommandKind::CheckQuality => {
            if answer.is_none() {
                return Err(missing(Field::Outcome));
            }
            let marks =
                QualityMarks { writing: mark(&second)?, resolution: mark(&third)?, visit: mark(&choice)? };
            Command::CheckQuality { form: QualityForm { marks, passed: yes, remarks: text } }
        }
        CommandKind::SettleVoices => Command::SettleVoices { finding: text },
        CommandKind::EndFollowUp => {
            let outcome = FollowUpOutcome::from_word(&choice).ok_or_else(|| missing(Field::Outcome))?;
            Command::EndFollowUp { outcome, text }
        }
        other => match plain(other) {
            Some(command) => command,
            // No button leads here: the list of acts has none of the rest.
            None => return Err(missing(Field::Text)),
        },
    })
}

/// A mark as it was typed.
fn mark(text: &str) -> Result<u8, Vec<Problem>> {
    let wrong = || {
        let code = if text.trim().is_empty() { Code::Required } else { Code::OutOfRange };
        vec![Problem::new(code).at(Field::Marks).with("min", 0).with("max", QualityMarks::MOST)]
    };
    text.trim().parse().ok().filter(|mark| *mark <= QualityMarks::MOST).ok_or_else(wrong)
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
