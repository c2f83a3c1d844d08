//! Improvements and their effect.

use super::super::improvement::{
    Effect, Improvement, ImprovementDraft, Measure, Progress, Step, advance, compare,
};
use super::super::results::Scored;
use super::*;
use crate::surveys::score::csat;

fn share(satisfied: usize, n: usize) -> Scored {
    let answers: Vec<u8> = (0..n).map(|i| if i < satisfied { 5 } else { 1 }).collect();
    let score = csat(&answers);
    Scored {
        value: score.top2_pct.unwrap(),
        low: 100.0 * score.wilson_low.unwrap(),
        high: 100.0 * score.wilson_high.unwrap(),
    }
}

#[test]
fn an_effect_is_more_than_chance_explains() {
    let compared = |before, after| compare("c2".parse().unwrap(), before, after);
    let cases = [
        (share(56, 70), share(48, 80), Effect::Worse),
        (share(48, 80), share(56, 70), Effect::Better),
        (share(60, 100), share(64, 100), Effect::Same),
        (share(600, 1000), share(660, 1000), Effect::Better),
        (share(5, 5), share(5, 5), Effect::Same),
    ];
    for (before, after, expected) in cases {
        let got = compared(before, after);
        assert_eq!(got.effect, expected, "{before:?} {after:?}");
        assert!(got.difference.low <= got.difference.value && got.difference.value <= got.difference.high);
    }
    // The published example of Newcombe (1998), method 10: 56/70 and 48/80 differ by 0.2, from 0.0524 to 0.3339.
    let got = compared(share(48, 80), share(56, 70)).difference;
    for (got, published) in [(got.value, 20.0), (got.low, 5.24), (got.high, 33.39)] {
        assert!((got - published).abs() < 0.01, "{got} {published}");
    }
}

#[test]
fn an_improvement_is_done_and_then_checked() {
    let measure = Measure { question: "areas".to_owned(), row: Some(1) };
    let said = ImprovementDraft {
        finding: "电梯等候时间长".to_owned(),
        action: "早高峰增开一台".to_owned(),
        person: "王主管".to_owned(),
        due: opens(),
        measure,
    };
    assert_eq!(said.check(&every_kind()), []);
    for question in ["overall", "recommend", "ease"] {
        let measure = Measure { question: question.to_owned(), row: None };
        let whole = ImprovementDraft { measure, ..said.clone() };
        assert_eq!(whole.check(&every_kind()), [], "{question} has one score, so no row");
    }
    for measure in [("areas", None), ("areas", Some(3)), ("why", None), ("none", None), ("overall", Some(0))]
    {
        let measure = Measure { question: measure.0.to_owned(), row: measure.1 };
        let wrong = ImprovementDraft { measure, action: String::new(), ..said.clone() };
        assert_eq!(
            super::said(&wrong.check(&every_kind()), "place"),
            ["required action", "unknown_choice measure"]
        );
    }
    let planned = Improvement {
        id: "i1".parse().unwrap(),
        campaign: "c1".parse().unwrap(),
        said,
        progress: Progress::Planned,
        done: None,
        comparison: None,
    };
    let comparison = || compare("c2".parse().unwrap(), share(10, 20), share(15, 20));
    assert_eq!(advance(&planned, Step::Check(comparison()), opens()), None, "not before it is done");
    let done = advance(&planned, Step::Do, opens()).unwrap();
    assert_eq!((done.progress, done.done), (Progress::Done, Some(opens())));
    assert_eq!(advance(&done, Step::Do, opens()), None);
    let checked = advance(&done, Step::Check(comparison()), opens()).unwrap();
    assert_eq!((checked.progress, checked.comparison.clone()), (Progress::Checked, Some(comparison())));
    assert_eq!(advance(&checked, Step::Check(comparison()), opens()), None);
}
