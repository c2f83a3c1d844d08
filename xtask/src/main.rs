#![forbid(unsafe_code)]
//! The front door: `cargo xtask …`. Set-up, build, serve, test, bench. No rules of the product live here.

mod bench;
mod build;
mod dist;
mod failure;
mod place;
mod run;
mod serve;
mod setup;
mod size;
mod test;
mod turn;
mod ui;

use std::process::ExitCode;

use failure::Failure;

const HELP: &str = "\
cargo xtask COMMAND

  serve [--port 8080] [--data ./data]   build everything, then run Steward with demo data
  test [STEP…] [-- FILTER…]             run every check, or the named steps:
                                        fmt clippy clippy-wasm deny native wasm build stories size
  build [--dev]                         both bundles and their files, into target/site
  size                                  what a first visit downloads
  bench [core|submit|cockpit|scale|load] benchmarks; the last three make houses of up to a million tickets,
                                        others with `--sizes 10000000`; `load --minutes 10` lasts so long
  dist                                  one self-contained binary: target/dist/steward
  setup [STEP…]                         only provide the tools that building and testing need

`--dev` on build and serve is quick to build and large: for working on screens, into target/site-dev.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) =
        arguments.split_first().map_or(("help", &[][..]), |(first, rest)| (first.as_str(), rest));
    if ["help", "--help", "-h"].contains(&command) || rest.iter().any(|argument| argument == "--help") {
        ui::out(HELP);
        return ExitCode::SUCCESS;
    }
    let outcome = match command {
        "serve" => serve::main(rest),
        "test" => test::main(rest),
        "build" => build::main(rest),
        "size" => size::main(rest),
        "bench" => bench::main(rest),
        "dist" => dist::main(rest),
        "setup" => setup::main(rest),
        other => Err(Failure::new(format!("no command `{other}`.\n\n{HELP}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.is_silent() {
                ui::say(format!("error: {failure}"));
            }
            ExitCode::FAILURE
        }
    }
}
