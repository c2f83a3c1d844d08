//! Calendars, windows, pauses and the walk, case by case.

use super::windows::DESERT;
use super::*;
use crate::time::{Instant, Seconds};

pub(super) fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).unwrap()
}

pub(super) fn span(from: &str, to: &str) -> Span {
    Span::new(at(from), at(to))
}

/// Days 1 to 7 of January 2024 (UTC), open 09:00–17:00 on the first, third and fifth.
pub(super) fn three_days() -> Windows {
    let open = ["01", "03", "05"]
        .map(|d| span(&format!("2024-01-{d}T09:00:00Z"), &format!("2024-01-{d}T17:00:00Z")));
    Windows::union(span("2024-01-01T00:00:00Z", "2024-01-08T00:00:00Z"), open)
}

fn week_json(monday: &str) -> String {
    format!(r#"{{"1":{monday},"2":[],"3":[],"4":[],"5":[],"6":[],"7":[]}}"#)
}

fn read(tz: &str, week: &str, exceptions: &str) -> Result<Calendar, String> {
    let text = format!(r#"{{"tz":"{tz}","week":{week},"exceptions":{exceptions}}}"#);
    serde_json::from_str(&text).map_err(|e| e.to_string())
}

#[test]
fn a_calendar_survives_a_round_trip() {
    let text = r#"{"tz":"Asia/Shanghai","note":"day shift","week":{"1":[["09:00","12:00"],["13:30","24:00"]],"2":[],"3":[["00:00","00:01"]],"4":[],"5":[],"6":[],"7":[]},"exceptions":{"2024-02-04":{"open":[["09:00","18:00"]]},"2024-02-10":{"closed":true}}}"#;
    let calendar: Calendar = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&calendar).unwrap(), text);
    assert_eq!(calendar.zone().as_str(), "Asia/Shanghai");
    assert_eq!(calendar.exceptions().count(), 2);
}

