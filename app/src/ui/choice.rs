//! Choosing one of a few: chips, a segmented switch, and stars. All are radio buttons inside their labels.

use leptos::prelude::*;
use steward_core::problem::Field;

use super::field::{Problems, clear, error_line, next_id};
use super::icon::{Icon, icon};
use crate::words::{problem, say};

/// One thing to choose.
#[derive(Clone, Debug)]
pub struct Choice<T> {
    /// What is chosen.
    pub value: T,
    /// Its words.
    pub words: String,
    /// The symbol before them.
    pub symbol: Option<Icon>,
}

impl<T> Choice<T> {
    /// A choice in words.
    pub fn new(value: T, words: impl Into<String>) -> Self {
        Self { value, words: words.into(), symbol: None }
    }

    /// The same with a symbol.
    #[must_use]
    pub fn with(mut self, symbol: Icon) -> Self {
        self.symbol = Some(symbol);
        self
    }
}

/// What a value must be to be chosen.
pub trait Chosen: Clone + PartialEq + Send + Sync + 'static {}
impl<T: Clone + PartialEq + Send + Sync + 'static> Chosen for T {}

fn radio<T: Chosen>(group: &str, choice: &T, value: RwSignal<Option<T>>, after: Callback<()>) -> AnyView {
    let (is, set) = (choice.clone(), choice.clone());
    view! {
        <input
            type="radio"
            name=group.to_owned()
            prop:checked=move || value.with(|now| now.as_ref() == Some(&is))
            on:change=move |_| {
                value.set(Some(set.clone()));
                after.run(());
            }
        />
    }
    .into_any()
}

/// A group of chips with a legend; nothing is chosen until the person or the page chooses.
#[component]
pub fn Chips<T: Chosen>(
    /// Which input of the form it is.
    field: Field,
    /// What is chosen.
    value: RwSignal<Option<T>>,
    /// What there is to choose.
    #[prop(into)]
    choices: Signal<Vec<Choice<T>>>,
    /// What is wrong in the form.
    problems: Problems,
    /// The legend; the field's own name if none is given.
    #[prop(optional, into)]
    legend: Option<String>,
    /// A note beside the legend: 已按描述选好.
    #[prop(optional, into)]
    note: ViewFn,
    /// Hears that the person has chosen, unlike a choice made by the page.
    #[prop(optional, into)]
    on_pick: Option<Callback<()>>,
) -> impl IntoView {
    let group = next_id();
    let note_id = next_id();
    let after = Callback::new(move |()| {
        clear(problems, field);
        if let Some(on_pick) = on_pick {
            on_pick.run(());
        }
    });
    let chip = move |choice: Choice<T>| {
        view! {
            <label class="chip">
                {radio(&group, &choice.value, value, after)}
                {choice.symbol.map(icon)}
                {choice.words}
            </label>
        }
        .into_any()
    };
    let chips = move || choices.get().into_iter().map(chip.clone()).collect::<Vec<_>>();
    fieldset(field, legend, note, note_id, problems, chips.into_any())
}

fn fieldset(
    field: Field,
    legend: Option<String>,
    note: ViewFn,
    error_id: String,
    problems: Problems,
    chips: AnyView,
) -> AnyView {
    let error = Memo::new(move |_| problems.with(|all| problem::at_field(all, field)));
    let described = error_id.clone();
    view! {
        <fieldset
            class="stack t"
            aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            tabindex="-1"
        >
            <legend class="label">
                {legend.unwrap_or_else(|| problem::field_name(field).to_owned())} " " {note.run()}
            </legend>
            <div class="chips">{chips}</div>
            {move || error.get().map(|words| error_line(&error_id, words))}
        </fieldset>
    }
    .into_any()
}

/// A switch between two or three ways: 尽快 or 预约. One is always on.
#[component]
pub fn Segments<T: Chosen>(
    /// What the switch is about, for readers who do not see its place.
    #[prop(into)]
    label: String,
    /// Which way it stands.
    value: RwSignal<Option<T>>,
    /// The ways.
    choices: Vec<Choice<T>>,
    /// Hears that the person has switched.
    #[prop(optional, into)]
    on_pick: Option<Callback<()>>,
) -> impl IntoView {
    let group = next_id();
    let after = Callback::new(move |()| {
        if let Some(on_pick) = on_pick {
            on_pick.run(());
        }
    });
    let ways: Vec<AnyView> = choices
        .into_iter()
        .map(|choice| {
            view! { <label>{radio(&group, &choice.value, value, after)}{choice.words}</label> }.into_any()
        })
        .collect();
    view! { <div class="seg" role="radiogroup" aria-label=label>{ways}</div> }
}

/// Five stars, none chosen at the start (R29).
#[component]
pub fn StarsField(
    /// One to five.
    value: RwSignal<Option<u8>>,
    /// What is wrong in the form.
    problems: Problems,
    /// The legend.
    #[prop(optional, into)]
    legend: Option<String>,
) -> impl IntoView {
    let group = next_id();
    let after = Callback::new(move |()| clear(problems, Field::Stars));
    let error_id = next_id();
    let described = error_id.clone();
    let error = Memo::new(move |_| problems.with(|all| problem::at_field(all, Field::Stars)));
    let star = |stars: u8| {
        let word = say::common::stars(&stars.to_string()).unwrap_or_default();
        view! { <label>{radio(&group, &stars, value, after)}{icon(Icon::Star)}<span>{word}</span></label> }
            .into_any()
    };
    let stars: Vec<AnyView> = (1..=5).map(star).collect();
    view! {
        <fieldset
            class="stack t"
            aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            tabindex="-1"
        >
            <legend class="label">
                {legend.unwrap_or_else(|| problem::field_name(Field::Stars).to_owned())}
            </legend>
            <div class="stars">{stars}</div>
            {move || error.get().map(|words| error_line(&error_id, words))}
        </fieldset>
    }
}

/// Given stars, to be read: 4 / 5.
pub fn stars_shown(given: u8) -> impl IntoView {
    let star = |number: u8| {
        let class = if number <= given { "i f" } else { "i" };
        view! { <svg class=class aria-hidden="true"><use href=Icon::Star.id()></use></svg> }.into_any()
    };
    let stars: Vec<AnyView> = (1..=5).map(star).collect();
    view! {
        <span class="given" role="img" aria-label=say::common::stars_given(&given)>{stars}</span>
    }
}
