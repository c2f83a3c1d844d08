//! Results, and what of them stays hidden.

use proptest::prelude::*;

use super::super::contribution::Contribution;
use super::super::disclosure::{LEAST, Shown, hidden};
use super::super::results::{Depth, Figure, Item, Stand, ces, results};
use super::*;
use crate::accounts::Department;
use crate::performance::satisfaction::Duty;

fn stand(project: &str, households: u64, asked: u64, scores: &[u8]) -> Stand {
    let answer = |score: &u8| AnswerDraft([("overall".to_owned(), Given::Score(*score))].into());
    Stand {
        project: project.parse().unwrap(),
        households,
        asked: Some(asked),
        answers: scores.iter().map(answer).collect(),
    }
}

fn overall() -> Questionnaire {
    Questionnaire(vec![question("overall", Kind::Csat)])
}

fn top2(shown: &Shown<Figure>) -> Option<f64> {
    match shown.value() {
        Some(Figure::Csat { score, .. }) => score.top2_pct,
        _ => None,
    }
}

#[test]
fn the_answered_are_the_denominator_and_the_weights_are_households() {
    let stands = [stand("a", 300, 20, &[5, 5, 5, 5, 1]), stand("b", 100, 20, &[1, 1, 1, 1, 5])];
    let got = results(&overall(), &stands, |_| true, Depth::Full);
    assert_eq!((got.response.asked, got.response.answered), (Some(40), 10));
    assert!((got.response.rate().unwrap() - 0.25).abs() < 1e-12);
    let [item] = got.items.as_slice() else { panic!("one item") };
    assert_eq!(top2(&item.total), Some(50.0));
    assert_eq!(item.projects.iter().map(top2).collect::<Vec<_>>(), [Some(80.0), Some(20.0)]);
    let weighted = item.weighted.unwrap();
    assert!((weighted.csat_pct - 65.0).abs() < 1e-9 && (weighted.coverage - 1.0).abs() < 1e-9);
}

#[test]
fn few_answers_are_hidden_also_by_subtraction_r32() {
    let nine = [4_u8; 9];
    let stands = [stand("a", 1, 9, &nine), stand("b", 1, 9, &[1, 2]), stand("c", 2, 9, &nine[..6])];
    let full = |seen: &[&str]| results(&overall(), &stands, |p| seen.contains(&p.as_str()), Depth::Full);
    let hidden = |got: &Item| got.projects.iter().map(|p| p.value().is_none()).collect::<Vec<_>>();
    let all = full(&["a", "b", "c"]).items.remove(0);
    assert_eq!(hidden(&all), [false, true, true], "b, and c because the total less a and c is b");
    assert_eq!(all.projects[2], Shown::Hidden(6), "the number stays");
    let weighted = all.weighted.unwrap();
    assert!(
        (weighted.coverage - 0.25).abs() < 1e-9,
        "what is hidden is no part of the weighted score either"
    );
    let one = full(&["b"]).items.remove(0);
    assert_eq!(one.total, Shown::Hidden(2));
    let alone = full(&["c"]).items.remove(0);
    assert!(alone.total.value().is_some(), "six people of a reader who sees nobody else");
    let totals = results(&overall(), &stands, |_| true, Depth::Totals);
    assert!(totals.projects.is_empty() && totals.items[0].projects.is_empty());
    assert!(totals.items[0].total.value().is_some());
}

#[test]
fn every_kind_becomes_a_figure() {
    let answer = |overall, nps, first: u8, text: &str| {
        AnswerDraft(
            [
                ("overall".to_owned(), Given::Score(overall)),
                ("recommend".to_owned(), Given::Score(nps)),
                ("ease".to_owned(), Given::Score(6)),
                ("areas".to_owned(), Given::Rows(vec![Some(5), Some(0), None])),
                ("first".to_owned(), Given::Chosen(vec![first])),
                ("more".to_owned(), Given::Chosen(vec![0, first])),
                ("why".to_owned(), Given::Text(text.to_owned())),
            ]
            .into(),
        )
    };
    let answers: Vec<AnswerDraft> = [
        (5, 10, 1, "丙"),
        (4, 9, 1, "甲"),
        (3, 8, 2, ""),
        (2, 3, 3, "乙"),
        (1, 10, 3, "丁"),
        (5, 7, 3, "戊"),
    ]
    .map(|(a, b, c, d)| answer(a, b, c, d))
    .into();
    let stand = Stand { project: "a".parse().unwrap(), households: 9, asked: None, answers };
    let got = results(&every_kind(), &[stand], |_| true, Depth::Full);
    assert_eq!(got.response.rate(), None, "nobody knows who was asked by a public link");
    let figure = |n: usize| got.items[n].total.value().cloned().unwrap();
    let Figure::Csat { score, counts, .. } = figure(0) else { panic!() };
    assert_eq!((score.top2, score.n, counts), (3, 6, vec![1, 1, 1, 1, 2]));
    let Figure::Nps { score, counts } = figure(1) else { panic!() };
    assert_eq!((score.promoters, score.passives, score.detractors), (3, 2, 1));
    assert_eq!(counts, [0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 2]);
    let Figure::Ces { score, .. } = figure(2) else { panic!() };
    assert_eq!((score.easy_pct, score.mean), (Some(100.0), Some(6.0)));
    let rows: Vec<Option<u8>> = got.items.iter().map(|i| i.row).collect();
    assert_eq!(rows, [None, None, None, Some(0), Some(1), Some(2), None, None, None]);
    let Figure::Csat { score, not_applicable, .. } = figure(4) else { panic!() };
    assert_eq!((score.n, not_applicable), (0, 6), "not applicable is no answer on the scale");
    assert_eq!(figure(5).n(), 0, "nor is nothing");
    assert_eq!(figure(6), Figure::Choice { n: 6, counts: vec![0, 2, 1, 3] });
    assert_eq!(figure(7), Figure::Choice { n: 6, counts: vec![6, 2, 1, 3] });
    let Figure::Texts { n, texts } = figure(8) else { panic!() };
    assert_eq!((n, texts.len()), (5, 5));
    assert!(texts.is_sorted(), "the order says nothing about who wrote first");
}

