//! What may be answered (答卷).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::question::{Kind, OPEN_MAX, Question, Questionnaire};
use crate::problem::{Code, Field, Problem};
use crate::tickets::draft::{Length, check_text};

/// "Not applicable" in a row of a matrix.
pub const NOT_APPLICABLE: u8 = 0;

/// The answer to one question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// A number on the question's scale.
    Score(u8),
    /// A number for each row of a matrix, 1 to 5; 0 is "not applicable", nothing is not answered.
    Rows(Vec<Option<u8>>),
    /// The places of the chosen options, from 0.
    Chosen(Vec<u8>),
    /// Own words.
    Text(String),
}

/// An answer sheet as it is filled in. A question without an entry is not answered: nothing is preselected.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct AnswerDraft(pub BTreeMap<String, Given>);

impl AnswerDraft {
    /// Everything that is wrong with it, each with the `question` it is about.
    pub fn check(&self, questions: &Questionnaire) -> Vec<Problem> {
        let unknown = self.0.keys().filter(|id| questions.find(id).is_none());
        let mut found: Vec<Problem> = unknown.map(|id| wrong(Code::UnknownChoice, id)).collect();
        for question in &questions.0 {
            found.extend(check(question, self.0.get(&question.id)));
        }
        found
    }

    /// Whether nothing at all was answered.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(Given::is_empty)
    }
}

impl Given {
    /// Whether it says nothing, as an empty text.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Score(_) => false,
            Self::Rows(rows) => rows.iter().all(Option::is_none),
            Self::Chosen(chosen) => chosen.is_empty(),
            Self::Text(text) => text.trim().is_empty(),
        }
    }
}

fn wrong(code: Code, question: &str) -> Problem {
    Problem::new(code).at(Field::Answer).with("question", question)
}

/// What is wrong with the answer to one question.
pub fn check(question: &Question, given: Option<&Given>) -> Option<Problem> {
    let wrong = |code| Some(wrong(code, &question.id));
    let Some(given) = given.filter(|g| !g.is_empty()) else {
        return if question.required { wrong(Code::Required) } else { None };
    };
    match (&question.kind, given) {
        (Kind::Csat | Kind::Nps | Kind::Ces, Given::Score(score)) => {
            let (least, most) = question.kind.scale().unwrap_or_default();
            if (least..=most).contains(score) { None } else { wrong(Code::UnknownChoice) }
        }
        (Kind::Matrix { rows }, Given::Rows(given)) => {
            if given.len() != rows.len() || given.iter().flatten().any(|n| *n > 5) {
                wrong(Code::UnknownChoice)
            } else if question.required && given.contains(&None) {
                wrong(Code::Required)
            } else {
                None
            }
        }
        (Kind::Choice { options, many }, Given::Chosen(chosen)) => {
            let known = chosen.iter().all(|n| usize::from(*n) < options.len());
            let once = (1..chosen.len()).all(|i| !chosen[..i].contains(&chosen[i]));
            if !known || !once {
                wrong(Code::UnknownChoice)
            } else if !many && chosen.len() > 1 {
                wrong(Code::TooMany).map(|p| p.with("max", 1))
            } else {
                None
            }
        }
        (Kind::Open, Given::Text(text)) => {
            let length = Length { min: 0, max: OPEN_MAX };
            check_text(text, length, Field::Answer).map(|p| p.with("question", &question.id))
        }
        _ => wrong(Code::UnknownChoice),
    }
}
