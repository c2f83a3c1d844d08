//! Which days a report tells of, and with which it compares them (S68).

use super::*;

fn day(text: &str) -> Day {
    Day::try_from(text.to_owned()).unwrap()
}

fn days(first: &str, last: &str) -> Period {
    Period { first: day(first), last: day(last) }
}

#[test]
fn a_weekly_report_goes_out_on_mondays_and_tells_of_the_week_before() {
    let monday = day("2026-11-30");
    assert!(Rhythm::Weekly.is_due(monday) && !Rhythm::Weekly.is_due(day("2026-12-01")));
    for (at, last, next) in [
        ("2026-11-30", "2026-11-30", "2026-12-07"),
        ("2026-12-06", "2026-11-30", "2026-12-07"),
        ("2026-12-07", "2026-12-07", "2026-12-14"),
        ("2027-01-01", "2026-12-28", "2027-01-04"),
    ] {
        assert_eq!(
            (Rhythm::Weekly.last(day(at)), Rhythm::Weekly.next(day(at))),
            (day(last), day(next)),
            "{at}"
        );
    }
    assert_eq!(Rhythm::Weekly.period(monday), days("2026-11-23", "2026-11-29"));
}

#[test]
fn a_monthly_report_goes_out_on_the_first_and_tells_of_the_month_before_whatever_its_length() {
    for (due, next, first, last) in [
        ("2026-03-01", "2026-04-01", "2026-02-01", "2026-02-28"),
        ("2028-03-01", "2028-04-01", "2028-02-01", "2028-02-29"),
        ("2026-12-01", "2027-01-01", "2026-11-01", "2026-11-30"),
        ("2027-01-01", "2027-02-01", "2026-12-01", "2026-12-31"),
    ] {
        assert!(Rhythm::Monthly.is_due(day(due)));
        assert_eq!(Rhythm::Monthly.next(day(due)), day(next));
        assert_eq!(Rhythm::Monthly.period(day(due)), days(first, last));
        assert_eq!(Rhythm::Monthly.last(day(last)), day(first), "no report between");
    }
    assert_eq!(Rhythm::Monthly.next(day("2026-01-31")), day("2026-02-01"));
}

#[test]
fn a_month_is_compared_with_the_month_before_and_other_days_with_as_many() {
    for ((first, last), (before_first, before_last)) in [
        (("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")),
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2026-03-01", "2026-03-30"), ("2026-02-01", "2026-02-28")),
        (("2026-11-01", "2026-11-12"), ("2026-10-01", "2026-10-12")),
        (("2026-11-01", "2026-11-01"), ("2026-10-01", "2026-10-01")),
        (("2026-11-23", "2026-11-29"), ("2026-11-16", "2026-11-22")),
        (("2026-11-01", "2026-12-31"), ("2026-09-01", "2026-10-31")),
        (("2026-01-01", "2026-01-31"), ("2025-12-01", "2025-12-31")),
    ] {
        assert_eq!(days(first, last).compared(), days(before_first, before_last), "{first} to {last}");
    }
    assert_eq!(Period::month_of(day("2026-12-15")), days("2026-12-01", "2026-12-31"));
}
