//! What reads as a mobile number, what does not, and that no number leaks.

use proptest::prelude::*;

use super::{BadPhone, Phone};

#[test]
fn every_way_of_writing_a_number_is_kept_in_one_form() {
    for text in [
        "13800132046",
        "138 0013 2046",
        "138-0013-2046",
        "+8613800132046",
        "+86 138 0013 2046",
        "+86-138-0013-2046",
        "  13800132046\n",
        "138\u{a0}0013\u{3000}2046",
    ] {
        let phone: Phone = text.parse().unwrap_or_else(|_| panic!("{text:?} was refused"));
        assert_eq!(phone.as_str(), "13800132046", "{text:?}");
    }
}

#[test]
fn the_second_digit_is_three_to_nine() {
    for second in 0..=9 {
        let text = format!("1{second}800132046");
        assert_eq!(text.parse::<Phone>().is_ok(), second >= 3, "{text}");
    }
}

#[test]
fn anything_else_is_refused() {
    for text in [
        "",
        "   ",
        "+86",
        "1380013204",
        "138001320461",
        "+861380013204",
        "+86138001320461",
        "23800132046",
        "03800132046",
        "8613800132046",
        "+85213800132046",
        "+86+8613800132046",
        "1380013204x",
        "13８00132046",
        "138.0013.2046",
        "(138)00132046",
        "02088886666",
        "+13800132046",
        "13800132046,13800132047",
    ] {
        assert_eq!(text.parse::<Phone>(), Err(BadPhone), "{text:?}");
    }
    assert_eq!("1".repeat(1_000_000).parse::<Phone>(), Err(BadPhone));
}

#[test]
fn a_number_is_masked_wherever_it_is_printed() {
    let phone: Phone = "+86 138 0013 2046".parse().unwrap();
    assert_eq!(phone.masked(), "138****2046");
    assert_eq!(format!("{phone:?}"), "138****2046");
    assert_eq!(format!("{:?}", Some(&phone)), "Some(138****2046)");
}

#[test]
fn stored_numbers_read_back_and_bad_ones_do_not() {
    let phone: Phone = "138 0013 2046".parse().unwrap();
    let stored = serde_json::to_string(&phone).unwrap();
    assert_eq!(stored, r#""13800132046""#);
    assert_eq!(serde_json::from_str::<Phone>(&stored).unwrap(), phone);

    let refused = serde_json::from_str::<Phone>(r#""1380013204""#).unwrap_err().to_string();
    assert!(!refused.contains("1380013204"), "the message repeats the number: {refused}");
}

proptest! {
    #[test]
    fn separators_never_matter(digits in "1[3-9][0-9]{9}", cuts in proptest::collection::vec((0_usize..=11, "[ -]{1,3}"), 0..6)) {
        let mut text = digits.clone();
        let mut cuts = cuts;
        cuts.sort_by_key(|cut| core::cmp::Reverse(cut.0));
        for (at, separator) in cuts {
            text.insert_str(at, &separator);
        }
        let phone: Phone = text.parse().unwrap();
        prop_assert_eq!(phone.as_str(), digits.as_str());
        prop_assert_eq!(phone.masked().len(), 11);
    }

    #[test]
    fn reading_never_panics_and_keeps_only_numbers(text in any::<String>()) {
        if let Ok(phone) = text.parse::<Phone>() {
            prop_assert_eq!(phone.as_str().len(), 11);
            prop_assert!(phone.as_str().bytes().all(|b| b.is_ascii_digit()));
        }
    }
}
