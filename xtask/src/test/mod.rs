//! `cargo xtask test`: everything, from fast to slow, and one screen that says how it went.

mod steps;

pub(crate) use steps::bench_in_browser;

use std::time::{Duration, Instant};

use crate::failure::{Done, Failure};
use crate::ui;

/// How a step ended when it did not fail.
enum Passed {
    /// All of it ran.
    Whole,
    /// A part of it could not run here; the text says which and why.
    But(String),
}

/// One step of the run.
struct Step {
    /// Its name on the command line.
    name: &'static str,
    what: &'static str,
    run: fn(&[String]) -> Done<Passed>,
}

/// In the order in which they run: what answers fastest comes first.
const STEPS: [Step; 11] = [
    Step { name: "fmt", what: "formatting", run: steps::fmt },
    Step { name: "clippy", what: "lints, native", run: steps::clippy },
    Step { name: "clippy-wasm", what: "lints, browser", run: steps::clippy_wasm },
    Step { name: "deny", what: "licences, bans, sources, advisories", run: steps::deny },
    Step { name: "native", what: "native tests", run: steps::native },
    Step { name: "postgres", what: "the store and several servers on PostgreSQL", run: steps::postgres },
    Step { name: "wasm", what: "the same rules and the screens in headless Chromium", run: steps::wasm },
    Step { name: "differential", what: "a million cases, native against browser", run: steps::differential },
    Step { name: "build", what: "both bundles for release", run: steps::build },
    Step { name: "stories", what: "browser stories by role, with accessibility checks", run: steps::stories },
    Step { name: "size", what: "size budgets", run: steps::size },
];

/// `cargo xtask test [STEP…] [-- FILTER…]`. A failing step does not stop the others.
pub(crate) fn main(arguments: &[String]) -> Done {
    let (names, filters) = arguments
        .iter()
        .position(|argument| argument == "--")
        .map_or((arguments, &[][..]), |at| (&arguments[..at], &arguments[at + 1..]));
    if let Some(unknown) = names.iter().find(|name| !STEPS.iter().any(|step| step.name == *name)) {
        let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        return Err(Failure::new(format!("no test step `{unknown}`; there are: {}", known.join(", "))));
    }
    let chosen = STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name));
    let mut results = Vec::new();
    for step in chosen {
        ui::step(format!("{}: {}", step.name, step.what));
        let start = Instant::now();
        let outcome = (step.run)(filters);
        if let Err(failure) = &outcome {
            ui::note(format!("{} FAILED: {failure}", step.name));
        }
        results.push((step, outcome, start.elapsed()));
    }
    summary(&results)
}

/// Prints the table and the closing line, which counts steps.
fn summary(results: &[(&Step, Done<Passed>, Duration)]) -> Done {
    ui::out("");
    for (step, outcome, time) in results {
        let (mark, detail) = match outcome {
            Ok(Passed::Whole) => ("ok    ", String::new()),
            Ok(Passed::But(what)) => ("ok    ", format!("  but {what}")),
            Err(failure) => {
                ("FAILED", format!("  {}", failure.to_string().lines().next().unwrap_or_default()))
            }
        };
        ui::out(format!("{mark} {:<12} {:>12}{detail}", step.name, ui::seconds(*time)));
    }
    let total: Duration = results.iter().map(|(_, _, time)| *time).sum();
    let failed = results.iter().filter(|(_, outcome, _)| outcome.is_err()).count();
    ui::out(format!("{:<19} {:>12}", "       all", ui::seconds(total)));
    ui::out(format!("{} passed, {failed} failed", results.len() - failed));
    if failed == 0 { Ok(()) } else { Err(Failure::silent()) }
}
