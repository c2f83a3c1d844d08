//! What the coding desk says and does, in plain Rust.

use steward_core::ids::CodeId;
use steward_core::surveys::campaign::disclosure::Shown;
use steward_core::surveys::coding::reading::MOST;
use steward_core::surveys::coding::{Agreement, Code, CodeBook, Month, Sentiment};
use steward_core::time::Instant;

use crate::words::civil::Civil;
use crate::words::say;

/// The month of an instant, where the reader is.
pub fn month_of(at: Instant) -> Month {
    let here = Civil::here(at).date();
    let text = format!("{:04}-{:02}", here.year, here.month);
    Month::try_from(text).unwrap_or_else(|_| Month::of(chrono::NaiveDate::default()))
}

/// The last so many months, the newest first.
pub fn months(last: Month, count: usize) -> Vec<Month> {
    core::iter::successors(Some(last), |month| Some(month.before())).take(count).collect()
}

/// A month in words: 2026年6月.
pub fn month_words(month: Month) -> String {
    let first = month.first();
    say::voice::month_of(&chrono::Datelike::month(&first), &chrono::Datelike::year(&first))
}

/// The codes that a reader can choose: what is suggested first, then the book's, parts before what they are parts of
/// where those have any.
pub fn offered(book: &CodeBook, suggested: &[CodeId]) -> Vec<CodeId> {
    let has_parts = |id: &CodeId| book.codes.iter().any(|code| code.parent.as_ref() == Some(id));
    let usable = book.codes.iter().filter(|code| book.is_usable(&code.id) && !has_parts(&code.id));
    let rest = usable.map(|code| code.id.clone()).filter(|id| !suggested.contains(id));
    suggested.iter().cloned().chain(rest).collect()
}

/// A code's name with that of what it is a part of: 环境与设施 · 电梯.
pub fn full_name(book: &CodeBook, code: &Code, english: bool) -> String {
    let parent = code.parent.as_ref().and_then(|parent| book.find(parent));
    let own = code.name.read(english);
    parent.map_or_else(|| own.to_owned(), |parent| [parent.name.read(english), " · ", own].concat())
}

/// Takes a code up or puts it down; the first stays the main one. No more than a text can have.
pub fn toggle(chosen: &mut Vec<CodeId>, code: &CodeId) {
    if chosen.contains(code) {
        chosen.retain(|other| other != code);
    } else if chosen.len() < MOST {
        chosen.push(code.clone());
    }
}

/// What a key does at the desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key {
    /// The nth code, from 0.
    Code(usize),
    /// A sentiment.
    Sounds(Sentiment),
    /// Confirm.
    Confirm,
    /// The next text.
    Skip,
}

/// What a key does; nothing while somebody types, with a modifier, or where keys are switched off.
pub fn key(pressed: &str, typing: bool, modified: bool, switched_on: bool) -> Option<Key> {
    if typing || modified || !switched_on {
        return None;
    }
    match pressed {
        "p" | "P" => Some(Key::Sounds(Sentiment::Positive)),
        "o" | "O" => Some(Key::Sounds(Sentiment::Neutral)),
        "g" | "G" => Some(Key::Sounds(Sentiment::Negative)),
        "s" | "S" => Some(Key::Skip),
        "Enter" => Some(Key::Confirm),
        digit => digit.parse::<usize>().ok().filter(|n| (1..=9).contains(n)).map(|n| Key::Code(n - 1)),
    }
}

/// Kappa with two decimals and a true minus.
pub fn kappa(agreement: &Agreement) -> String {
    agreement
        .kappa()
        .map_or_else(|| say::voice::no_kappa().to_owned(), |kappa| format!("{kappa:.2}").replace('-', "−"))
}

/// A count of surveys: the number, or that it is hidden.
pub fn count(shown: &Shown<u64>) -> String {
    shown.value().map_or_else(|| say::voice::hidden().to_owned(), u64::to_string)
}

/// The change of a count with its sign; nothing where a part of it is hidden.
pub fn change(now: (u64, &Shown<u64>), before: (u64, &Shown<u64>)) -> String {
    let all =
        |(said, answers): (u64, &Shown<u64>)| answers.value().map(|n| i128::from(said) + i128::from(*n));
    match all(now).zip(all(before)) {
        None => "–".to_owned(),
        Some((now, before)) => match now - before {
            0 => "0".to_owned(),
            up @ 1.. => format!("+{up}"),
            down => format!("−{}", -down),
        },
    }
}

/// Phrases of a field: separated by commas or lines.
pub fn phrases(text: &str, lines_only: bool) -> Vec<String> {
    let parts = text.split(|c| c == '\n' || (!lines_only && matches!(c, ',' | '，' | '、')));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use steward_core::surveys::campaign::Words;

    fn code(id: &str, parent: Option<&str>) -> Code {
        Code {
            id: id.parse().unwrap(),
            name: Words::new(id, ""),
            parent: parent.map(|parent| parent.parse().unwrap()),
            definition: String::new(),
            examples: Vec::new(),
            keywords: Vec::new(),
            indicator: String::new(),
            retired: id == "gone",
        }
    }

    #[test]
    fn suggested_codes_are_offered_first_and_each_once() {
        let codes =
            vec![code("place", None), code("lift", Some("place")), code("fee", None), code("gone", None)];
        let book = CodeBook { version: 1, codes };
        let ids = |suggested: &[&str]| -> Vec<String> {
            let suggested: Vec<CodeId> = suggested.iter().map(|id| id.parse().unwrap()).collect();
            offered(&book, &suggested).iter().map(CodeId::to_string).collect()
        };
        assert_eq!(ids(&[]), ["lift", "fee"]);
        assert_eq!(ids(&["fee"]), ["fee", "lift"]);
        assert_eq!(full_name(&book, &book.codes[1], false), "place · lift");
    }

    #[test]
    fn five_codes_are_enough() {
        let id = |n: usize| -> CodeId { format!("c{n}").parse().unwrap() };
        let mut chosen = Vec::new();
        for n in 0..7 {
            toggle(&mut chosen, &id(n));
        }
        assert_eq!(chosen.len(), 5);
        toggle(&mut chosen, &id(0));
        assert_eq!(chosen[0], id(1), "the next is the main one");
    }

    #[test]
    fn keys_do_nothing_while_somebody_types() {
        assert_eq!(key("3", false, false, true), Some(Key::Code(2)));
        assert_eq!(key("p", false, false, true), Some(Key::Sounds(Sentiment::Positive)));
        assert_eq!(key("Enter", false, false, true), Some(Key::Confirm));
        for (typing, modified, on) in [(true, false, true), (false, true, true), (false, false, false)] {
            assert_eq!(key("p", typing, modified, on), None);
        }
        assert_eq!((key("0", false, false, true), key("x", false, false, true)), (None, None));
    }

    #[test]
    fn a_change_is_not_told_where_a_part_is_hidden() {
        let (five, hidden) = (Shown::Value(5), Shown::Hidden(0));
        assert_eq!(change((3, &five), (9, &Shown::Value(0))), "−1");
        assert_eq!(change((4, &five), (1, &five)), "+3");
        assert_eq!(change((4, &five), (1, &hidden)), "–");
        assert_eq!(phrases("慢，等候, 拖", false), ["慢", "等候", "拖"]);
        assert_eq!(phrases("一句，两句\n三句", true), ["一句，两句", "三句"]);
        let june = Month::try_from("2026-06".to_owned()).unwrap();
        let last: Vec<String> = months(june, 3).iter().map(Month::to_string).collect();
        assert_eq!(last, ["2026-06", "2026-05", "2026-04"]);
    }
}
