#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops when it cannot measure"
)]
//! What a house costs that has a past: `bench_house cockpit`, `bench_house scale [--pages]` (both with
//! `--sizes 100000,10000000` and `--on sqlite`), `bench_house load [--minutes N]`.
//!
//! Houses are made by `steward simulate` in a folder below the one that is worked in, and in databases of the PostgreSQL
//! server that `STEWARD_BENCH_POSTGRES` names, and are gone at the end. Servers and callers share this machine.

mod crowd;
mod engine;
mod house;
mod lag;
mod pages;
mod scale;

use std::time::Duration;

/// What is to be measured of houses.
struct Asked {
    /// On which engine; `None` for all.
    on: Option<String>,
    /// How many tickets each has.
    sizes: Vec<u64>,
    /// Whether pages and lists are read.
    pages: bool,
    /// Whether sums are made anew and followed, and the ledger is checked.
    scale: bool,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let after = |flag: &str| arguments.iter().skip_while(|argument| *argument != flag).nth(1);
    let minutes: u64 = after("--minutes").map_or(1, |n| n.parse().expect("a number of minutes"));
    let sizes = after("--sizes").map_or("100000,1000000", String::as_str);
    let sizes = sizes.split(',').map(|n| n.parse().expect("numbers of tickets")).collect();
    println!("{}", house::machine());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let on = after("--on").cloned();
    let asked = Asked { on, sizes, pages: has("cockpit") || has("--pages"), scale: has("scale") };
    match (asked.pages || asked.scale, has("load")) {
        (true, _) => scale::run(&runtime, &asked),
        (false, true) => crowd::run(&runtime, Duration::from_secs(60 * minutes)),
        (false, false) => {
            println!(
                "bench_house cockpit | scale [--pages] [--sizes N,N] [--on ENGINE] | load [--minutes N]"
            );
        }
    }
}
