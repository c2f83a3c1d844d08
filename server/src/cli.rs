//! The command line of `steward`.

mod backup;
mod demo;
mod doctor;
mod import;
mod migrate_to;
mod outbox;
mod rebuild;
mod serve;
mod simulate;
mod store;
mod user;
mod verify_ledger;

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use steward_core::time::Instant;

use crate::config::{BadConfig, Config, Log};
use crate::secret::Secret;

/// Steward (管家): tickets, service-level clocks and ratings for property groups.
///
/// One binary and one data folder. `steward serve` starts it; `steward serve --demo` fills an empty data folder
/// with a demo group first and prints its accounts. Settings come from a TOML file, then from the environment,
/// then from flags; `steward check-config` prints what would be used.
#[derive(Parser, Debug)]
#[command(name = "steward", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the server until it is told to stop (SIGTERM or Ctrl-C).
    ///
    /// Once it can answer, it prints a line `listening http://ADDRESS:PORT`.
    Serve(serve::Serve),
    /// Fill an empty database with a demo group, its people and three weeks of tickets.
    ///
    /// `steward serve --demo` does the same before it serves. A database that holds anything is left alone.
    Demo(demo::Demo),
    /// Fill an empty database with a group of any size and its past, for trying out and measuring.
    ///
    /// Every step is decided by the rules, as if people had taken it: work by season and hour, shifts, pauses,
    /// complaints, ratings, second rounds, outages. On SQLite the group is built beside its place and takes it when it
    /// is complete. Progress goes to standard error.
    Simulate(simulate::Simulate),
    /// Bring tickets over from an older system's CSV file, each with its own times.
    ///
    /// A map says what the columns mean; server/maps/nyc311.toml explains every key. Running the same file again
    /// changes nothing, but closes tickets that were open then and are closed now. Rows that cannot be imported
    /// are listed with their line and the reason, the rest goes on, and the exit code says whether there were any.
    Import(import::Import),
    /// Create people who sign in with a name and a password, and change their sign-in.
    User(user::User),
    /// Show notices that wait or were given up, and try those again.
    Outbox(outbox::Outbox),
    /// Recompute the rating ledger from its first record and compare it with the tickets' own histories.
    ///
    /// Prints each project's number of records and head, which auditors can compare with the published one. Names
    /// the first bad record; the exit code says whether there was any. It may run beside a server.
    VerifyLedger(verify_ledger::VerifyLedger),
    /// Make the cockpit's sums anew from the tickets, while a server serves the old ones.
    ///
    /// They are kept up by the server itself; this is for when they are in doubt, or a project has moved to another
    /// region or time zone. Begun again after a break, it begins from the first ticket.
    Rebuild(rebuild::Rebuild),
    /// Copy the house into a folder, while it serves: database and photos, with a manifest, checked.
    ///
    /// One committed state of the database is copied without stopping anybody, then its photos; of PostgreSQL too, into
    /// the same form. The manifest says when, how many tickets and events, where each ledger of ratings ends, and the
    /// SHA-256 of each file.
    /// Everything is read again before the folder counts as a backup: SQLite's own check, the counts, the ledgers
    /// from their first records, every photo. A failed backup leaves nothing behind. Give each backup a new folder,
    /// best on another disk: `steward backup /mnt/safe/steward-$(date +%F)`. It holds personal data and password
    /// hashes; it does not hold the settings file.
    Backup(backup::Backup),
    /// Bring a backup back into an empty data folder.
    ///
    /// Every file is compared with the manifest, copied beside its place, and the copy is read again with all
    /// checks of a backup; only then it takes its place, so a restore that fails leaves nothing half-done. A folder
    /// that holds anything, as that of a running server, is refused. Where the settings name a PostgreSQL database, it
    /// must be empty, and the database goes there and the photos into the folder: every backup can be restored to both.
    /// Compare the printed ledger heads with the published ones, then run `steward serve` on the folder. With --check
    /// nothing is restored, only read.
    Restore(backup::Restore),
    /// Move the house from SQLite to an empty PostgreSQL database.
    ///
    /// Stop the server first. Every table is copied row by row as it is, in one transaction, and read again before that
    /// is committed: as many rows with the same content, and each ledger with the same head, or nothing is left there.
    /// The SQLite file is not changed, and the photos stay in the data folder. Afterwards serve with the same data
    /// folder and --database-url.
    MigrateTo(migrate_to::MigrateTo),
    /// Look at the house from outside, and say what needs somebody and what to do.
    ///
    /// Settings, disk, schema, SQLite's own check, counts that must agree, the rating ledgers, the clock, leases and jobs
    /// that lag, notices, the last backup. It changes nothing and may run beside a server; in a house of millions of
    /// tickets it reads for minutes. The exit code says whether anything is broken; warnings alone are a success.
    Doctor(doctor::Doctor),
    /// Print the settings that would be used, secrets as stars, and say what is wrong with them.
    CheckConfig(CheckConfig),
}

/// Settings that every command takes.
#[derive(Args, Clone, Debug, Default)]
pub struct Common {
    /// The settings file. Without it, steward.toml in the current folder is read if it is there.
    #[arg(long, env = "STEWARD_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of the database and the photos [default: data]
    #[arg(long, env = "STEWARD_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// The database, as sqlite:PATH or postgres://… [default: steward.db in the data folder]
    #[arg(long, env = "STEWARD_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<Secret>,
    /// The form of log lines [default: text]
    #[arg(long, env = "STEWARD_LOG", value_enum, value_name = "FORM")]
    log: Option<Log>,
}

