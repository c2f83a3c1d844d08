//! Surveys before renewals (R32).

use chrono::NaiveDate;

use super::super::plan::MOST_LEAD_DAYS;
use super::super::renewal::{is_due, rounds, same_contract, wave, wave_of};
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn renewal() -> Plan {
    Plan { cadence: Cadence::Renewal, closes: opens() + Seconds::days(1000), ..plan() }
}

#[test]
fn who_is_due_is_asked_until_the_contract_ends_r32() {
    let table = [
        ("2026-12-31", 60, "2026-10-31", false),
        ("2026-12-31", 60, "2026-11-01", true),
        ("2026-12-31", 60, "2026-12-11", true),
        ("2026-12-31", 60, "2026-12-31", true),
        ("2026-12-31", 60, "2027-01-01", false),
        ("2026-12-31", 90, "2026-10-02", true),
        ("2026-12-31", 90, "2026-10-01", false),
        ("2028-03-01", 1, "2028-02-29", true),
    ];
    for (ends, lead, today, expected) in table {
        assert_eq!(is_due(day(ends), lead, day(today)), expected, "{ends} {lead} {today}");
    }
    let (from, until) = same_contract(day("2026-12-31"));
    assert!(from < day("2026-12-01") && day("2027-01-31") < until, "a date put right is the same contract");
    assert!(until < day("2027-12-31"), "a year later is another one");
    assert_eq!(wave_of(day("2026-12-31")), "2026-12");
}

#[test]
fn rounds_are_every_day_at_the_hour_of_the_opening() {
    let at = |hours: i64| opens() + Seconds::hours(hours);
    assert_eq!(rounds(opens(), at(-1)), (None, at(0)));
    assert_eq!(rounds(opens(), at(0)), (Some(at(0)), at(24)));
    assert_eq!(rounds(opens(), at(23)), (Some(at(0)), at(24)));
    assert_eq!(rounds(opens(), at(49)), (Some(at(48)), at(72)));
}

#[test]
fn a_plan_before_renewals_draws_nobody_and_may_run_for_years() {
    let places = |plan: &Plan| -> Vec<String> {
        plan.check().iter().map(|problem| problem.params["place"].clone()).collect()
    };
    assert!(places(&renewal()).is_empty());
    assert_eq!(places(&Plan { mode: Mode::Open, ..renewal() }), ["mode"]);
    assert_eq!(places(&Plan { size: Size::Percent(20), ..renewal() }), ["size"]);
    for wrong in [0, MOST_LEAD_DAYS + 1] {
        assert_eq!(places(&Plan { lead_days: wrong, ..renewal() }), ["lead"]);
    }
    assert_eq!(places(&Plan { closes: opens() + Seconds::days(4000), ..renewal() }), ["closes"]);
    assert_eq!(places(&Plan { cadence: Cadence::Yearly, ..renewal() }), ["closes"]);
    // What was written before this cadence existed.
    let old: Plan = serde_json::from_str(include_str!("plan.json")).unwrap();
    assert_eq!(old.lead_days, LEAD_DAYS);
}

#[test]
fn a_wave_asks_its_households_each_in_their_own_time() {
    let standing = Campaign { plan: renewal(), state: State::Running, ..campaign() };
    assert!(standing.is_standing());
    let key = |month: &str| (["w-", month].concat().parse().unwrap(), month.to_owned());
    let first = wave(&standing, key("2026-07"), None, (opens(), opens() + Seconds::days(20)), "s".to_owned());
    assert!(!first.is_standing());
    assert_eq!((first.wave, &first.repeats, first.contracts.as_deref()), (1, &None, Some("2026-07")));
    let next = wave(
        &standing,
        key("2026-08"),
        Some(&first),
        (opens() + Seconds::days(9), opens() + Seconds::days(50)),
        "s".to_owned(),
    );
    assert_eq!((next.wave, next.repeats.as_ref()), (2, Some(&first.id)));
    assert_eq!(first.phase(opens()), Phase::Open);
    let asked = opens() + Seconds::days(10);
    assert_eq!(first.reminder(asked, 0), Some(asked + Seconds::days(3)));
    assert_eq!(first.reminder(asked, 1), Some(asked + Seconds::days(7)));
    assert_eq!(first.reminder(asked, 2), None, "no more than planned");
    assert_eq!(first.reminder(opens() + Seconds::days(18), 0), None, "not after the end");
    let last = first.ends() - Seconds::days(3);
    assert_eq!(first.reminder(last, 0), None, "nor at the end");
    assert_eq!(first.reminder(last - Seconds(1), 0), Some(first.ends() - Seconds(1)));
    let usual = campaign();
    assert_eq!(usual.reminder(asked, 0), Some(opens() + Seconds::days(3)), "all together");
}
