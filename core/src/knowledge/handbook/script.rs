//! Scripts (话术): what is said or written to an owner at a moment of the service, with gaps that a ticket fills.

use serde::{Deserialize, Serialize};

use crate::surveys::campaign::Words;
use crate::tickets::CommandKind;
use crate::words::words;

words! {
    /// When something is said (话术场合).
    Moment {
        /// The first words to the owner (问候受理).
        Greeting = "greeting",
        /// What happens next, and by when (承诺时限).
        Promise = "promise",
        /// Why it has to wait (暂停说明).
        Pause = "pause",
        /// The result or the plan (结果反馈).
        Feedback = "feedback",
        /// The work is done (完工告知).
        Completion = "completion",
        /// Something went wrong (致歉安抚).
        Apology = "apology",
        /// The return visit (回访).
        Visit = "visit",
    }
}

impl Moment {
    /// The moments that belong to an act, the usual one first; none for acts in which nothing is said to an owner.
    pub const fn of(act: CommandKind) -> &'static [Self] {
        match act {
            CommandKind::Reply => {
                &[Self::Greeting, Self::Promise, Self::Apology, Self::Pause, Self::Feedback, Self::Completion]
            }
            CommandKind::RecordStep => &[Self::Apology, Self::Greeting, Self::Promise],
            CommandKind::GiveFeedback => &[Self::Feedback, Self::Promise, Self::Apology],
            CommandKind::Complete => &[Self::Completion, Self::Feedback],
            CommandKind::RequestPause | CommandKind::RequestExtension => &[Self::Pause],
            CommandKind::RecordVisit => &[Self::Visit],
            CommandKind::EndFollowUp => &[Self::Apology, Self::Visit],
            _ => &[],
        }
    }
}

words! {
    /// A gap that a ticket fills (占位符), written in braces: `{owner}`.
    Placeholder {
        /// The contact's name.
        Owner = "owner",
        /// The ticket's number.
        Number = "number",
        /// The project's name.
        Project = "project",
        /// The next due time, in words.
        Due = "due",
        /// The name of who speaks.
        Agent = "agent",
        /// The category's name.
        Category = "category",
    }
}

/// One script.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Its id within the chapter: what it is recognised by in the next version.
    pub id: String,
    /// Its name.
    pub title: Words,
    /// When it is said.
    pub moment: Moment,
    /// What is said, with `{placeholders}`.
    pub text: Words,
}

/// What fills the gaps; `None` where the ticket does not say.
pub type Values<'a> = &'a dyn Fn(Placeholder) -> Option<String>;

/// A piece of a script's text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece<'a> {
    /// Words as they stand.
    Plain(&'a str),
    /// What stands between braces, without them.
    Gap(&'a str),
    /// A brace that nothing closes, or that closes nothing, with what follows it.
    Stray(&'a str),
}

/// The pieces of a text, in order; joined they are the text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        if !before.is_empty() {
            found.push(Piece::Plain(before));
        }
        let inside = from.strip_prefix('{').and_then(|inside| {
            let end = inside.find(['{', '}'])?;
            inside.get(end..)?.strip_prefix('}').map(|after| (inside.get(..end).unwrap_or_default(), after))
        });
        if let Some((name, after)) = inside {
            found.push(Piece::Gap(name));
            rest = after;
        } else {
            let (brace, after) = from.split_at(1);
            found.push(Piece::Stray(brace));
            rest = after;
        }
    }
    if !rest.is_empty() {
        found.push(Piece::Plain(rest));
    }
    found
}

/// The text with its gaps filled. A gap without a value stays as it is, so that nobody sends words that claim what the
/// ticket does not say; [`super::review_writing`] points at it.
pub fn fill(text: &str, values: Values<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Plain(words) | Piece::Stray(words) => filled.push_str(words),
            Piece::Gap(name) => match Placeholder::from_word(name).and_then(values) {
                Some(value) => filled.push_str(&value),
                None => filled.extend(["{", name, "}"]),
            },
        }
    }
    filled
}
