use proptest::prelude::*;

use super::agreement::{Agreement, kappa};
use super::api::NewSuggestion;
use super::book::{CODES, Code, CodeBook, PHRASES};
use super::reading::{MOST, ReadingDraft, Sentiment};
use super::suggest::suggest;
use super::summary::{Heard, SentimentIndex, summary};
use super::text::{Month, TextKind};
use crate::ids::CodeId;
use crate::surveys::campaign::Words;
use crate::surveys::campaign::disclosure::Shown;
use crate::tickets::Scenario;

fn id(text: &str) -> CodeId {
    text.parse().unwrap()
}

fn code(name: &str, parent: Option<&str>, keywords: &[&str]) -> Code {
    Code {
        id: id(name),
        name: Words::new(name, ""),
        parent: parent.map(id),
        definition: String::new(),
        examples: Vec::new(),
        keywords: keywords.iter().map(|word| (*word).to_owned()).collect(),
        indicator: String::new(),
        retired: false,
    }
}

fn book() -> CodeBook {
    let mut lift = code("lift", Some("repair"), &["电梯", "等候"]);
    lift.indicator = "M07".to_owned();
    let codes = vec![
        code("repair", None, &[]),
        lift,
        code("slow", Some("repair"), &["慢", "等候", "没人来"]),
        code("people", None, &["Friendly", "态度"]),
    ];
    CodeBook { version: 3, codes }
}

/// R33, with its example.
#[test]
fn the_sentiment_index_is_between_nothing_but_blame_and_nothing_but_praise_r33() {
    let index = |positive, neutral, negative| SentimentIndex { positive, neutral, negative }.value();
    assert_eq!(index(60, 30, 10), Some(75.0));
    assert_eq!((index(0, 0, 9), index(0, 7, 0), index(3, 0, 0)), (Some(0.0), Some(50.0), Some(100.0)));
    assert_eq!(index(0, 0, 0), None);
    assert_eq!(SentimentIndex { positive: 1, neutral: 0, negative: 2 }.ratio(), Some((100, 3)));
}

/// Cohen 1960, and the table of 45, 15, 25 and 15 that textbooks use: kappa = 0.1304…
#[test]
fn agreement_is_what_is_left_after_chance() {
    let pairs = |both: usize, first: usize, second: usize, none: usize| -> Vec<(bool, bool)> {
        let part = |n, pair| std::iter::repeat_n(pair, n);
        part(both, (true, true))
            .chain(part(first, (true, false)))
            .chain(part(second, (false, true)))
            .chain(part(none, (false, false)))
            .collect()
    };
    let found = kappa(&pairs(45, 15, 25, 15));
    assert_eq!(found, Agreement { n: 100, agreed: 60, over: 600, under: 4600 });
    assert!((found.kappa().unwrap() - 0.130_434_78).abs() < 1e-8);
    assert_eq!(kappa(&pairs(20, 5, 10, 15)).kappa(), Some(0.4));
    assert_eq!(kappa(&pairs(3, 0, 0, 4)).kappa(), Some(1.0));
    assert_eq!(kappa(&pairs(0, 2, 2, 0)).kappa(), Some(-1.0));
    assert_eq!(kappa(&pairs(7, 0, 0, 0)).kappa(), None, "one category only: nothing to agree on");
    assert_eq!(kappa::<u8>(&[]).kappa(), None);
}

#[test]
fn a_book_grows_and_forgets_nothing() {
    assert!(book().check().is_empty());
    let places = |found: Vec<crate::problem::Problem>| -> Vec<String> {
        found.iter().map(|problem| problem.params["place"].clone()).collect()
    };
    let with = |change: &dyn Fn(&mut Vec<Code>)| {
        let mut codes = book().codes;
        change(&mut codes);
        book().follow(codes).map_err(places)
    };
    let next = with(&|codes| codes.push(code("noise", None, &[]))).unwrap();
    assert_eq!((next.version, next.codes.len()), (4, 5));
    assert_eq!(with(&|codes| drop(codes.remove(2))), Err(vec!["codes.2.id".to_owned()]), "never deleted");
    assert_eq!(with(&|codes| codes[3].id = id("lift")).unwrap_err(), ["codes.3.id", "codes.3.id"]);
    assert_eq!(with(&|codes| codes[3].parent = Some(id("lift"))), Err(vec!["codes.3.parent".to_owned()]));
    assert_eq!(with(&|codes| codes[0].parent = Some(id("repair"))).unwrap_err()[0], "codes.0.parent");
    assert_eq!(with(&|codes| codes[3].parent = Some(id("gone"))), Err(vec!["codes.3.parent".to_owned()]));
    assert_eq!(with(&|codes| codes[1].name.zh.clear()), Err(vec!["codes.1.name.zh".to_owned()]));
    assert_eq!(
        with(&|codes| codes[1].keywords.push(" ".to_owned())),
        Err(vec!["codes.1.keywords".to_owned()])
    );
    let many = with(&|codes| codes.extend((0..CODES).map(|n| code(&format!("c{n}"), None, &[]))));
    assert_eq!(many, Err(vec!["codes".to_owned()]));
    let retired = with(&|codes| codes[0].retired = true).unwrap();
    assert!(!retired.is_usable(&id("lift")) && retired.find(&id("lift")).is_some(), "its parts with it");
}

