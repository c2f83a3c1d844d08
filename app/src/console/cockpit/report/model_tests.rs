//! Which days a report's address stands for.

use steward_core::cockpit::measure::{Measure, Sum};

use super::*;

fn day(text: &str) -> Day {
    Day::try_from(text.to_owned()).unwrap()
}

fn read(query: &[(&str, &str)], today: &str) -> Asked {
    let get = |name: &str| query.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
    Asked::read(get, day(today))
}

#[test]
fn an_address_stands_for_its_month_and_without_one_for_the_last() {
    for (query, first, last) in [
        (&[("month", "2026-09")][..], "2026-09-01", "2026-09-30"),
        (&[("month", "2026-11")], "2026-11-01", "2026-11-17"),
        (&[("month", "2026-12")], "2026-10-01", "2026-10-31"),
        (&[("month", "november")], "2026-10-01", "2026-10-31"),
        (&[], "2026-10-01", "2026-10-31"),
        (&[("from", "2026-11-09"), ("to", "2026-11-15")], "2026-11-09", "2026-11-15"),
        (&[("from", "2026-11-09"), ("to", "2026-11-01")], "2026-10-01", "2026-10-31"),
    ] {
        let asked = read(query, "2026-11-17");
        assert_eq!(asked.period, Period { first: day(first), last: day(last) }, "{query:?}");
        assert_eq!(read_address(&asked, "2026-11-17"), asked, "its own address leads back to it");
    }
    let asked = read(&[("month", "2026-10"), ("project", "tinglan")], "2026-11-17");
    assert_eq!(asked.address(day("2026-11-17")), "/console/report?month=2026-10&project=tinglan");
    assert_eq!(asked.compared().first, Some(day("2026-09-01")));
}

fn read_address(asked: &Asked, today: &str) -> Asked {
    let address = asked.address(day(today));
    let query = address.split_once('?').unwrap().1;
    let pairs: Vec<(&str, &str)> = query.split('&').filter_map(|part| part.split_once('=')).collect();
    read(&pairs, today)
}

#[test]
fn a_year_of_months_can_be_chosen_and_weeks_add_up() {
    let all = months(day("2026-02-10"));
    let first = String::from(all[11].first);
    assert_eq!((all.len(), month_word(&first)), (12, "2025-03"));
    let month = Period::month_of(day("2026-11-01"));
    let one = |period: Period| {
        let mut tickets = Rollup::default();
        tickets.add(Measure::Volume, Sum { n: 1, total: 0 });
        Step { period, tickets, surveys: None }
    };
    let steps: Vec<Step> = month.steps().into_iter().map(one).collect();
    let weeks = weeks(&steps);
    let counts: Vec<i64> = weeks.iter().map(|(_, sum)| sum.of(Measure::Volume).n).collect();
    assert_eq!(counts, [7, 7, 7, 7, 2]);
    assert_eq!(weeks[4].0, Period { first: day("2026-11-29"), last: day("2026-11-30") });
}
