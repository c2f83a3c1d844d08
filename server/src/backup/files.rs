//! Files copied, hashed and made to last.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write as _};
use std::path::{Component, Path};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Fault;

/// Bytes that are read at a time.
const PIECE: usize = 256 * 1024;

/// By what a file is known again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// Its length.
    pub bytes: u64,
    /// The SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// Reads a file through; `None` if it is not there.
pub(super) fn mark(path: &Path) -> Result<Option<Mark>, Fault> {
    let Some(file) = open(path)? else { return Ok(None) };
    through(file, path, |_| Ok(())).map(Some)
}

/// Copies a file, for good, with the folders it lies in; `None` if it is not there.
pub(super) fn copy(from: &Path, to: &Path) -> Result<Option<Mark>, Fault> {
    let Some(file) = open(from)? else { return Ok(None) };
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(Fault::file("make the folder", folder))?;
    }
    let mut copy = File::create_new(to).map_err(Fault::file("write", to))?;
    let mark = through(file, from, |piece| copy.write_all(piece).map_err(Fault::file("write", to)))?;
    copy.sync_all().map_err(Fault::file("write", to))?;
    Ok(Some(mark))
}

/// Writes a new file, for good.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let mut file = File::create_new(path).map_err(Fault::file("write", path))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Fault::file("write", path))
}

/// Makes what a file holds last, or the names that a folder holds.
pub(super) fn sync(path: &Path) -> Result<(), Fault> {
    // Not every system lets a folder be opened; those keep names by other means.
    match File::open(path) {
        Ok(file) => file.sync_all().map_err(Fault::file("write", path)),
        Err(_) if path.is_dir() => Ok(()),
        Err(error) => Err(Fault::file("read", path)(error)),
    }
}

/// Whether a name stays inside the folder it is joined to, whatever wrote it.
pub(super) fn is_inside(name: &str) -> bool {
    !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

fn open(path: &Path) -> Result<Option<File>, Fault> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::file("read", path)(error)),
    }
}

fn through(
    mut file: File,
    path: &Path,
    mut each: impl FnMut(&[u8]) -> Result<(), Fault>,
) -> Result<Mark, Fault> {
    let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
    loop {
        let n = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(Fault::file("read", path)(error)),
        };
        let read = piece.get(..n).unwrap_or_default();
        hash.update(read);
        each(read)?;
        bytes += n as u64;
    }
    Ok(Mark { bytes, sha256: HEXLOWER.encode(&hash.finalize()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_known_by_its_mark() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a"), folder.path().join("b/c/d"));
        fs::write(&from, vec![7; PIECE + 1]).unwrap();
        let copied = copy(&from, &to).unwrap();
        assert_eq!(copied, mark(&to).unwrap());
        assert_eq!(copied.unwrap().sha256, hex(&vec![7; PIECE + 1]));
        assert_eq!(mark(&folder.path().join("none")).unwrap(), None);
        assert!(copy(&from, &to).is_err(), "nothing is written over");
    }

    #[test]
    fn no_name_leads_out_of_its_folder() {
        for outside in ["", "/etc/passwd", "../x", "photos/../../x", "./x"] {
            assert!(!is_inside(outside), "{outside}");
        }
        assert!(is_inside("photos/ab/abcd.jpg"));
    }
}
