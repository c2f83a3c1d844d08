//! What people say and write (话): put together from parts, so that hardly two tickets read the same.

use std::sync::LazyLock;

use steward_core::tickets::{Category, Scenario};

mod phrases;

use self::phrases::{AFTER, BLAME, DETAIL, GREET, MATTERS, Matter, NEXT, PRAISE, SINCE, SUBJECT, WISH};
use super::dice::Dice;

/// Every matter with its category.
static KNOWN: LazyLock<Vec<(Category, &Matter)>> =
    LazyLock::new(|| MATTERS.iter().filter_map(|m| Some((Category::find(m.code)?, m))).collect());

/// A matter as it is reported: category, place, words, and what will have been done about it.
pub(super) struct Said {
    /// The category.
    pub(super) category: Category,
    /// Room or spot; may be empty.
    pub(super) place: &'static str,
    /// What is said.
    pub(super) text: String,
    /// What is reported as done in the end.
    pub(super) done: &'static str,
}

/// Something of a scenario, or of one category of it.
pub(super) fn matter_of(dice: &mut Dice, scenario: Scenario, only: Option<Category>) -> Option<Said> {
    let (category, matter) = match only {
        Some(category) => *KNOWN.iter().find(|(known, _)| *known == category)?,
        None => {
            let of = |(category, matter): &(Category, &Matter)| {
                if category.scenario() == scenario { matter.weight } else { 0 }
            };
            let mut weights = [0; MATTERS.len()];
            for (weight, known) in weights.iter_mut().zip(KNOWN.iter()) {
                *weight = of(known);
            }
            *KNOWN.get(dice.weighted(&weights))?
        }
    };
    let place = dice.word(matter.places);
    let what = dice.word(matter.what);
    let mut text = match dice.below(4) {
        0 => format!("{place}{what}，{}。", dice.word(SINCE)),
        1 => format!("{}：{place}{what}。", dice.word(SUBJECT)),
        _ => format!("{place}{what}，{}，{}。", dice.word(SINCE), dice.word(DETAIL)),
    };
    if dice.below(2) == 0 {
        text.push_str(dice.word(WISH));
        text.push('。');
    }
    Some(Said { category, place, text, done: dice.word(matter.done) })
}

/// The first words to an owner.
pub(super) fn greeting(dice: &mut Dice) -> String {
    format!("{}，{}。", dice.word(GREET), dice.word(NEXT))
}

/// The report of what was done.
pub(super) fn report(dice: &mut Dice, done: &str) -> String {
    match dice.below(3) {
        0 => format!("{done}，{}。", dice.word(AFTER)),
        1 => format!("{done}，用时 {} 分钟，{}。", dice.between(2, 18) * 5, dice.word(AFTER)),
        _ => format!("{done}，{}，{}。", dice.word(AFTER), dice.word(AFTER)),
    }
}

/// What an owner writes beside so many stars; one in two says nothing where they may.
pub(super) fn opinion(dice: &mut Dice, stars: u8, must: bool) -> String {
    let list = if stars >= 4 { PRAISE } else { BLAME };
    match dice.below(4) {
        0 | 1 if !must => String::new(),
        2 => format!("{}，{}。", dice.word(list), dice.word(list)),
        _ => format!("{}。", dice.word(list)),
    }
}

/// One of the phrases for everything else.
pub(super) fn phrase(dice: &mut Dice, phrases: &[&str]) -> String {
    match dice.below(3) {
        0 => dice.word(phrases).to_owned(),
        _ => format!(
            "{}，{}",
            dice.word(phrases),
            dice.word(&["已记录", "已电话说明", "请知悉", "请跟进", "已与业主确认"])
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_is_something_to_say_in_every_category() {
        for entry in steward_core::tickets::category::CATALOGUE {
            let category = Category::find(entry.code).unwrap();
            let mut dice = Dice::of(1, "text", [0, 0]);
            let said = matter_of(&mut dice, category.scenario(), Some(category)).unwrap();
            assert_eq!(said.category, category);
            assert!(!said.done.is_empty(), "{}", entry.code);
        }
    }

    #[test]
    fn texts_differ() {
        let mut dice = Dice::of(1, "texts", [0, 0]);
        let texts: BTreeSet<String> =
            (0..2000).filter_map(|_| Some(matter_of(&mut dice, Scenario::Repair, None)?.text)).collect();
        assert!(texts.len() > 1500, "{} of 2000 are their own", texts.len());
    }
}
