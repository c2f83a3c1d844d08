//! What the handbook's screens say and find. Plain Rust.

use steward_core::knowledge::handbook::{
    Chapter, ChapterDifference, Edit, Fault, How, Part, Placeholder, Rule, WritingFault,
};
use steward_core::sla::policy::{ClockKind, Limit};
use steward_core::surveys::campaign::Words;
use steward_core::tickets::{CommandKind, Scenario};

use serde::{Deserialize, Serialize};

use crate::words::{Locale, label, locale, say, time};

/// The words in the reader's language.
pub fn read(words: &Words) -> &str {
    words.read(locale() == Locale::English)
}

/// A text with a script after it, never instead of it.
pub fn appended(text: &str, script: &str) -> String {
    let before = text.trim_end();
    if before.is_empty() { script.to_owned() } else { [before, "\n", script].concat() }
}

/// What a text lacks, in words. They stay the same while somebody types towards them, so that they are read out once.
pub fn lack(fault: &WritingFault, rule: &Rule) -> String {
    match fault {
        WritingFault::Perfunctory { phrase } => say::handbook::perfunctory(phrase),
        WritingFault::TooShort { .. } => say::handbook::at_least(&rule.min),
        WritingFault::TooLong { .. } => say::handbook::at_most(&rule.max),
        WritingFault::Unfilled { gap } => say::handbook::unfilled(&label::placeholder(*gap)),
    }
}

/// An act by its name on the buttons: 反馈.
pub fn act(kind: CommandKind) -> &'static str {
    match kind {
        CommandKind::Reply => say::desk::reply(),
        _ => say::desk::act(kind.word()).unwrap_or(kind.word()),
    }
}

/// How long the clocks that a chapter names are: general limits of the group's standard.
pub fn limit(limits: &[Limit], scenario: Scenario, clock: ClockKind) -> String {
    let general = |l: &&Limit| l.target() == (clock, scenario, None, None, None);
    match limits.iter().find(general) {
        Some(limit) => time::span(limit.limit),
        None if clock == ClockKind::LegalResponse => say::handbook::by_law().to_owned(),
        None => say::handbook::not_limited().to_owned(),
    }
}

/// A place of the handbook that a search found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// In which chapter.
    pub scenario: Scenario,
    /// The part of the chapter.
    pub part: &'static str,
    /// The words that stand there.
    pub words: String,
}

/// The places that hold every word of `query`, in either language; letters' case does not matter. None for no words.
pub fn hits(chapters: &[Chapter], query: &str) -> Vec<Hit> {
    let wanted: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let holds = |texts: &[&Words]| {
        let all = texts.iter().flat_map(|w| [w.zh.as_str(), w.en.as_str()]).collect::<Vec<_>>().join("\n");
        let all = all.to_lowercase();
        !wanted.is_empty() && wanted.iter().all(|word| all.contains(word))
    };
    let mut found = Vec::new();
    for chapter in chapters {
        let scenario = chapter.scenario;
        let mut add = |part, words: String| found.push(Hit { scenario, part, words });
        let name = Words::new(label::scenario(scenario), "");
        if holds(&[&name, &chapter.purpose]) {
            add(say::handbook::purpose(), read(&chapter.purpose).to_owned());
        }
        for step in chapter.steps.iter().filter(|s| holds(&[&s.title])) {
            add(say::handbook::process(), read(&step.title).to_owned());
        }
        for script in chapter.scripts.iter().filter(|s| holds(&[&s.title, &s.text])) {
            add(say::handbook::scripts(), [read(&script.title), "\n", read(&script.text)].concat());
        }
        for rule in &chapter.rules {
            let phrases: Vec<Words> = rule.forbidden.iter().map(|p| Words::new(p, "")).collect();
            let texts: Vec<&Words> = rule.must_name.iter().chain(&phrases).collect();
            if holds(&texts) {
                let items = rule.must_name.iter().map(read).collect::<Vec<_>>().join(say::handbook::comma());
                add(say::handbook::rules(), say::handbook::named(&act(rule.act), &items));
            }
        }
    }
    found
}

/// What happened to a part, as a line and a word.
pub fn change(part: &Part, how: How) -> (String, &'static str) {
    let line = match part {
        Part::Chapter => say::handbook::part_chapter().to_owned(),
        Part::Purpose => say::handbook::part_purpose().to_owned(),
        Part::Step { title } => say::handbook::part_step(&read(title)),
        Part::Order => say::handbook::part_order().to_owned(),
        Part::Clocks => say::handbook::limits().to_owned(),
        Part::Script { title } => say::handbook::part_script(&read(title)),
        Part::Rule { act: kind } => say::handbook::part_rule(&act(*kind)),
    };
    (line, label::how_changed(how))
}

/// How many changes there are in all chapters.
pub fn count(all: &[ChapterDifference]) -> usize {
    all.iter().map(|chapter| chapter.changes.len()).sum()
}

/// What is wrong, in words; the word to blame is a clock by its name, or as it was typed.
pub fn fault(fault: &Fault) -> String {
    let word = fault.word.as_deref().unwrap_or_default();
    let word = ClockKind::from_word(word).map_or_else(|| word.to_owned(), |c| label::clock(c).to_owned());
    label::handbook_fault(fault.kind).replace("{word}", &word)
}

/// Lines of an area, as both languages: what stands after a bar is English.
pub fn lines(text: &str) -> Vec<Words> {
    let pair = |line: &str| match line.split_once(['|', '｜']) {
        Some((zh, en)) => Words::new(zh.trim(), en.trim()),
        None => Words::new(line.trim(), ""),
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(pair).collect()
}

/// The same the other way round.
pub fn unlines(lines: &[Words]) -> String {
    let line =
        |w: &Words| if w.en.is_empty() { w.zh.clone() } else { [w.zh.as_str(), " | ", &w.en].concat() };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The next free id of a chapter's parts.
pub fn free_id<'a>(taken: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut n = taken.clone().count() + 1;
    loop {
        let id = ["n", &n.to_string()].concat();
        if taken.clone().all(|other| other != id) {
            return id;
        }
        n += 1;
    }
}

/// Every placeholder with its braces and its name.
pub fn placeholders() -> String {
    let one = |p: &Placeholder| ["{", p.word(), "} ", label::placeholder(*p)].concat();
    Placeholder::ALL.iter().map(one).collect::<Vec<_>>().join(say::handbook::comma())
}

/// Changes that this device keeps until the server has them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unsaved {
    /// The `seq` that they were made on.
    pub seq: u32,
    /// The changes.
    pub edit: Edit,
}

/// Where the changes of one version are kept.
pub fn draft_key(version: u32) -> String {
    ["steward.draft.handbook.", &version.to_string()].concat()
}
