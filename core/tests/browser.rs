//! The published vectors of working time in a real browser: what the owner is shown is what the server enforces.
//!
//! The zone data are compiled in for this test only (feature `tz`); the product sends windows instead.
#![cfg(all(feature = "tz", target_arch = "wasm32"))]
#![expect(clippy::expect_used, reason = "a test may fail; helpers outside test functions too")]

use steward_core::calendar::{Pauses, Windows, due};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "support/scene.rs"]
mod scene;
#[path = "support/vectors.rs"]
mod vectors;

wasm_bindgen_test_configure!(run_in_browser);

fn check(lines: &str, cases: usize) {
    let calendars = include_str!("../../tests/data/vectors/calendars.json");
    let calendars = vectors::Calendars::read(calendars).expect("calendars are readable");
    let outcome = vectors::run(lines, &calendars);
    assert!(outcome.failed.is_empty(), "{} failed:\n{}", outcome.failed.len(), outcome.failed.join("\n"));
    assert_eq!(outcome.passed, cases);
}

#[wasm_bindgen_test]
fn working_time_and_states() {
    check(include_str!("../../tests/data/vectors/sla.jsonl"), 600);
}

#[wasm_bindgen_test]
fn survey_statistics() {
    check(include_str!("../../tests/data/vectors/survey.jsonl"), 150);
}

#[wasm_bindgen_test]
fn composite_kpi() {
    check(include_str!("../../tests/data/vectors/kpi.jsonl"), 100);
}

/// The windows a browser gets are those the server has, and give the same due times.
#[wasm_bindgen_test]
fn windows_arrive_as_they_were_sent() {
    let sent = scene::windows().expect("the office expands");
    let json = serde_json::to_string(&sent).expect("windows are written");
    let arrived: Windows = serde_json::from_str(&json).expect("windows are read");
    assert_eq!(arrived, sent);
    for (start, budget) in scene::questions() {
        let at = due(&arrived, Pauses::NONE, start, budget).expect("within three years");
        assert!(at > start);
    }
}
