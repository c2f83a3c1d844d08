//! Set-up: what building and testing need beyond Rust itself.
//!
//! One file per tool. Every step is idempotent and answers within a fraction of a second when it is
//! satisfied, so the other commands call the steps they need each time instead of remembering. A step never
//! leaves a half-made state silently: it provides the tool, or says what is missing and how to get it.

mod apt;
pub(crate) mod axe;
pub(crate) mod browser;
pub(crate) mod cargo_deny;
mod cargo_tool;
mod node;
pub(crate) mod postgres;
pub(crate) mod wasm_bindgen;
pub(crate) mod wasm_opt;
pub(crate) mod wasm_split;
pub(crate) mod wasm_target;

use crate::failure::{Done, Failure};
use crate::ui;

/// Provides one tool, or says what is missing.
type Ensure = fn() -> Done;

/// Every step by the name it has on the command line.
const STEPS: [(&str, Ensure); 8] = [
    ("wasm-target", || wasm_target::ensure().map(drop)),
    ("wasm-bindgen", || wasm_bindgen::ensure().map(drop)),
    ("wasm-split", || wasm_split::ensure().map(drop)),
    ("wasm-opt", || {
        wasm_opt::ensure();
        Ok(())
    }),
    ("browser", || browser::ensure().map(drop)),
    ("axe", || axe::ensure().map(drop)),
    ("cargo-deny", || cargo_deny::ensure().map(drop)),
    ("postgres", || postgres::ensure().map(drop)),
];

/// `cargo xtask setup [STEP…]`: all steps, or those named.
pub(crate) fn main(names: &[String]) -> Done {
    if let Some(unknown) = names.iter().find(|name| !STEPS.iter().any(|(step, _)| step == name)) {
        let known: Vec<&str> = STEPS.iter().map(|(step, _)| *step).collect();
        return Err(Failure::new(format!("no set-up step `{unknown}`; there are: {}", known.join(", "))));
    }
    let mut missing = Vec::new();
    for (name, ensure) in STEPS {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            match ensure() {
                Ok(()) => ui::step(format!("{name}: ready")),
                Err(failure) => {
                    ui::step(format!("{name}: {failure}"));
                    missing.push(name);
                }
            }
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(Failure::new(format!("not ready: {}", missing.join(", ")))) }
}