#[test]
fn open_nothing_means_closed() {
    let open = read("UTC", &week_json("[]"), r#"{"2024-01-01":{"open":[]}}"#);
    assert_eq!(open, read("UTC", &week_json("[]"), r#"{"2024-01-01":{"closed":true}}"#));
}

#[test]
fn wrong_calendars_say_what_and_where() {
    let none = "{}";
    let cases = [
        (read("Asia/Shanghai ", &week_json("[]"), none), r#"unknown_zone "Asia/Shanghai ""#),
        (read("", &week_json("[]"), none), r#"unknown_zone """#),
        (read("UTC", r#"{"0":[]}"#, none), r#"unknown_weekday "0""#),
        (read("UTC", r#"{"Mon":[]}"#, none), r#"unknown_weekday "Mon""#),
        (read("UTC", r#"{"1":[]}"#, none), "missing_weekday 2"),
        (read("UTC", &week_json(r#"[["9:00","12:00"]]"#), none), r#"bad_time "9:00" in "1""#),
        (read("UTC", &week_json(r#"[["09:60","12:00"]]"#), none), r#"bad_time "09:60" in "1""#),
        (read("UTC", &week_json(r#"[["09:00","24:01"]]"#), none), r#"bad_time "24:01" in "1""#),
        (read("UTC", &week_json(r#"[["09:00","09:00"]]"#), none), r#"empty_interval 09:00-09:00 in "1""#),
        (read("UTC", &week_json(r#"[["22:00","06:00"]]"#), none), r#"empty_interval 22:00-06:00 in "1""#),
        (read("UTC", &week_json(r#"[["24:00","24:00"]]"#), none), r#"empty_interval 24:00-24:00 in "1""#),
        (
            read("UTC", &week_json(r#"[["13:00","14:00"],["09:00","12:00"]]"#), none),
            r#"unsorted at 09:00 in "1""#,
        ),
        (
            read("UTC", &week_json(r#"[["12:00","14:00"],["09:00","12:00"]]"#), none),
            r#"unsorted at 09:00 in "1""#,
        ),
        (
            read("UTC", &week_json(r#"[["09:00","12:00"],["11:59","13:00"]]"#), none),
            r#"overlap at 11:59 in "1""#,
        ),
        (read("UTC", &week_json("[]"), r#"{"2024-02-30":{"closed":true}}"#), r#"bad_date "2024-02-30""#),
        (read("UTC", &week_json("[]"), r#"{"2024-2-3":{"closed":true}}"#), r#"bad_date "2024-2-3""#),
        (read("UTC", &week_json("[]"), r#"{"2024-02-03":{}}"#), r#"bad_exception "2024-02-03""#),
        (
            read("UTC", &week_json("[]"), r#"{"2024-02-03":{"closed":false}}"#),
            r#"bad_exception "2024-02-03""#,
        ),
        (
            read("UTC", &week_json("[]"), r#"{"2024-02-03":{"closed":true,"open":[]}}"#),
            r#"bad_exception "2024-02-03""#,
        ),
        (
            read("UTC", &week_json("[]"), r#"{"2024-02-03":{"open":[["10:00","09:00"]]}}"#),
            r#"empty_interval 10:00-09:00 in "2024-02-03""#,
        ),
    ];
    for (got, want) in cases {
        let got = got.expect_err(want);
        assert!(got.starts_with(want), "got {got}, want {want}");
    }
}

#[test]
fn touching_intervals_are_fine_and_can_fill_a_day() {
    let time = |text: &str| text.parse::<LocalTime>().unwrap();
    let hours = |parts: &[(&str, &str)]| Hours::new(parts.iter().map(|(a, b)| (time(a), time(b))).collect());
    assert!(hours(&[("00:00", "12:00"), ("12:00", "24:00")]).unwrap().is_all_day());
    assert!(!hours(&[("00:00", "12:00"), ("12:01", "24:00")]).unwrap().is_all_day());
    assert!(!hours(&[("00:00", "23:59")]).unwrap().is_all_day());
    assert!(Hours::closed().is_closed());
}

#[test]
fn due_at_closing_time_is_not_the_next_opening() {
    let (windows, start) = (three_days(), at("2024-01-01T09:00:00Z"));
    let due = |hours| due(&windows, Pauses::NONE, start, Seconds(hours)).unwrap();
    assert_eq!(due(8 * 3600), at("2024-01-01T17:00:00Z"));
    assert_eq!(due(8 * 3600 + 1), at("2024-01-03T09:00:01Z"));
    assert_eq!(due(24 * 3600), at("2024-01-05T17:00:00Z"));
}

#[test]
fn a_budget_of_zero_is_due_at_once_whatever_else() {
    let paused = Pauses::new([(at("2000-01-01T00:00:00Z"), None)]);
    let far = at("2050-01-01T00:00:00Z");
    assert_eq!(due(&three_days(), &paused, far, Seconds::ZERO), Ok(far));
    assert_eq!(due(&three_days(), &paused, far, Seconds(-5)), Ok(far));
}

#[test]
fn what_lies_outside_the_range_is_not_guessed() {
    let (windows, p) = (three_days(), Pauses::NONE);
    let (first, last) = (at("2024-01-01T00:00:00Z"), at("2024-01-08T00:00:00Z"));
    assert_eq!(worked(&windows, p, first, last), Ok(Seconds::hours(24)));
    assert_eq!(worked(&windows, p, first - Seconds(1), last), Err(BeyondWindows));
    assert_eq!(worked(&windows, p, first, last + Seconds(1)), Err(BeyondWindows));
    assert_eq!(worked(&windows, p, last + Seconds(1), first - Seconds(1)), Ok(Seconds::ZERO));
    assert_eq!(due(&windows, p, first, Seconds(24 * 3600 + 1)), Err(DueError::BeyondWindows));
    assert_eq!(due(&windows, p, first - Seconds(1), Seconds(1)), Err(DueError::BeyondWindows));
    assert_eq!(due(&windows, p, last + Seconds(1), Seconds(1)), Err(DueError::BeyondWindows));
    assert_eq!(windows.is_open(first), Some(false));
    assert_eq!(windows.is_open(at("2024-01-03T09:00:00Z")), Some(true));
    assert_eq!(windows.is_open(at("2024-01-03T17:00:00Z")), Some(false));
    assert_eq!(windows.is_open(last), None);
}

#[test]
fn five_closed_years_mean_never() {
    let from = at("2024-01-01T00:00:00Z");
    let day = |n: i64| Span::new(from + Seconds::days(n), from + Seconds::days(n) + Seconds::hours(1));
    let known = |days: i64| Span::new(from, from + Seconds::days(days));
    let desert = DESERT.seconds().get() / 86_400;
    let closed = |days: i64| due(&Windows::union(known(days), []), Pauses::NONE, from, Seconds(1));
    assert_eq!(closed(desert - 1), Err(DueError::BeyondWindows));
    assert_eq!(closed(desert), Err(DueError::Never));
    // A desert between two windows counts from the last working time reached, and not before it is reached.
    let windows = Windows::union(known(4 * desert), [day(10), day(desert + 11), day(desert + 12)]);
    let hours = |start: i64, n: i64| {
        due(&windows, Pauses::NONE, from + Seconds::days(start), Seconds::hours(n))
            .map(|at| at.since(from).get() / 86_400)
    };
    assert_eq!(hours(0, 1), Ok(10));
    assert_eq!(hours(0, 2), Err(DueError::Never));
    assert_eq!(hours(5, 2), Err(DueError::Never));
    assert_eq!(hours(12, 2), Ok(desert + 12));
    assert_eq!(hours(12, 3), Err(DueError::Never));
    // What is open for six years is no desert.
    let six_years = Span::new(from, from + Seconds::days(6 * 366));
    let long = Windows::union(known(4 * desert), [six_years, day(6 * 366 + 3)]);
    assert_eq!(
        due(&long, Pauses::NONE, from, six_years.length().seconds() + Seconds(1)),
        Ok(day(6 * 366 + 3).from + Seconds(1))
    );
    // A pause makes no calendar "never": the windows it covers were reached.
    let paused = Pauses::new([(from, Some(from + Seconds::days(3 * desert / 2)))]);
    let busy = Windows::union(known(4 * desert), (0..4).map(|n| day(n * (desert - 1))));
    assert_eq!(due(&busy, &paused, from, Seconds::hours(1)), Ok(day(2 * (desert - 1)).to));
}

#[test]
fn always_open_never_ends() {
    let (always, start) = (Windows::always(), at("1999-01-01T00:00:00Z"));
    let paused = Pauses::new([(start + Seconds(10), Some(start + Seconds(20)))]);
    assert_eq!(due(&always, &paused, start, Seconds(11)), Ok(start + Seconds(21)));
    assert_eq!(worked(&always, &paused, start, start + Seconds(21)), Ok(Seconds(11)));
    assert_eq!(always.within(Span::new(start, start + Seconds(5))).count(), 1);
    assert_eq!(always.is_open(start), Some(true));
    let end_of_time = Instant::from_millis(i64::MAX);
    assert_eq!(due(&always, Pauses::NONE, start, Seconds(i64::MAX)), Ok(end_of_time));
}

#[test]
fn pauses_are_normalised() {
    let t = |s: i64| Instant::from_secs(s);
    let pauses = Pauses::new([
        (t(50), None),
        (t(30), Some(t(40))),
        (t(10), Some(t(20))),
        (t(15), Some(t(25))),
        (t(25), Some(t(28))),
        (t(60), None),
        (t(5), Some(t(5))),
        (t(9), Some(t(3))),
    ]);
    assert_eq!(pauses.closed(), [Span::new(t(10), t(28)), Span::new(t(30), t(40))]);
    assert_eq!(pauses.open(), Some(t(50)));
    let inside = [9, 10, 27, 28, 30, 39, 40, 49, 50, 99].map(|s| pauses.contains(t(s)));
    assert_eq!(inside, [false, true, true, false, true, true, false, false, true, true]);
    let json = "[[10000,28000],[30000,40000],[50000,null]]";
    assert_eq!(serde_json::to_string(&pauses).unwrap(), json);
    assert_eq!(serde_json::from_str::<Pauses>(json).unwrap(), pauses);
}

#[test]
fn an_open_pause_matters_only_before_the_due_time() {
    let (windows, start) = (three_days(), at("2024-01-01T09:00:00Z"));
    let with = |from: &str| due(&windows, &Pauses::new([(at(from), None)]), start, Seconds::hours(8));
    assert_eq!(with("2024-01-01T17:00:00Z"), Ok(at("2024-01-01T17:00:00Z")));
    assert_eq!(with("2024-01-01T16:59:59Z"), Err(DueError::Paused));
    let never = Windows::union(Span::new(start, start + DESERT.seconds()), []);
    let paused = Pauses::new([(start, None)]);
    assert_eq!(due(&never, &paused, start, Seconds(1)), Err(DueError::Never));
}

#[cfg(feature = "tz")]
mod with_zones {
    use super::*;
    use chrono::NaiveDate;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Open from `start` to `end` local time every day.
    fn daily(tz: &str, start: &str, end: &str) -> Calendar {
        let hours = Hours::new(vec![(start.parse().unwrap(), end.parse().unwrap())]).unwrap();
        Calendar::new(tz.parse().unwrap(), core::array::from_fn(|_| hours.clone()))
    }

    fn opens(calendar: &Calendar, from: &str, to: &str) -> Vec<(String, String)> {
        let windows = expand::expand(calendar, span(from, to));
        windows.within(span(from, to)).map(|w| (w.from.to_rfc3339(), w.to.to_rfc3339())).collect()
    }

    #[test]
    fn an_unknown_zone_is_refused() {
        let error = "Asia/Beijing".parse::<ZoneName>().unwrap_err();
        assert_eq!(error.to_string(), r#"unknown_zone "Asia/Beijing""#);
    }

    #[test]
    fn local_hours_become_utc() {
        let got =
            opens(&daily("Asia/Kathmandu", "09:00", "17:30"), "2024-05-01T00:00:00Z", "2024-05-02T00:00:00Z");
        assert_eq!(got, [("2024-05-01T03:15:00Z".to_owned(), "2024-05-01T11:45:00Z".to_owned())]);
    }

    #[test]
    fn times_in_a_gap_are_the_moment_of_the_change() {
        // New York, 10 March 2024: 02:00 to 03:00 is missing, the change is at 07:00Z.
        let day = ("2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z");
        let ny = |start, end| opens(&daily("America/New_York", start, end), day.0, day.1);
        assert_eq!(ny("02:10", "02:40"), []);
        assert_eq!(
            ny("02:30", "03:30"),
            [("2024-03-10T07:00:00Z".to_owned(), "2024-03-10T07:30:00Z".to_owned())]
        );
        assert_eq!(
            ny("01:30", "02:30"),
            [("2024-03-10T06:30:00Z".to_owned(), "2024-03-10T07:00:00Z".to_owned())]
        );
    }

    #[test]
    fn times_that_come_twice_start_early_and_end_late() {
        let got = opens(
            &daily("America/New_York", "01:15", "01:45"),
            "2024-11-03T04:00:00Z",
            "2024-11-04T05:00:00Z",
        );
        assert_eq!(got, [("2024-11-03T05:15:00Z".to_owned(), "2024-11-03T06:45:00Z".to_owned())]);
    }

    #[test]
    fn midnight_may_be_missing_or_come_twice() {
        // Cairo, 26 April 2024: 00:00 to 01:00 is missing; a shift to 24:00 ends at the change, 22:00Z.
        let got =
            opens(&daily("Africa/Cairo", "22:00", "24:00"), "2024-04-25T12:00:00Z", "2024-04-26T12:00:00Z");
        assert_eq!(got, [("2024-04-25T20:00:00Z".to_owned(), "2024-04-25T22:00:00Z".to_owned())]);
        // Santiago, 6 April 2024: at 24:00 clocks go back to 23:00; a shift to 24:00 lasts until the second one.
        let got = opens(
            &daily("America/Santiago", "23:00", "24:00"),
            "2024-04-06T12:00:00Z",
            "2024-04-07T12:00:00Z",
        );
        assert_eq!(got, [("2024-04-07T02:00:00Z".to_owned(), "2024-04-07T04:00:00Z".to_owned())]);
    }

    #[test]
    fn a_date_that_never_was_has_no_hours() {
        let got =
            opens(&daily("Pacific/Apia", "09:00", "10:00"), "2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z");
        let days: Vec<_> = got.iter().map(|(from, _)| from.as_str()).collect();
        assert_eq!(days, ["2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z", "2011-12-31T19:00:00Z"]);
    }

    #[test]
    fn a_calendar_that_never_closes_needs_no_windows() {
        let clock = Calendar::around_the_clock("America/New_York".parse().unwrap());
        let year = span("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
        assert!(expand::expand(&clock, year).is_always());
        let halves =
            daily("America/New_York", "00:00", "24:00").with_exception(date("2024-05-01"), Hours::closed());
        let windows = expand::expand(&halves, year);
        assert_eq!(windows.count(), 2, "days join to two windows around the closed one");
        assert_eq!(worked(&windows, Pauses::NONE, year.from, year.to), Ok(Seconds::days(365)));
    }

    #[test]
    fn a_timetable_answers_outside_its_range() {
        let office = daily("Asia/Shanghai", "09:00", "10:00");
        let table = Timetable::new(office.clone(), span("2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z"));
        let start = at("2024-01-15T01:00:00Z");
        assert_eq!(table.due(Pauses::NONE, start, Seconds::hours(1)), Ok(at("2024-01-15T02:00:00Z")));
        let far = table.due(Pauses::NONE, start, Seconds::hours(20 * 366)).unwrap();
        assert_eq!(far, start + Seconds::days(20 * 366 - 1) + Seconds::hours(1));
        let early = at("1990-01-01T00:00:00Z");
        assert_eq!(table.worked(Pauses::NONE, early, early + Seconds::days(3)), Ok(Seconds::hours(3)));
        let too_far = table.due(Pauses::NONE, start, Seconds(i64::MAX));
        assert_eq!(too_far, Err(DueError::BeyondWindows));
        let closed = Calendar::new("UTC".parse().unwrap(), Default::default());
        let closed = Timetable::new(closed, Span::new(start, start));
        assert_eq!(closed.due(Pauses::NONE, start, Seconds(1)), Err(DueError::Never));
        let ends_of_time = [i64::MIN, i64::MAX].map(Instant::from_millis);
        for at in ends_of_time {
            assert_eq!(table.due(Pauses::NONE, at, Seconds(1)), Err(DueError::BeyondWindows));
        }
    }

    #[test]
    fn chinese_workdays_are_shipped() {
        let years = workdays::years();
        assert_eq!(years.keys().copied().collect::<Vec<_>>(), (2004..=2026).collect::<Vec<_>>());
        let works = |text: &str| workdays::is_workday(date(text));
        assert_eq!(works("2024-02-09"), Some(true), "an ordinary Friday");
        assert_eq!(works("2024-02-12"), Some(false), "Spring Festival, a Monday");
        assert_eq!(works("2024-02-18"), Some(true), "a Sunday that is worked");
        assert_eq!(works("2024-02-24"), Some(false), "an ordinary Saturday");
        assert_eq!(works("2027-01-04"), None);
    }

    #[test]
    fn the_chinese_office_is_the_published_one() {
        let published: std::collections::BTreeMap<String, Calendar> =
            serde_json::from_str(include_str!("../../../tests/data/vectors/calendars.json")).unwrap();
        let hours = Hours::new(vec![("09:00".parse().unwrap(), "18:00".parse().unwrap())]).unwrap();
        let office = workdays::office("Asia/Shanghai".parse().unwrap(), &hours, 2004..=2026);
        let years = span("2023-12-31T16:00:00Z", "2026-12-31T16:00:00Z");
        assert_eq!(expand::expand(&office, years), expand::expand(&published["c01-cn-office"], years));
    }

    #[test]
    fn a_make_up_day_and_a_holiday_count_as_they_are() {
        let hours = Hours::new(vec![("09:00".parse().unwrap(), "18:00".parse().unwrap())]).unwrap();
        let office = workdays::office("Asia/Shanghai".parse().unwrap(), &hours, 2004..=2026);
        let table = Timetable::new(office, span("2024-01-01T00:00:00Z", "2024-03-01T00:00:00Z"));
        let got = table.worked(Pauses::NONE, at("2024-02-08T08:00:00Z"), at("2024-02-18T04:00:00Z"));
        assert_eq!(got, Ok(Seconds(50_400)));
    }
}
