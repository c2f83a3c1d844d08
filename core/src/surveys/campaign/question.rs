//! What is asked: a questionnaire (问卷) of 1 to 30 questions in both languages.

use serde::{Deserialize, Serialize};

use crate::performance::satisfaction::Duty;
use crate::problem::{Code, Field, Problem};
use crate::tickets::draft::{Length, check_text};

/// The most questions of one questionnaire.
pub const QUESTIONS: usize = 30;
/// Rows of a matrix: at least, at most.
pub const ROWS: (usize, usize) = (2, 10);
/// Options of a choice: at least, at most.
pub const OPTIONS: (usize, usize) = (2, 12);
/// The longest open answer, in characters.
pub const OPEN_MAX: usize = 2000;
/// A question's text.
pub const QUESTION_TEXT: Length = Length { min: 1, max: 200 };
/// The text of a row or an option.
pub const PART_TEXT: Length = Length { min: 1, max: 80 };

/// The same words in both languages (双语文字).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese; compulsory.
    pub zh: String,
    /// English; empty where nobody wrote it, and then Chinese is shown.
    #[serde(default)]
    pub en: String,
}

impl Words {
    /// Both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The words for a reader of English, or of Chinese.
    pub fn read(&self, english: bool) -> &str {
        if english && !self.en.trim().is_empty() { &self.en } else { &self.zh }
    }

    /// Problems of either language, said of `place`.
    pub(in crate::surveys) fn check(&self, length: Length, place: &str, found: &mut Vec<Problem>) {
        let optional = Length { min: 0, ..length };
        for (text, length, language) in [(&self.zh, length, "zh"), (&self.en, optional, "en")] {
            found.extend(
                check_text(text, length, Field::Survey)
                    .map(|p| p.with("place", format!("{place}.{language}"))),
            );
        }
    }
}

/// What kind of answer a question takes (题型).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Satisfaction (满意度), 1 to 5; starts unset (R30).
    Csat,
    /// Willingness to recommend (净推荐值), 0 to 10 (R31).
    Nps,
    /// Ease (费力度): how easy it was, 1 to 7.
    Ces,
    /// A rating matrix (矩阵评分): each row 1 to 5, or "not applicable".
    Matrix {
        /// The rows, 2 to 10.
        rows: Vec<Words>,
    },
    /// A choice (选择题).
    Choice {
        /// The options, 2 to 12.
        options: Vec<Words>,
        /// Whether several may be chosen.
        many: bool,
    },
    /// Own words (开放题), at most 2,000 characters.
    Open,
}

impl Kind {
    /// The word of the kind.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Csat => "csat",
            Self::Nps => "nps",
            Self::Ces => "ces",
            Self::Matrix { .. } => "matrix",
            Self::Choice { .. } => "choice",
            Self::Open => "open",
        }
    }

    /// The scale of a score, from and to; `None` for kinds that are no score.
    pub const fn scale(&self) -> Option<(u8, u8)> {
        match self {
            Self::Csat => Some((1, 5)),
            Self::Nps => Some((0, 10)),
            Self::Ces => Some((1, 7)),
            Self::Matrix { .. } | Self::Choice { .. } | Self::Open => None,
        }
    }
}

/// One question (题目).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// A word of 1 to 32 letters, digits, `-` and `_`, unlike every other question's: results of two waves are
    /// compared by it.
    pub id: String,
    /// What is asked.
    pub text: Words,
    /// Whether it must be answered.
    pub required: bool,
    /// How it is answered.
    pub kind: Kind,
    /// Whose assessment the score enters (S36); for satisfaction only, other kinds are left out of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<Duty>,
}

/// The questions of a campaign (问卷), in the order in which they are asked.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Questionnaire(pub Vec<Question>);

impl Questionnaire {
    /// The question called so.
    pub fn find(&self, id: &str) -> Option<&Question> {
        self.0.iter().find(|q| q.id == id)
    }

    /// Everything that is wrong. The parameter `place` says where: `question.2.row.1.zh`, counted from 1.
    pub fn check(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        let at = |code, place: String| Problem::new(code).at(Field::Survey).with("place", place);
        if self.0.is_empty() {
            found.push(at(Code::Required, "questions".to_owned()));
        }
        if self.0.len() > QUESTIONS {
            found.push(at(Code::TooMany, "questions".to_owned()).with("max", QUESTIONS));
        }
        for (n, question) in self.0.iter().enumerate() {
            let place = format!("question.{}", n + 1);
            let earlier = self.0.iter().take(n).any(|q| q.id == question.id);
            if !is_word(&question.id) || earlier {
                found.push(at(Code::UnknownChoice, format!("{place}.id")));
            }
            question.text.check(QUESTION_TEXT, &format!("{place}.text"), &mut found);
            let (parts, name, (least, most)) = match &question.kind {
                Kind::Matrix { rows } => (rows, "row", ROWS),
                Kind::Choice { options, .. } => (options, "option", OPTIONS),
                Kind::Csat | Kind::Nps | Kind::Ces | Kind::Open => continue,
            };
            if parts.len() < least {
                found.push(at(Code::TooShort, format!("{place}.{name}s")).with("min", least));
            }
            if parts.len() > most {
                found.push(at(Code::TooMany, format!("{place}.{name}s")).with("max", most));
            }
            for (m, part) in parts.iter().enumerate() {
                part.check(PART_TEXT, &format!("{place}.{name}.{}", m + 1), &mut found);
            }
        }
        found
    }
}

fn is_word(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
