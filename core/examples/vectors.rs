//! Runs every vector file (`*.jsonl`, with `calendars.json` beside them) of a directory:
//! `cargo run --release -p steward-core --features tz --example vectors -- DIR`.
//!
//! Prints `NAME: N passed, M failed` for each file and the failing cases; exits with 1 if there are any.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool answers on its streams")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

#[path = "../tests/support/vectors.rs"]
mod vectors;

fn main() -> ExitCode {
    let Some(dir) = env::args_os().nth(1) else {
        eprintln!("usage: vectors DIR");
        return ExitCode::from(2);
    };
    match run_all(Path::new(&dir)) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Runs every file; the number of failed cases.
fn run_all(dir: &Path) -> Result<usize, String> {
    let calendars = vectors::Calendars::read(&read(&dir.join("calendars.json"))?)?;
    let mut files: Vec<PathBuf> = fs::read_dir(dir)
        .map_err(|e| format!("{}: {e}", dir.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ext| ext == "jsonl"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(format!("{}: no .jsonl file", dir.display()));
    }
    let mut failed = 0;
    for file in files {
        let outcome = vectors::run(&read(&file)?, &calendars);
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        println!("{name}: {} passed, {} failed", outcome.passed, outcome.failed.len());
        outcome.failed.iter().for_each(|case| println!("  {case}"));
        failed += outcome.failed.len();
    }
    Ok(failed)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}
