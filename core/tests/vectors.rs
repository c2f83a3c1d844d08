//! Every published test vector, natively.
#![cfg(all(feature = "tz", not(target_arch = "wasm32")))]
#![expect(clippy::expect_used, reason = "a test may fail; helpers outside test functions too")]

#[path = "support/vectors.rs"]
mod vectors;

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../tests/data/vectors/", $name))
    };
}

fn check(lines: &str, cases: usize) {
    let calendars = vectors::Calendars::read(file!("calendars.json")).expect("calendars are readable");
    let outcome = vectors::run(lines, &calendars);
    assert!(outcome.failed.is_empty(), "{} failed:\n{}", outcome.failed.len(), outcome.failed.join("\n"));
    assert_eq!(outcome.passed, cases);
}

#[test]
fn working_time_and_states() {
    check(file!("sla.jsonl"), 600);
}

#[test]
fn survey_statistics() {
    check(file!("survey.jsonl"), 150);
}

#[test]
fn composite_kpi() {
    check(file!("kpi.jsonl"), 100);
}

#[test]
fn a_wrong_expectation_fails() {
    let calendars = vectors::Calendars::read("{}").expect("no calendars are readable");
    let outcome = vectors::run(r#"{"id":"x","op":"csat","answers":[5],"expect":{"n":2}}"#, &calendars);
    assert_eq!(outcome.passed, 0);
    assert!(outcome.failed.iter().all(|case| case.starts_with("x: got")), "{:?}", outcome.failed);
}
