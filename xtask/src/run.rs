//! Running other programs and saying which one failed.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{Done, Failure, OrSay};
use crate::place;

/// The cargo that runs this program, in the workspace's root.
pub(crate) fn cargo(subcommand: &str) -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg(subcommand);
    command
}

/// A program in the workspace's root, without what `cargo run` told about xtask itself: a build script or
/// another toolchain's compiler must not see it.
pub(crate) fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(place::root());
    for (key, _) in std::env::vars_os() {
        let text = key.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "LD_LIBRARY_PATH"
        {
            command.env_remove(&key);
        }
    }
    command
}

/// Runs to the end with the terminal's input and output.
pub(crate) fn run(command: &mut Command) -> Done {
    let shown = show(command);
    let status = command.status().or_say(|| format!("cannot start `{shown}`"))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{shown}` failed ({status})"))) }
}

/// Runs to the end; its standard error is kept back and shown only when it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Done {
    let shown = show(command);
    let output = command.stdin(Stdio::null()).output().or_say(|| format!("cannot start `{shown}`"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let mut tail: Vec<&str> = said.lines().rev().take(20).collect();
    tail.reverse();
    Err(Failure::new(format!("`{shown}` failed ({}):\n{}", output.status, tail.join("\n"))))
}

/// What a program printed, or nothing when it is absent or failed.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What `PROGRAM --version` printed.
pub(crate) fn version(program: &Path) -> Option<String> {
    ask(Command::new(program).arg("--version"))
}

fn show(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut text = name.to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}
