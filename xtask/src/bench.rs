//! `cargo xtask bench [NAME…]`: runs benchmarks, which print `figure NAME VALUE UNIT` lines or tables.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Done, Failure};
use crate::setup::postgres::{self, Throwaway, Work};
use crate::{place, run, ui};

/// A benchmark's name, the program that it is, and what that is told.
const BENCHES: [(&str, &str, &[&str]); 7] = [
    ("core", CORE, &[]),
    ("submit", HOUSE, &["submit"]),
    ("cockpit", HOUSE, &["cockpit"]),
    ("scale", HOUSE, &["scale"]),
    ("load", HOUSE, &["submit", "--clients", "1,16,64,500"]),
    ("load", HOUSE, &["load"]),
    ("paint", PAINT, &[]),
];
/// The one that measures the rules, and no server.
const CORE: &str = "bench_core";
/// The one that knows flags.
const HOUSE: &str = "bench_house";
/// The one that opens a browser.
const PAINT: &str = "bench_paint";
/// Those that run when none is named: the others make houses and take their time.
const USUAL: [&str; 2] = ["core", "submit"];

pub(crate) fn main(arguments: &[String]) -> Done {
    // `--sizes N,N`, `--on ENGINE` and the like are for the benchmark that knows them.
    let flags = arguments.iter().position(|argument| argument.starts_with("--")).unwrap_or(arguments.len());
    let (names, flags) = arguments.split_at(flags);
    if let Some(unknown) = names.iter().find(|name| !BENCHES.iter().any(|(bench, ..)| bench == name)) {
        let mut known: Vec<&str> = BENCHES.iter().map(|(bench, ..)| *bench).collect();
        known.dedup();
        return Err(Failure::new(format!("no benchmark `{unknown}`; there are: {}", known.join(", "))));
    }
    for (name, program, arguments) in BENCHES {
        let wanted =
            if names.is_empty() { USUAL.contains(&name) } else { names.iter().any(|wanted| wanted == name) };
        if !wanted {
            continue;
        }
        ui::step(format!("bench {name}"));
        if program == CORE {
            let core =
                ["--quiet", "--release", "--package", "steward-core", "--features", "tz", "--example", CORE];
            run::run(run::cargo("run").args(core))?;
            crate::test::bench_in_browser()?;
            continue;
        }
        let mut command = run::program(built(program)?);
        command.args(arguments);
        if program == HOUSE {
            command.args(flags);
        }
        if program == PAINT {
            in_browser(&mut command)?;
        }
        let server = if program == PAINT { None } else { on_postgres_too(&mut command) };
        run::run(&mut command)?;
        drop(server);
    }
    Ok(())
}

/// The program beside the server that it measures, both of the whole workspace: another selection of packages resolves
/// other features, and compiles all dependencies once more.
fn built(program: &str) -> Done<PathBuf> {
    let mut command = run::cargo("build");
    command.args(["--release", "--workspace", "--bin", "steward", "--bin", program]);
    ui::timed("compiling", || run::run(&mut command))?;
    Ok(place::target().join("release").join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
}

/// Lets it open the site, as it is served, in a browser.
fn in_browser(command: &mut Command) -> Done {
    let site = crate::build::site(crate::build::Mode::Release)?;
    let browser = crate::setup::browser::ensure()?;
    command.env("STEWARD_SITE", site);
    command.env("STEWARD_CHROMIUM", browser.chromium).env("CHROMEDRIVER", browser.chromedriver);
    Ok(())
}

/// Names the server on which houses may live, beside those in files.
const POSTGRES: &str = "STEWARD_BENCH_POSTGRES";

/// Lets it measure on a PostgreSQL of its own, which ends with the value; `None` where there is none, or the environment
/// names one.
fn on_postgres_too(command: &mut Command) -> Option<Throwaway> {
    if std::env::var_os(POSTGRES).is_some() {
        return None;
    }
    let started = postgres::ensure().and_then(|programs| {
        command.env("STEWARD_PGBENCH", programs.join("pgbench"));
        Throwaway::start(&programs, Work::Measured)
    });
    match started {
        Ok(server) => {
            command.env(POSTGRES, server.url());
            Some(server)
        }
        Err(failure) => {
            ui::note(format!("nothing is measured on PostgreSQL. {failure}"));
            None
        }
    }
}
