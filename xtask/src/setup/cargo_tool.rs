//! Helpers that are themselves crates: built from the registry into `target/tools`.

use std::path::PathBuf;

use crate::failure::{Done, Failure};
use crate::{place, run, turn, ui};

/// A program from the crate registry at one exact version.
pub(super) struct CargoTool {
    pub(super) package: &'static str,
    pub(super) version: String,
    /// The program that is wanted from it.
    pub(super) program: &'static str,
    /// Extra arguments for `cargo install`.
    pub(super) extra: &'static [&'static str],
}

impl CargoTool {
    /// The program at this version, installed when it is missing.
    pub(super) fn ensure(&self) -> Done<PathBuf> {
        let program = place::tools().join("bin").join(self.program);
        if self.is_there(&program) {
            return Ok(program);
        }
        let _turn = turn::take(&place::tools(), "tools")?;
        if self.is_there(&program) {
            return Ok(program);
        }
        ui::timed(format!("building {} {} (once; a few minutes)", self.package, self.version), || {
            // A published lock file may name a release that the registry at hand does not serve.
            self.install(true).or_else(|_| self.install(false))
        })?;
        if self.is_there(&program) {
            Ok(program)
        } else {
            Err(Failure::new(format!("{} {} was installed but is not there", self.package, self.version)))
        }
    }

    /// By cargo's own list of what it installed: not every program says its version.
    fn is_there(&self, program: &std::path::Path) -> bool {
        let entry = format!("\"{} {} (", self.package, self.version);
        let list = std::fs::read_to_string(place::tools().join(".crates.toml")).unwrap_or_default();
        program.is_file() && list.lines().any(|line| line.starts_with(&entry))
    }

    fn install(&self, locked: bool) -> Done {
        let mut command = run::cargo("install");
        command
            .args([self.package, "--version", &self.version, "--force", "--root"])
            .arg(place::tools())
            .args(self.extra)
            .env_remove("CARGO_TARGET_DIR");
        if locked {
            command.arg("--locked");
        }
        run::run_quietly(&mut command)
    }
}
