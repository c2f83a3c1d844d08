//! The writing rules of a chapter while they are written.

use leptos::prelude::*;
use steward_core::knowledge::handbook::writing::WRITTEN;
use steward_core::knowledge::handbook::{Chapter, Place, Rule};
use steward_core::tickets::{CommandKind, Scenario};

use super::editing::Editing;
use super::editor::{add, list};
use super::inputs::{area, choice, line, part_acts};
use super::model;
use crate::words::say;

/// The rules of one chapter.
pub(super) fn rules(editing: Editing, scenario: Scenario) -> AnyView {
    // Two rules of one act are told apart by their places, until one of them goes.
    let keys = |c: &Chapter| c.rules.iter().map(|r| r.act.word().to_owned()).collect();
    let draw = move |c: &Chapter| {
        let of = c.rules.len();
        c.rules.iter().enumerate().map(|(n, one)| rule(editing, scenario, (n, of), one)).collect()
    };
    let press = move || {
        editing.chapter(scenario, |c| {
            let free = WRITTEN.iter().find(|act| c.rule_for(**act).is_none());
            let act = free.copied().unwrap_or(CommandKind::Reply);
            c.rules.push(Rule { act, min: 10, max: 500, must_name: Vec::new(), forbidden: Vec::new() });
        });
    };
    view! { {list(editing, scenario, keys, draw)} {add(say::handbook::add_rule(), press)} }.into_any()
}

fn rule(editing: Editing, scenario: Scenario, place: (usize, usize), one: &Rule) -> AnyView {
    let n = place.0;
    let wrong = editing.wrong_at(Place::Rule { scenario, n });
    let change = move |how: &dyn Fn(&mut Rule)| {
        editing.chapter(scenario, |c| {
            if let Some(rule) = c.rules.get_mut(n) {
                how(rule);
            }
        });
    };
    let act = Callback::new(move |word: String| {
        if let Some(act) = CommandKind::from_word(&word) {
            change(&|r| r.act = act);
        }
    });
    // What is no number is none at all, which the check names.
    let number = |text: &str| text.trim().parse::<u16>().unwrap_or(0);
    let min = Callback::new(move |text: String| change(&|r| r.min = number(&text)));
    let max = Callback::new(move |text: String| change(&|r| r.max = number(&text)));
    let must = Callback::new(move |text: String| change(&|r| r.must_name = model::lines(&text)));
    let never = Callback::new(move |text: String| {
        change(&|r| {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            r.forbidden = lines.map(str::to_owned).collect();
        });
    });
    let acts = WRITTEN.iter().map(|a| (a.word().to_owned(), model::act(*a).to_owned())).collect();
    let swap = Callback::new(move |(a, b)| editing.chapter(scenario, |c| c.rules.swap(a, b)));
    let remove = Callback::new(move |n| {
        editing.chapter(scenario, |c| drop(c.rules.remove(n)));
    });
    view! {
        <div class="hb-part">
            {part_acts(&say::handbook::rule_n(&(n + 1)), place, swap, remove)}
            {choice(say::handbook::act().to_owned(), one.act.word(), acts, act, Some(wrong))}
            <div class="hb-both">
                {line(say::handbook::min().to_owned(), one.min.to_string(), min, None)}
                {line(say::handbook::max().to_owned(), one.max.to_string(), max, None)}
            </div>
            {area(say::handbook::must_name_lines().to_owned(), model::unlines(&one.must_name), must, None)}
            {area(say::handbook::forbidden_lines().to_owned(), one.forbidden.join("\n"), never, None)}
        </div>
    }
    .into_any()
}
