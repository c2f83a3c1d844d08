//! What a campaign says (调查结果): figures with the number of answers, the uncertainty, and the response rate.
//!
//! Every share has the answered as its denominator. Everything that screens and exports show comes from here, with
//! what must stay hidden left out already.

use serde::{Deserialize, Serialize};

use super::answer::{AnswerDraft, Given, NOT_APPLICABLE};
use super::disclosure::{LEAST, Shown, hidden};
use super::question::{Kind, Question, Questionnaire};
use crate::ids::ProjectId;
use crate::surveys::score::{Csat, Nps, StrataCsat, Stratum, csat, csat_strata, nps, wilson};

/// The most texts of one question that are shown.
pub const TEXTS: usize = 200;

/// Ease (费力度得分, CES) of answers 1 to 7.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ces {
    /// Number of answers.
    pub n: u64,
    /// Answers 5 to 7: those who found it easy.
    pub easy: u64,
    /// Percent of them.
    pub easy_pct: Option<f64>,
    /// Mean of the answers, 1 to 7.
    pub mean: Option<f64>,
    /// Lower bound of the Wilson 95% interval of the *share* that found it easy.
    pub low: Option<f64>,
    /// Upper bound of it.
    pub high: Option<f64>,
}

/// The ease of answers 1 to 7; others do not count.
pub fn ces(answers: &[u8]) -> Ces {
    let valid: Vec<u8> = answers.iter().copied().filter(|a| (1..=7).contains(a)).collect();
    let n = valid.len() as u64;
    let easy = valid.iter().filter(|a| **a >= 5).count() as u64;
    let total: u64 = valid.iter().map(|a| u64::from(*a)).sum();
    let interval = wilson(easy, n);
    Ces {
        n,
        easy,
        easy_pct: ratio(easy, n).map(|share| 100.0 * share),
        mean: ratio(total, n),
        low: interval.map(|i| i.0),
        high: interval.map(|i| i.1),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of answers are far below 2^53")]
fn ratio(of: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| of as f64 / all as f64)
}

/// What the answers to one question, or one row of a matrix, say.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Satisfaction; `counts` are the answers 1 to 5.
    Csat {
        /// The score.
        score: Csat,
        /// How often each answer was given.
        counts: Vec<u64>,
        /// Answers "not applicable", which are no part of the score.
        not_applicable: u64,
    },
    /// Willingness to recommend; `counts` are the answers 0 to 10.
    Nps {
        /// The score.
        score: Nps,
        /// How often each answer was given.
        counts: Vec<u64>,
    },
    /// Ease; `counts` are the answers 1 to 7.
    Ces {
        /// The score.
        score: Ces,
        /// How often each answer was given.
        counts: Vec<u64>,
    },
    /// A choice; several may add up to more than everybody.
    Choice {
        /// Who answered.
        n: u64,
        /// How many chose each option.
        counts: Vec<u64>,
    },
    /// Own words.
    Texts {
        /// Who wrote something.
        n: u64,
        /// What they wrote, sorted by the text itself, so that the order says nothing.
        texts: Vec<String>,
    },
}

impl Figure {
    /// How many answered.
    pub const fn n(&self) -> u64 {
        match self {
            Self::Csat { score, .. } => score.n,
            Self::Nps { score, .. } => score.n,
            Self::Ces { score, .. } => score.n,
            Self::Choice { n, .. } | Self::Texts { n, .. } => *n,
        }
    }

    /// The score with its 95% interval, in points of 100 (net recommendation: −100 to 100); `None` for what is no
    /// score and for no answers.
    pub fn scored(&self) -> Option<Scored> {
        let percent = |value: Option<f64>, low: Option<f64>, high: Option<f64>| {
            Some(Scored { value: value?, low: 100.0 * low?, high: 100.0 * high? })
        };
        match self {
            Self::Csat { score, .. } => percent(score.top2_pct, score.wilson_low, score.wilson_high),
            Self::Ces { score, .. } => percent(score.easy_pct, score.low, score.high),
            Self::Nps { score, .. } => {
                Some(Scored { value: score.nps?, low: score.ci_low?, high: score.ci_high? })
            }
            Self::Choice { .. } | Self::Texts { .. } => None,
        }
    }
}

/// A score with its 95% interval.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scored {
    /// The score.
    pub value: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// The answers of one project that count, with what they are compared with.
