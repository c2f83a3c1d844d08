//! What a survey brings into the assessment of departments (满意度纳入各条线考核, S36). What that is worth is
//! `performance::satisfaction`'s business; what may be shown was decided when the results were made.

use super::disclosure::Shown;
use super::question::{Kind, Question, Questionnaire};
use super::results::{Figure, Results};
use crate::performance::satisfaction::Duty;

/// What a survey brings into a department's assessment (S36, R52).
#[derive(Clone, PartialEq, Debug)]
pub struct Contribution {
    /// The question, from 0.
    pub question: usize,
    /// Whose assessment, and with which weight.
    pub duty: Duty,
    /// The satisfied and all who answered; or how few those were, where they are too few to be shown.
    pub score: Shown<(u64, u64)>,
}

impl Results {
    /// What each question with a responsible department brings into its assessment.
    pub fn contributions(&self, questions: &Questionnaire) -> Vec<Contribution> {
        let one = |(question, asked): (usize, &Question)| {
            let item = self.items.iter().find(|item| item.question == asked.id && item.row.is_none())?;
            let score = match &item.total {
                Shown::Hidden(n) => Shown::Hidden(*n),
                Shown::Value(Figure::Csat { score, .. }) => Shown::Value((score.top2, score.n)),
                Shown::Value(_) => return None,
            };
            let duty = asked.duty.filter(|_| asked.kind == Kind::Csat)?;
            Some(Contribution { question, duty, score })
        };
        questions.0.iter().enumerate().filter_map(one).collect()
    }
}
