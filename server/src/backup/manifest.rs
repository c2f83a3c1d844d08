//! What a backup says about itself. The format only grows; a manifest of a later format is refused by its number.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::files::{self, Mark};
use super::{Fault, MANIFEST};

/// The format that this version writes and reads.
pub const FORMAT: u32 = 1;

/// The list of a backup's files and of what its database holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`] of whoever wrote it.
    pub format: u32,
    /// The version of Steward that wrote it.
    pub steward: String,
    /// The number of the database's last schema step.
    pub schema: i64,
    /// When the copy was begun: RFC 3339, UTC.
    pub made_at: String,
    /// What the database holds.
    pub contents: Contents,
    /// Photos that the house itself had lost or damaged when the backup was made.
    pub lost_photos: Vec<String>,
    /// Every other file by its place in the folder, parted by `/`.
    pub files: BTreeMap<String, Mark>,
}

/// Counts by which a copy is known to be whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contents {
    /// Tickets (工单).
    pub tickets: u64,
    /// Events of the log.
    pub events: u64,
    /// Photos; each has two files.
    pub photos: u64,
    /// The end of each project's ledger, by project.
    pub ledgers: Vec<LedgerEnd>,
}

/// Where a project's ledger ends (R34).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LedgerEnd {
    /// The project.
    pub project: String,
    /// Its number of records.
    pub records: u64,
    /// The last record's hash.
    pub head: String,
}

/// The file as it is written: the manifest and the SHA-256 of its compact JSON.
#[derive(Serialize, Deserialize)]
struct Sealed {
    manifest: Manifest,
    seal: String,
}

/// What every format has.
#[derive(Deserialize)]
struct Head {
    manifest: HeadOf,
}

#[derive(Deserialize)]
struct HeadOf {
    format: u32,
    steward: String,
}

impl Manifest {
    /// Reads the manifest of a folder; refuses one that is not byte for byte what was written.
    pub(super) fn read(folder: &Path) -> Result<Self, Fault> {
        let path = folder.join(MANIFEST);
        let bytes = std::fs::read(&path).map_err(|e| Fault::NoManifest(path, e))?;
        let altered = |_| Fault::Altered(MANIFEST.to_owned());
        let head: Head = serde_json::from_slice(&bytes).map_err(altered)?;
        if head.manifest.format > FORMAT {
            return Err(Fault::Newer(head.manifest.steward));
        }
        let sealed: Sealed = serde_json::from_slice(&bytes).map_err(altered)?;
        if sealed.manifest.text()?.as_bytes() != bytes {
            return Err(Fault::Altered(MANIFEST.to_owned()));
        }
        if sealed.manifest.schema > crate::db::migrate::last_step() {
            return Err(Fault::Newer(sealed.manifest.steward));
        }
        Ok(sealed.manifest)
    }

    /// Writes it into a folder, for good.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Fault> {
        files::write(&folder.join(MANIFEST), self.text()?.as_bytes())
    }

    fn text(&self) -> Result<String, Fault> {
        let own = |e: serde_json::Error| Fault::Store(e.into());
        let seal = files::hex(&serde_json::to_vec(self).map_err(own)?);
        let sealed = Sealed { manifest: self.clone(), seal };
        Ok(serde_json::to_string_pretty(&sealed).map_err(own)? + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let end = LedgerEnd { project: "tinglan".to_owned(), records: 1, head: "ab".repeat(32) };
        let contents = Contents { tickets: 3, events: 12, photos: 0, ledgers: vec![end] };
        let mark = Mark { bytes: 8192, sha256: "cd".repeat(32) };
        Manifest {
            format: FORMAT,
            steward: "0.1.0".to_owned(),
            schema: 2,
            made_at: "2026-09-15T06:20:00Z".to_owned(),
            contents,
            lost_photos: Vec::new(),
            files: BTreeMap::from([("steward.db".to_owned(), mark)]),
        }
    }

    /// Every bit of the file counts, also those that JSON would not miss.
    #[test]
    fn no_byte_can_change_unnoticed() {
        let folder = tempfile::tempdir().unwrap();
        manifest().write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), manifest());
        let path = folder.path().join(MANIFEST);
        let sound = std::fs::read(&path).unwrap();
        for at in 0..sound.len() {
            let mut bytes = sound.clone();
            bytes[at] ^= 1;
            std::fs::write(&path, &bytes).unwrap();
            let said = Manifest::read(folder.path()).unwrap_err().to_string();
            assert!(said.contains(MANIFEST), "byte {at}: {said}");
        }
    }

    #[test]
    fn a_later_format_and_a_later_schema_are_named() {
        for later in [Manifest { format: 2, ..manifest() }, Manifest { schema: 9999, ..manifest() }] {
            let folder = tempfile::tempdir().unwrap();
            let later = Manifest { steward: "7.8.9".to_owned(), ..later };
            later.write(folder.path()).unwrap();
            let fault = Manifest::read(folder.path()).unwrap_err();
            assert!(matches!(&fault, Fault::Newer(version) if version == "7.8.9"), "{fault}");
        }
    }
}
