//! Codes that the book's key words suggest for a text: plain and repeatable. A person confirms them or does not.

use super::book::{Code, CodeBook};
use crate::ids::CodeId;

/// The most suggestions.
pub const MOST: usize = 3;

/// The codes of which the text has the most key words, at most three; of equal ones, those that stand first in the book.
/// Neither capitals nor blanks matter. A code without a key word in the text is not suggested.
pub fn suggest(book: &CodeBook, text: &str) -> Vec<CodeId> {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
    };
    let text = plain(text);
    let hits = |code: &Code| {
        let words = code.keywords.iter().map(|word| plain(word));
        words.filter(|word| !word.is_empty() && text.contains(word.as_str())).count()
    };
    let mut found: Vec<(usize, &CodeId)> = book
        .codes
        .iter()
        .filter(|code| book.is_usable(&code.id))
        .map(|code| (hits(code), &code.id))
        .filter(|(hits, _)| *hits > 0)
        .collect();
    found.sort_by_key(|(hits, _)| core::cmp::Reverse(*hits));
    found.into_iter().take(MOST).map(|(_, id)| id.clone()).collect()
}
