//! One stylesheet a bundle: tokens, kit, what both bundles share, then the bundle's own, by name.
//!
//! The order only matters inside a cascade layer; `tokens.css` fixes the order of the layers.

use std::path::PathBuf;

use super::files::{self, read_text};
use crate::failure::Done;
use crate::place;

pub(super) fn of(bundle: &str) -> Done<String> {
    let styles = place::root().join("public").join("styles");
    let mut list: Vec<PathBuf> = vec![styles.join("tokens.css"), styles.join("ui.css")];
    for folder in ["shared", bundle] {
        list.extend(files::below(&styles.join(folder))?);
    }
    let mut joined = String::new();
    for file in list {
        joined.push_str(&minify(&read_text(&file)?));
    }
    Ok(joined)
}

/// Drops comments and the white space that CSS does not need. It leaves alone what could carry meaning:
/// strings, and blanks inside selectors and values.
fn minify(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    let mut rest = css;
    let mut blank = false;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            blank = true;
            continue;
        }
        if first.is_ascii_whitespace() {
            rest = rest.trim_start();
            blank = true;
            continue;
        }
        let token = if first == '"' || first == '\'' { string(rest) } else { &rest[..first.len_utf8()] };
        let binds = |c: char| matches!(c, '{' | '}' | ';' | ',');
        if blank && !binds(first) && !small.ends_with(|last| binds(last) || last == ':') && !small.is_empty()
        {
            small.push(' ');
        }
        if first == '}' && small.ends_with(';') {
            small.pop();
        }
        small.push_str(token);
        rest = &rest[token.len()..];
        blank = false;
    }
    small
}

/// The quoted string at the start of `text`, with its quotes.
fn string(text: &str) -> &str {
    let mut characters = text.char_indices();
    let quote = characters.next().map(|(_, quote)| quote);
    let mut escaped = false;
    for (at, c) in characters {
        if !escaped && Some(c) == quote {
            return &text[..at + c.len_utf8()];
        }
        escaped = !escaped && c == '\\';
    }
    text
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn blanks_that_carry_meaning_stay() {
        let cases = [
            ("a { color : red ; }\n", "a{color :red}"),
            (".a .b , .c > .d { margin: 0 1px; }", ".a .b,.c > .d{margin:0 1px}"),
            ("a :hover { top: calc(1px + 2px); }", "a :hover{top:calc(1px + 2px)}"),
            ("/* a */ .x /* b */ .y { }", ".x .y{}"),
            ("@media (a) and (b) { i { --p: ; } }", "@media (a) and (b){i{--p:}}"),
            ("b::before { content: \"; /* \\\" } \"; }", "b::before{content:\"; /* \\\" } \"}"),
            (":root { --f: \"苹方 SC\", sans-serif; }", ":root{--f:\"苹方 SC\",sans-serif}"),
        ];
        for (css, small) in cases {
            assert_eq!(minify(css), small);
        }
    }
}
