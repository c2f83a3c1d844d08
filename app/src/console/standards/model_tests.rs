//! Limits as written, changes, months and sums.

use chrono::NaiveDate;
use steward_core::calendar::{Calendar, Hours};
use steward_core::sla::policy::{ClockKind as K, Limit, Policy};
use steward_core::sla::standards::replay::{Kept, Line, Outcome};
use steward_core::tickets::scenario::Scenario;
use steward_core::time::Seconds;

use super::model::{
    Change, DayKind, Unit, by_scenario, change, changes, day_kind, hardest, month, percent, permille, points,
    read_hours, sums, with_day, write_hours,
};

#[test]
fn a_limit_is_written_in_the_unit_that_people_say() {
    for (limit, unit, text) in [
        (Seconds::minutes(5), Unit::Minutes, "5"),
        (Seconds::minutes(90), Unit::Minutes, "90"),
        (Seconds::hours(1), Unit::Hours, "1"),
        (Seconds::hours(48), Unit::Hours, "48"),
        (Seconds::days(7), Unit::Days, "7"),
    ] {
        assert_eq!((Unit::of(limit), unit.write(limit).as_str()), (unit, text));
        assert_eq!(unit.read(text), Some(limit));
    }
    assert_eq!(Unit::Hours.read("1.5"), Some(Seconds::minutes(90)));
    assert_eq!(Unit::Hours.write(Seconds::minutes(90)), "1.5");
    for wrong in ["", "-1", "1,5", "1.555", "one", "1e3", "9999999"] {
        assert_eq!(Unit::Hours.read(wrong), None, "{wrong}");
    }
}

#[test]
fn a_draft_shows_what_it_changes() {
    let before = Policy::group_standard();
    let mut now = before.clone();
    assert_eq!(changes(&now, &before), 0);
    now.limits[4].limit = Seconds::minutes(4);
    assert_eq!(change(&now.limits[4], &before), Change::Length(Seconds::minutes(5)));
    now.limits[5].calendar = "office".parse().unwrap();
    assert_eq!(change(&now.limits[5], &before), Change::Calendar);
    let own = Limit {
        category: Some("public".to_owned()),
        ..Limit::of(K::Completion, Scenario::Repair, Seconds::hours(48))
    };
    assert_eq!(change(&own, &before), Change::New);
    now.limits.push(own);
    now.limits.remove(0);
    assert_eq!(changes(&now, &before), 4, "one that is gone counts too");
    let rows = by_scenario(&now.limits);
    let repair = rows.iter().find(|(s, _)| *s == Scenario::Repair).unwrap();
    let completion: Vec<_> = repair.1.iter().filter(|n| now.limits[**n].kind == K::Completion).collect();
    assert_eq!(completion.len(), 2, "the special one stands with the general one");
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn office() -> Calendar {
    let open = read_hours("08:30-12:00,13:30-18:00").unwrap();
    let week = core::array::from_fn(|n| if n < 5 { open.clone() } else { Hours::closed() });
    Calendar::new("Asia/Shanghai".parse().unwrap(), week)
        .with_exception(date("2026-10-01"), Hours::closed())
        .with_exception(date("2026-10-10"), open)
        .with_exception(date("2026-10-12"), read_hours("09:00-12:00").unwrap())
}

#[test]
fn a_month_shows_days_off_and_make_up_days() {
    let weeks = month(&office(), 2026, 10);
    assert_eq!(weeks.len(), 5);
    assert_eq!((weeks[0][0].date, weeks[0][0].inside), (date("2026-09-28"), false));
    assert_eq!((weeks[4][6].date, weeks[4][6].inside), (date("2026-11-01"), false));
    for (day, kind) in [
        ("2026-10-01", DayKind::Off),
        ("2026-10-03", DayKind::Weekend),
        ("2026-10-08", DayKind::Usual),
        ("2026-10-10", DayKind::MakeUp),
        ("2026-10-12", DayKind::Special),
    ] {
        assert_eq!(day_kind(&office(), date(day)), kind, "{day}");
    }
    let back = with_day(&office(), date("2026-10-01"), None);
    assert_eq!(day_kind(&back, date("2026-10-01")), DayKind::Usual);
    let saturdays = office().with_weekday(5, read_hours("9:00-12:00").unwrap());
    assert_eq!(day_kind(&saturdays, date("2026-10-03")), DayKind::Usual);
    assert_eq!(day_kind(&saturdays, date("2026-10-10")), DayKind::Special);
}

#[test]
fn hours_read_however_they_are_typed() {
    let read = read_hours("8:30—12:00，13：30至18:00").unwrap();
    assert_eq!(write_hours(&read), "08:30–12:00, 13:30–18:00");
    assert_eq!(read_hours("  "), Ok(Hours::closed()));
    for (text, why) in [
        ("09:00", "bad_time"),
        ("09:00-25:00", "bad_time"),
        ("09:00-09:00", "empty_interval"),
        ("09:00-12:00,11:00-18:00", "overlap"),
        ("13:00-18:00,09:00-12:00", "unsorted"),
    ] {
        assert_eq!(read_hours(text), Err(why), "{text}");
    }
}

#[test]
fn a_replay_is_summed_over_projects() {
    let line = |project: &str, clock, met, late, worse| Line {
        project: project.parse().unwrap(),
        clock,
        before: Kept { met, late },
        after: Kept { met: met - worse, late: late + worse },
        worse,
        better: 0,
        unjudged: 0,
    };
    let outcome = Outcome {
        tickets: 9,
        lines: vec![
            line("a", Some(K::Dispatch), 90, 10, 5),
            line("a", None, 80, 20, 5),
            line("b", Some(K::Dispatch), 50, 0, 9),
            line("b", None, 50, 0, 9),
        ],
        changed: Vec::new(),
    };
    let sums = sums(&outcome);
    assert_eq!(sums.len(), 2);
    assert_eq!(
        (sums[0].clock, sums[0].before, sums[0].worse),
        (Some(K::Dispatch), Kept { met: 140, late: 10 }, 14)
    );
    assert_eq!(sums[1].clock, None);
    let names: Vec<&str> = hardest(&outcome).iter().map(|l| l.project.as_str()).collect();
    assert_eq!(names, ["b", "a"]);
    let (before, after) = (permille(sums[0].before).unwrap(), permille(sums[0].after).unwrap());
    assert_eq!(
        (percent(before), percent(after), points(before, after)),
        ("93.3%".into(), "84.0%".into(), "−9.3".into())
    );
    assert_eq!(permille(Kept::default()), None);
    assert_eq!((points(5, 5), points(900, 903)), ("0.0".to_owned(), "+0.3".to_owned()));
}
