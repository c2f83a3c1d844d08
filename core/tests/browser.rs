//! The published vectors of working time in a real browser: what the owner is shown is what the server enforces.
//!
//! The zone data are compiled in for this test only (feature `tz`); the product sends windows instead.
#![cfg(all(feature = "tz", target_arch = "wasm32"))]
#![expect(clippy::expect_used, reason = "a test may fail; helpers outside test functions too")]

use std::hint::black_box;

use steward_core::calendar::{Pauses, Windows, due};
use steward_core::sla::standards::replay::replay;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

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

/// No test of speed: prints `figure what_if_hundred_thousand_browser_ms V ms`. What it counts is checked by its sums.
#[wasm_bindgen_test]
fn a_replay_is_measured() {
    let (rounds, rules) = (scene::history(100_000).expect("a past"), scene::stricter().expect("rules"));
    let projects: Vec<_> = (0..20).map(|n| scene::project(n).expect("a project")).collect();
    let by_project: Vec<_> = projects.iter().map(|id| (id, &rules)).collect();
    let began = js_sys::Date::now();
    let outcome = replay(black_box(&rounds), &by_project, scene::YEARS.to);
    console_log!("figure what_if_hundred_thousand_browser_ms {:.0} ms", js_sys::Date::now() - began);
    assert_eq!(outcome.tickets, 100_000);
    let worse: u64 = outcome.lines.iter().filter(|l| l.clock.is_some()).map(|l| l.worse).sum();
    let better: u64 = outcome.lines.iter().filter(|l| l.clock.is_some()).map(|l| l.better).sum();
    assert!(worse > 0 && better > 0, "{worse} worse, {better} better");
}

/// No test of speed: prints `figure due_browser_ns V ns`, the median of several batches.
#[wasm_bindgen_test]
fn due_is_measured() {
    let windows = scene::windows().expect("the office expands");
    let questions = scene::questions();
    let rounds = 200_u32;
    let mut batches: Vec<f64> = (0..11)
        .map(|_| {
            let began = js_sys::Date::now();
            for _ in 0..rounds {
                for (start, budget) in &questions {
                    let _ = black_box(due(black_box(&windows), Pauses::NONE, *start, *budget));
                }
            }
            (js_sys::Date::now() - began) * 1e6 / f64::from(rounds) / 1024.0
        })
        .collect();
    batches.sort_by(f64::total_cmp);
    console_log!("figure due_browser_ns {:.1} ns", batches[batches.len() / 2]);
    assert_eq!(questions.len(), 1024);
}
