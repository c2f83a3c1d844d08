//! The code book (编码手册): codes in two levels, with a definition each. It grows and changes in versions; a code that
//! is not used any more is retired and stays, so that earlier readings keep their words.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::CodeId;
use crate::problem::{self, Field, Problem};
use crate::surveys::campaign::Words;
use crate::tickets::draft::{Length, check_text};

/// The most codes of a book, the retired ones with them.
pub const CODES: usize = 300;
/// A code's name.
pub const NAME: Length = Length { min: 1, max: 40 };
/// A code's definition.
pub const DEFINITION: Length = Length { min: 0, max: 400 };
/// An example, and a key word.
pub const PHRASE: Length = Length { min: 1, max: 120 };
/// The most examples of a code, and the most key words.
pub const PHRASES: usize = 30;
/// The name of an indicator.
pub const INDICATOR: Length = Length { min: 0, max: 60 };

/// A code (编码).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "VoiceCode"))]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Its id, which stays when its words change.
    pub id: CodeId,
    /// Its name.
    pub name: Words,
    /// The code that it is a part of; a code with a parent is no parent itself.
    #[serde(default)]
    pub parent: Option<CodeId>,
    /// What belongs to it and what does not.
    #[serde(default)]
    pub definition: String,
    /// Texts that belong to it.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Words that suggest it (关键词); nothing is coded by them alone.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// The indicator that should hear of it (对应指标), as M07; empty: none does, which the summary lists (S35).
    #[serde(default)]
    pub indicator: String,
    /// Not used for new readings any more.
    #[serde(default)]
    pub retired: bool,
}

/// A version of the code book.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeBook {
    /// Its number; 0 is the book that ships.
    pub version: u32,
    /// The codes, in the order in which they are shown.
    pub codes: Vec<Code>,
}

impl CodeBook {
    /// The code of this id, retired or not.
    pub fn find(&self, id: &CodeId) -> Option<&Code> {
        self.codes.iter().find(|code| code.id == *id)
    }

    /// Whether a new reading may use it: it is there, and neither it nor its parent is retired.
    pub fn is_usable(&self, id: &CodeId) -> bool {
        self.find(id).is_some_and(|code| {
            let parent = code.parent.as_ref().and_then(|parent| self.find(parent));
            !code.retired && parent.is_none_or(|parent| !parent.retired)
        })
    }

    /// Everything that is wrong with the book, each with its `place` as `codes.3.name.zh`; empty if it can be used.
    pub fn check(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        let at = |code, place: String| Problem::new(code).at(Field::Survey).with("place", place);
        if self.codes.len() > CODES {
            found.push(at(problem::Code::TooMany, "codes".to_owned()).with("max", CODES));
        }
        let mut seen = BTreeSet::new();
        for (n, code) in self.codes.iter().enumerate() {
            let place = |part: &str| format!("codes.{n}.{part}");
            if !seen.insert(&code.id) {
                found.push(at(problem::Code::UnknownChoice, place("id")));
            }
            code.name.check(NAME, &place("name"), &mut found);
            let parent = code.parent.as_ref().map(|parent| self.find(parent));
            if parent.is_some_and(|parent| parent.is_none_or(|p| p.parent.is_some() || p.id == code.id)) {
                found.push(at(problem::Code::UnknownChoice, place("parent")));
            }
            let mut text = |part: &str, text: &str, length| {
                found.extend(check_text(text, length, Field::Survey).map(|p| p.with("place", place(part))));
            };
            text("definition", &code.definition, DEFINITION);
            text("indicator", &code.indicator, INDICATOR);
            for (part, phrases) in [("examples", &code.examples), ("keywords", &code.keywords)] {
                for phrase in phrases {
                    text(part, phrase, PHRASE);
                }
            }
            for (part, phrases) in [("examples", &code.examples), ("keywords", &code.keywords)] {
                if phrases.len() > PHRASES {
                    found.push(at(problem::Code::TooMany, place(part)).with("max", PHRASES));
                }
            }
        }
        found
    }

    /// The book after this one with these codes, or what is wrong: a code that was there must stay.
    pub fn follow(&self, codes: Vec<Code>) -> Result<Self, Vec<Problem>> {
        let next = Self { version: self.version.saturating_add(1), codes };
        let mut found = next.check();
        for (n, code) in self.codes.iter().enumerate() {
            if next.find(&code.id).is_none() {
                let gone = Problem::new(problem::Code::Required).at(Field::Survey);
                found.push(gone.with("place", format!("codes.{n}.id")).with("code", &code.id));
            }
        }
        if found.is_empty() { Ok(next) } else { Err(found) }
    }
}
