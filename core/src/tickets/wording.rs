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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_marks_and_case_only_have_one_wording() {
        for same in ["已处理，请知悉。", "已处理 请知悉", "  已处理,请知悉!! "] {
            assert_eq!(wording(same).as_deref(), Some("已处理请知悉"), "{same}");
        }
        assert_eq!(wording("Fixed. OK"), wording("fixed ok"));
        assert_ne!(wording("换了 2 个垫片"), wording("换了 3 个垫片"));
        assert_eq!(wording("……！"), None);
    }

    #[test]
    fn only_what_the_owner_is_told_counts() {
        let text = || "已处理".to_owned();
        assert_eq!(told(&EventBody::Replied { text: text() }), Some("已处理"));
        assert_eq!(told(&EventBody::FeedbackGiven { text: text(), promised_at: None }), Some("已处理"));
        assert_eq!(told(&EventBody::Completed { work: text(), photos: Vec::new() }), Some("已处理"));
        assert_eq!(told(&EventBody::Noted { text: text() }), None, "a note is for colleagues");
        assert_eq!(told(&EventBody::Supplemented { text: text(), photos: Vec::new() }), None);
    }
}
