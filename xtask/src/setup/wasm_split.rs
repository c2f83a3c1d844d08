//! The program that cuts a bundle into chunks at the marks that `wasm_split_helpers` sets in the app.

use std::path::PathBuf;

use super::cargo_tool::CargoTool;
use crate::failure::Done;

/// Raise it together with `wasm_split_helpers` in `app/Cargo.toml`: 0.2.4 cuts what 0.2.3 marks.
const VERSION: &str = "0.2.4";

pub(crate) fn ensure() -> Done<PathBuf> {
    CargoTool {
        package: "wasm_split_cli_support",
        version: VERSION.to_owned(),
        program: "wasm-split-cli",
        extra: &["--features", "build-binary"],
    }
    .ensure()
}