#[test]
fn a_reading_has_one_to_five_codes_of_the_book_and_a_sentiment() {
    let check = |codes: &[&str], sentiment| -> Vec<String> {
        let draft = ReadingDraft { codes: codes.iter().map(|code| id(code)).collect(), sentiment };
        draft.check(&book()).iter().map(|problem| problem.params["place"].clone()).collect()
    };
    let some = Some(Sentiment::Neutral);
    assert!(check(&["lift", "slow"], some).is_empty());
    assert_eq!(check(&[], None), ["codes", "sentiment"]);
    assert_eq!(check(&["lift", "lift"], some), ["codes"]);
    assert_eq!(check(&["noise"], some), ["codes"]);
    assert_eq!(check(&["lift", "slow", "people", "repair", "a", "b"], some), ["codes"]);
}

#[test]
fn key_words_suggest_and_the_most_hits_come_first() {
    let table: [(&str, &[&str]); 6] = [
        ("电梯坏了", &["lift"]),
        ("电梯等候太慢，没人来", &["slow", "lift"]),
        ("等候", &["lift", "slow"]),
        ("staff were FRIENDLY", &["people"]),
        ("没 人 来", &["slow"]),
        ("挺好的", &[]),
    ];
    for (text, expected) in table {
        let found: Vec<String> = suggest(&book(), text).iter().map(CodeId::to_string).collect();
        assert_eq!(found, expected, "{text}");
    }
    let mut retired = book();
    retired.codes[1].retired = true;
    assert!(suggest(&retired, "电梯").is_empty());
}

/// Code, said and answers of the month, and of the one before.
type Row<'a> = (&'a str, u64, Shown<u64>, u64, Shown<u64>);

fn heard(kind: TextKind, project: &str, n: u64, codes: &[&str], sentiment: Sentiment) -> Heard {
    let project = (!project.is_empty()).then(|| project.parse().unwrap());
    let codes: Vec<CodeId> = codes.iter().map(|code| id(code)).collect();
    Heard { kind, project, n, reading: (!codes.is_empty()).then_some((codes, sentiment)) }
}

#[test]
fn a_month_counts_readings_and_hides_small_counts_of_surveys() {
    use Sentiment::{Negative, Positive};
    use TextKind::{Answer, Complaint, Rating, Suggestion};
    let month = [
        heard(Complaint, "north", 1, &["lift", "slow"], Negative),
        heard(Complaint, "north", 1, &["lift"], Negative),
        heard(Rating, "south", 1, &["people"], Positive),
        heard(Suggestion, "south", 1, &[], Positive),
        heard(Answer, "", 6, &["lift"], Negative),
        heard(Answer, "", 2, &["slow"], Negative),
        heard(Answer, "", 3, &["people"], Positive),
    ];
    let before =
        [heard(Complaint, "north", 1, &["slow"], Negative), heard(Answer, "", 4, &["lift"], Positive)];
    let found = summary(&book(), &month, &before);
    let kinds: Vec<(u64, u64)> = found.kinds.iter().map(|kind| (kind.texts, kind.read)).collect();
    assert_eq!(kinds, [(11, 11), (2, 2), (1, 1), (1, 0)]);
    assert_eq!(found.sentiment, SentimentIndex { positive: 4, neutral: 0, negative: 10 });
    assert_eq!(
        found.sentiment_before,
        SentimentIndex { positive: 0, neutral: 0, negative: 1 },
        "four answers do not speak"
    );
    let codes: Vec<Row<'_>> = found
        .codes
        .iter()
        .map(|c| (c.code.as_str(), c.said, c.answers.clone(), c.said_before, c.answers_before.clone()))
        .collect();
    let hidden = Shown::Hidden(0);
    assert_eq!(
        codes,
        [
            ("lift", 2, Shown::Value(6), 0, hidden.clone()),
            ("slow", 1, hidden.clone(), 1, Shown::Value(0)),
            ("people", 1, hidden, 0, Shown::Value(0)),
        ]
    );
    assert_eq!(found.unheard, [id("slow"), id("people")], "lifts are heard by an indicator");
    let tops: Vec<(&str, Vec<(&str, u64)>)> = found
        .projects
        .iter()
        .map(|p| (p.project.as_str(), p.top.iter().map(|(code, n)| (code.as_str(), *n)).collect()))
        .collect();
    assert_eq!(tops, [("north", vec![("lift", 2), ("slow", 1)]), ("south", vec![("people", 1)])]);
}

