//! Backups (备份) of a house: the database and the photos in one folder, with a manifest that tells each file's
//! SHA-256 and what the database must hold (R89, N04).
//!
//! A backup is made beside a serving house and stops nobody: one committed state of the database is copied, and a
//! photo is stored before the first row names it and never changed or removed, so the photos that the copy names are
//! all there. There is one format for both engines: the database is a SQLite file, which SQLite's `VACUUM INTO` makes
//! of a house on SQLite and [`crate::transfer`] of one on PostgreSQL, and it is restored to either. Both ways work in
//! a folder of their own ([`staging`]) and everything is read again and checked before it takes its place: what lies
//! at its place is whole. A backup holds no settings file.
//!
//! The manifest's seal finds accidents, not forgers: who can write the files can write a seal. What a forger cannot
//! write is the published head of the ratings' ledger, so both ways print the heads.

mod check;
mod files;
mod make;
pub mod manifest;
mod restore;
mod staging;

use std::path::{Path, PathBuf};

use crate::http::error::Failure;
use crate::surveys::audit;
use crate::transfer;

pub use check::verify;
pub use make::{LAST, make};
pub use restore::restore;

/// The database's name in a backup and in a data folder.
const DATABASE: &str = "steward.db";
/// The photos' folder in a backup and in a data folder.
const PHOTOS: &str = "photos";
/// Lists and seals everything else; without it a folder is no finished backup.
const MANIFEST: &str = "manifest.json";

/// Why a backup was not made, or not restored.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database cannot be copied from or to PostgreSQL.
    #[error("{0}")]
    Transfer(#[from] transfer::Fault),
    /// Restoring would put the database where these settings do not look for it.
    #[error("the settings name a database of their own; restore puts it into {0}: leave database_url out")]
    OtherDatabase(PathBuf),
    /// Nothing to back up.
    #[error("there is no database {0}")]
    NoDatabase(PathBuf),
    /// The target holds something, perhaps a house that is serving.
    #[error("{0} is not empty (it holds {1}): give a folder that is new or empty; nothing was changed")]
    NotEmpty(PathBuf, String),
    /// Somebody else works there.
    #[error(
        "{0} is there: another backup or restore is at work, or one was cut off; if none is running, remove it and \
         try again"
    )]
    AtWork(PathBuf),
    /// A file cannot be read or written.
    #[error("cannot {doing} {path}: {cause}")]
    File {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The folder is no backup, or one that was cut off.
    #[error("{0} cannot be read ({1}): the folder is no finished backup")]
    NoManifest(PathBuf, std::io::Error),
    /// Made by a later version.
    #[error("manifest.json is of Steward {0}, which is newer than this one ({own}): restore with that version", own = env!("CARGO_PKG_VERSION"))]
    Newer(String),
    /// A file is not what was written when the backup was made.
    #[error("{0} is damaged: it is not what was written when the backup was made")]
    Altered(String),
    /// A file of the backup is not there.
    #[error("{0} is missing from the backup")]
    Missing(String),
    /// The database cannot be copied or read.
    #[error("{0}: {1}")]
    Database(PathBuf, sqlx::Error),
    /// SQLite finds the database damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The ratings' ledger does not verify.
    #[error("the ledger of {0} is not sound: {1}")]
    Ledger(String, audit::Fault),
    /// The database holds something else than the manifest says.
    #[error("steward.db does not hold what manifest.json says: {0}")]
    OtherContents(String),
    /// What is stored does not read.
    #[error("{0}")]
    Store(#[from] Failure),
}

impl Fault {
    fn file(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { doing, path, cause }
    }
}
