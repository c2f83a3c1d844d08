//! The last values that are right, and figures where the obvious tables do not reach.

use super::super::disclosure::Shown;
use super::super::improvement::{Effect, compare};
use super::super::plan::{LONGEST, PAUSE_DAYS, REMINDERS};
use super::super::question::{OPTIONS, QUESTIONS, ROWS};
use super::super::results::{Depth, Figure, Item, Scored, Stand, ces, open_texts, results};
use super::super::sample::shares;
use super::*;

#[test]
fn a_plan_may_have_as_much_as_is_allowed() {
    let fine = |change: &dyn Fn(&mut Plan)| {
        let mut plan = plan();
        change(&mut plan);
        said(&plan.check(), "place")
    };
    let none: [String; 0] = [];
    assert_eq!(fine(&|p| p.pause_days = PAUSE_DAYS), none);
    assert_eq!(fine(&|p| p.pause_days = PAUSE_DAYS + 1), ["too_many pause"]);
    assert_eq!(fine(&|p| p.reminders = (1..=REMINDERS).map(u16::from).collect()), none);
    assert_eq!(fine(&|p| p.reminders = (1..=REMINDERS + 1).map(u16::from).collect()), ["too_many reminders"]);
    assert_eq!(fine(&|p| p.closes = p.opens + LONGEST), none);
    assert_eq!(fine(&|p| p.closes = p.opens + LONGEST + Seconds(1)), ["bad_time closes"]);
    let many = |n: usize| Questionnaire((0..n).map(|n| question(&format!("q{n}"), Kind::Csat)).collect());
    assert_eq!(fine(&|p| p.questions = many(QUESTIONS)), none);
    assert_eq!(fine(&|p| p.questions = many(QUESTIONS + 1)), ["too_many questions"]);
    let one = |kind: Kind| Questionnaire(vec![question("q", kind)]);
    assert_eq!(fine(&|p| p.questions = one(Kind::Matrix { rows: parts(ROWS.1) })), none);
    assert_eq!(fine(&|p| p.questions = one(Kind::Choice { options: parts(OPTIONS.1), many: true })), none);
    let over = one(Kind::Matrix { rows: parts(ROWS.1 + 1) });
    assert_eq!(fine(&|p| p.questions = over.clone()), ["too_many question.1.rows"]);
}

#[test]
fn words_are_read_in_the_readers_language_where_they_were_written() {
    let both = Words::new("报修", "Repairs");
    assert_eq!((both.read(true), both.read(false)), ("Repairs", "报修"));
    let only = Words::new("报修", "  ");
    assert_eq!((only.read(true), only.read(false)), ("报修", "报修"));
}

#[test]
fn each_kind_has_its_word() {
    let words: Vec<&str> = every_kind().0.iter().map(|q| q.kind.word()).collect();
    assert_eq!(words, ["csat", "nps", "ces", "matrix", "choice", "choice", "open"]);
}

/// An interval that touches zero says nothing either way.
#[test]
fn an_effect_that_touches_zero_is_none() {
    let scored = |low: f64, value: f64, high: f64| Scored { value, low, high };
    let effect = |before, after| {
        let got = compare("c2".parse().unwrap(), before, after);
        (got.difference.low, got.difference.high, got.effect)
    };
    let up = effect(scored(10.0, 10.0, 10.0), scored(10.0, 20.0, 20.0));
    assert_eq!(up, (0.0, 10.0, Effect::Same));
    let down = effect(scored(10.0, 20.0, 20.0), scored(10.0, 10.0, 10.0));
    assert_eq!(down, (-10.0, 0.0, Effect::Same));
}

#[test]
fn the_largest_remainder_is_not_the_largest_project() {
    let sizes = [("a", 7_u64), ("b", 4)].map(|(project, n)| (project.parse().unwrap(), n)).into();
    let got: Vec<u64> = shares(&sizes, Size::Count(2)).into_values().collect();
    assert_eq!(got, [1, 1], "1.27 and 0.73");
}

