//! A million random cases of the rules in a real browser: prints the digests that the native build prints too
//! (`examples/differential.rs`). `cargo xtask test differential` runs both and compares.
#![cfg(all(feature = "tz", target_arch = "wasm32"))]
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a case that cannot be made must fail")]

use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "support/differential.rs"]
mod differential;

wasm_bindgen_test_configure!(run_in_browser);

/// Minutes in a build for tests: only where it is asked for.
#[wasm_bindgen_test]
#[ignore = "compared with the native build: cargo xtask test differential"]
fn a_million_cases() {
    for block in 0..differential::BLOCKS {
        console_log!("digest {block} {}", differential::digest(block));
    }
}