#[test]
fn s36_a_departments_question_enters_its_assessment_unless_too_few_answered() {
    let duty = |weight: u8| Duty { department: Department::Engineering, weight: weight.try_into().unwrap() };
    let ask = |id: &str, kind, duty| Question { duty: Some(duty), ..question(id, kind) };
    let questions =
        Questionnaire(vec![ask("overall", Kind::Csat, duty(20)), ask("recommend", Kind::Nps, duty(30))]);
    let stand = |n: usize| Stand {
        project: "a".parse().unwrap(),
        households: 9,
        asked: None,
        answers: (0..n)
            .map(|n| {
                let score = Given::Score(if n < 4 { 5 } else { 3 });
                AnswerDraft([("overall".to_owned(), score.clone()), ("recommend".to_owned(), score)].into())
            })
            .collect(),
    };
    let of = |n| results(&questions, &[stand(n)], |_| true, Depth::Full).contributions(&questions);
    let expected = |score| Contribution { question: 0, duty: duty(20), score };
    assert_eq!(of(5), [expected(Shown::Value((4, 5)))], "a recommendation is no satisfaction");
    assert_eq!(of(4), [expected(Shown::Hidden(4))]);
}

/// Each question brings its own figure, whatever stands before it.
#[test]
fn s36_each_question_brings_its_own_satisfaction() {
    let duty = Duty { department: Department::Engineering, weight: 20.try_into().unwrap() };
    let ask = |id: &str| Question { duty: Some(duty), ..question(id, Kind::Csat) };
    let questions = Questionnaire(vec![ask("overall"), ask("repairs")]);
    let answer = |n: usize| {
        let repairs = Given::Score(if n == 0 { 5 } else { 1 });
        AnswerDraft([("overall".to_owned(), Given::Score(5)), ("repairs".to_owned(), repairs)].into())
    };
    let stand = Stand {
        project: "a".parse().unwrap(),
        households: 9,
        asked: None,
        answers: (0..6).map(answer).collect(),
    };
    let got = results(&questions, &[stand], |_| true, Depth::Full).contributions(&questions);
    let scores: Vec<_> = got.iter().map(|one| (one.question, &one.score)).collect();
    assert_eq!(scores, [(0, &Shown::Value((6, 6))), (1, &Shown::Value((1, 6)))]);
}

#[test]
fn an_empty_cell_hides_nothing() {
    assert_eq!(hidden(&[3, 0, 9]), [true, false, true]);
    assert_eq!(hidden(&[0, 0, 9]), [false, false, false]);
}

#[test]
fn ease_counts_five_to_seven() {
    let got = ces(&[1, 4, 5, 7, 0, 8]);
    assert_eq!((got.n, got.easy, got.easy_pct, got.mean), (4, 2, Some(50.0), Some(4.25)));
    assert_eq!(ces(&[]).low, None);
}

proptest! {
    /// A reader knows the total, every open cell, and every number of answers. What is left of the total is one
    /// equation over the hidden cells: it must be about at least two of them and at least five people.
    #[test]
    fn no_hidden_cell_can_be_computed(cells in prop::collection::vec(0_u64..14, 1..9)) {
        let shut = hidden(&cells);
        let of = |shown: bool| cells.iter().zip(&shut).filter(move |(_, s)| **s != shown).map(|(n, _)| *n);
        prop_assert!(of(true).all(|n| n == 0 || n >= LEAST), "no small cell is open");
        let (count, people) = (of(false).count(), of(false).sum::<u64>());
        let total: u64 = cells.iter().sum();
        prop_assert!(count == 0 || total < LEAST || (count >= 2 && people >= LEAST), "{cells:?} {shut:?}");
        prop_assert!(total < LEAST || count > 0 || cells.iter().all(|n| *n == 0 || *n >= LEAST));
        // No more than needed: opening any cell of five or more that is hidden would give another one away.
        let largest = cells.iter().zip(&shut).filter(|(n, s)| **s && **n >= LEAST).map(|(n, _)| *n).max();
        if let Some(largest) = largest {
            prop_assert!(count - 1 < 2 || people - largest < LEAST);
        }
    }

    #[test]
    fn the_total_is_the_sum_of_its_projects(scores in prop::collection::vec(prop::collection::vec(1_u8..=5, 0..12), 1..6)) {
        let stands: Vec<Stand> = scores
            .iter()
            .enumerate()
            .map(|(n, scores)| stand(&format!("p{n}"), 10, 20, scores))
            .collect();
        let got = results(&overall(), &stands, |_| true, Depth::Full);
        let n = |shown: &Shown<Figure>| match shown {
            Shown::Value(figure) => figure.n(),
            Shown::Hidden(n) => *n,
        };
        let item = &got.items[0];
        prop_assert_eq!(n(&item.total), item.projects.iter().map(n).sum::<u64>());
        prop_assert_eq!(got.response.answered, n(&item.total));
    }
}
