use super::facts::{Facts, read_date};
use super::lifecycle::{PropertyStage, lifecycle};
use crate::day::Day;
use crate::surveys::campaign::plan::Stage;
use chrono::NaiveDate;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn on(text: &str) -> Day {
    Day(day(text))
}

/// R64, with its example: handed over on 1 March 2024, 15 months later it is stable.
#[test]
fn the_developer_counts_from_the_handover() {
    let table = [
        ("2024-03-01", "2025-06-01", Stage::Stable),
        ("2024-03-01", "2024-02-29", Stage::Prospective),
        ("2024-03-01", "2024-03-01", Stage::RunningIn),
        ("2024-03-01", "2025-02-28", Stage::RunningIn),
        ("2024-03-01", "2025-03-01", Stage::Stable),
        ("2024-03-01", "2026-03-01", Stage::Stable),
        ("2024-03-01", "2026-03-02", Stage::Old),
        ("2024-02-29", "2025-02-28", Stage::Stable),
    ];
    for (over, today, expected) in table {
        let facts = Facts { handed_over_on: Some(on(over)), ..Facts::default() };
        assert_eq!(lifecycle(&facts, day(today)).developer, Some(expected), "{over} {today}");
    }
    assert_eq!(lifecycle(&Facts::default(), day("2026-01-01")).developer, None, "nobody knows");
}

/// R64: moving in 30 days, decoration while the permit is open, renewal within 90 days of the contract's end.
#[test]
fn the_property_service_counts_by_what_goes_on() {
    use PropertyStage::{Daily, Decoration, MoveIn, Renewal};
    // Moved in, permit from, permit until, contract's end, today.
    let table = [
        (["2026-05-01", "", "", ""], "2026-05-01", Some(MoveIn)),
        (["2026-05-01", "", "", ""], "2026-05-30", Some(MoveIn)),
        (["2026-05-01", "", "", ""], "2026-05-31", Some(Daily)),
        (["2026-05-01", "2026-05-10", "2026-07-01", ""], "2026-05-20", Some(MoveIn)),
        (["2026-05-01", "2026-05-10", "2026-07-01", ""], "2026-06-20", Some(Decoration)),
        (["2026-05-01", "2026-05-10", "2026-07-01", ""], "2026-07-02", Some(Daily)),
        (["", "2026-05-10", "", ""], "2026-12-01", Some(Decoration)),
        (["", "2026-05-10", "2026-07-01", ""], "2026-07-02", None),
        (["2020-05-01", "", "", "2026-12-31"], "2026-10-01", Some(Daily)),
        (["2020-05-01", "", "", "2026-12-31"], "2026-10-02", Some(Renewal)),
        (["2020-05-01", "", "", "2026-12-31"], "2026-12-31", Some(Renewal)),
        (["2020-05-01", "", "", "2026-12-31"], "2027-01-01", Some(Daily)),
        (["", "", "", "2026-12-31"], "2026-01-01", Some(Daily)),
        (["", "", "", "2026-12-31"], "2027-01-01", None),
        (["2026-08-01", "", "", "2029-12-31"], "2026-07-31", None),
        (["", "", "", ""], "2026-07-31", None),
    ];
    for (said, today, expected) in table {
        let [moved_in_on, decoration_from, decoration_until, contract_ends_on] = said.map(read_date);
        let facts =
            Facts { moved_in_on, decoration_from, decoration_until, contract_ends_on, ..Facts::default() };
        assert_eq!(lifecycle(&facts, day(today)).property, expected, "{said:?} {today}");
    }
}

#[test]
fn facts_that_cannot_be_are_named() {
    let places = |facts: &Facts| -> Vec<String> {
        facts.check().iter().map(|problem| problem.params["place"].clone()).collect()
    };
    let fine = Facts {
        handed_over_on: Some(on("2024-03-01")),
        moved_in_on: Some(on("2024-03-01")),
        decoration_from: Some(on("2024-02-01")),
        decoration_until: Some(on("2024-02-01")),
        contract_ends_on: Some(on("2027-02-28")),
        segment: "改善型".to_owned(),
    };
    assert!(fine.check().is_empty());
    assert!(Facts::default().check().is_empty());
    let moved = Facts { moved_in_on: Some(on("2024-02-28")), ..fine.clone() };
    assert_eq!(places(&moved), ["moved_in_on"]);
    let permit = Facts { decoration_until: Some(on("2024-01-31")), ..fine.clone() };
    assert_eq!(places(&permit), ["decoration_until"]);
    assert_eq!(places(&Facts { decoration_from: None, ..fine.clone() }), ["decoration_until"]);
    let contract = Facts { contract_ends_on: Some(on("2023-12-31")), ..fine.clone() };
    assert_eq!(places(&contract), ["contract_ends_on"]);
    let odd = Facts { handed_over_on: Some(on("0224-03-01")), ..Facts::default() };
    assert_eq!(places(&odd), ["handed_over_on"]);
    assert_eq!(places(&Facts { segment: "长".repeat(41), ..fine }), ["segment"]);
}

#[test]
fn dates_are_read_as_spreadsheets_write_them() {
    for text in ["2026-12-31", " 2026/12/31 ", "2026.12.31", "2026年12月31日"] {
        assert_eq!(read_date(text), Some(on("2026-12-31")), "{text}");
    }
    assert_eq!(read_date("2026/1/5"), Some(on("2026-01-05")));
    for text in
        ["", "2026-02-30", "31/12/2026", "2026", "26-12-31", "2026-12/31", "12月31日", "soon", "46022"]
    {
        assert_eq!(read_date(text), None, "{text}");
    }
}

proptest! {
    /// Within a contract nobody falls out of the stages, and the stage of tomorrow never needs the facts of today
    /// to change.
    #[test]
    fn who_lives_here_is_always_in_a_stage(moved in 0_u64..4000, days in 0_u64..4000, ends in 0_u64..4000) {
        let first = day("2015-01-01");
        let at = |n| first + chrono::Days::new(n);
        let facts = Facts {
            moved_in_on: Some(Day(at(moved))),
            contract_ends_on: Some(Day(at(ends))),
            ..Facts::default()
        };
        let found = lifecycle(&facts, at(moved + days)).property;
        prop_assert!(found.is_some());
        let renews = found == Some(PropertyStage::Renewal);
        prop_assert!(!renews || (moved + days <= ends && ends <= moved + days + 90));
    }
}
