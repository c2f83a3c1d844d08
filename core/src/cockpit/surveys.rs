//! What surveys say in the cockpit (满意度、净推荐值), R30, R31: exact sums of the satisfaction and recommendation questions
//! of all surveys that ended in a period.
//!
//! Just those cells are added up that the survey's own results show to the same viewer: what is hidden there because
//! few answered, or because it could be told from a total, is in no line, no total and no step here. So nothing more can
//! be learnt from the cockpit, whatever is subtracted from what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::measure::Sum;
use crate::day::Day;
use crate::ids::{CampaignId, ProjectId};
use crate::surveys::campaign::disclosure::hidden;
use crate::surveys::campaign::question::Kind;
use crate::surveys::campaign::results::Figure;
use crate::words::words;

/// Sums over surveys; those of different projects or days merge by adding.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SurveySums {
    /// Answers to satisfaction questions, and how many of them are satisfied (R30).
    pub csat: Sum,
    /// Answers to recommendation questions, and promoters less detractors (R31).
    pub nps: Sum,
}

impl SurveySums {
    /// Adds others.
    pub fn merge(&mut self, other: &Self) {
        self.csat = self.csat + other.csat;
        self.nps = self.nps + other.nps;
    }
}

words! {
    /// What a survey's question is counted for.
    Scale {
        /// Satisfaction.
        Csat = "csat",
        /// Willingness to recommend.
        Nps = "nps",
    }
}

impl Scale {
    /// Of a kind of question; `None` for those that the cockpit does not count.
    pub const fn of(kind: &Kind) -> Option<Self> {
        match kind {
            Kind::Csat => Some(Self::Csat),
            Kind::Nps => Some(Self::Nps),
            Kind::Ces | Kind::Matrix { .. } | Kind::Choice { .. } | Kind::Open => None,
        }
    }
}

/// The sum that a question's figure is; `None` for other figures.
pub fn sum_of(figure: &Figure) -> Option<Sum> {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    match figure {
        Figure::Csat { score, .. } => Some(Sum { n: number(score.n), total: number(score.top2) }),
        Figure::Nps { score, .. } => {
            Some(Sum { n: number(score.n), total: number(score.promoters) - number(score.detractors) })
        }
        _ => None,
    }
}

/// The answers of one project to one question of one survey.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The survey.
    pub campaign: CampaignId,
    /// The question's id.
    pub question: String,
    /// What it is counted for.
    pub scale: Scale,
    /// The project.
    pub project: ProjectId,
    /// The day on which the survey ended.
    pub day: Day,
    /// What was answered.
    pub sum: Sum,
}

/// What may be shown of these cells: all those that one viewer reaches, with the day and the project of each.
pub fn shown(cells: &[Cell]) -> Vec<(Day, ProjectId, SurveySums)> {
    let mut questions = BTreeMap::<(&str, &str), Vec<&Cell>>::new();
    for cell in cells {
        questions.entry((cell.campaign.as_str(), &cell.question)).or_default().push(cell);
    }
    let open = |question: Vec<&Cell>| {
        let answered: Vec<u64> =
            question.iter().map(|cell| u64::try_from(cell.sum.n).unwrap_or_default()).collect();
        let shut = hidden(&answered);
        let shown = question.into_iter().zip(shut).filter(|(_, shut)| !shut);
        shown.map(|(cell, _)| (cell.day, cell.project.clone(), sums(cell))).collect::<Vec<_>>()
    };
    questions.into_values().flat_map(open).collect()
}

fn sums(cell: &Cell) -> SurveySums {
    match cell.scale {
        Scale::Csat => SurveySums { csat: cell.sum, ..SurveySums::default() },
        Scale::Nps => SurveySums { nps: cell.sum, ..SurveySums::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(question: &str, scale: Scale, project: &str, n: i64, total: i64) -> Cell {
        Cell {
            campaign: "autumn".parse().unwrap(),
            question: question.to_owned(),
            scale,
            project: project.parse().unwrap(),
            day: Day::from_number(20_000).unwrap(),
            sum: Sum { n, total },
        }
    }

    fn totals(cells: &[Cell]) -> SurveySums {
        let mut sums = SurveySums::default();
        for (_, _, of) in shown(cells) {
            sums.merge(&of);
        }
        sums
    }

    #[test]
    fn r30_r31_exact_sums_of_what_is_shown() {
        // R30: 90 of 100; R31: 55 less 15 of 100.
        let cells = [
            cell("q1", Scale::Csat, "a", 60, 54),
            cell("q1", Scale::Csat, "b", 40, 36),
            cell("q2", Scale::Nps, "a", 100, 40),
        ];
        let sums = totals(&cells);
        assert_eq!(sums, SurveySums { csat: Sum { n: 100, total: 90 }, nps: Sum { n: 100, total: 40 } });
    }

    #[test]
    fn few_answers_are_in_no_sum_and_cannot_be_told_by_subtraction() {
        let cells = [
            cell("q1", Scale::Csat, "a", 30, 20),
            cell("q1", Scale::Csat, "b", 4, 4),
            cell("q1", Scale::Csat, "c", 6, 3),
        ];
        // Four are hidden, and the next smallest with them: else the survey's own total would give them away.
        let all = shown(&cells);
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].1.as_str(), all[0].2.csat), ("a", Sum { n: 30, total: 20 }));
        // Another question of the same survey is looked at by itself.
        let more = [cells.as_slice(), &[cell("q2", Scale::Nps, "b", 5, -1)]].concat();
        assert_eq!(totals(&more).nps, Sum { n: 5, total: -1 });
        assert_eq!(totals(&cells[1..2]), SurveySums::default());
    }
}
