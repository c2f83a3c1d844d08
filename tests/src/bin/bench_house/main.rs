#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops when it cannot measure"
)]
//! What a house costs that has a past: `bench_house cockpit`, `bench_house scale [--pages]` (both with
//! `--sizes 100000,10000000`), `bench_house submit [--clients 1,256]`, `bench_house load [--minutes N]`, all with
//! `--on sqlite` where one engine is enough.
//!
//! Houses are made by `steward simulate` in a folder below the one that is worked in, and in databases of the PostgreSQL
//! server that `STEWARD_BENCH_POSTGRES` names, and are gone at the end. Servers and callers share this machine.

mod crowd;
mod engine;
mod house;
mod lag;
mod pages;
mod scale;
mod submit;

use std::str::FromStr;
use std::time::Duration;

use engine::Engine;

/// What is to be measured of houses of growing size.
struct Asked {
    /// On which engines.
    engines: Vec<Engine>,
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
    println!("{}", house::machine());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let asked_for = |engine: &Engine| after("--on").is_none_or(|name| name == engine.name());
    let engines: Vec<Engine> = Engine::at_hand().into_iter().filter(asked_for).collect();
    let clients = numbers(after("--clients"), "1,16,64,256");
    match arguments.first().map(String::as_str) {
        Some(what @ ("cockpit" | "scale")) => {
            let sizes = numbers(after("--sizes"), "100000,1000000");
            let (pages, scale) = (what == "cockpit" || has("--pages"), what == "scale");
            scale::run(&runtime, &Asked { engines, sizes, pages, scale });
        }
        Some("submit") => submit::run(&runtime, &clients, &engines),
        Some("load") => {
            let minutes: u64 = after("--minutes").map_or(1, |n| n.parse().expect("a number of minutes"));
            crowd::run(&runtime, Duration::from_secs(60 * minutes), &engines);
        }
        _ => println!(
            "bench_house cockpit | scale [--pages] | submit [--clients N,N] | load [--minutes N]; \
             all with [--on ENGINE], the first two with [--sizes N,N]"
        ),
    }
}

/// Numbers with commas between them.
fn numbers<N: FromStr<Err: std::fmt::Debug>>(text: Option<&String>, usual: &str) -> Vec<N> {
    text.map_or(usual, String::as_str).split(',').map(|n| n.parse().expect("numbers")).collect()
}
