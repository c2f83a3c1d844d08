//! The same words over and over (套话, R28): what staff write to owners, compared by its wording.
//!
//! A wording that one person uses more than [`OFTEN`] times on one day is a flag for a supervisor (S45), not a fault:
//! a street without water gives many owners the same true answer.

use super::event::EventBody;

/// So many times a day the same words are nothing odd; once more is (R28).
pub const OFTEN: u64 = 3;

/// What staff told an owner by this event.
pub fn told(event: &EventBody) -> Option<&str> {
    match event {
        EventBody::Replied { text } | EventBody::FeedbackGiven { text, .. } => Some(text),
        EventBody::Completed { work, .. } => Some(work),
        _ => None,
    }
}

/// The words without what does not tell two texts apart: letters and digits only, in lower case. `None` where nothing
/// is left.
pub fn wording(text: &str) -> Option<String> {
    let words: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (!words.is_empty()).then_some(words)
}