#[derive(Clone, Debug)]
pub struct Stand {
    /// The project.
    pub project: ProjectId,
    /// Its households: the weight in the weighted score.
    pub households: u64,
    /// Households that were asked; `None` where nobody knows, as for a public link.
    pub asked: Option<u64>,
    /// The answers that count.
    pub answers: Vec<AnswerDraft>,
}

/// Response: how many were asked and how many answered, in one project or in all.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Response {
    /// Households that were asked.
    pub asked: Option<u64>,
    /// Answers that count.
    pub answered: u64,
}

impl Response {
    /// The response rate (回收率), 0 to 1.
    pub fn rate(&self) -> Option<f64> {
        ratio(self.answered, self.asked?)
    }
}

/// One line of the results: a question, or a row of a matrix.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
    /// The question's id.
    pub question: String,
    /// The row of a matrix, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u8>,
    /// Over all projects that the reader sees.
    pub total: Shown<Figure>,
    /// For each of these projects, in the order of [`Results::projects`]; empty where projects are not told apart.
    pub projects: Vec<Shown<Figure>>,
    /// Satisfaction weighted by households (事后分层), over the projects that are shown; the coverage says how much
    /// of the population they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighted: Option<Weighted>,
}

/// A weighted score.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Weighted {
    /// Percent satisfied.
    pub csat_pct: f64,
    /// The share of the households whose project is part of it.
    pub coverage: f64,
}

/// The results as one reader may see them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Results {
    /// The response over all projects that the reader sees.
    pub response: Response,
    /// The response of each of them; empty where projects are not told apart.
    pub projects: Vec<(ProjectId, Response)>,
    /// The questions, in their order.
    pub items: Vec<Item>,
}

/// How much a reader sees.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// Each project, and the texts.
    Full,
    /// Totals only: no single project, no texts.
    Totals,
}

/// The results of `stands`, all projects of the campaign, for a reader who reaches those for which `seen` is true.
///
/// What is hidden is decided over exactly the projects that this reader sees, because their total is what the reader
/// could subtract from. There is no way to ask for the total of a part.
pub fn results(
    questions: &Questionnaire,
    stands: &[Stand],
    seen: impl Fn(&ProjectId) -> bool,
    depth: Depth,
) -> Results {
    let mine: Vec<usize> = (0..stands.len()).filter(|i| seen(&stands[*i].project)).collect();
    let response = |of: &[usize]| {
        let asked: Option<Vec<u64>> = of.iter().map(|i| stands[*i].asked).collect();
        let answered = of.iter().map(|i| stands[*i].answers.len() as u64).sum();
        Response { asked: asked.map(|a| a.iter().sum()).filter(|_| !of.is_empty()), answered }
    };
    let items = questions.0.iter().flat_map(|question| {
        let rows: Vec<Option<u8>> = match &question.kind {
            Kind::Matrix { rows } => (0..rows.len()).map(|n| u8::try_from(n).ok()).collect(),
            _ => vec![None],
        };
        let (mine, stands) = (&mine, stands);
        rows.into_iter().map(move |row| item(question, row, stands, mine, depth))
    });
    let apart = depth == Depth::Full;
    Results {
        response: response(&mine),
        projects: mine
            .iter()
            .filter(|_| apart)
            .map(|i| (stands[*i].project.clone(), response(&[*i])))
            .collect(),
        items: items.collect(),
    }
}

fn item(question: &Question, row: Option<u8>, stands: &[Stand], mine: &[usize], depth: Depth) -> Item {
    let figure_of = |of: &[usize]| {
        let given = of.iter().flat_map(|i| &stands[*i].answers).filter_map(|a| a.0.get(&question.id));
        figure(question, row, given.collect())
    };
    let each: Vec<Figure> = mine.iter().map(|i| figure_of(&[*i])).collect();
    let within: Vec<u64> = each.iter().map(Figure::n).collect();
    let shut = hidden(&within);
    let open = matches!(question.kind, Kind::Open);
    let together = figure_of(mine);
    let few = (1..LEAST).contains(&together.n());
    let total = if few || (open && depth == Depth::Totals) {
        Shown::Hidden(together.n())
    } else {
        Shown::Value(together)
    };
    let weighted = (matches!(question.kind, Kind::Csat) && total.value().is_some() && mine.len() > 1)
        .then(|| weighted(question, stands, mine, &shut))
        .flatten();
    let projects = each
        .into_iter()
        .zip(&shut)
        .filter(|_| depth == Depth::Full && !open)
        .map(|(figure, shut)| if *shut { Shown::Hidden(figure.n()) } else { Shown::Value(figure) });
    Item { question: question.id.clone(), row, total, projects: projects.collect(), weighted }
}

