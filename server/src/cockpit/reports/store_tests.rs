//! When reports go out: at eight where the group is, whatever its zone does to its clocks.

use super::*;

fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).unwrap()
}

#[test]
fn a_report_goes_out_at_eight_where_the_group_is() {
    let shanghai = chrono_tz::Asia::Shanghai;
    for (rhythm, now, next) in [
        (Rhythm::Weekly, "2026-11-29T23:59:59Z", "2026-11-30T00:00:00Z"),
        (Rhythm::Weekly, "2026-11-30T00:00:00Z", "2026-12-07T00:00:00Z"),
        (Rhythm::Monthly, "2026-11-30T12:00:00Z", "2026-12-01T00:00:00Z"),
        (Rhythm::Monthly, "2026-11-30T23:00:00Z", "2026-12-01T00:00:00Z"),
        (Rhythm::Monthly, "2026-12-01T00:00:01Z", "2027-01-01T00:00:00Z"),
        (Rhythm::Monthly, "2026-01-31T01:00:00Z", "2026-02-01T00:00:00Z"),
    ] {
        assert_eq!(first_after(rhythm, shanghai, at(now)), at(next), "{} at {now}", rhythm.word());
    }
    // Clocks go forward on 29 March 2026 in Berlin, and the zone counts, not the server's.
    let berlin = chrono_tz::Europe::Berlin;
    assert_eq!(first_after(Rhythm::Weekly, berlin, at("2026-03-28T12:00:00Z")), at("2026-03-30T06:00:00Z"));
    assert_eq!(first_after(Rhythm::Weekly, berlin, at("2026-03-22T12:00:00Z")), at("2026-03-23T07:00:00Z"));
}

#[test]
fn what_was_missed_is_told_of_the_last_days() {
    let zone = chrono_tz::Asia::Shanghai;
    let late = at("2026-12-18T03:00:00Z");
    let due = last_up_to(Rhythm::Weekly, zone, late);
    assert_eq!(String::from(due), "2026-12-14");
    assert_eq!(String::from(Rhythm::Weekly.period(due).first), "2026-12-07");
    // Before eight the report of this morning is not due yet.
    assert_eq!(String::from(last_up_to(Rhythm::Monthly, zone, at("2026-11-30T23:00:00Z"))), "2026-11-01");
}
