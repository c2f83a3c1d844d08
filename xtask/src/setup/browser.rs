//! Chromium, its driver, and fonts that can draw Chinese: what browser tests need.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::apt;
use crate::failure::{Done, Failure};
use crate::{place, run};

/// Names under which systems install the browser.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Where Debian's fonts-noto-cjk puts the sans face.
const NOTO_CJK: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

/// The two programs.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
}

pub(crate) fn ensure() -> Done<Browser> {
    if let (Some(browser), true) = (find(), has_chinese_fonts()) {
        return Ok(browser);
    }
    let wanted: Vec<&str> = [
        ("chromium", chromium().is_none()),
        ("chromium-driver", chromedriver().is_none()),
        ("fonts-noto-cjk", !has_chinese_fonts()),
    ]
    .into_iter()
    .filter_map(|(package, missing)| missing.then_some(package))
    .collect();
    apt::install(&wanted).map_err(|failure| {
        Failure::new(format!(
            "browser tests need Chromium, chromedriver of the same version and a font with Chinese glyphs; \
             missing here: {}. {failure}",
            wanted.join(", ")
        ))
    })?;
    find().ok_or_else(|| Failure::new("chromium and chromedriver were installed but are not on PATH"))
}

fn find() -> Option<Browser> {
    Some(Browser { chromium: chromium()?, chromedriver: chromedriver()? })
}

fn chromium() -> Option<PathBuf> {
    BROWSERS.into_iter().find_map(place::on_path)
}

/// `CHROMEDRIVER` is where wasm-bindgen's test runner looks too.
fn chromedriver() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMEDRIVER").map(PathBuf::from).filter(|file| file.is_file());
    named.or_else(|| place::on_path("chromedriver"))
}

fn has_chinese_fonts() -> bool {
    Path::new(NOTO_CJK).is_file()
        || run::ask(Command::new("fc-list").args([":lang=zh-cn", "family"]))
            .is_some_and(|list| !list.is_empty())
}
