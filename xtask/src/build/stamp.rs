//! The stamp of a built site: a hash over everything that goes in. Contents count, times do not, so a fresh
//! checkout or a touched file does not rebuild.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::{BUNDLES, files};
use crate::failure::{Done, OrSay};
use crate::place;

const FILE: &str = ".stamp";

/// Folders and files that a bundle is made of. xtask's own sources are among them: they are the recipe.
const INPUTS: [&str; 6] = ["Cargo.lock", "Cargo.toml", "app", "core", "public", "xtask/src"];

/// Hashes every input and `tools`, the versions of what will work on them.
pub(super) fn of_inputs(tools: &str) -> Done<String> {
    let root = place::root();
    let mut hash = Sha256::new();
    hash.update(tools);
    for input in INPUTS {
        let path = root.join(input);
        let list = if path.is_dir() { files::below(&path)? } else { vec![path] };
        for file in list {
            let bytes = files::read_bytes(&file)?;
            hash.update(files::relative(&file, &root));
            hash.update([0]);
            hash.update(bytes.len().to_le_bytes());
            hash.update(bytes);
        }
    }
    Ok(hex(&hash.finalize()))
}

/// Whether `site` was finished with this stamp.
pub(super) fn matches(site: &Path, stamp: &str) -> bool {
    std::fs::read_to_string(site.join(FILE)).is_ok_and(|there| there == stamp)
        && BUNDLES.iter().all(|name| site.join(format!("{name}.html")).is_file())
}

pub(super) fn write(site: &Path, stamp: &str) -> Done {
    std::fs::write(site.join(FILE), stamp).or_say(|| "cannot write the site's stamp")
}

/// The SHA-256 of `bytes` in hexadecimal.
pub(super) fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
