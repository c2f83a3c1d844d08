//! How fast working time is, natively: prints `figure NAME VALUE UNIT` lines.
//! `cargo run --release -p steward-core --features tz --example bench_core`.

#![expect(clippy::print_stdout, reason = "a benchmark answers on its output")]

use std::error::Error;
use std::hint::black_box;
use std::time::Instant as Stopwatch;

use steward_core::calendar::{Pauses, due, expand, worked};
use steward_core::sla::{Noted, Terms, explain};
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
    let office = scene::office()?;
    figure("expand_three_years_ns", 1, || {
        let _ = black_box(expand::expand(black_box(&office), scene::YEARS));
    });
    Ok(())
}

/// Prints the median over the batches of the nanoseconds that one call of `work` takes.
fn figure(name: &str, calls: u32, mut work: impl FnMut()) {
    let mut batches: Vec<f64> = (0..BATCHES)
        .map(|_| {
            let watch = Stopwatch::now();
            (0..calls).for_each(|_| work());
            watch.elapsed().as_secs_f64() * 1e9 / f64::from(calls)
        })
        .collect();
    batches.sort_by(f64::total_cmp);
    println!("figure {name} {:.1} ns", batches.get(BATCHES / 2).copied().unwrap_or_default());
}
