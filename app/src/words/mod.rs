//! Words for people: every sentence the product says, in the reader's language.
//!
//! `say::<feature>::<sentence>()` comes from `locales/{zh-CN,en}/<feature>.json` through `build.rs`. The language
//! is one value of the whole program, and a change of it draws the page anew; so a view reads words as plain text
//! and needs no subscription for each label. Codes of core become words in [`problem`] and [`label`], durations
//! and dates in [`time`]. Nothing here decides anything.

pub mod civil;
pub mod label;
pub mod problem;
pub mod time;

#[cfg(test)]
mod tests;

use core::cell::Cell;
use core::fmt::{Display, Write as _};

/// The sentences, one module per feature file.
pub mod say {
    include!(concat!(env!("OUT_DIR"), "/say.rs"));
}

/// A language of the product.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Locale {
    /// Simplified Chinese, the first language of every screen.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Locale {
    /// Every language, in the order of the tables that `build.rs` writes.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The tag for `<html lang>` and for preferences.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language of a tag as browsers and preferences write it: `en-GB` is English, any `zh` is Chinese.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next() {
            Some("zh") => Some(Self::Chinese),
            Some("en") => Some(Self::English),
            _ => None,
        }
    }
}

/// A number with its thousands apart: 20,418.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

thread_local! {
    static CURRENT: Cell<Locale> = const { Cell::new(Locale::Chinese) };
}

/// The language that words are said in now.
pub fn locale() -> Locale {
    CURRENT.get()
}

/// Says words in `locale` from now on. `crate::device` calls it and draws the page anew.
pub fn set_locale(locale: Locale) {
    CURRENT.set(locale);
}

/// The text of the current language.
pub fn pick(texts: [&'static str; 2]) -> &'static str {
    let [chinese, english] = texts;
    match locale() {
        Locale::Chinese => chinese,
        Locale::English => english,
    }
}

/// The text for `code` in a table of codes.
pub fn find(table: &[(&str, [&'static str; 2])], code: &str) -> Option<&'static str> {
    table.iter().find(|(word, _)| *word == code).map(|(_, texts)| pick(*texts))
}

/// Puts values where a sentence says `{0}`, `{1}` and so on.
pub fn fill(sentence: &str, values: &[&dyn Display]) -> String {
    fill_by(sentence, |name, out| {
        if let Some(value) = name.parse::<usize>().ok().and_then(|place| values.get(place)) {
            let _ = write!(out, "{value}");
        }
    })
}

/// Puts values where a sentence names them; `write` is given the name and where to write.
pub(crate) fn fill_by(sentence: &str, mut write: impl FnMut(&str, &mut String)) -> String {
    let mut out = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, after)) => {
                write(name, &mut out);
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