#[test]
fn months_are_written_in_one_way() {
    let month = |text: &str| Month::try_from(text.to_owned());
    let june = month("2026-06").unwrap();
    assert_eq!((june.before().to_string(), june.next().to_string()), ("2026-05".into(), "2026-07".into()));
    assert_eq!(Month::of("2026-06-30".parse().unwrap()), june);
    for wrong in ["2026-6", "2026-13", "2026", "26-06", "2026-06-01", ""] {
        assert!(month(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_month_is_stored_as_it_is_written() {
    assert_eq!(String::from(Month::try_from("2026-06".to_owned()).unwrap()), "2026-06");
}

#[test]
fn a_book_and_a_reading_may_have_as_much_as_is_allowed() {
    let codes = |n: usize| (0..n).map(|n| code(&format!("c{n}"), None, &[])).collect::<Vec<_>>();
    let full = CodeBook { version: 1, codes: codes(CODES) };
    assert_eq!(full.check(), []);
    let mut wordy = CodeBook { version: 1, codes: codes(1) };
    wordy.codes[0].keywords = vec!["词".to_owned(); PHRASES];
    assert_eq!(wordy.check(), []);
    wordy.codes[0].keywords.push("词".to_owned());
    assert_eq!(
        wordy.check().iter().map(|p| p.params["place"].as_str()).collect::<Vec<_>>(),
        ["codes.0.keywords"]
    );
    let reading = |n: usize| {
        let codes = full.codes.iter().take(n).map(|code| code.id.clone()).collect();
        ReadingDraft { codes, sentiment: Some(Sentiment::Neutral) }.check(&full)
    };
    assert_eq!(reading(MOST), []);
    assert_eq!(reading(MOST + 1).len(), 1);
}

#[test]
fn a_suggestion_needs_some_words() {
    let suggestion = |text: &str| NewSuggestion {
        command_id: "c-1".parse().unwrap(),
        project: "north".parse().unwrap(),
        scenario: Scenario::Repair,
        text: text.to_owned(),
    };
    assert_eq!(suggestion("建议增加夜间值班").check(), []);
    let wrong = suggestion("好").check();
    assert_eq!(wrong.iter().map(|p| p.params["place"].as_str()).collect::<Vec<_>>(), ["text"]);
}

/// A code is shown when anybody gave it in either month, and the one that was given most comes first.
#[test]
fn a_code_is_shown_wherever_it_was_given() {
    use Sentiment::{Negative, Neutral};
    use TextKind::{Answer, Complaint};
    let shown = |month: &[Heard], before: &[Heard]| {
        let found = summary(&book(), month, before);
        found.codes.iter().map(|count| count.code.to_string()).collect::<Vec<_>>()
    };
    let said = |n, code: &str| heard(Complaint, "north", n, &[code], Negative);
    let answered = |n, code: &str| heard(Answer, "", n, &[code], Neutral);
    assert_eq!(shown(&[], &[said(1, "slow")]), ["slow"], "in the month before only");
    assert_eq!(shown(&[answered(6, "slow")], &[]), ["slow"], "by answers only");
    assert_eq!(shown(&[], &[answered(6, "slow")]), ["slow"]);
    assert_eq!(shown(&[], &[]), [""; 0]);
    assert_eq!(shown(&[said(1, "lift"), said(4, "slow")], &[]), ["slow", "lift"]);
    let by_answers = summary(&book(), &[answered(6, "slow")], &[]);
    assert_eq!(by_answers.unheard, [id("slow")], "no indicator hears what answers say");
    assert_eq!(by_answers.sentiment, SentimentIndex { positive: 0, neutral: 6, negative: 0 });
    let calm =
        [heard(Complaint, "north", 2, &["slow"], Neutral), heard(Complaint, "north", 3, &["lift"], Neutral)];
    assert_eq!(
        summary(&book(), &calm, &[]).sentiment,
        SentimentIndex { positive: 0, neutral: 5, negative: 0 }
    );
    // Of those given as often the book's order decides.
    let even = [said(2, "people"), said(2, "repair")];
    let [north] = summary(&book(), &even, &[]).projects.try_into().unwrap();
    assert_eq!(north.top, [(id("repair"), 2), (id("people"), 2)]);
}

proptest! {
    /// Kappa is the same whoever is called the first reader, at most 1, and 1 just where all is agreed on.
    #[test]
    fn kappa_is_fair(pairs in proptest::collection::vec((0_u8..4, 0_u8..4), 0..60)) {
        let turned: Vec<(u8, u8)> = pairs.iter().map(|(a, b)| (*b, *a)).collect();
        let (found, other) = (kappa(&pairs), kappa(&turned));
        prop_assert_eq!(found, other);
        if let Some(kappa) = found.kappa() {
            prop_assert!((-1.0..=1.0).contains(&kappa));
            prop_assert_eq!(found.over == found.under, found.agreed == found.n);
        }
    }
}
