//! `cargo xtask size`: what a first visit downloads, as it travels: brotli, or the bytes themselves for what
//! is compressed already.

use std::path::Path;

use crate::build::{self, BUNDLES, Mode};
use crate::failure::{Done, Failure, OrSay};
use crate::ui::{self, thousands};

/// What a first visit may cost, by bundle, in bytes as sent.
const BUDGETS: [(&str, u64); 2] = [("owner", 240_000), ("console", 450_000)];

/// How a bundle's script names a chunk that it fetches when a page needs it. The browser stories see to it that a
/// first visit really goes without.
const LATER: &str = "new URL(\"";

/// How a shell names one, for the page that needs it.
const LATER_LINK: &str = "rel=\"later\"";
/// How it names what waits for somebody to install the app.
const ICON: &str = "rel=\"apple-touch-icon\"";

/// One downloaded file.
struct File {
    path: String,
    raw: u64,
    sent: u64,
}

/// `cargo xtask size`
pub(crate) fn main(arguments: &[String]) -> Done {
    if !arguments.is_empty() {
        return Err(Failure::new("usage: cargo xtask size"));
    }
    let site = build::site(Mode::Release)?;
    report(&site).map(drop)
}

/// Prints the tables; fails where a bundle is over its budget.
pub(crate) fn check(site: &Path) -> Done {
    let totals = report(site)?;
    let over: Vec<String> = BUDGETS
        .iter()
        .filter_map(|(name, budget)| {
            let (_, total) = totals.iter().find(|(bundle, _)| bundle == name)?;
            let excess = total.checked_sub(*budget).filter(|excess| *excess > 0)?;
            Some(format!("{name} is {} bytes over its {}", thousands(excess), thousands(*budget)))
        })
        .collect();
    if over.is_empty() { Ok(()) } else { Err(Failure::new(over.join("; "))) }
}

/// Prints one table a bundle, then the two figures. Returns the totals.
fn report(site: &Path) -> Done<Vec<(&'static str, u64)>> {
    let mut totals = Vec::new();
    for name in BUNDLES {
        let files = first_visit(site, &format!("{name}.html"))?;
        ui::out(format!("{name:<44}{:>12}{:>12}", "bytes", "as sent"));
        for file in &files {
            ui::out(format!("  {:<42}{:>12}{:>12}", file.path, thousands(file.raw), thousands(file.sent)));
        }
        let raw = files.iter().map(|file| file.raw).sum();
        let sent = files.iter().map(|file| file.sent).sum();
        ui::out(format!("  {:<42}{:>12}{:>12}\n", "total", thousands(raw), thousands(sent)));
        totals.push((name, sent));
    }
    for (name, total) in &totals {
        ui::out(format!("{name}_first_load_brotli_bytes {total}"));
    }
    Ok(totals)
}

/// The page and everything that it, and what it names, refers to. Pictures that only a manifest names are
/// left out: a browser fetches those when somebody installs the app.
fn first_visit(site: &Path, page: &str) -> Done<Vec<File>> {
    let mut files: Vec<File> = Vec::new();
    let mut open = vec![page.to_owned()];
    while let Some(path) = open.pop() {
        if files.iter().any(|file| file.path == path) {
            continue;
        }
        let file = site.join(&path);
        let bytes = std::fs::read(&file).or_say(|| format!("cannot read {}", file.display()))?;
        let raw = bytes.len() as u64;
        let sent =
            std::fs::metadata(site.join(format!("{path}.br"))).map_or(raw, |compressed| compressed.len());
        if ["html", "css", "js"].iter().any(|kind| path.ends_with(&format!(".{kind}"))) {
            let text = String::from_utf8_lossy(&bytes);
            open.extend(references(&text).filter(|path| site.join(path).is_file()).map(str::to_owned));
        }
        files.push(File { path, raw, sent });
    }
    files.sort_by(|a, b| b.sent.cmp(&a.sent).then_with(|| a.path.cmp(&b.path)));
    Ok(files)
}

/// Every `/assets/…` in a text, without the leading slash, except what comes later.
fn references(text: &str) -> impl Iterator<Item = &str> {
    let first = |tag: &&str| ![ICON, LATER_LINK].iter().any(|later| tag.contains(later));
    text.split('<').filter(first).flat_map(addresses)
}

fn addresses(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("/assets/").filter(|(at, _)| !text[..*at].ends_with(LATER)).map(|(at, _)| {
        let path = &text[at + 1..];
        let end =
            path.find(|c: char| !(c.is_ascii_alphanumeric() || "-_./".contains(c))).unwrap_or(path.len());
        &path[..end]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_that_a_text_names_is_found() {
        let text = r#"new URL("/assets/later.wasm", here) <link href="/assets/a.1.css"><script src='/assets/s-x.2.js'></script> url(/assets/b.svg)
            <link rel="apple-touch-icon" href="/assets/c.png"><link rel="later" data-page="me" href="/assets/d.wasm">"#;
        let found: Vec<&str> = references(text).collect();
        assert_eq!(found, ["assets/a.1.css", "assets/s-x.2.js", "assets/b.svg"]);
    }

    #[test]
    fn a_first_visit_counts_each_file_once_as_it_is_sent() {
        let site = std::env::temp_dir().join(format!("steward-size-{}", std::process::id()));
        std::fs::create_dir_all(site.join("assets")).expect("a folder");
        let write = |name: &str, bytes: &[u8]| std::fs::write(site.join(name), bytes).expect("a file");
        write("owner.html", b"/assets/a.js /assets/a.js /assets/p.png");
        write("owner.html.br", b"12345");
        write("assets/a.js", b"import '/assets/s.js'");
        write("assets/s.js", b"123");
        write("assets/p.png", b"1234567");
        write("assets/unused.png", b"1");
        let files = first_visit(&site, "owner.html").expect("reads");
        std::fs::remove_dir_all(&site).expect("removes");
        let sent: Vec<(&str, u64)> = files.iter().map(|file| (file.path.as_str(), file.sent)).collect();
        assert_eq!(sent, [("assets/a.js", 21), ("assets/p.png", 7), ("owner.html", 5), ("assets/s.js", 3)]);
    }
}
