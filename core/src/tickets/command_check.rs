//! What can be wrong with what was typed into a command, in the browser before it is sent and on the server again.

use super::command::Command;
use super::draft::{Length, check_photos, check_text, limits};
use super::voices::QualityMarks;
use crate::problem::{Code, Field, Problem};
use crate::sla::elastic::Elastic;
use crate::surveys::rules::VoiceRules;

impl Command {
    /// Everything that is wrong with what was typed by the project's rules, each with its field. Rules about state are
    /// `decide`'s.
    pub fn check(&self, voices: VoiceRules) -> Vec<Problem> {
        let text = |text: &str, field| check_text(text, limits::NOTE, field);
        let optional = |text: &str, field| check_text(text, Length { min: 0, ..limits::NOTE }, field);
        let mut found = Vec::new();
        match self {
            Self::Reply { text: t }
            | Self::GiveFeedback { text: t, .. }
            | Self::RecordStep { text: t, .. } => {
                found.extend(text(t, Field::Text));
            }
            Self::Note { text: t } | Self::Supervise { note: t } => found.extend(text(t, Field::Note)),
            Self::Supplement { text: t, photos } => {
                found.extend(if photos.is_empty() { text(t, Field::Text) } else { optional(t, Field::Text) });
                found.extend(check_photos(photos));
            }
            Self::Dispatch { reason, .. } => found.extend(optional(reason, Field::Reason)),
            Self::DeclineJob { reason }
            | Self::Cancel { reason }
            | Self::Transfer { reason, .. }
            | Self::DeclineTransfer { reason } => found.extend(text(reason, Field::Reason)),
            Self::RequestExtension { reason, elastic } => {
                found.extend(text(reason, Field::Reason));
                if *elastic == Elastic::Normal {
                    found.push(Problem::new(Code::UnknownChoice).at(Field::Reason));
                }
            }
            Self::Reopen { reason, photos } => {
                found.extend(text(reason, Field::Reason));
                found.extend(check_photos(photos));
            }
            Self::StartWork { findings } => found.extend(text(findings, Field::Findings)),
            Self::Complete { work, photos } => {
                found.extend(text(work, Field::Work));
                found.extend(check_photos(photos));
            }
            Self::Rate { rating } => found.extend(rating.check(voices)),
            Self::RecordVisit { form } => found.extend(optional(&form.remarks, Field::Note)),
            Self::Review { problem, cause, measure } => {
                for part in [problem, cause, measure] {
                    found.extend(text(part, Field::Note));
                }
            }
            Self::RequestPause { note, .. } => found.extend(text(note, Field::Note)),
            Self::DecidePause { approve, note } | Self::DecideExtension { approve, note } => {
                found.extend(if *approve { optional(note, Field::Note) } else { text(note, Field::Note) });
            }
            Self::CheckQuality { form } => {
                if !form.marks.is_sound() {
                    let most = QualityMarks::MOST;
                    found.push(
                        Problem::new(Code::OutOfRange).at(Field::Marks).with("min", 0).with("max", most),
                    );
                }
                let remarks = &form.remarks;
                found.extend(if form.passed {
                    optional(remarks, Field::Note)
                } else {
                    text(remarks, Field::Note)
                });
            }
            Self::SettleVoices { finding } => found.extend(text(finding, Field::Findings)),
            Self::EndFollowUp { text: t, .. } => found.extend(text(t, Field::Text)),
            Self::Accept { .. }
            | Self::TakeFollowUp
            | Self::Urge
            | Self::Claim
            | Self::AcceptJob
            | Self::Arrive { .. }
            | Self::Close
            | Self::AcceptTransfer
            | Self::Resume
            | Self::Merge { .. }
            | Self::Absorb { .. }
            | Self::LinkIncident { .. }
            | Self::Acknowledge { .. }
            | Self::Tick => {}
        }
        found
    }
}
