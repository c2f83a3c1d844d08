//! A home's facts in words, in plain Rust.

use steward_core::day::Day;
use steward_core::owners::Facts;

use crate::words::say;

/// A fact's name.
pub fn name(fact: &str) -> &'static str {
    match fact {
        "handed_over_on" => say::homes::handed_over_on(),
        "moved_in_on" => say::homes::moved_in_on(),
        "decoration_from" => say::homes::decoration_from(),
        "decoration_until" => say::homes::decoration_until(),
        "contract_ends_on" => say::homes::contract_ends_on(),
        _ => say::homes::segment(),
    }
}

/// Each fact as text, with the name that [`name`] knows.
pub fn texts(facts: &Facts) -> Vec<(&'static str, String)> {
    let day = |day: Option<Day>| day.map(String::from).unwrap_or_default();
    let mut all: Vec<(&'static str, String)> =
        facts.dates().into_iter().map(|(name, date)| (name, day(date))).collect();
    all.push(("segment", facts.segment.clone()));
    all
}

/// What a date input says; nothing where it is empty.
pub fn day(text: &str) -> Option<Day> {
    Day::try_from(text.to_owned()).ok()
}

/// The facts that a change changed: name, before, after.
pub fn changed(before: &Facts, after: &Facts) -> Vec<(&'static str, String, String)> {
    let pairs = texts(before).into_iter().zip(texts(after));
    pairs.filter(|(b, a)| b.1 != a.1).map(|((name, before), (_, after))| (name, before, after)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_names_only_what_changed() {
        let before = Facts { contract_ends_on: day("2026-12-31"), ..Facts::default() };
        let after = Facts { segment: "自住".to_owned(), ..Facts::default() };
        let found = changed(&before, &after);
        assert_eq!(
            found,
            [
                ("contract_ends_on", "2026-12-31".to_owned(), String::new()),
                ("segment", String::new(), "自住".to_owned())
            ]
        );
        assert!(changed(&after, &after).is_empty());
        assert_eq!((day(""), day("2026-13-01")), (None, None));
    }
}
