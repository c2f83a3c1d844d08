use super::*;
use crate::words::{Locale, set_locale};

#[test]
fn the_complaint_rate_has_two_decimals() {
    set_locale(Locale::Chinese);
    let rate = Subject::Indicator { indicator: Indicator::ComplaintRate };
    assert_eq!(value_words(&rate, Sum { n: 480, total: 49 }), "10.21%");
    assert_eq!(value_words(&rate, Sum { n: 480, total: 48 }), "10.00%");
    assert_eq!(value_words(&rate, Sum { n: 0, total: 0 }), "–");
    let reading = Reading {
        at: steward_core::time::Instant::from_secs(0),
        sum: Sum { n: 480, total: 49 },
        bound: 1_000,
        days: 30,
        other: None,
        load: None,
    };
    assert_eq!(bound_words(&rate, &reading), "预警线 10%");
}

#[test]
fn the_way_goes_on_step_by_step() {
    assert_eq!(next(Stage::Notified), Some(Stage::Planned));
    assert_eq!(next(Stage::Closed), None);
}
