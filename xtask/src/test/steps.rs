//! What each step of `cargo xtask test` runs.
//!
//! Cargo is always asked for the whole workspace where it can be: another selection of packages resolves
//! other features, and then compiles the same dependencies a second time.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::Passed;
use crate::build::{self, Mode};
use crate::failure::{Done, Failure, OrSay};
use crate::setup::postgres::{self as database, Throwaway, Work};
use crate::setup::{axe, browser, cargo_deny, wasm_bindgen, wasm_target};
use crate::{place, run, size, ui};

/// What is compiled for the browser in tests: the rules with zones, and the screens.
const BROWSER_PACKAGES: [&str; 6] =
    ["--package", "steward-core", "--package", "steward-app", "--features", "steward-core/tz"];

pub(super) fn fmt(_: &[String]) -> Done<Passed> {
    run::run(run::cargo("fmt").args(["--all", "--check"]))?;
    Ok(Passed::Whole)
}

pub(super) fn clippy(_: &[String]) -> Done<Passed> {
    run::run(run::cargo("clippy").args(["--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    Ok(Passed::Whole)
}

pub(super) fn clippy_wasm(_: &[String]) -> Done<Passed> {
    let target = wasm_target::ensure()?;
    target.ensure_clippy()?;
    let mut command = target.cargo("clippy");
    // The release build of the owners' program has a few lines of its own.
    command.args(BROWSER_PACKAGES).args(["--features", "steward-app/split"]);
    command.args(["--all-targets", "--", "-D", "warnings"]);
    run::run(&mut command)?;
    Ok(Passed::Whole)
}

pub(super) fn deny(_: &[String]) -> Done<Passed> {
    let deny = cargo_deny::ensure()?;
    let mut licences = run::program(&deny);
    licences.args(["--log-level", "error", "check", "licenses", "bans", "sources"]);
    run::run(&mut licences)?;

    let mut advisories = run::program(&deny);
    advisories.args(["--log-level", "error", "check", "advisories"]);
    let output = advisories.stdin(Stdio::null()).output().or_say(|| "cannot start cargo-deny")?;
    if output.status.success() {
        return Ok(Passed::Whole);
    }
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    if said.contains("failed to fetch advisory database") {
        ui::note("the database of security advisories is out of reach from here; that check was left out");
        return Ok(Passed::But("advisories not checked: their database is out of reach".into()));
    }
    Err(Failure::new(format!("security advisories:\n{said}")))
}

pub(super) fn native(filters: &[String]) -> Done<Passed> {
    let steward = built(&mut run::cargo("build"))?;
    let mut command = run::cargo("test");
    command.arg("--workspace").args(filters).env("STEWARD_BIN", steward);
    // The database of this step is SQLite, whatever the environment says.
    run::run(command.env_remove(POSTGRES).env_remove(RESTART))?;
    Ok(Passed::Whole)
}

/// Names a PostgreSQL server on which tests may make databases.
const POSTGRES: &str = "STEWARD_TEST_POSTGRES";
/// A shell command that restarts that server as after a power cut.
const RESTART: &str = "STEWARD_TEST_POSTGRES_RESTART";

/// What asks the store something a second time, on a PostgreSQL of its own.
pub(super) fn postgres(filters: &[String]) -> Done<Passed> {
    let programs = match database::ensure() {
        Ok(programs) => programs,
        Err(failure) => {
            ui::note(format!("nothing was tested on PostgreSQL. {failure}"));
            return Ok(Passed::But("left out: there is no PostgreSQL and none could be installed".into()));
        }
    };
    let steward = built(&mut run::cargo("build"))?;
    let server = Throwaway::start(&programs, Work::Tests)?;
    let mut command = run::cargo("test");
    command
        .args(["--workspace", "--test", "server", "--test", "restart", "--"])
        .args(filters)
        .env("STEWARD_BIN", steward)
        .env(POSTGRES, server.url())
        .env(RESTART, server.restart_command());
    run::run(&mut command)?;
    Ok(Passed::Whole)
}

pub(super) fn wasm(filters: &[String]) -> Done<Passed> {
    let mut command = browser_tests()?;
    run::run(command.args(BROWSER_PACKAGES).args(["--lib", "--tests"]).args(filters))?;
    Ok(Passed::Whole)
}

/// `cargo test` for WebAssembly, in headless Chromium.
fn browser_tests() -> Done<Command> {
    let target = wasm_target::ensure()?;
    let runner = wasm_bindgen::ensure()?.test_runner;
    let browser = browser::ensure()?;
    let mut command = target.cargo("test");
    command
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", browser.chromedriver)
        // Seconds. A cold browser on a busy machine takes longer than the usual 20.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    Ok(command)
}

/// The measures of the rules in a browser, optimised as they are shipped.
pub(crate) fn bench_in_browser() -> Done {
    let core = ["--release", "--package", "steward-core", "--features", "tz"];
    let mut command = browser_tests()?;
    run::run(command.args(core).args(["--test", "bench", "--", "--include-ignored", "--nocapture"]))
}

/// The same random cases natively and in a browser, both optimised as they are shipped.
pub(super) fn differential(_: &[String]) -> Done<Passed> {
    let core = ["--release", "--package", "steward-core", "--features", "tz"];
    let mut native = run::cargo("run");
    let native = digests(native.args(core).args(["--example", "differential"]))?;
    let mut browser = browser_tests()?;
    browser.args(core).args(["--test", "differential", "--", "--include-ignored", "--nocapture"]);
    let browser = digests(&mut browser)?;
    if native.is_empty() {
        return Err(Failure::new("no case was run"));
    }
    if native != browser {
        let both = native.iter().zip(&browser).find(|(native, browser)| native != browser);
        let (here, there) = both.map_or(("", ""), |(native, browser)| (native, browser));
        let said = format!("{} blocks natively, {} in the browser", native.len(), browser.len());
        return Err(Failure::new(format!("{said}; the first that differ: {here} / {there}")));
    }
    ui::out(format!("{} blocks of cases have the same results natively and in the browser", native.len()));
    Ok(Passed::Whole)
}

/// The `digest …` lines of what a command prints.
fn digests(command: &mut Command) -> Done<Vec<String>> {
    let output =
        command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().or_say(|| "cannot start cargo")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Err(Failure::new(format!("the cases do not run ({}):\n{said}", output.status)));
    }
    let lines = said.lines().filter_map(|line| line.trim_start().strip_prefix("digest "));
    Ok(lines.map(str::to_owned).collect())
}

pub(super) fn build(_: &[String]) -> Done<Passed> {
    build::site(Mode::Release)?;
    Ok(Passed::Whole)
}

/// The stories carry `#[ignore]`, because they need what only this step provides.
pub(super) fn stories(filters: &[String]) -> Done<Passed> {
    let site = build::site(Mode::Release)?;
    let browser = browser::ensure()?;
    let axe = axe::ensure()?;
    // With the site inside, as `cargo xtask dist` makes it: one story is about just that.
    let steward =
        built(run::cargo("build").args(["--features", "steward-server/embed"]).env("STEWARD_SITE", &site))?;
    let mut command = run::cargo("test");
    command
        .args(["--workspace", "--test", "stories"])
        .args(["--", "--include-ignored"])
        .args(filters)
        .env("STEWARD_SITE", site)
        .env("STEWARD_BIN", steward)
        .env("STEWARD_AXE", axe)
        .env("STEWARD_CHROMIUM", browser.chromium)
        .env("CHROMEDRIVER", browser.chromedriver);
    run::run(&mut command)?;
    Ok(Passed::Whole)
}

pub(super) fn size(_: &[String]) -> Done<Passed> {
    size::check(&build::site(Mode::Release)?)?;
    Ok(Passed::Whole)
}

/// The server under test, in the profile that the tests are compiled in.
fn built(build: &mut Command) -> Done<PathBuf> {
    run::run(build.args(["--workspace", "--bin", "steward"]))?;
    Ok(place::target().join("debug").join(format!("steward{}", std::env::consts::EXE_SUFFIX)))
}
