//! `cargo xtask bench [NAME…]`: runs benchmarks, which print `figure NAME VALUE UNIT` lines or tables.

use std::process::Command;

use crate::failure::{Done, Failure};
use crate::setup::postgres::{self, Throwaway, Work};
use crate::{run, ui};

/// A benchmark's name, the cargo arguments that run it, and whether it needs the server.
const BENCHES: [(&str, &[&str], bool); 7] = [
    ("core", &["--package", "steward-core", "--features", "tz", "--example", "bench_core"], false),
    ("submit", &["--package", "steward-tests", "--bin", "bench_submit"], true),
    ("cockpit", &["--package", "steward-tests", "--bin", "bench_house", "--", "cockpit"], true),
    ("scale", &["--package", "steward-tests", "--bin", "bench_house", "--", "scale"], true),
    ("load", &["--package", "steward-tests", "--bin", "bench_submit", "--", "1", "16", "64", "500"], true),
    ("load", &["--package", "steward-tests", "--bin", "bench_house", "--", "load"], true),
    ("paint", &["--package", "steward-tests", "--bin", "bench_paint"], true),
];
/// Those that run when none is named: the others make houses and take their time.
const USUAL: [&str; 2] = ["core", "submit"];

pub(crate) fn main(arguments: &[String]) -> Done {
    // `--sizes N,N`, `--pages` and `--minutes N` are for the benchmark that knows them.
    let flags = arguments.iter().position(|argument| argument.starts_with("--")).unwrap_or(arguments.len());
    let (names, flags) = arguments.split_at(flags);
    if let Some(unknown) = names.iter().find(|name| !BENCHES.iter().any(|(bench, ..)| bench == name)) {
        let mut known: Vec<&str> = BENCHES.iter().map(|(bench, ..)| *bench).collect();
        known.dedup();
        return Err(Failure::new(format!("no benchmark `{unknown}`; there are: {}", known.join(", "))));
    }
    for (name, arguments, needs_server) in BENCHES {
        let wanted =
            if names.is_empty() { USUAL.contains(&name) } else { names.iter().any(|wanted| wanted == name) };
        if !wanted {
            continue;
        }
        if needs_server {
            crate::serve::server(crate::build::Mode::Release)?;
        }
        ui::step(format!("bench {name}"));
        let mut command = run::cargo("run");
        command.args(["--quiet", "--release"]).args(arguments);
        if arguments.contains(&"bench_house") {
            command.args(flags);
        }
        if arguments.contains(&"bench_paint") {
            in_browser(&mut command)?;
        }
        let asks_database = ["bench_house", "bench_submit"].iter().any(|bench| arguments.contains(bench));
        let server = if asks_database { on_postgres_too(&mut command) } else { None };
        run::run(&mut command)?;
        drop(server);
        if name == "core" {
            crate::test::bench_in_browser()?;
        }
    }
    Ok(())
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
