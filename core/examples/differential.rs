//! A million random cases of the rules, natively: prints `digest BLOCK SHA256` lines, to be held against those of a
//! browser (`tests/differential.rs`). `cargo xtask test differential` does both.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what it finds out is its output, and a case that cannot be made must stop it"
)]

#[path = "../tests/support/differential.rs"]
mod differential;

fn main() {
    for block in 0..differential::BLOCKS {
        println!("digest {block} {}", differential::digest(block));
    }
}
