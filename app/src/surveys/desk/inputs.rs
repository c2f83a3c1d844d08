//! The inputs of the design: each shows what is wrong at its own place of the plan.

use leptos::prelude::*;
use steward_core::problem::Problem;
use steward_core::time::Instant;

use crate::ui::Form;
use crate::ui::field::{error_line, next_id};
use crate::words::problem;

/// What is wrong at a place of the plan.
pub(crate) fn at_place(problems: &[Problem], place: &str) -> Option<String> {
    let here = |p: &&Problem| {
        p.params
            .get("place")
            .is_some_and(|at| at == place || at.strip_prefix(place).is_some_and(|r| r.starts_with('.')))
    };
    problems.iter().find(here).map(problem::sentence)
}

/// How an input is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Line,
    Number,
    Moment,
    Day,
    Lines(u32),
}

/// A labelled input over a text; `put` hears each change.
pub(crate) fn text(
    (label, hint): (String, Option<String>),
    (form, place): (Form, String),
    shape: Shape,
    value: String,
    put: impl Fn(String) + 'static,
) -> AnyView {
    let id = next_id();
    let note = [id.as_str(), "n"].concat();
    let error = {
        let place = place.clone();
        Memo::new(move |_| form.problems.with(|all| at_place(all, &place)))
    };
    let has_hint = hint.is_some();
    let described = {
        let note = note.clone();
        move || (has_hint || error.with(Option::is_some)).then(|| note.clone())
    };
    let invalid = move || error.with(Option::is_some).then_some("true");
    let heard = move |value: String| {
        if error.with_untracked(Option::is_some) {
            let place = place.as_str();
            form.problems.update(|all| {
                all.retain(|p| at_place(core::slice::from_ref(p), place).is_none());
            });
        }
        put(value);
    };
    let (kind, mode) = match shape {
        Shape::Number => ("text", Some("numeric")),
        Shape::Moment => ("datetime-local", None),
        Shape::Day => ("date", None),
        Shape::Line | Shape::Lines(_) => ("text", None),
    };
    let input = match shape {
        Shape::Lines(rows) => view! {
            <textarea
                class="input"
                id=id.clone()
                rows=rows
                prop:value=value
                aria-invalid=invalid
                aria-describedby=described
                on:input:target=move |event| heard(event.target().value())
            ></textarea>
        }
        .into_any(),
        Shape::Line | Shape::Number | Shape::Moment | Shape::Day => view! {
            <input
                class="input"
                id=id.clone()
                type=kind
                inputmode=mode
                autocomplete="off"
                prop:value=value
                aria-invalid=invalid
                aria-describedby=described
                on:input:target=move |event| heard(event.target().value())
            />
        }
        .into_any(),
    };
    let below = move || match (error.get(), hint.clone()) {
        (Some(error), _) => Some(error_line(&note, error)),
        (None, Some(hint)) => Some(view! { <p class="hint" id=note.clone()>{hint}</p> }.into_any()),
        (None, None) => None,
    };
    view! { <div class="field"><label for=id.clone()>{label}</label>{input}{below}</div> }.into_any()
}

/// A checkbox or radio button as a chip.
pub(crate) fn tick(
    kind: &'static str,
    group: &str,
    words: String,
    is: bool,
    put: impl Fn(bool) + 'static,
) -> AnyView {
    view! {
        <label class="chip small">
            <input
                type=kind
                name=group.to_owned()
                prop:checked=is
                on:change:target=move |event| put(event.target().checked())
            />
            {words}
        </label>
    }
    .into_any()
}

/// A legend over chips.
pub(crate) fn group(legend: &str, hint: Option<String>, chips: Vec<AnyView>) -> AnyView {
    view! {
        <fieldset class="stack t">
            <legend class="label">{legend.to_owned()}</legend>
            <div class="chips">{chips}</div>
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
        </fieldset>
    }
    .into_any()
}

/// An instant as `datetime-local` has it, in the browser's zone.
pub(crate) fn moment(at: Instant) -> String {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of our era are exact")]
    let date = js_sys::Date::new(&(at.millis() as f64).into());
    let two = |n: u32| format!("{n:02}");
    [
        date.get_full_year().to_string(),
        "-".to_owned(),
        two(date.get_month() + 1),
        "-".to_owned(),
        two(date.get_date()),
        "T".to_owned(),
        two(date.get_hours()),
        ":".to_owned(),
        two(date.get_minutes()),
    ]
    .concat()
}

/// What stands in such an input; `None` while it is incomplete.
pub(crate) fn instant(text: &str) -> Option<Instant> {
    let at = js_sys::Date::parse(text);
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of our era")]
    at.is_finite().then(|| Instant::from_millis(at as i64))
}
