//! `pgbench`, which comes with PostgreSQL: a script again and again, as fast as it goes.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::bare::SEQUENCE;
use crate::engine::Database;

/// Names the program; `cargo xtask bench` knows where it is.
const PROGRAM: &str = "STEWARD_PGBENCH";
/// More clients than the server has connections for cannot be.
const MOST: usize = 64;

/// Runs the script on as many connections at once; transactions a second. `None` where the program is not to be had.
pub(crate) fn run(database: &Database, script: &str, clients: usize, over: Duration) -> Option<f64> {
    let program = std::env::var_os(PROGRAM).map_or_else(|| PathBuf::from("pgbench"), PathBuf::from);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("submission.sql");
    std::fs::write(&file, script).expect("a script");
    database.run(&format!(
        "create sequence {SEQUENCE}; select setval('{SEQUENCE}', (select max(position) from events))"
    ));
    let clients = clients.min(MOST);
    let answer = Command::new(&program)
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
        .args([format!("--client={clients}"), format!("--time={}", over.as_secs())])
        .arg(format!("--file={}", file.display()))
        .arg(database.url())
        .stdin(Stdio::null())
        .output();
    let Ok(answer) = answer else {
        println!("{} is not to be had, nor set by {PROGRAM}", program.display());
        return None;
    };
    let said = String::from_utf8_lossy(&answer.stdout);
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    assert!(rate.is_some(), "{said}{}", String::from_utf8_lossy(&answer.stderr));
    rate
}
