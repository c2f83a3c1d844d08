//! What the page says of a delay and of a day.

use super::*;
use crate::words::{Locale, set_locale};

#[test]
fn r86_a_delay_says_its_days_and_its_share() {
    set_locale(Locale::Chinese);
    assert_eq!(delay(Delay { late: 9, planned: 90 }), "9 天 ÷ 90 天 = 10.0%");
    assert_eq!(delay(Delay { late: 12, planned: 90 }), "12 天 ÷ 90 天 = 13.3%");
    assert_eq!(delay(Delay { late: 19, planned: 90 }), "19 天 ÷ 90 天 = 21.1%");
    set_locale(Locale::English);
    assert_eq!(delay(Delay { late: 18, planned: 90 }), "18 of 90 days = 20.0%");
}

#[test]
fn a_typed_day_is_read_or_blamed() {
    assert_eq!(typed_day(" 2026-10-16 ").map(String::from), Ok("2026-10-16".to_owned()));
    let code = |text: &str| typed_day(text).err().map(|problem| problem.code);
    assert_eq!(code(""), Some(Code::Required));
    assert_eq!(code("16.10.2026"), Some(Code::BadTime));
}
