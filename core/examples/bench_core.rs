//! How fast the rules are, natively: prints `figure NAME VALUE UNIT` lines.
//! `cargo run --release -p steward-core --features tz --example bench_core`.

#![expect(clippy::print_stdout, reason = "a benchmark answers on its output")]

use std::error::Error;
use std::sync::LazyLock;
use std::time::Instant;

#[path = "../tests/support/measures.rs"]
mod measures;
#[path = "../tests/support/past.rs"]
mod past;
#[path = "../tests/support/scene.rs"]
mod scene;

static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

fn main() -> Result<(), Box<dyn Error>> {
    println!("figure calendar_windows {} count", scene::windows()?.count());
    let place = measures::Place {
        name: "native",
        clock: || BEGAN.elapsed().as_secs_f64() * 1e3,
        say: |figure| println!("{figure}"),
        // Many and short, so that most escape a busy machine's interruptions.
        batches: 501,
        longer: 1,
    };
    place.measure()
}
