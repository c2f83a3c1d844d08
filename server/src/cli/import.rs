//! `steward import`.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::Args;

use super::store::Store;
use super::{Common, Done, say, sentence, start_log};
use crate::clock::{Clock as _, SystemClock};
use crate::import::{Map, Report};

/// Bring tickets over from an older system.
#[derive(Args, Debug)]
pub(super) struct Import {
    #[command(flatten)]
    common: Common,
    /// The CSV file.
    file: PathBuf,
    /// What its columns mean.
    #[arg(long, value_name = "MAP.toml")]
    map: PathBuf,
    /// Judge every row and say what would happen, but write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write the whole report to this file, as JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
}

impl Import {
    pub(super) async fn run(self) -> Done {
        let config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        let map = Map::from_file(&self.map).map_err(sentence)?;
        let file = File::open(&self.file).map_err(|e| format!("cannot read {}: {e}", self.file.display()))?;
        let store = Store::open(&config).await?;
        let import = crate::import::Import {
            db: &store.db,
            writer: (!self.dry_run).then_some(&store.writer),
            map: &map,
            now: SystemClock.now(),
        };
        let result = import.run(BufReader::new(file)).await;
        store.close().await?;
        let report = result.map_err(|e| format!("{}: {e}", self.file.display()))?;
        say(&report);
        if let Some(path) = &self.report {
            write_report(path, &report)?;
        }
        match report.rejected.len() {
            0 => Ok(()),
            n => Err(format!("{n} of {} rows were rejected", report.rows)),
        }
    }
}

fn write_report(path: &Path, report: &Report) -> Done {
    let text = serde_json::to_string_pretty(report).map_err(sentence)?;
    std::fs::write(path, text).map_err(|e| format!("cannot write {}: {e}", path.display()))
}
