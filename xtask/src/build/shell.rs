//! The page that a browser asks for first: `public/NAME.html` with the addresses of this build.

use super::assets::Assets;
use super::bundle;
use super::files::read_text;
use crate::failure::Done;
use crate::place;

pub(super) fn publish(assets: &mut Assets, name: &str, files: &bundle::Published, css: &str) -> Done {
    let page = format!("{name}.html");
    let text = read_text(&place::root().join("public").join(&page))?;
    let own = [("js", &*files.js), ("wasm", &files.wasm), ("css", css), ("later", files.later.trim_end())];
    assets.add_page(&page, &text, &own)
}
