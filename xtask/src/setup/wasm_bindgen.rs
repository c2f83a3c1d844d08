//! wasm-bindgen's command line and test runner: exactly the version in Cargo.lock, or they refuse the file.

use std::path::PathBuf;

use super::cargo_tool::CargoTool;
use crate::failure::{Done, OrSay};
use crate::place;

/// The two programs.
pub(crate) struct WasmBindgen {
    /// Turns what rustc built into what a browser loads.
    pub(crate) bindgen: PathBuf,
    /// Runs wasm tests in a headless browser.
    pub(crate) test_runner: PathBuf,
}

pub(crate) fn ensure() -> Done<WasmBindgen> {
    let lock =
        std::fs::read_to_string(place::root().join("Cargo.lock")).or_say(|| "cannot read Cargo.lock")?;
    let version = locked_version(&lock, "wasm-bindgen").or_say(|| "Cargo.lock has no wasm-bindgen")?;
    let bindgen = CargoTool {
        package: "wasm-bindgen-cli",
        version: version.to_owned(),
        program: "wasm-bindgen",
        extra: &[],
    }
    .ensure()?;
    let test_runner = bindgen.with_file_name("wasm-bindgen-test-runner");
    Ok(WasmBindgen { bindgen, test_runner })
}

/// The version of `package` in a Cargo.lock.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let mut lines = lock.lines().map(str::trim);
    let wanted = format!("name = \"{package}\"");
    lines.find(|line| *line == wanted)?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_name_is_found_not_a_longer_one() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