/// What one project's answers to a question say, whoever asks: for sums over surveys, which hide what they must. Rows of a
/// matrix are no part of it.
pub fn of_project(asked: &Question, stand: &Stand) -> Figure {
    figure(asked, None, stand.answers.iter().filter_map(|answer| answer.0.get(&asked.id)).collect())
}

/// The texts of an open question as a reader of these stands may see them, each with how often it was said in just
/// these words, sorted by the text itself; none where fewer than [`LEAST`] wrote something.
pub fn open_texts(question: &Question, stands: &[Stand]) -> Vec<(String, u64)> {
    let mut texts: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    for given in stands.iter().flat_map(|stand| &stand.answers).filter_map(|a| a.0.get(&question.id)) {
        if let Given::Text(text) = given
            && !text.trim().is_empty()
        {
            *texts.entry(text.trim().to_owned()).or_default() += 1;
        }
    }
    let n: u64 = texts.values().sum();
    if n < LEAST { Vec::new() } else { texts.into_iter().collect() }
}

fn weighted(question: &Question, stands: &[Stand], mine: &[usize], shut: &[bool]) -> Option<Weighted> {
    let stratum = |(i, shut): (&usize, &bool)| {
        let stand = &stands[*i];
        let given = stand.answers.iter().filter_map(|a| a.0.get(&question.id));
        let answers = if *shut { Vec::new() } else { given.filter_map(score).collect() };
        Stratum { name: stand.project.to_string(), population: stand.households, answers }
    };
    let strata: Vec<Stratum> = mine.iter().zip(shut).map(stratum).collect();
    let StrataCsat { csat_pct, coverage } = csat_strata(&strata);
    Some(Weighted { csat_pct: csat_pct?, coverage: coverage? })
}

fn score(given: &Given) -> Option<u8> {
    match given {
        Given::Score(score) => Some(*score),
        Given::Rows(_) | Given::Chosen(_) | Given::Text(_) => None,
    }
}

fn counts(answers: &[u8], least: u8, most: u8) -> Vec<u64> {
    let mut counts = vec![0; usize::from(most - least) + 1];
    for answer in answers {
        let place = answer.checked_sub(least).map(usize::from);
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    counts
}

fn figure(question: &Question, row: Option<u8>, given: Vec<&Given>) -> Figure {
    let scores = || -> Vec<u8> { given.iter().filter_map(|g| score(g)).collect() };
    match &question.kind {
        Kind::Csat => {
            let scores = scores();
            Figure::Csat { score: csat(&scores), counts: counts(&scores, 1, 5), not_applicable: 0 }
        }
        Kind::Nps => {
            let scores = scores();
            Figure::Nps { score: nps(&scores), counts: counts(&scores, 0, 10) }
        }
        Kind::Ces => {
            let scores = scores();
            Figure::Ces { score: ces(&scores), counts: counts(&scores, 1, 7) }
        }
        Kind::Matrix { .. } => {
            let row = usize::from(row.unwrap_or_default());
            let cell = |given: &&Given| match given {
                Given::Rows(rows) => rows.get(row).copied().flatten(),
                _ => None,
            };
            let cells: Vec<u8> = given.iter().filter_map(cell).collect();
            let not_applicable = counts(&cells, NOT_APPLICABLE, NOT_APPLICABLE).iter().sum();
            Figure::Csat { score: csat(&cells), counts: counts(&cells, 1, 5), not_applicable }
        }
        Kind::Choice { options, .. } => {
            let chosen: Vec<&Vec<u8>> = given
                .iter()
                .filter_map(|g| match g {
                    Given::Chosen(chosen) if !chosen.is_empty() => Some(chosen),
                    _ => None,
                })
                .collect();
            let count =
                |n: usize| chosen.iter().filter(|c| c.iter().any(|o| usize::from(*o) == n)).count() as u64;
            Figure::Choice { n: chosen.len() as u64, counts: (0..options.len()).map(count).collect() }
        }
        Kind::Open => {
            let text = |g: &&Given| match g {
                Given::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
                _ => None,
            };
            let mut texts: Vec<String> = given.iter().filter_map(text).collect();
            let n = texts.len() as u64;
            texts.sort();
            texts.truncate(TEXTS);
            Figure::Texts { n, texts }
        }
    }
}
