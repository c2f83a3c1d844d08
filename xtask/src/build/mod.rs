//! `cargo xtask build`: from the app's two bins and `public/` to a site that the server can serve.
//!
//! ```text
//! app/src/bin/{owner,console} ─ cargo ─ cut ─ wasm-bindgen ─ wasm-opt ┐
//! public/styles ─ joined, comments dropped ────────────────────────┤ content-hashed names, brotli beside each
//! public/icons, manifests, start.js ───────────────────────────────┤
//! public/{owner,console}.html ─ placeholders filled ───────────────┘ → target/site
//! ```
//! What is up to date is not built again: the whole site by a stamp over its inputs, and the slow half of a
//! bundle (wasm-bindgen, wasm-opt) by the wasm that went in.

mod assets;
mod bundle;
mod files;
mod shell;
mod split;
mod stamp;
mod styles;

use std::path::PathBuf;

use crate::failure::{Done, Failure};
use crate::setup::{wasm_bindgen, wasm_opt, wasm_split, wasm_target};
use crate::{place, turn, ui};
use assets::Assets;

/// The two halves of the app: for owners (业主) and for staff (工作台).
pub(crate) const BUNDLES: [&str; 2] = ["owner", "console"];

/// How much time to spend on making the bundles small.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// What people download.
    Release,
    /// Quick to build, large, uncompressed: for working on screens.
    Dev,
}

impl Mode {
    /// The site's folder: `target/site`, or `target/site-dev`.
    pub(crate) fn site(self) -> PathBuf {
        place::target().join(match self {
            Self::Release => "site",
            Self::Dev => "site-dev",
        })
    }
}

/// `cargo xtask build [--dev]`
pub(crate) fn main(arguments: &[String]) -> Done {
    let mode = match arguments {
        [] => Mode::Release,
        [flag] if flag == "--dev" => Mode::Dev,
        _ => return Err(Failure::new("usage: cargo xtask build [--dev]")),
    };
    let site = site(mode)?;
    ui::step(format!("the site is in {}", site.display()));
    Ok(())
}

/// Builds the site if anything in it could have changed, and returns its folder.
pub(crate) fn site(mode: Mode) -> Done<PathBuf> {
    let tools = bundle::Tools {
        target: wasm_target::ensure()?,
        bindgen: wasm_bindgen::ensure()?.bindgen,
        splitter: if mode == Mode::Release { Some(wasm_split::ensure()?) } else { None },
        opt: if mode == Mode::Release { wasm_opt::ensure() } else { None },
    };
    let site = mode.site();
    let _turn = turn::take(&place::target(), "bundles")?;
    let stamp = stamp::of_inputs(&tools.describe())?;
    if stamp::matches(&site, &stamp) {
        ui::step("bundles: up to date");
        return Ok(site);
    }

    ui::timed("compiling both bundles for the browser", || bundle::compile(&tools, mode))?;
    let mut assets = Assets::new(mode)?;
    assets.add_public()?;
    for name in BUNDLES {
        let built = bundle::bind(&tools, mode, name)?;
        let css = assets.add_text(&format!("{name}.css"), &styles::of(name)?)?;
        let files = bundle::publish(&mut assets, name, &built)?;
        shell::publish(&mut assets, name, &files, &css)?;
    }
    ui::timed("compressing", || assets.finish(&site, &stamp))?;
    Ok(site)
}
