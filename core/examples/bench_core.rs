//! How fast working time is, natively: prints `figure NAME VALUE UNIT` lines.
//! `cargo run --release -p steward-core --features tz --example bench_core`.

#![expect(clippy::print_stdout, reason = "a benchmark answers on its output")]

use std::error::Error;
use std::hint::black_box;
use std::time::Instant as Stopwatch;

use steward_core::calendar::{Pauses, due, expand, worked};
use steward_core::sla::policy::{ClockKind, Policy};
use steward_core::sla::{Noted, Terms, explain};
use steward_core::surveys::score::{Stratum, csat_strata, nps};
use steward_core::tickets::{Category, Scenario, Urgency};
use steward_core::time::Seconds;

#[path = "../tests/support/scene.rs"]
mod scene;

/// Batches measured; the figure is their median. Short ones, so that most escape a busy machine's interruptions.
const BATCHES: usize = 501;

fn main() -> Result<(), Box<dyn Error>> {
    let windows = scene::windows()?;
    let questions = scene::questions();
    println!("figure calendar_windows {} count", windows.count());

    let in_turn = questions.iter().cycle();
    let mut next = in_turn.clone();
    figure("due_native_ns", 2_000, || {
        if let Some((start, budget)) = next.next() {
            let _ = black_box(due(black_box(&windows), Pauses::NONE, *start, *budget));
        }
    });
    let mut next = in_turn.clone();
    figure("worked_native_ns", 2_000, || {
        if let Some((start, budget)) = next.next() {
            let _ = black_box(worked(black_box(&windows), Pauses::NONE, *start, *start + *budget));
        }
    });

    let mut terms = Vec::new();
    for (start, budget) in questions.iter().copied() {
        let pause = |after: i64, reason: &str| Noted {
            from: start + Seconds(budget.get() / after),
            to: Some(start + Seconds(budget.get() / after) + Seconds::hours(30)),
            reason: reason.to_owned(),
        };
        terms.push(Terms {
            start,
            limit: budget,
            extension: 150.try_into().ok(),
            pauses: vec![pause(4, "material"), pause(3, "owner")],
            calendar: "cn-office".parse()?,
            policy_version: 1,
        });
    }
    let mut next = terms.iter().cycle();
    figure("explain_ns", 100, || {
        if let Some(terms) = next.next() {
            let _ = black_box(explain(black_box(&windows), terms));
        }
    });
    let policy = Policy::group_standard();
    let categories: Vec<Category> = Scenario::ALL.iter().copied().flat_map(Category::of).collect();
    let mut next = categories.iter().cycle();
    figure("policy_limit_ns", 2_000, || {
        if let Some(category) = next.next() {
            let case = Case {
                scenario: category.scenario(),
                category: *category,
                urgency: Urgency::Urgent,
                appointment: None,
            };
            let limit = policy.limit(ClockKind::OnSite, &case, |_| false);
            let _ = black_box(limit);
        }
    });
    let office = scene::office()?;
    figure("expand_three_years_ns", 1, || {
        let _ = black_box(expand::expand(black_box(&office), scene::YEARS));
    });
    surveys();
    Ok(())
}

/// A million answers, as a large group's survey has them: NPS, and satisfaction over strata.
fn surveys() {
    let answers: Vec<u8> =
        (0..1_000_000_u32).map(|n| u8::try_from(n * 7919 % 11).unwrap_or_default()).collect();
    figure_of("nps_million_answers_us", 11, 1e6, 1, || {
        let _ = black_box(nps(black_box(&answers)));
    });
    let strata: Vec<Stratum> = answers
        .chunks(5_000)
        .zip(1_u64..)
        .map(|(answers, n)| Stratum { name: n.to_string(), population: 9_000 + n, answers: answers.to_vec() })
        .collect();
    figure_of("post_stratified_million_answers_us", 11, 1e6, 1, || {
        let _ = black_box(csat_strata(black_box(&strata)));
    });
}

/// Prints the median over the batches of the nanoseconds that one call of `work` takes.
fn figure(name: &str, calls: u32, work: impl FnMut()) {
    figure_of(name, BATCHES, 1e9, calls, work);
}

/// The same over so many batches, in parts of a second of which there are `unit`; the name ends with it.
fn figure_of(name: &str, batches: usize, unit: f64, calls: u32, mut work: impl FnMut()) {
    let mut batches: Vec<f64> = (0..batches)
        .map(|_| {
            let watch = Stopwatch::now();
            (0..calls).for_each(|_| work());
            watch.elapsed().as_secs_f64() * unit / f64::from(calls)
        })
        .collect();
    batches.sort_by(f64::total_cmp);
    let median = batches.get(batches.len() / 2).copied().unwrap_or_default();
    println!("figure {name} {median:.1} {}", name.rsplit('_').next().unwrap_or_default());
}