fn stand(project: &str, given: &[Given]) -> Stand {
    let answer = |given: &Given| AnswerDraft([("q".to_owned(), given.clone())].into());
    Stand {
        project: project.parse().unwrap(),
        households: 9,
        asked: None,
        answers: given.iter().map(answer).collect(),
    }
}

fn item(kind: Kind, stands: &[Stand]) -> Item {
    let questions = Questionnaire(vec![question("q", kind)]);
    results(&questions, stands, |_| true, Depth::Full).items.remove(0)
}

#[test]
fn a_score_has_its_interval_in_points() {
    let scores = |all: &[u8]| all.iter().map(|n| Given::Score(*n)).collect::<Vec<_>>();
    let of =
        |kind, all: &[u8]| item(kind, &[stand("a", &scores(all))]).total.value().and_then(Figure::scored);
    let csat = of(Kind::Csat, &[5, 5, 4, 1, 1]).unwrap();
    assert!((csat.value - 60.0).abs() < 1e-9, "{csat:?}");
    assert!((csat.low - 23.072).abs() < 0.01 && (csat.high - 88.238).abs() < 0.01, "Wilson: {csat:?}");
    let ces = of(Kind::Ces, &[7, 6, 5, 1, 1]).unwrap();
    assert_eq!((ces.low, ces.high), (csat.low, csat.high), "the same share");
    let nps = of(Kind::Nps, &[10, 9, 8, 0, 0]).unwrap();
    assert!(nps.value.abs() < 1e-9 && nps.low < -50.0 && nps.high > 50.0, "{nps:?}");
    let chosen: Vec<Given> = (0..5).map(|_| Given::Chosen(vec![0])).collect();
    let choice = item(Kind::Choice { options: parts(2), many: false }, &[stand("a", &chosen)]);
    assert_eq!(choice.total.value().and_then(Figure::scored), None, "a choice is no score");
}

#[test]
fn without_answers_there_is_no_mean() {
    let none = ces(&[]);
    assert_eq!((none.n, none.easy_pct, none.mean), (0, None, None));
}

#[test]
fn who_chose_nothing_did_not_answer() {
    let given: Vec<Given> =
        [vec![0], vec![1], vec![1], vec![0, 1], vec![1], vec![]].into_iter().map(Given::Chosen).collect();
    let got = item(Kind::Choice { options: parts(2), many: true }, &[stand("a", &given)]);
    assert_eq!(got.total, Shown::Value(Figure::Choice { n: 5, counts: vec![2, 4] }));
}

/// Weighting needs satisfaction, more than one project, and a total that may be shown.
#[test]
fn only_a_satisfaction_over_several_projects_is_weighted() {
    let scores = |n: usize| vec![Given::Score(5); n];
    let two = |kind, n| item(kind, &[stand("a", &scores(n)), stand("b", &scores(n))]);
    assert!(two(Kind::Csat, 5).weighted.is_some());
    assert!(two(Kind::Nps, 5).weighted.is_none());
    assert!(two(Kind::Csat, 2).weighted.is_none(), "four answers are too few to be shown");
    assert!(item(Kind::Csat, &[stand("a", &scores(9))]).weighted.is_none(), "one project is its own weight");
}

#[test]
fn texts_are_counted_by_their_words_and_kept_back_when_few_wrote() {
    let texts = |all: &[&str]| all.iter().map(|text| Given::Text((*text).to_owned())).collect::<Vec<_>>();
    let open = question("q", Kind::Open);
    let said =
        [stand("a", &texts(&["电梯慢", " 电梯慢 ", "  "])), stand("b", &texts(&["很好", "门禁坏", "很好"]))];
    let all = open_texts(&open, &said);
    let expected = [("很好", 2), ("电梯慢", 2), ("门禁坏", 1)].map(|(text, n)| (text.to_owned(), n));
    assert_eq!(all.into_iter().collect::<std::collections::BTreeSet<_>>(), expected.into());
    assert_eq!(open_texts(&open, &[stand("a", &texts(&["一", "二", "三", "四", " "]))]), []);
    assert_eq!(open_texts(&open, &[stand("a", &texts(&["一", "二", "三", "四", "五"]))]).len(), 5);
    assert_eq!(open_texts(&question("other", Kind::Open), &said), []);
}
