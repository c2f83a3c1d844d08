//! What may be wrong with a version, each with its place, so that the words land beside it.

use serde::{Deserialize, Serialize};

use super::chapter::Chapter;
use super::script::{Piece, Placeholder, pieces};
use super::writing::{Rule, WRITTEN};
use crate::sla::policy::{ClockKind, Policy};
use crate::surveys::campaign::Words;
use crate::tickets::scenario::Scenario;
use crate::words::words;

words! {
    /// What is wrong.
    FaultKind {
        /// Nothing says what changes and why.
        NoNote = "no_note",
        /// More characters than the place takes.
        TooLong = "too_long",
        /// A scenario without a chapter.
        MissingChapter = "missing_chapter",
        /// Two chapters for one scenario.
        DoubledChapter = "doubled_chapter",
        /// Nothing is written in Chinese where something must be.
        Empty = "empty",
        /// A chapter without a process.
        NoSteps = "no_steps",
        /// A chapter that names no limit, although the standard has some for it.
        NoClocks = "no_clocks",
        /// A clock that the standard does not have for this scenario.
        UnknownClock = "unknown_clock",
        /// A chapter without anything to say.
        NoScripts = "no_scripts",
        /// A chapter that does not say how to write it down.
        NoRules = "no_rules",
        /// Two things of one chapter with the same id, or one without.
        DoubledId = "doubled_id",
        /// A placeholder that no ticket fills.
        UnknownPlaceholder = "unknown_placeholder",
        /// A brace that has no partner.
        StrayBrace = "stray_brace",
        /// The least is more than the most, or the most is none or more than a field takes.
        BadLength = "bad_length",
        /// Two rules for one act.
        DoubledRule = "doubled_rule",
        /// A rule for an act in which nothing is written.
        NotWritten = "not_written",
    }
}

/// Where it is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum Place {
    /// The words about the version.
    Note,
    /// A chapter as a whole.
    Chapter {
        /// Which.
        scenario: Scenario,
    },
    /// What a chapter is for.
    Purpose {
        /// Of which chapter.
        scenario: Scenario,
    },
    /// A step of a process.
    Step {
        /// Of which chapter.
        scenario: Scenario,
        /// Its place in it, from 0.
        n: usize,
    },
    /// The limits of a chapter.
    Clocks {
        /// Of which chapter.
        scenario: Scenario,
    },
    /// A script.
    Script {
        /// Of which chapter.
        scenario: Scenario,
        /// Its place in it, from 0.
        n: usize,
    },
    /// A writing rule.
    Rule {
        /// Of which chapter.
        scenario: Scenario,
        /// Its place in it, from 0.
        n: usize,
    },
}

