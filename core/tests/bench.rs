//! How fast the rules are in a browser: prints `figure NAME VALUE UNIT` lines, like `examples/bench_core.rs` natively.
//! `cargo xtask bench core` runs both.
#![cfg(all(feature = "tz", target_arch = "wasm32"))]
#![expect(clippy::expect_used, reason = "what cannot be measured must fail")]

use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "support/measures.rs"]
mod measures;
#[path = "support/past.rs"]
mod past;
#[path = "support/scene.rs"]
mod scene;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
#[ignore = "a measurement: cargo xtask bench core"]
fn figures() {
    let place = measures::Place {
        name: "browser",
        clock: js_sys::Date::now,
        say: |figure| console_log!("{figure}"),
        batches: 11,
        longer: 100,
    };
    place.measure().expect("the scene is set");
}
