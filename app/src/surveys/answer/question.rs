//! One question as it is answered: big neutral cells, all alike, none chosen.

use leptos::prelude::*;
use steward_core::surveys::campaign::answer::NOT_APPLICABLE;
use steward_core::surveys::campaign::question::OPEN_MAX;
use steward_core::surveys::campaign::{Given, Kind, Question, Words};

use super::{Answering, english};
use crate::ui::field::{error_line, next_id};
use crate::ui::icon_small;
use crate::words::say;

/// The question with its input and what is wrong with it.
pub(super) fn field(question: Question, answering: Answering, wrong: Memo<Option<String>>) -> AnyView {
    let words = question.text.read(english()).to_owned();
    let error_id = next_id();
    let described = error_id.clone();
    let optional =
        (!question.required).then(|| view! { " " <span class="opt sm">{say::survey::optional()}</span> });
    let input = match question.kind.clone() {
        Kind::Csat => scale(
            &question.id,
            "scale five",
            (1, 5),
            answering,
            [say::survey::csat_low(), say::survey::csat_high()],
        ),
        Kind::Nps => scale(
            &question.id,
            "scale",
            (0, 10),
            answering,
            [say::survey::nps_low(), say::survey::nps_high()],
        ),
        Kind::Ces => scale(
            &question.id,
            "scale seven",
            (1, 7),
            answering,
            [say::survey::ces_low(), say::survey::ces_high()],
        ),
        Kind::Matrix { rows } => matrix(&question.id, &rows, answering),
        Kind::Choice { options, many } => choice(&question.id, &options, many, answering),
        Kind::Open => open(&question.id, &words, answering),
    };
    view! {
        <fieldset
            class="stack"
            aria-describedby=move || wrong.with(Option::is_some).then(|| described.clone())
            aria-invalid=move || wrong.with(Option::is_some).then_some("true")
            tabindex="-1"
        >
            <legend class="q" tabindex="-1">{words}{optional}</legend>
            {input}
            {move || wrong.get().map(|words| error_line(&error_id, words))}
        </fieldset>
    }
    .into_any()
}

/// A radio button or checkbox inside its label.
fn cell(
    kind: &'static str,
    group: &str,
    is: impl Fn() -> bool + Send + 'static,
    pick: impl Fn() + 'static,
    label: Option<String>,
    words: AnyView,
) -> AnyView {
    view! {
        <label class="chip">
            <input type=kind name=group.to_owned() aria-label=label prop:checked=is on:change=move |_| pick() />
            {words}
        </label>
    }
    .into_any()
}

fn scale(
    id: &str,
    class: &'static str,
    (least, most): (u8, u8),
    answering: Answering,
    [low, high]: [&'static str; 2],
) -> AnyView {
    let group = next_id();
    let cells: Vec<AnyView> = (least..=most)
        .map(|n| {
            let (key, set) = (id.to_owned(), id.to_owned());
            let end = if n == least { Some(low) } else { (n == most).then_some(high) };
            cell(
                "radio",
                &group,
                move || answering.draft.with(|d| d.score(&key) == Some(n)),
                move || {
                    answering.change(|d| {
                        d.answers.0.insert(set.clone(), Given::Score(n));
                    });
                },
                None,
                view! { {n} {end.map(|end| view! { <small>{end}</small> })} }.into_any(),
            )
        })
        .collect();
    view! { <div class=class>{cells}</div> }.into_any()
}

fn matrix(id: &str, rows: &[Words], answering: Answering) -> AnyView {
    let all = rows.len();
    let row = |(n, words): (usize, &Words)| {
        let words = words.read(english()).to_owned();
        let group = next_id();
        let cells: Vec<AnyView> = (1..=5)
            .chain([NOT_APPLICABLE])
            .map(|score: u8| {
                let (key, set) = (id.to_owned(), id.to_owned());
                let row = words.as_str();
                let (label, shown) = if score == NOT_APPLICABLE {
                    (say::survey::not_applicable_for(&row), say::survey::not_applicable().to_owned())
                } else {
                    (say::survey::cell(&score, &row), score.to_string())
                };
                cell(
                    "radio",
                    &group,
                    move || answering.draft.with(|d| d.row(&key, n) == Some(score)),
                    move || answering.change(|d| d.set_row(&set, (n, all), score)),
                    Some(label),
                    view! { <span aria-hidden="true">{shown}</span> }.into_any(),
                )
            })
            .collect();
        view! {
            <div class="stack t" role="radiogroup" aria-label=words.clone()>
                <p class="label" aria-hidden="true">{words.clone()}</p>
                <div class="scale rated">{cells}</div>
            </div>
        }
        .into_any()
    };
    let shown: Vec<AnyView> = rows.iter().enumerate().map(row).collect();
    view! { <p class="hint">{say::survey::of_five()}</p> <div class="stack">{shown}</div> }.into_any()
}

fn choice(id: &str, options: &[Words], many: bool, answering: Answering) -> AnyView {
    let group = next_id();
    let kind = if many { "checkbox" } else { "radio" };
    let option = |(n, words): (u8, &Words)| {
        let (key, set) = (id.to_owned(), id.to_owned());
        cell(
            kind,
            &group,
            move || answering.draft.with(|d| d.has_chosen(&key, n)),
            move || answering.change(|d| d.choose(&set, n, many)),
            None,
            words.read(english()).to_owned().into_any(),
        )
    };
    let shown: Vec<AnyView> = (0_u8..).zip(options).map(option).collect();
    view! {
        {many.then(|| view! { <p class="hint">{say::survey::many()}</p> })}
        <div class="options">{shown}</div>
    }
    .into_any()
}

fn open(id: &str, label: &str, answering: Answering) -> AnyView {
    let (key, set) = (id.to_owned(), id.to_owned());
    let hint = next_id();
    let length = {
        let key = key.clone();
        move || answering.draft.with(|d| d.text(&key).chars().count())
    };
    let saved = move || {
        let n = length();
        let left = OPEN_MAX.saturating_sub(n);
        (n > 0).then(|| {
            let words = if left < 200 { say::survey::left(&left) } else { say::survey::saved().to_owned() };
            view! { {icon_small(crate::ui::Icon::Check)} {words} }
        })
    };
    let value = answering.draft.with_untracked(|d| d.text(&key));
    view! {
        <textarea
            class="input"
            rows="6"
            aria-label=label.to_owned()
            aria-describedby=hint.clone()
            prop:value=value
            on:input=move |event| {
                let text = event_target_value(&event);
                answering.change(|d| {
                    d.answers.0.insert(set.clone(), Given::Text(text));
                });
            }
        ></textarea>
        <p class="hint" id=hint>{say::survey::open_hint()}</p>
        <p class="sm mute">{saved}</p>
    }
    .into_any()
}
