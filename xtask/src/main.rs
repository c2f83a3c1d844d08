#![forbid(unsafe_code)]
//! The front door: `cargo xtask …`. Set-up, build, serve, test, bench. No rules of the product live here.

mod failure;
mod place;
mod run;
mod setup;
mod ui;

use std::process::ExitCode;

use failure::{Done, Failure};

const HELP: &str = "\
cargo xtask COMMAND

  setup [STEP…]                         provide the tools that building and testing need
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = arguments
        .split_first()
        .map_or(("help", &[][..]), |(first, rest)| (first.as_str(), rest));
    let outcome = match command {
        "setup" => setup::main(rest),
        "help" | "--help" | "-h" => {
            ui::out(HELP);
            Ok(())
        }
        other => Err(Failure::new(format!("no command `{other}`.\n\n{HELP}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            ui::say(format!("error: {failure}"));
            ExitCode::FAILURE
        }
    }
}
