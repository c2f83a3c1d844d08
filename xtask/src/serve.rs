//! `cargo xtask serve`: from nothing to a running Steward.

use std::path::PathBuf;
use std::process::Command;

use crate::build::{self, Mode};
use crate::failure::{Done, Failure, OrSay};
use crate::{place, run, ui};

const USAGE: &str = "usage: cargo xtask serve [--port 8080] [--data ./data] [--dev]";

/// What to serve, and where.
#[derive(PartialEq, Eq, Debug)]
struct Options {
    port: u16,
    data: PathBuf,
    mode: Mode,
}

pub(crate) fn main(arguments: &[String]) -> Done {
    let options = Options::read(arguments)?;
    let site = build::site(options.mode)?;
    let server = server(options.mode)?;
    let mut command = Command::new(server);
    command
        .arg("serve")
        .args(["--listen", &format!("127.0.0.1:{}", options.port)])
        .arg("--data")
        .arg(&options.data)
        .arg("--site")
        .arg(site)
        .arg("--demo");
    ui::step("starting steward");
    replace(command)
}

/// Builds the `steward` binary and returns its path.
pub(crate) fn server(mode: Mode) -> Done<PathBuf> {
    let mut command = run::cargo("build");
    command.args(["--package", "steward-server", "--bin", "steward"]);
    let profile = match mode {
        Mode::Release => {
            command.arg("--release");
            "release"
        }
        Mode::Dev => "debug",
    };
    ui::timed("compiling the server", || run::run(&mut command))?;
    Ok(place::target().join(profile).join(format!("steward{}", std::env::consts::EXE_SUFFIX)))
}

/// Becomes the server, so that signals and the exit code are its own.
#[cfg(unix)]
fn replace(mut command: Command) -> Done {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(Failure::new(format!("cannot start {}: {error}", command.get_program().to_string_lossy())))
}

#[cfg(not(unix))]
fn replace(mut command: Command) -> Done {
    run::run(&mut command)
}

impl Options {
    fn read(arguments: &[String]) -> Done<Self> {
        let mut options = Self { port: 8080, data: PathBuf::from("./data"), mode: Mode::Release };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let (name, inline) = argument
                .split_once('=')
                .map_or((argument.as_str(), None), |(name, value)| (name, Some(value.to_owned())));
            let mut value = || {
                inline
                    .clone()
                    .or_else(|| rest.next().cloned())
                    .or_say(|| format!("{name} needs a value.\n{USAGE}"))
            };
            match name {
                "--port" => {
                    let text = value()?;
                    options.port = text.parse().or_say(|| format!("--port {text}"))?;
                }
                "--data" => options.data = PathBuf::from(value()?),
                "--dev" => options.mode = Mode::Dev,
                other => return Err(Failure::new(format!("no option {other}.\n{USAGE}"))),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Done<Options> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::read(&words)
    }

    #[test]
    fn both_ways_to_write_a_value_are_read() {
        let wanted = Options { port: 9000, data: PathBuf::from("/srv/d"), mode: Mode::Dev };
        assert_eq!(read("--port 9000 --data=/srv/d --dev").expect("reads"), wanted);
        let usual = Options { port: 8080, data: PathBuf::from("./data"), mode: Mode::Release };
        assert_eq!(read("").expect("reads"), usual);
    }

    #[test]
    fn a_wrong_line_is_refused_with_the_reason() {
        for (line, says) in [("--port", "needs a value"), ("--port 70000", "70000"), ("--pot 1", "--pot")] {
            let failure = read(line).expect_err(line).to_string();
            assert!(failure.contains(says), "{line}: {failure}");
        }
    }
}
