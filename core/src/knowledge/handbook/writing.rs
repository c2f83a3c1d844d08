//! Ticket-writing rules (工单填写规范): how long a text is, what it names, and that it says something.
//!
//! They advise while somebody types. What an act cannot do without is refused by `tickets`, not here.

use serde::{Deserialize, Serialize};

use super::script::{Piece, Placeholder, pieces};
use crate::surveys::campaign::Words;
use crate::tickets::CommandKind;

/// How the text of one act is written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The act whose text it is about.
    pub act: CommandKind,
    /// At least so many characters.
    pub min: u16,
    /// At most so many characters.
    pub max: u16,
    /// What the text must name (必填要素): a list to tick off while writing.
    #[serde(default)]
    pub must_name: Vec<Words>,
    /// Perfunctory replies (敷衍回复) that are no text by themselves, as 已处理.
    #[serde(default)]
    pub forbidden: Vec<String>,
}

/// The acts that are written down, and so may have a rule.
pub const WRITTEN: &[CommandKind] = &[
    CommandKind::Reply,
    CommandKind::Supplement,
    CommandKind::StartWork,
    CommandKind::RecordStep,
    CommandKind::GiveFeedback,
    CommandKind::Complete,
    CommandKind::RecordVisit,
    CommandKind::Transfer,
    CommandKind::RequestPause,
    CommandKind::RequestExtension,
    CommandKind::EndFollowUp,
];

/// What a text lacks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WritingFault {
    /// Nothing but perfunctory words.
    Perfunctory {
        /// The phrase that stands there.
        phrase: String,
    },
    /// Shorter than the rule asks.
    TooShort {
        /// Characters that are missing.
        missing: usize,
    },
    /// Longer than the rule allows.
    TooLong {
        /// Characters too many.
        over: usize,
    },
    /// A gap of a script that nothing filled.
    Unfilled {
        /// Which.
        gap: Placeholder,
    },
}

/// What a text lacks of its rule, the weightiest first; nothing for a text that keeps it. Spaces around it do not count.
pub fn review_writing(text: &str, rule: &Rule) -> Vec<WritingFault> {
    let text = text.trim();
    let mut found: Vec<WritingFault> = perfunctory(text, &rule.forbidden)
        .map(|phrase| WritingFault::Perfunctory { phrase })
        .into_iter()
        .collect();
    let (length, min, max) = (text.chars().count(), usize::from(rule.min), usize::from(rule.max));
    if length < min {
        found.push(WritingFault::TooShort { missing: min - length });
    }
    if length > max {
        found.push(WritingFault::TooLong { over: length - max });
    }
    for piece in pieces(text) {
        if let Piece::Gap(name) = piece
            && let Some(gap) = Placeholder::from_word(name)
            && !found.contains(&WritingFault::Unfilled { gap })
        {
            found.push(WritingFault::Unfilled { gap });
        }
    }
    found
}

/// The perfunctory phrase of a text that consists of nothing else, however it is punctuated or repeated.
fn perfunctory(text: &str, forbidden: &[String]) -> Option<String> {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let phrases: Vec<(String, &String)> =
        forbidden.iter().map(|p| (plain(p), p)).filter(|(p, _)| !p.is_empty()).collect();
    let mut rest = plain(text);
    let mut said = None;
    while !rest.is_empty() {
        // The longest that fits: 已处理完 is not 已处理 and something else.
        let fits =
            phrases.iter().filter(|(p, _)| rest.starts_with(p.as_str())).max_by_key(|(p, _)| p.len())?;
        said = said.or(Some(fits.1.clone()));
        rest.drain(..fits.0.len());
    }
    said
}
