//! What a reader makes of a text (编码结果): one to five codes, the main one first, and a sentiment.

use serde::{Deserialize, Serialize};

use super::book::CodeBook;
use crate::ids::{CodeId, PersonId};
use crate::problem::{Code, Field, Problem};
use crate::time::Instant;
use crate::words::words;

/// The most codes of one text.
pub const MOST: usize = 5;

words! {
    /// How a text sounds (情感倾向).
    Sentiment {
        /// Praise, thanks (正面).
        Positive = "positive",
        /// Neither, or both (中性).
        Neutral = "neutral",
        /// Blame, worry (负面).
        Negative = "negative",
    }
}

/// A reading as it is filled in.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadingDraft {
    /// The codes, the main one first.
    pub codes: Vec<CodeId>,
    /// The sentiment; `None` until the reader chooses.
    pub sentiment: Option<Sentiment>,
}

impl ReadingDraft {
    /// Everything that is wrong with it by the book, with `place` `codes` or `sentiment`.
    pub fn check(&self, book: &CodeBook) -> Vec<Problem> {
        let at = |code, place: &str| Problem::new(code).at(Field::Survey).with("place", place);
        let mut found = Vec::new();
        let repeats = (1..self.codes.len()).any(|i| self.codes[..i].contains(&self.codes[i]));
        if self.codes.is_empty() {
            found.push(at(Code::Required, "codes"));
        } else if self.codes.len() > MOST || repeats {
            found.push(at(Code::TooMany, "codes").with("max", MOST));
        } else if !self.codes.iter().all(|code| book.is_usable(code)) {
            found.push(at(Code::UnknownChoice, "codes"));
        }
        if self.sentiment.is_none() {
            found.push(at(Code::Required, "sentiment"));
        }
        found
    }
}

/// A reading that somebody made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reading {
    /// The codes, the main one first.
    pub codes: Vec<CodeId>,
    /// The sentiment.
    pub sentiment: Sentiment,
    /// Who read.
    pub by: PersonId,
    /// Their name then.
    pub name: String,
    /// When.
    pub at: Instant,
    /// The version of the book they read by.
    pub book: u32,
}
