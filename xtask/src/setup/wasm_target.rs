//! The WebAssembly target: installed already, or through rustup, or through Debian's own packages.
//!
//! Debian ships the standard library's sources instead of a built one, so its way builds std once per target
//! directory (`-Zbuild-std`); no code of ours differs.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use super::apt;
use crate::failure::{Done, Failure};
use crate::{run, ui};

pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

/// What Debian's way installs, besides the linker of the compiler's own LLVM release.
const DEBIAN: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CLIPPY: &str = "/usr/bin/cargo-clippy";

/// Which compiler builds for the browser.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WasmTarget {
    /// The compiler in use has the target's standard library.
    Installed,
    /// Debian's compiler in /usr/bin, which builds the standard library itself.
    Debian,
}

impl WasmTarget {
    /// `cargo SUBCOMMAND --target wasm32-unknown-unknown` in the workspace's root.
    pub(crate) fn cargo(self, subcommand: &str) -> Command {
        let mut command = match self {
            Self::Installed => run::cargo(subcommand),
            Self::Debian => {
                // Called by its path: cargo would look for it in its own home first, where rustup's lies.
                let program = if subcommand == "clippy" { DEBIAN_CLIPPY } else { DEBIAN_CARGO };
                let mut command = run::program(program);
                let mut path = OsString::from("/usr/bin:");
                path.push(std::env::var_os("PATH").unwrap_or_default());
                command
                    .arg(subcommand)
                    .arg("-Zbuild-std=std,panic_abort")
                    .env("PATH", path)
                    .env("CARGO", DEBIAN_CARGO)
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env_remove("RUSTC");
                command
            }
        };
        command.args(["--target", TRIPLE]);
        command
    }

    /// Provides the linter that belongs to this compiler. rustup's toolchains bring theirs.
    pub(crate) fn ensure_clippy(self) -> Done {
        if self == Self::Installed || Path::new(DEBIAN_CLIPPY).is_file() {
            return Ok(());
        }
        apt::install(&["rust-web-clippy"])
    }

    /// The compiler's version, for the stamp of what was built.
    pub(crate) fn compiler(self) -> String {
        let mut rustc = match self {
            Self::Installed => rustc(),
            Self::Debian => Command::new(DEBIAN_RUSTC),
        };
        run::ask(rustc.arg("-vV")).unwrap_or_default()
    }
}

pub(crate) fn ensure() -> Done<WasmTarget> {
    if is_installed() {
        return Ok(WasmTarget::Installed);
    }
    if debian_is_ready() {
        return Ok(WasmTarget::Debian);
    }
    ui::step(format!("adding the {TRIPLE} target with rustup"));
    let by_rustup = run::run_quietly(run::program("rustup").args(["target", "add", TRIPLE]));
    if by_rustup.is_ok() && is_installed() {
        return Ok(WasmTarget::Installed);
    }
    ui::note("rustup could not provide it; trying Debian's compiler");
    let by_debian = install_debian();
    if by_debian.is_ok() && debian_is_ready() {
        return Ok(WasmTarget::Debian);
    }
    let reason = |outcome: Done| {
        outcome.err().map_or_else(|| "it ran but the target is not there".into(), |f| f.to_string())
    };
    Err(Failure::new(format!(
        "the browser's half needs the {TRIPLE} target, and neither way to get it worked.\n\
         1. `rustup target add {TRIPLE}`: {}\n\
         2. `apt-get install {}` (a Debian or Ubuntu whose rustc-web is new enough): {}",
        reason(by_rustup),
        DEBIAN.join(" "),
        reason(by_debian),
    )))
}

/// The compiler links with the lld of the LLVM release that it was built with, and asks for `llvm-N` only.
fn install_debian() -> Done {
    apt::update();
    let depends = run::ask(Command::new("apt-cache").args(["depends", "rust-web-llvm"])).unwrap_or_default();
    let release = depends.split_whitespace().find_map(|word| word.strip_prefix("llvm-"));
    let lld = release.map_or_else(|| "lld".to_owned(), |release| format!("lld-{release}"));
    let mut packages = DEBIAN.to_vec();
    packages.push(&lld);
    apt::install(&packages)
}

fn rustc() -> Command {
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

fn is_installed() -> bool {
    run::ask(rustc().args(["--print", "target-libdir", "--target", TRIPLE]))
        .and_then(|dir| std::fs::read_dir(dir).ok())
        .is_some_and(|files| {
            files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
        })
}

/// Debian's compiler with the sources of the standard library.
fn debian_is_ready() -> bool {
    let sysroot = run::ask(Command::new(DEBIAN_RUSTC).args(["--print", "sysroot"]));
    Path::new(DEBIAN_CARGO).is_file()
        && sysroot.is_some_and(|root| {
            Path::new(&root).join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file()
        })
}
