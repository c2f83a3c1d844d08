//! `steward backup` and `steward restore`.

use std::path::PathBuf;

use clap::Args;

use super::migrate_to::progress;
use super::{Common, Done, say, sentence, start_log};
use crate::backup::{self, manifest::Manifest};
use crate::clock::{Clock as _, SystemClock};

/// Copy the house into a folder.
#[derive(Args, Debug)]
pub(super) struct Backup {
    #[command(flatten)]
    common: Common,
    /// The folder for the backup: a new one, or an empty one.
    #[arg(value_name = "TO")]
    to: PathBuf,
}

/// Bring a backup back.
#[derive(Args, Debug)]
pub(super) struct Restore {
    #[command(flatten)]
    common: Common,
    /// The folder of the backup.
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// Read and check the whole backup, but restore nothing.
    #[arg(long)]
    check: bool,
}

impl Backup {
    pub(super) async fn run(self) -> Done {
        let config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        let made =
            backup::make(&config, &self.to, SystemClock.now(), &mut progress).await.map_err(sentence)?;
        say(format_args!("backed up {} into {}", config.data.display(), self.to.display()));
        tell(&made);
        match made.lost_photos.len() {
            0 => Ok(()),
            n => Err(format!("the backup is complete but for {n} photos that the house has lost")),
        }
    }
}

impl Restore {
    pub(super) async fn run(self) -> Done {
        if self.check {
            let sound = backup::verify(&self.from).await.map_err(sentence)?;
            say(format_args!("{} is sound", self.from.display()));
            tell(&sound);
            return Ok(());
        }
        let config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        let restored = backup::restore(&self.from, &config, &mut progress).await.map_err(sentence)?;
        say(format_args!("restored {} into {}", self.from.display(), config.data.display()));
        tell(&restored);
        Ok(())
    }
}

/// What was kept, when, and the heads to compare with the published ones.
fn tell(manifest: &Manifest) {
    let count = |n: u64, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let contents = &manifest.contents;
    let bytes: u64 = manifest.files.values().map(|mark| mark.bytes).sum();
    say(format_args!(
        "of {}: {}, {}, {}; {} MB; every file checked",
        manifest.made_at,
        count(contents.tickets, "ticket"),
        count(contents.events, "event"),
        count(contents.photos, "photo"),
        bytes.div_ceil(1_000_000),
    ));
    for ledger in &contents.ledgers {
        say(format_args!(
            "ledger {}\t{}\thead {}",
            ledger.project,
            count(ledger.records, "record"),
            ledger.head
        ));
    }
    for photo in &manifest.lost_photos {
        say(format_args!("photo {photo} was missing or damaged in the house itself"));
    }
}
