#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops when it cannot measure"
)]
//! What a house costs that has a past: `bench_house cockpit [--full]`, `bench_house scale [--full]`,
//! `bench_house load [--minutes N]`.
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

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let minutes = arguments.iter().skip_while(|argument| *argument != "--minutes").nth(1);
    let minutes: u64 = minutes.map_or(1, |n| n.parse().expect("a number of minutes"));
    println!("{}", house::machine());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    match arguments.first().map(String::as_str) {
        Some("cockpit") => pages::run(&runtime, has("--full")),
        Some("scale") => scale::run(&runtime, has("--full")),
        Some("load") => crowd::run(&runtime, Duration::from_secs(60 * minutes)),
        _ => println!("bench_house cockpit [--full] | scale [--full] | load [--minutes N]"),
    }
}
