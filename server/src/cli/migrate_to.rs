//! `steward migrate-to`.

use std::io::Write as _;

use clap::Args;

use super::{Common, Done, say, sentence, start_log};
use crate::secret::Secret;
use crate::transfer::{self, Fault};

/// Move the house to PostgreSQL.
#[derive(Args, Debug)]
pub(super) struct MigrateTo {
    #[command(flatten)]
    common: Common,
    /// The empty database, as postgres://USER:PASSWORD@HOST/NAME; in the environment nobody else sees it.
    #[arg(value_name = "URL", env = "STEWARD_MIGRATE_TO", hide_env_values = true)]
    to: Secret,
}

impl MigrateTo {
    pub(super) async fn run(self) -> Done {
        let config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        let file = config.sqlite_file().ok_or(Fault::NotSqlite).map_err(sentence)?;
        let moved = transfer::to_postgres(&file, &self.to, &mut progress).await.map_err(sentence)?;
        for head in &moved.heads {
            say(format_args!("ledger {}\t{} records\thead {}", head.project, head.records, head.hash));
        }
        say(format_args!(
            "moved {} tables with {} rows; counts, contents and the heads of all ledgers are equal",
            moved.tables.len(),
            moved.rows()
        ));
        say(format_args!(
            "the photos stay in {}; serve with this data folder and --database-url",
            config.data.join("photos").display()
        ));
        Ok(())
    }
}

/// Says how far a table has come. A closed terminal is no reason to stop.
pub(super) fn progress(table: &str, rows: u64) {
    let _ = writeln!(std::io::stderr(), "{table}: {rows} rows");
}
