#![forbid(unsafe_code)]
//! Trains a dictionary for packed histories from a house that has some, as one made by `steward simulate`:
//! `cargo run --release -p steward-server --example train_histories -- data/steward.db server/dictionaries/2.zdict`.
//!
//! A form that houses are written in keeps its dictionary for ever: a new one belongs to a new form.

use std::path::PathBuf;
use std::process::ExitCode;

use steward_server::db::{Db, rows, sql};
use steward_server::http::error::{Answer, Failure};
use steward_server::tickets::packed;

/// The dictionary's size: beyond it a history loses less than one byte of a hundred.
const BYTES: usize = 64 * 1024;
/// So many histories say enough, taken evenly.
const SAMPLES: i64 = 20_000;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(house), Some(to)) = (arguments.next(), arguments.next()) else { return ExitCode::FAILURE };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let trained = runtime.map_err(Failure::internal).and_then(|runtime| runtime.block_on(train(house)));
    let kept = trained.and_then(|dictionary| std::fs::write(to, dictionary).map_err(Failure::internal));
    if kept.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn train(house: PathBuf) -> Answer<Vec<u8>> {
    let db = Db::look(&house).await?;
    let all = sql("select count(*) from tickets where packed is not null").number(&db.read).await?;
    let found = sql("select packed from tickets where packed is not null and rowid % $1 = 0")
        .bind((all / SAMPLES).max(1))
        .rows(&db.read)
        .await?;
    let mut samples = Vec::with_capacity(found.len());
    for row in &found {
        let packed = rows::maybe_bytes(row, 0)?.unwrap_or_default();
        samples.push(packed::plain(&packed::unpack(&packed)?)?);
    }
    db.close().await;
    zstd::dict::from_samples(&samples, BYTES).map_err(Failure::internal)
}
