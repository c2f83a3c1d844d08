use steward_core::calendar::{Span, Windows};
use steward_core::time::Seconds;

use super::desk::at;
use crate::owner::slots_model::days;
use crate::words::{Locale, set_locale, time};

fn desk_hours() -> Windows {
    let first = at("14 00:00");
    let open = (0..14).map(|d| {
        let day = first + Seconds::days(d);
        Span::new(day + Seconds::hours(8), day + Seconds::hours(22))
    });
    Windows::union(Span::new(first, first + Seconds::days(14)), open)
}

#[test]
fn today_begins_an_hour_from_now_and_every_day_ends_with_the_desk() {
    set_locale(Locale::Chinese);
    let days = days(Some(&desk_hours()), at("16 14:20"));
    let names: Vec<&str> = days.iter().map(|d| d.name.as_str()).take(3).collect();
    assert_eq!(names, ["今天 9月16日 周三", "明天 9月17日 周四", "9月18日 周五"]);
    assert_eq!(days[0].slots.first(), Some(&at("16 15:30")));
    assert_eq!(days[0].slots.last(), Some(&at("16 21:30")));
    assert_eq!(days[1].slots.first(), Some(&at("17 08:00")));
    assert_eq!(days[1].slots.len(), 28);
    assert_eq!(days.len(), 7);
}

#[test]
fn a_day_without_time_is_not_offered() {
    let days = days(Some(&desk_hours()), at("16 21:10"));
    assert_eq!(days[0].slots.first(), Some(&at("17 08:00")));
}

#[test]
fn without_rules_there_are_plain_hours() {
    let days = days(None, at("16 03:00"));
    assert_eq!(time::clock(days[0].slots[0]), "08:00");
    assert_eq!(time::clock(*days[0].slots.last().unwrap()), "19:30");
}
