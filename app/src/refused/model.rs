//! What a person had written into a request that was refused. Plain Rust.

use steward_core::ids::PhotoId;
use steward_core::tickets::api::{CommandRequest, SubmitTicket};
use steward_core::tickets::{Command, TicketDraft};

/// What was written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Written {
    /// The words, in the order of the form; nothing empty.
    pub words: Vec<String>,
    /// The photos, which are stored already.
    pub photos: Vec<PhotoId>,
}

/// What was written into the request `body`. One that this version cannot read is shown as it is: better odd than lost.
pub fn written(body: &str) -> Written {
    let (words, photos) = if let Ok(request) = serde_json::from_str::<CommandRequest>(body) {
        of_command(request.command)
    } else if let Ok(request) = serde_json::from_str::<SubmitTicket>(body) {
        let TicketDraft { text, place, contact, phone, photos, .. } = request.draft;
        (vec![text, place, contact, phone], photos)
    } else {
        (vec![body.to_owned()], Vec::new())
    };
    Written { words: words.into_iter().filter(|w| !w.trim().is_empty()).collect(), photos }
}

fn of_command(command: Command) -> (Vec<String>, Vec<PhotoId>) {
    let words = match command {
        Command::Supplement { text, photos }
        | Command::Complete { work: text, photos }
        | Command::Reopen { reason: text, photos } => return (vec![text], photos),
        Command::Reply { text }
        | Command::Note { text }
        | Command::Dispatch { reason: text, .. }
        | Command::DeclineJob { reason: text }
        | Command::StartWork { findings: text }
        | Command::RecordStep { text, .. }
        | Command::GiveFeedback { text, .. }
        | Command::Transfer { reason: text, .. }
        | Command::DeclineTransfer { reason: text }
        | Command::RequestPause { note: text, .. }
        | Command::DecidePause { note: text, .. }
        | Command::RequestExtension { reason: text, .. }
        | Command::DecideExtension { note: text, .. }
        | Command::Cancel { reason: text }
        | Command::Supervise { note: text }
        | Command::SettleVoices { finding: text }
        | Command::EndFollowUp { text, .. } => vec![text],
        Command::Rate { rating } => {
            let stars = rating.stars.map(|stars| [stars.get().to_string().as_str(), " ★"].concat());
            vec![stars.unwrap_or_default(), rating.text]
        }
        Command::RecordVisit { form } => vec![form.remarks],
        Command::CheckQuality { form } => vec![form.remarks],
        Command::Review { problem, cause, measure } => vec![problem, cause, measure],
        Command::Merge { target } => vec![target.to_string()],
        Command::LinkIncident { incident } => vec![incident.to_string()],
        Command::Accept { .. }
        | Command::Urge
        | Command::Claim
        | Command::AcceptJob
        | Command::Arrive { .. }
        | Command::Close
        | Command::AcceptTransfer
        | Command::Resume
        | Command::Absorb { .. }
        | Command::TakeFollowUp
        | Command::Acknowledge { .. }
        | Command::Tick => Vec::new(),
    };
    (words, Vec::new())
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
