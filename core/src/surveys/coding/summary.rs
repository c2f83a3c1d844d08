//! What a month says (客户声音月报): counts of codes, the sentiment index (R33), and which codes no indicator hears (S35).
//!
//! Only readings count, never suggestions. What comes from surveys is counted apart and hidden where it speaks for
//! fewer than five, as in the surveys' own results.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::book::CodeBook;
use super::reading::Sentiment;
use super::text::TextKind;
use crate::ids::{CodeId, ProjectId};
use crate::surveys::campaign::disclosure::{LEAST, Shown, hidden};

/// The codes that a project shows.
pub const TOP: usize = 3;

/// A text of the month, with its reading where there is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heard {
    /// Where it comes from.
    pub kind: TextKind,
    /// Its project, where one is known.
    pub project: Option<ProjectId>,
    /// How often it was said: answers in the same words are one text.
    pub n: u64,
    /// The codes and the sentiment of its latest reading.
    pub reading: Option<(Vec<CodeId>, Sentiment)>,
}

/// The service sentiment index (服务情感指数, R33): 50 + 50 × (positive − negative) / all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SentimentIndex {
    /// Texts read as positive.
    pub positive: u64,
    /// As neutral.
    pub neutral: u64,
    /// As negative.
    pub negative: u64,
}

impl SentimentIndex {
    /// Texts that were read.
    pub const fn n(&self) -> u64 {
        self.positive.saturating_add(self.neutral).saturating_add(self.negative)
    }

    /// The index as a ratio of whole numbers, 0 to 100; `None` before anything was read.
    pub const fn ratio(&self) -> Option<(u64, u64)> {
        let n = self.n();
        if n == 0 {
            return None;
        }
        // 50 + 50 (p − g) / n = 50 (n + p − g) / n, and n + p − g = 2 p + neutral.
        Some((50 * (2 * self.positive + self.neutral), n))
    }

    /// The index, 0 to 100; `None` before anything was read.
    #[expect(clippy::cast_precision_loss, reason = "counts of texts are far below 2^53")]
    pub fn value(&self) -> Option<f64> {
        self.ratio().map(|(over, under)| over as f64 / under as f64)
    }

    const fn add(&mut self, sentiment: Sentiment, n: u64) {
        match sentiment {
            Sentiment::Positive => self.positive += n,
            Sentiment::Neutral => self.neutral += n,
            Sentiment::Negative => self.negative += n,
        }
    }
}

/// How many texts of one kind there are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KindCount {
    /// The kind.
    pub kind: TextKind,
    /// Texts.
    pub texts: u64,
    /// Of them read.
    pub read: u64,
}

/// How often a code was given.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CodeCount {
    /// The code.
    pub code: CodeId,
    /// In tickets and suggestions.
    pub said: u64,
    /// In answers to surveys.
    pub answers: Shown<u64>,
    /// In tickets and suggestions of the month before.
    pub said_before: u64,
    /// In answers of the month before.
    pub answers_before: Shown<u64>,
}

/// What a project hears most.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectTop {
    /// The project.
    pub project: ProjectId,
    /// Its most frequent codes with their counts, the most frequent first.
    pub top: Vec<(CodeId, u64)>,
}

/// What a month says.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// The texts by kind.
    pub kinds: Vec<KindCount>,
    /// The sentiment of what was read. Answers are part of it when at least five were read.
    pub sentiment: SentimentIndex,
    /// The same for the month before.
    pub sentiment_before: SentimentIndex,
    /// The codes that were given in either month, the most frequent first.
    pub codes: Vec<CodeCount>,
    /// The codes that were given this month and that no indicator hears.
    pub unheard: Vec<CodeId>,
    /// What each project hears most, in tickets and suggestions.
    pub projects: Vec<ProjectTop>,
}

