//! npm packages, kept in `target/tools/node_modules`. Node itself comes from PATH or from apt.

use std::path::PathBuf;

use super::apt;
use crate::failure::{Done, Failure, OrSay};
use crate::{place, run, turn, ui};

/// Where a package's program is linked.
pub(super) fn bin(name: &str) -> PathBuf {
    modules().join(".bin").join(name)
}

/// Where packages lie.
pub(super) fn modules() -> PathBuf {
    place::tools().join("node_modules")
}

/// Installs one package at an exact version beside those already there.
pub(super) fn install(package: &str) -> Done {
    if place::on_path("npm").is_none() {
        apt::install(&["nodejs", "npm"])?;
    }
    let npm = place::on_path("npm").or_say(|| "npm is missing: install Node 18 or newer with npm")?;
    let tools = place::tools();
    let _turn = turn::take(&tools, "tools")?;
    ui::step(format!("installing {package} with npm"));
    let mut command = run::program(npm);
    command
        .args(["install", "--no-fund", "--no-audit", "--ignore-scripts", "--save-exact", "--prefix"])
        .arg(&tools)
        .arg(package);
    run::run_quietly(&mut command)
        .map_err(|failure| Failure::new(format!("could not install {package} with npm. {failure}")))
}
