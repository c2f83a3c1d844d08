//! `steward import`.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::store::Store;
use super::{Common, Done, say, sentence, start_log};
use crate::clock::{Clock as _, SystemClock};
use crate::import::Map;
use crate::import::table::Encoding;

/// Bring tickets over from an older system, or the facts of homes.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Import {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    common: Common,
    /// The CSV file.
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// What its columns mean.
    #[arg(long, required = true, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// Judge every row and say what would happen, but write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write the whole report to this file, as JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Bring in what is known of homes: handover, moving in, decoration permit, end of contract, segment.
    ///
    /// The first line names the columns: project and room (项目, 房号) and, where there are any, building and unit (楼栋,
    /// 单元) say which home; handed_over_on, moved_in_on, decoration_from, decoration_until, contract_ends_on and segment
    /// (交付日期, 入住日期, 装修开始, 装修结束, 合同到期, 分群) what is known, as many of them as there are. Days are written
    /// 2026-12-31, 2026/12/31 or 2026年12月31日. An empty cell leaves what is known, a cell with - takes it back. A wrong
    /// row is named with its line and keeps the whole file out: either every row is written or none.
    Households(Homes),
}

#[derive(Args, Debug)]
struct Homes {
    #[command(flatten)]
    common: Common,
    /// The CSV file.
    file: PathBuf,
    /// How the file is encoded; a byte order mark may stand in it.
    #[arg(long, value_enum, default_value_t)]
    encoding: Encoding,
    /// What stands between two fields.
    #[arg(long, default_value = ",")]
    delimiter: char,
    /// Judge every row and say what would happen, but write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write the whole report to this file, as JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
}

/// An import of tickets, with everything that it needs.
struct Tickets {
    common: Common,
    file: PathBuf,
    map: PathBuf,
    dry_run: bool,
    report: Option<PathBuf>,
}

impl Import {
    pub(super) async fn run(self) -> Done {
        let Self { what, common, file, map, dry_run, report } = self;
        match (what, file, map) {
            (Some(What::Households(homes)), ..) => homes.run().await,
            (None, Some(file), Some(map)) => Tickets { common, file, map, dry_run, report }.run().await,
            (None, ..) => Err("name a file and its map, or what to bring in".to_owned()),
        }
    }
}

impl Homes {
    async fn run(self) -> Done {
        if !self.encoding.can_split_at(self.delimiter) {
            return Err(format!("{:?} cannot stand between fields of this encoding", self.delimiter));
        }
        let config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        let file = File::open(&self.file).map_err(|e| format!("cannot read {}: {e}", self.file.display()))?;
        let store = Store::open(&config).await?;
        let import = crate::import::homes::Import {
            db: &store.db,
            writer: (!self.dry_run).then_some(&store.writer),
            delimiter: self.delimiter,
            encoding: self.encoding,
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

impl Tickets {
    async fn run(self) -> Done {
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

fn write_report(path: &Path, report: &impl Serialize) -> Done {
    let text = serde_json::to_string_pretty(report).map_err(sentence)?;
    std::fs::write(path, text).map_err(|e| format!("cannot write {}: {e}", path.display()))
}
