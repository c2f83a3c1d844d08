//! Which words are the same, and whose are compared (R28).

use crate::tickets::event::EventBody;
use crate::tickets::wording::{told, wording};

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
