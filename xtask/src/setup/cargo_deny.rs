//! cargo-deny: checks licences, bans and sources of everything we depend on.

use std::path::PathBuf;

use super::cargo_tool::CargoTool;
use crate::failure::Done;

pub(crate) fn ensure() -> Done<PathBuf> {
    CargoTool {
        package: "cargo-deny",
        version: "0.20.2".to_owned(),
        program: "cargo-deny",
        // It runs for seconds: an unoptimised build is ready in a fraction of the time.
        extra: &["--debug"],
    }
    .ensure()
}