/// Print the settings.
#[derive(Args, Debug)]
struct CheckConfig {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    server: ServerFlags,
}

/// Settings of the running server.
#[derive(Args, Clone, Debug, Default)]
struct ServerFlags {
    /// The address and port to serve on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, env = "STEWARD_LISTEN", value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
    /// The folder of the built front end [default: what is inside the binary]
    #[arg(long, env = "STEWARD_SITE", value_name = "DIR")]
    site: Option<PathBuf>,
    /// The address people type, as https://care.example.com; needed behind a proxy
    #[arg(long, env = "STEWARD_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// Fill an empty database with demo data and show one-time codes on the page
    #[arg(long, env = "STEWARD_DEMO")]
    demo: bool,
    /// Run on a clock that tests move and that shows this time first (demo mode on a loopback address only)
    #[arg(long, hide = true, value_name = "RFC 3339", value_parser = instant)]
    test_clock: Option<Instant>,
}

impl Common {
    /// File, environment and flags together, checked.
    fn settle(&self) -> Result<Config, BadConfig> {
        self.settle_with(&ServerFlags::default())
    }

    /// The same with the flags of a running server.
    fn settle_with(&self, server: &ServerFlags) -> Result<Config, BadConfig> {
        let usual = PathBuf::from("steward.toml");
        let mut config = match &self.config {
            Some(file) => Config::from_file(file)?,
            None if usual.exists() => Config::from_file(&usual)?,
            None => Config::default(),
        };
        let (given, server) = (self.clone(), server.clone());
        config.data = given.data.unwrap_or(config.data);
        config.database_url = given.database_url.or(config.database_url);
        config.log = given.log.unwrap_or(config.log);
        config.listen = server.listen.unwrap_or(config.listen);
        config.site = server.site.or(config.site);
        config.public_url = server.public_url.or(config.public_url);
        config.demo |= server.demo;
        config.test_clock = server.test_clock.or(config.test_clock);
        config.check()?;
        Ok(config)
    }
}

fn instant(text: &str) -> Result<Instant, &'static str> {
    Instant::parse_rfc3339(text).ok_or("a time is written as 2026-06-09T10:00:00+08:00")
}

/// What a command ends with: nothing, or a sentence for the operator.
type Done = Result<(), String>;

/// Reads the arguments and does what they say.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Serve(serve) => on_runtime(serve.run()),
        Command::Demo(demo) => on_runtime(demo.run()),
        Command::Simulate(simulate) => on_runtime(simulate.run()),
        Command::Import(import) => on_runtime(import.run()),
        Command::User(user) => on_runtime(user.run()),
        Command::Outbox(outbox) => on_runtime(outbox.run()),
        Command::VerifyLedger(verify) => on_runtime(verify.run()),
        Command::Rebuild(rebuild) => on_runtime(rebuild.run()),
        Command::Backup(backup) => on_runtime(backup.run()),
        Command::Restore(restore) => on_runtime(restore.run()),
        Command::MigrateTo(migrate) => on_runtime(migrate.run()),
        Command::Doctor(doctor) => on_runtime(doctor.run()),
        Command::CheckConfig(given) => check(&given),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            let _ = writeln!(std::io::stderr(), "steward: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// After how many tasks it is looked what the network brought. The writer waits for answers of the database, and every
/// request for the writer: neither may stand behind a row of requests that are being read.
const TASKS: u32 = 8;

fn on_runtime(work: impl Future<Output = Done>) -> Done {
    tokio::runtime::Builder::new_multi_thread()
        .event_interval(TASKS)
        .enable_all()
        .build()
        .map_err(|e| format!("cannot start: {e}"))?
        .block_on(work)
}

/// Prints a line for the operator. A closed pipe is no reason to stop.
fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn sentence(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn check(given: &CheckConfig) -> Done {
    let config = given.common.settle_with(&given.server).map_err(sentence)?;
    say(format_args!("{config:#?}"));
    Ok(())
}

/// Sends log lines to standard error, so that standard output stays for what commands print.
fn start_log(form: Log) {
    use tracing_subscriber::EnvFilter;
    let level =
        EnvFilter::try_from_env("STEWARD_LOG_LEVEL").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let lines = tracing_subscriber::fmt().with_env_filter(level).with_writer(std::io::stderr);
    // An error means that a log exists already, as in tests.
    let _ = match form {
        Log::Text => lines.try_init(),
        Log::Json => lines.json().try_init(),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_win_over_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("s.toml");
        std::fs::write(&file, "listen = \"127.0.0.1:9\"\ndata = \"/srv/steward\"\n").unwrap();
        let given =
            ["steward", "check-config", "--config", file.to_str().unwrap(), "--listen", "127.0.0.1:0"];
        let Command::CheckConfig(given) = Cli::try_parse_from(given).unwrap().command else { panic!() };
        let config = given.common.settle_with(&given.server).unwrap();
        assert_eq!((config.listen.port(), config.data.to_str()), (0, Some("/srv/steward")));
    }
}