impl Place {
    /// The chapter it is in; `None` for the note.
    pub const fn scenario(&self) -> Option<Scenario> {
        match self {
            Self::Note => None,
            Self::Chapter { scenario }
            | Self::Purpose { scenario }
            | Self::Clocks { scenario }
            | Self::Step { scenario, .. }
            | Self::Script { scenario, .. }
            | Self::Rule { scenario, .. } => Some(*scenario),
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fault {
    /// Where.
    #[serde(flatten)]
    pub at: Place,
    /// What.
    pub kind: FaultKind,
    /// The very word, where one is to blame: a placeholder, a clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
}

/// The longest note, in characters.
pub const NOTE: usize = 500;
/// The longest purpose and script, in characters.
pub const TEXT: usize = 1_000;
/// The longest title, in characters.
pub const TITLE: usize = 200;
/// The most characters that a rule may allow: what a field of a ticket takes.
pub const FIELD: u16 = 2_000;

/// Whether the standard, or a region's law, has this clock for a scenario.
pub fn has_clock(policy: &Policy, scenario: Scenario, clock: ClockKind) -> bool {
    // The law's limit is no limit of the group's: each region has its own (R06).
    clock == ClockKind::LegalResponse && scenario == Scenario::Emergency
        || policy.limits.iter().any(|limit| (limit.scenario, limit.kind) == (scenario, clock))
}

struct Faults(Vec<Fault>);

impl Faults {
    fn say(&mut self, at: Place, kind: FaultKind) {
        self.0.push(Fault { at, kind, word: None });
    }

    fn blame(&mut self, at: Place, kind: FaultKind, word: &str) {
        self.0.push(Fault { at, kind, word: Some(word.to_owned()) });
    }

    /// Words in both languages of which the Chinese must be there.
    fn words(&mut self, at: &Place, words: &Words, most: usize) {
        if words.zh.trim().is_empty() {
            self.say(at.clone(), FaultKind::Empty);
        }
        if words.zh.chars().count() > most || words.en.chars().count() > most {
            self.say(at.clone(), FaultKind::TooLong);
        }
    }
}

/// Everything that is wrong, in the order of the page.
pub(super) fn of(note: &str, chapters: &[Chapter], policy: &Policy) -> Vec<Fault> {
    let mut found = Faults(Vec::new());
    match note.trim().chars().count() {
        0 => found.say(Place::Note, FaultKind::NoNote),
        n if n > NOTE => found.say(Place::Note, FaultKind::TooLong),
        _ => {}
    }
    for &scenario in Scenario::ALL {
        match chapters.iter().filter(|c| c.scenario == scenario).count() {
            0 => found.say(Place::Chapter { scenario }, FaultKind::MissingChapter),
            1 => {}
            _ => found.say(Place::Chapter { scenario }, FaultKind::DoubledChapter),
        }
    }
    for one in chapters {
        chapter(&mut found, one, policy);
    }
    found.0
}

fn chapter(found: &mut Faults, chapter: &Chapter, policy: &Policy) {
    let scenario = chapter.scenario;
    found.words(&Place::Purpose { scenario }, &chapter.purpose, TEXT);
    steps(found, chapter, policy);
    let has = |clock: ClockKind| has_clock(policy, scenario, clock);
    if chapter.clocks.is_empty() && policy.limits.iter().any(|l| l.scenario == scenario) {
        found.say(Place::Clocks { scenario }, FaultKind::NoClocks);
    }
    for clock in chapter.clocks.iter().filter(|clock| !has(**clock)) {
        found.blame(Place::Clocks { scenario }, FaultKind::UnknownClock, clock.word());
    }
    scripts(found, chapter);
    if chapter.rules.is_empty() {
        found.say(Place::Chapter { scenario }, FaultKind::NoRules);
    }
    for (n, rule) in chapter.rules.iter().enumerate() {
        let doubled = chapter.rules.iter().take(n).any(|other| other.act == rule.act);
        self::rule(found, &Place::Rule { scenario, n }, rule, doubled);
    }
}

fn steps(found: &mut Faults, chapter: &Chapter, policy: &Policy) {
    let scenario = chapter.scenario;
    if chapter.steps.is_empty() {
        found.say(Place::Chapter { scenario }, FaultKind::NoSteps);
    }
    for (n, step) in chapter.steps.iter().enumerate() {
        let at = Place::Step { scenario, n };
        if step.id.is_empty() || chapter.steps.iter().take(n).any(|other| other.id == step.id) {
            found.say(at.clone(), FaultKind::DoubledId);
        }
        found.words(&at, &step.title, TITLE);
        if let Some(clock) = step.clock.filter(|clock| !has_clock(policy, scenario, *clock)) {
            found.blame(at, FaultKind::UnknownClock, clock.word());
        }
    }
}

fn scripts(found: &mut Faults, chapter: &Chapter) {
    let scenario = chapter.scenario;
    if chapter.scripts.is_empty() {
        found.say(Place::Chapter { scenario }, FaultKind::NoScripts);
    }
    for (n, script) in chapter.scripts.iter().enumerate() {
        let at = Place::Script { scenario, n };
        if script.id.is_empty() || chapter.scripts.iter().take(n).any(|other| other.id == script.id) {
            found.say(at.clone(), FaultKind::DoubledId);
        }
        found.words(&at, &script.title, TITLE);
        found.words(&at, &script.text, TEXT);
        for piece in pieces(&script.text.zh).into_iter().chain(pieces(&script.text.en)) {
            match piece {
                Piece::Gap(name) if Placeholder::from_word(name).is_none() => {
                    found.blame(at.clone(), FaultKind::UnknownPlaceholder, name);
                }
                Piece::Stray(_) => found.say(at.clone(), FaultKind::StrayBrace),
                Piece::Gap(_) | Piece::Plain(_) => {}
            }
        }
    }
}

fn rule(found: &mut Faults, at: &Place, rule: &Rule, doubled: bool) {
    if doubled {
        found.say(at.clone(), FaultKind::DoubledRule);
    }
    if !WRITTEN.contains(&rule.act) {
        found.blame(at.clone(), FaultKind::NotWritten, rule.act.word());
    }
    if rule.min > rule.max || rule.max == 0 || rule.max > FIELD {
        found.say(at.clone(), FaultKind::BadLength);
    }
    for line in &rule.must_name {
        found.words(at, line, TITLE);
    }
    if rule.forbidden.iter().any(|phrase| !phrase.chars().any(char::is_alphanumeric)) {
        found.say(at.clone(), FaultKind::Empty);
    }
}
