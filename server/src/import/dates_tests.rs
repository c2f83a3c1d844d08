use super::*;

fn new_york(forms: &[&str]) -> Dates {
    let forms: Vec<String> = forms.iter().map(|f| (*f).to_owned()).collect();
    Dates::new(chrono_tz::America::New_York, &forms).unwrap()
}

fn read(dates: &Dates, text: &str) -> String {
    dates.read(text).map_or_else(|| "unreadable".to_owned(), |w| w.from.to_rfc3339())
}

#[test]
fn american_dates_are_local_to_the_zone() {
    let dates = new_york(&["%m/%d/%Y %I:%M:%S %p"]);
    let table = [
        ("03/01/2011 02:27:57 PM", "2011-03-01T19:27:57Z"),
        (" 03/01/2011 12:00:00 AM ", "2011-03-01T05:00:00Z"),
        ("07/01/2011 12:00:00 PM", "2011-07-01T16:00:00Z"),
        ("13/01/2011 12:00:00 PM", "unreadable"),
        ("02/29/2011 12:00:00 PM", "unreadable"),
        ("03/01/2011", "unreadable"),
        ("", "unreadable"),
    ];
    for (text, expected) in table {
        assert_eq!(read(&dates, text), expected, "{text}");
    }
}

#[test]
fn a_time_that_exists_twice_is_the_earlier_and_one_that_does_not_is_the_clock_change() {
    let dates = new_york(&["%Y-%m-%d %H:%M:%S"]);
    // 2011-11-06 01:30 came at 05:30Z (EDT) and again at 06:30Z (EST).
    assert_eq!(read(&dates, "2011-11-06 01:30:00"), "2011-11-06T05:30:00Z");
    // 2011-03-13 02:00 to 03:00 did not exist; the clocks changed at 07:00Z.
    for skipped in ["2011-03-13 02:00:00", "2011-03-13 02:30:00", "2011-03-13 02:59:59"] {
        assert_eq!(read(&dates, skipped), "2011-03-13T07:00:00Z", "{skipped}");
    }
    assert_eq!(read(&dates, "2011-03-13 03:00:00"), "2011-03-13T07:00:00Z");
    assert_eq!(read(&dates, "2011-03-13 01:59:59"), "2011-03-13T06:59:59Z");
}

#[test]
fn every_form_of_a_map_reads() {
    let dates =
        new_york(&["%Y-%m-%d %H:%M", "rfc3339", "unix_ms", "%Y年%m月%d日 %H:%M", "%Y-%m-%dT%H:%M:%S%z"]);
    let table = [
        ("2024-02-29 23:59", "2024-03-01T04:59:00Z"),
        ("2024-02-29T23:59:00+08:00", "2024-02-29T15:59:00Z"),
        ("2024-02-29T15:59:00Z", "2024-02-29T15:59:00Z"),
        ("1299012477123", "2011-03-01T20:47:57.123Z"),
        ("2024年3月1日 8:05", "2024-03-01T13:05:00Z"),
        ("2024-03-01T08:05:00-0500", "2024-03-01T13:05:00Z"),
    ];
    for (text, expected) in table {
        assert_eq!(read(&dates, text), expected, "{text}");
    }
    assert_eq!(read(&new_york(&["unix"]), "1299012477"), "2011-03-01T20:47:57Z");
}

#[test]
fn a_day_without_a_time_is_the_whole_day_even_when_it_has_23_hours() {
    let day = new_york(&["%m/%d/%Y"]).read("03/13/2011").unwrap();
    assert_eq!(day.from.to_rfc3339(), "2011-03-13T05:00:00Z");
    assert_eq!(day.to.since(day.from).get(), 23 * 3600);
}

#[test]
fn formats_that_are_no_dates_are_refused() {
    for bad in ["%H:%M", "%Y-%m", "%Q", "yesterday", "", "%"] {
        let found = Dates::new(chrono_tz::UTC, &[bad.to_owned()]);
        assert_eq!(found.unwrap_err(), BadFormat::Unusable(bad.to_owned()), "{bad}");
    }
    assert_eq!(Dates::new(chrono_tz::UTC, &[]).unwrap_err(), BadFormat::None);
}
