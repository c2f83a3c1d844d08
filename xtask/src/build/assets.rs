//! The files of the site under their final names: `/assets/NAME.HASH.EXT`, immutable by construction.
//!
//! Text may name other files of `public/` as `{{icons/owner.svg}}`; the placeholder becomes the address. So
//! files are added in the order in which they refer to each other, and a wrong name fails the build.

use std::collections::BTreeMap;
use std::path::Path;

use super::files::{read_bytes, read_text};
use super::{Mode, files, stamp};
use crate::failure::{Done, Failure, OrSay};
use crate::place;

/// Hexadecimal digits of the content hash in a file's name.
const HASH_DIGITS: usize = 12;

/// Text formats; everything else is copied as it is.
const TEXT: [&str; 7] = ["css", "html", "js", "json", "svg", "txt", "webmanifest"];

/// What brotli makes smaller. PNG, WebP and the like are compressed already.
const COMPRESSIBLE: [&str; 9] = ["bin", "css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

pub(super) struct Assets {
    mode: Mode,
    /// Path inside the site → content.
    files: BTreeMap<String, Vec<u8>>,
    /// Path inside `public/` → address.
    addresses: BTreeMap<String, String>,
}

impl Assets {
    pub(super) fn new(mode: Mode) -> Done<Self> {
        let public = place::root().join("public");
        if public.is_dir() {
            Ok(Self { mode, files: BTreeMap::new(), addresses: BTreeMap::new() })
        } else {
            Err(Failure::new(format!("{} is missing", public.display())))
        }
    }

    /// Adds what lies in `public/`: pictures and scripts first, then the manifests that name them. Styles and
    /// shells go their own way.
    pub(super) fn add_public(&mut self) -> Done {
        let public = place::root().join("public");
        let (manifests, others): (Vec<_>, Vec<_>) = files::below(&public)?
            .into_iter()
            .map(|file| (files::relative(&file, &public), file))
            .filter(|(name, _)| !name.starts_with("styles/") && extension(name) != "html")
            .partition(|(name, _)| extension(name) == "webmanifest");
        for (name, file) in others.into_iter().chain(manifests) {
            let flat = name.replace('/', "-");
            let address = if TEXT.contains(&extension(&name)) {
                self.add_text(&flat, &read_text(&file)?)?
            } else {
                self.add(&flat, read_bytes(&file)?)
            };
            self.addresses.insert(name, address);
        }
        Ok(())
    }

    /// Adds a text after filling its placeholders, and returns its address.
    pub(super) fn add_text(&mut self, name: &str, text: &str) -> Done<String> {
        let filled = fill(text, |key| self.addresses.get(key).map(String::as_str))
            .map_err(|key| Failure::new(format!("{name} names {{{{{key}}}}}, which is not in public/")))?;
        Ok(self.add(name, filled.into_bytes()))
    }

    /// Adds a file and returns its address.
    pub(super) fn add(&mut self, name: &str, bytes: Vec<u8>) -> String {
        let hash: String = stamp::of_bytes(&bytes).chars().take(HASH_DIGITS).collect();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let path = format!("assets/{stem}.{hash}.{extension}");
        let address = format!("/{path}");
        self.files.insert(path, bytes);
        address
    }

    /// Adds a page at the site's root, under its own name: it is asked for anew each time.
    pub(super) fn add_page(&mut self, name: &str, text: &str, own: &[(&str, &str)]) -> Done {
        let find = |key: &str| {
            let own = own.iter().find(|(name, _)| *name == key).map(|(_, address)| *address);
            own.or_else(|| self.addresses.get(key).map(String::as_str))
        };
        let filled = fill(text, find)
            .map_err(|key| Failure::new(format!("{name} names {{{{{key}}}}}, which is not in public/")))?;
        self.files.insert(name.to_owned(), filled.into_bytes());
        Ok(())
    }

    /// Writes the site beside the old one and then takes its place, so that a server which is reading the
    /// folder never sees half of each.
    pub(super) fn finish(self, site: &Path, stamp: &str) -> Done {
        let fresh = site.with_extension("new");
        let old = site.with_extension("old");
        for dir in [&fresh, &old] {
            if dir.exists() {
                std::fs::remove_dir_all(dir).or_say(|| format!("cannot empty {}", dir.display()))?;
            }
        }
        std::fs::create_dir_all(fresh.join("assets"))
            .or_say(|| format!("cannot make {}", fresh.display()))?;
        for (name, bytes) in &self.files {
            let file = fresh.join(name);
            std::fs::write(&file, bytes).or_say(|| format!("cannot write {}", file.display()))?;
            if self.mode == Mode::Release && COMPRESSIBLE.contains(&extension(name)) {
                let file = fresh.join(format!("{name}.br"));
                std::fs::write(&file, brotli(bytes)?)
                    .or_say(|| format!("cannot write {}", file.display()))?;
            }
        }
        stamp::write(&fresh, stamp)?;
        if site.exists() {
            std::fs::rename(site, &old).or_say(|| format!("cannot move {}", site.display()))?;
        }
        std::fs::rename(&fresh, site).or_say(|| format!("cannot move {}", fresh.display()))?;
        if old.exists() {
            std::fs::remove_dir_all(&old).or_say(|| format!("cannot remove {}", old.display()))?;
        }
        Ok(())
    }
}

/// The highest quality and the largest window that browsers accept: it is done once and sent often.
fn brotli(bytes: &[u8]) -> Done<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::with_capacity(bytes.len() / 3);
    let mut input = bytes;
    brotli::BrotliCompress(&mut input, &mut compressed, &parameters).or_say(|| "cannot compress")?;
    Ok(compressed)
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Replaces every `{{key}}`; a key that is not known is the error.
fn fill<'a>(text: &str, find: impl Fn(&str) -> Option<&'a str>) -> Result<String, String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let placeholder = after.split_once("}}").filter(|(key, _)| {
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b))
        });
        filled.push_str(before);
        if let Some((key, behind)) = placeholder {
            filled.push_str(find(key).ok_or_else(|| key.to_owned())?);
            rest = behind;
        } else {
            filled.push_str("{{");
            rest = after;
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_become_addresses_and_code_stays_code() {
        let find = |key: &str| (key == "icons/a.svg").then_some("/assets/a.1.svg");
        assert_eq!(fill("src={{icons/a.svg}}!", find), Ok("src=/assets/a.1.svg!".to_owned()));
        assert_eq!(fill("if(x){{y=1}}", find), Ok("if(x){{y=1}}".to_owned()));
        assert_eq!(fill("{{icons/b.svg}}", find), Err("icons/b.svg".to_owned()));
    }

    #[test]
    fn a_name_carries_the_hash_of_its_content() {
        let mut assets = Assets { mode: Mode::Release, files: BTreeMap::new(), addresses: BTreeMap::new() };
        let one = assets.add("owner.js", b"one".to_vec());
        let two = assets.add("owner.js", b"two".to_vec());
        assert_ne!(one, two);
        assert_eq!(one, "/assets/owner.7692c3ad3540.js");
    }

    #[test]
    fn what_is_compressed_reads_back() {
        let text = "报修 → 派单 → 执行 ".repeat(500);
        let small = brotli(text.as_bytes()).expect("compresses");
        assert!(small.len() < text.len() / 50);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut small.as_slice(), &mut back).expect("decompresses");
        assert_eq!(back, text.as_bytes());
    }
}
