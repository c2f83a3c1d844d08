//! Reading files and walking folders, in a fixed order.

use std::path::{Path, PathBuf};

use crate::failure::{Done, OrSay};

/// Every file below `dir`, sorted by path. A missing folder has none. Hidden files and editors' backups are
/// no input to anything.
pub(super) fn below(dir: &Path) -> Done<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        if !dir.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(&dir).or_say(|| format!("cannot list {}", dir.display()))? {
            let path = entry.or_say(|| format!("cannot list {}", dir.display()))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') || name.ends_with('~') {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// `path` relative to `base`, with forward slashes.
pub(super) fn relative(path: &Path, base: &Path) -> String {
    path.strip_prefix(base).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The content of a file, or which one could not be read.
pub(super) fn read_bytes(path: &Path) -> Done<Vec<u8>> {
    std::fs::read(path).or_say(|| format!("cannot read {}", path.display()))
}

/// The text of a file, or which one could not be read.
pub(super) fn read_text(path: &Path) -> Done<String> {
    std::fs::read_to_string(path).or_say(|| format!("cannot read {}", path.display()))
}
