//! Where somebody stands with a survey: plain Rust.

use serde::{Deserialize, Serialize};
use steward_core::problem::{Code, Problem};
use steward_core::surveys::campaign::api::Sheet;
use steward_core::surveys::campaign::course::{NotTaken, Receipt};
use steward_core::surveys::campaign::{AnswerDraft, Given, Kind};
use steward_core::time::Instant;

use crate::words::say;

/// What this device keeps of a survey until it is answered, and that it was.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Draft {
    /// A random key, so that sending twice is answering once.
    pub device: String,
    /// The question on the screen, from 0.
    #[serde(default)]
    pub at: usize,
    /// What was answered so far.
    #[serde(default)]
    pub answers: AnswerDraft,
    /// Put aside for later; opening the link again goes on.
    #[serde(default, skip)]
    pub paused: bool,
    /// It is complete and waits for the network.
    #[serde(default)]
    pub waits: bool,
    /// It was taken.
    #[serde(default)]
    pub receipt: Option<Receipt>,
    /// What was answered is that of somebody who is not content, and a personal link says whom to call.
    #[serde(default)]
    pub unhappy: bool,
    /// What the owner wishes to be called about, as far as it is typed.
    #[serde(default)]
    pub wish: String,
    /// Until when somebody calls, once that was wished.
    #[serde(default)]
    pub called: Option<Instant>,
    /// It was not, and why.
    #[serde(default, skip)]
    pub refused: Option<NotTaken>,
}

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stand {
    /// Questions.
    Asking,
    /// Put aside.
    Paused,
    /// Thanks.
    Taken(Receipt),
    /// Why nothing is asked.
    Not(NotTaken),
}

impl Draft {
    /// Where this stands, given what the server says of the link.
    pub fn stand(&self, sheet: &Sheet) -> Stand {
        match (self.receipt, self.refused.or(sheet.closed)) {
            (Some(receipt), _) => Stand::Taken(receipt),
            (None, Some(why)) => Stand::Not(why),
            (None, None) if self.paused => Stand::Paused,
            (None, None) => Stand::Asking,
        }
    }

    /// The draft of answers that were taken: the answers themselves leave the device.
    #[must_use]
    pub fn taken(&self, receipt: Receipt, unhappy: bool) -> Self {
        Self { device: self.device.clone(), receipt: Some(receipt), unhappy, ..Self::default() }
    }

    /// The score given to a question.
    pub fn score(&self, question: &str) -> Option<u8> {
        match self.answers.0.get(question) {
            Some(Given::Score(score)) => Some(*score),
            _ => None,
        }
    }

    /// What was given in a row of a matrix.
    pub fn row(&self, question: &str, row: usize) -> Option<u8> {
        match self.answers.0.get(question) {
            Some(Given::Rows(rows)) => rows.get(row).copied().flatten(),
            _ => None,
        }
    }

    /// Answers a row of a matrix of so many rows.
    pub fn set_row(&mut self, question: &str, (row, rows): (usize, usize), score: u8) {
        let mut given = match self.answers.0.remove(question) {
            Some(Given::Rows(given)) if given.len() == rows => given,
            _ => vec![None; rows],
        };
        if let Some(cell) = given.get_mut(row) {
            *cell = Some(score);
        }
        self.answers.0.insert(question.to_owned(), Given::Rows(given));
    }

    /// Whether an option is chosen.
    pub fn has_chosen(&self, question: &str, option: u8) -> bool {
        matches!(self.answers.0.get(question), Some(Given::Chosen(chosen)) if chosen.contains(&option))
    }

    /// Chooses an option, or takes it back where several may be chosen.
    pub fn choose(&mut self, question: &str, option: u8, many: bool) {
        let mut chosen = match self.answers.0.remove(question) {
            Some(Given::Chosen(chosen)) if many => chosen,
            _ => Vec::new(),
        };
        if let Some(place) = chosen.iter().position(|o| *o == option) {
            chosen.remove(place);
        } else {
            chosen.push(option);
            chosen.sort_unstable();
        }
        self.answers.0.insert(question.to_owned(), Given::Chosen(chosen));
    }

    /// The words of an open question.
    pub fn text(&self, question: &str) -> String {
        match self.answers.0.get(question) {
            Some(Given::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }
}

/// What is wrong with an answer, as words under its question.
pub fn fault(problem: &Problem, kind: &Kind) -> String {
    let value = |name: &str| problem.params.get(name).cloned().unwrap_or_default();
    match (problem.code, kind) {
        (Code::Required, Kind::Matrix { .. }) => say::survey::must_rows().to_owned(),
        (Code::Required, _) => say::survey::must().to_owned(),
        (Code::TooLong, _) => say::survey::too_long(&value("len"), &value("max")),
        _ => say::survey::wrong().to_owned(),
    }
}
