//! Inputs with their label, hint and error, tied together so that every reader hears all three.
//!
//! Values live in signals; what is wrong comes from core's checks, in the browser before sending and from the
//! server after it, as the same [`Problem`]s. The error stands under its own field and says what to do.

pub mod inputs;

use core::cell::Cell;

use leptos::prelude::*;
use steward_core::problem::{Field, Problem};
use wasm_bindgen::JsCast;

use super::icon::Icon;
use crate::words::{problem, say};
pub use inputs::{Kind, SelectField, TextArea, TextField};

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// An id that no other element of the page has.
pub fn next_id() -> String {
    let number = NEXT.replace(NEXT.get().wrapping_add(1));
    let mut id = String::from("u");
    id.push_str(&number.to_string());
    id
}

/// What a form knows to be wrong: filled by `check()` and by the server's answer.
pub type Problems = RwSignal<Vec<Problem>>;

/// Takes the problems of one field away, because its value changes.
pub fn clear(problems: Problems, field: Field) {
    if problems.with_untracked(|all| all.iter().any(|p| p.field == Some(field))) {
        problems.update(|all| all.retain(|p| p.field != Some(field)));
    }
}

/// Moves the focus to the first wrong input of the page, once the page shows it.
pub fn focus_first_wrong() {
    request_animation_frame(|| {
        let wrong = document().query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(input) = wrong.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = input.focus();
        }
    });
}

/// The ids and the error of one field, for inputs that the kit does not have.
#[derive(Clone)]
pub struct Tie {
    /// The id of the input itself.
    pub id: String,
    /// What goes into `aria-describedby`.
    pub described: Signal<Option<String>>,
    /// What goes into `aria-invalid`.
    pub invalid: Signal<Option<&'static str>>,
}

/// A label with an input of any kind under it, then the hint or the error.
#[component]
pub fn Labelled(
    /// Which input of the form it is.
    field: Field,
    /// The label; the field's own name if none is given.
    #[prop(optional, into)]
    label: Option<String>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// It may stay empty.
    #[prop(optional)]
    optional: bool,
    /// What is wrong in the form.
    problems: Problems,
    /// The input, tied by its ids.
    input: impl FnOnce(Tie) -> AnyView,
) -> impl IntoView {
    let id = next_id();
    let note_id = [id.as_str(), "n"].concat();
    let error = Memo::new(move |_| problems.with(|all| problem::at_field(all, field)));
    let has_hint = hint.is_some();
    let described = {
        let note_id = note_id.clone();
        Signal::derive(move || (has_hint || error.with(Option::is_some)).then(|| note_id.clone()))
    };
    let invalid = Signal::derive(move || error.with(Option::is_some).then_some("true"));
    let label = label.unwrap_or_else(|| problem::field_name(field).to_owned());
    let note = move || match (error.get(), hint.clone()) {
        (Some(error), _) => Some(error_line(&note_id, error)),
        (None, Some(hint)) => Some(view! { <p class="hint" id=note_id.clone()>{hint}</p> }.into_any()),
        (None, None) => None,
    };
    view! {
        <div class="field">
            <label for=id.clone()>
                {label}
                {optional.then(|| view! { " " <span class="opt">{say::common::optional()}</span> })}
            </label>
            {input(Tie { id, described, invalid })}
            {note}
        </div>
    }
}

/// An error with its shape, as it stands under a field.
pub fn error_line(id: &str, words: String) -> AnyView {
    view! {
        <p class="error" id=id.to_owned()>
            <svg class="i f s" aria-hidden="true"><use href=Icon::StatusOver.id()></use></svg>
            {words}
        </p>
    }
    .into_any()
}
