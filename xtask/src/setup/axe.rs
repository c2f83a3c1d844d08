//! axe-core: the accessibility checks that browser stories end with.

use std::path::PathBuf;

use super::node;
use crate::failure::{Done, OrSay};

const VERSION: &str = "4.14.1";

/// The path of `axe.min.js`.
pub(crate) fn ensure() -> Done<PathBuf> {
    let package = node::modules().join("axe-core");
    let script = package.join("axe.min.js");
    let wanted = format!("\"version\": \"{VERSION}\"");
    let is_there = || {
        script.is_file()
            && std::fs::read_to_string(package.join("package.json")).is_ok_and(|text| text.contains(&wanted))
    };
    if !is_there() {
        node::install(&format!("axe-core@{VERSION}"))?;
    }
    is_there()
        .then_some(script.clone())
        .or_say(|| format!("axe-core {VERSION} is not at {}", script.display()))
}