/// The summary of a month beside the one before.
pub fn summary(book: &CodeBook, month: &[Heard], before: &[Heard]) -> Summary {
    let (now, then) = (tally(month), tally(before));
    let mut codes: Vec<CodeCount> = book
        .codes
        .iter()
        .map(|code| CodeCount {
            code: code.id.clone(),
            said: now.said.get(&code.id).copied().unwrap_or(0),
            answers: now.answers.get(&code.id).cloned().unwrap_or(Shown::Value(0)),
            said_before: then.said.get(&code.id).copied().unwrap_or(0),
            answers_before: then.answers.get(&code.id).cloned().unwrap_or(Shown::Value(0)),
        })
        .filter(|count| {
            let none = |shown: &Shown<u64>| *shown == Shown::Value(0);
            count.said + count.said_before > 0 || !none(&count.answers) || !none(&count.answers_before)
        })
        .collect();
    let weight = |count: &CodeCount| count.said + count.answers.value().copied().unwrap_or(0);
    codes.sort_by_key(|count| core::cmp::Reverse(weight(count)));
    let is_given = |id: &CodeId| now.said.contains_key(id) || now.answers.contains_key(id);
    let unheard = book.codes.iter().filter(|code| code.indicator.trim().is_empty() && is_given(&code.id));
    Summary {
        kinds: TextKind::ALL.iter().map(|kind| count(*kind, month)).collect(),
        sentiment: now.sentiment,
        sentiment_before: then.sentiment,
        unheard: unheard.map(|code| code.id.clone()).collect(),
        codes,
        projects: projects(book, month),
    }
}

fn count(kind: TextKind, month: &[Heard]) -> KindCount {
    let of = month.iter().filter(|heard| heard.kind == kind);
    let (texts, read) = of.fold((0, 0), |(texts, read), heard| {
        (texts + heard.n, read + if heard.reading.is_some() { heard.n } else { 0 })
    });
    KindCount { kind, texts, read }
}

/// The counts of one month.
struct Tally {
    said: BTreeMap<CodeId, u64>,
    answers: BTreeMap<CodeId, Shown<u64>>,
    sentiment: SentimentIndex,
}

fn tally(month: &[Heard]) -> Tally {
    let (mut said, mut answers) = (BTreeMap::<CodeId, u64>::new(), BTreeMap::<CodeId, u64>::new());
    let (mut sentiment, mut of_answers) = (SentimentIndex::default(), SentimentIndex::default());
    for heard in month {
        let Some((codes, sounds)) = &heard.reading else { continue };
        let is_answer = heard.kind == TextKind::Answer;
        let counts = if is_answer { &mut answers } else { &mut said };
        for code in codes {
            *counts.entry(code.clone()).or_default() += heard.n;
        }
        (if is_answer { &mut of_answers } else { &mut sentiment }).add(*sounds, heard.n);
    }
    if of_answers.n() >= LEAST {
        sentiment.positive += of_answers.positive;
        sentiment.neutral += of_answers.neutral;
        sentiment.negative += of_answers.negative;
    }
    let cells: Vec<u64> = answers.values().copied().collect();
    let shut = hidden(&cells);
    let answers = answers.into_iter().zip(shut);
    let shown = |((code, n), shut): ((CodeId, u64), bool)| {
        (code, if shut { Shown::Hidden(n) } else { Shown::Value(n) })
    };
    Tally { said, answers: answers.map(shown).map(blind).collect(), sentiment }
}

/// A hidden count says not even how many: unlike a figure, it is nothing but that number.
fn blind((code, shown): (CodeId, Shown<u64>)) -> (CodeId, Shown<u64>) {
    match shown {
        Shown::Hidden(_) => (code, Shown::Hidden(0)),
        value @ Shown::Value(_) => (code, value),
    }
}

fn projects(book: &CodeBook, month: &[Heard]) -> Vec<ProjectTop> {
    let mut counts: BTreeMap<&ProjectId, BTreeMap<&CodeId, u64>> = BTreeMap::new();
    for heard in month {
        let (Some(project), Some((codes, _))) = (&heard.project, &heard.reading) else { continue };
        for code in codes {
            *counts.entry(project).or_default().entry(code).or_default() += heard.n;
        }
    }
    let place = |id: &CodeId| book.codes.iter().position(|code| code.id == *id);
    let one = |(project, codes): (&ProjectId, BTreeMap<&CodeId, u64>)| {
        let mut top: Vec<(CodeId, u64)> = codes.into_iter().map(|(code, n)| (code.clone(), n)).collect();
        top.sort_by_key(|(code, n)| (core::cmp::Reverse(*n), place(code)));
        top.truncate(TOP);
        ProjectTop { project: project.clone(), top }
    };
    counts.into_iter().map(one).collect()
}
