//! The inputs themselves: a line of text, several lines, the browser's chooser.

use leptos::html;
use leptos::prelude::*;
use steward_core::problem::Field;
use steward_core::time::Instant;

use super::{Labelled, LabelledProps, Problems, Tie, clear};

/// What kind of text a [`TextField`] takes: keyboard, autofill and masking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Kind {
    /// Any text.
    #[default]
    Text,
    /// A phone number.
    Phone,
    /// A one-time code from a message.
    OneTimeCode,
    /// A login name.
    Login,
    /// A password.
    Password,
    /// A whole number.
    Number,
}

impl Kind {
    /// `type`, `inputmode`, `autocomplete`.
    const fn attributes(self) -> (&'static str, Option<&'static str>, &'static str) {
        match self {
            Self::Text => ("text", None, "off"),
            Self::Phone => ("tel", Some("tel"), "tel"),
            Self::OneTimeCode => ("text", Some("numeric"), "one-time-code"),
            Self::Login => ("text", None, "username"),
            Self::Number => ("text", Some("numeric"), "off"),
            Self::Password => ("password", None, "current-password"),
        }
    }
}

/// One line of text.
#[component]
pub fn TextField(
    /// Which input of the form it is.
    field: Field,
    /// The value.
    value: RwSignal<String>,
    /// What is wrong in the form.
    problems: Problems,
    /// What it takes.
    #[prop(optional)]
    kind: Kind,
    /// The label; the field's own name if none is given.
    #[prop(optional, into)]
    label: Option<String>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// It may stay empty.
    #[prop(optional)]
    optional: bool,
    /// It has the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let (type_, mode, complete) = kind.attributes();
    let node = NodeRef::<html::Input>::new();
    // The attribute of this name works only while the page is first read.
    Effect::new(move |_| {
        if autofocus && let Some(input) = node.get() {
            let _ = input.focus();
        }
    });
    let input = move |tie: Tie| {
        view! {
            <input
                class="input"
                id=tie.id
                name=field.name()
                type=type_
                inputmode=mode
                autocomplete=complete
                node_ref=node
                prop:value=value
                aria-invalid=tie.invalid
                aria-describedby=tie.described
                on:input:target=move |event| {
                    value.set(event.target().value());
                    clear(problems, field);
                }
            />
        }
        .into_any()
    };
    labelled(field, label, hint, optional, problems, Box::new(input))
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// Which input of the form it is.
    field: Field,
    /// The value.
    value: RwSignal<String>,
    /// What is wrong in the form.
    problems: Problems,
    /// How many lines it shows.
    #[prop(default = 3)]
    rows: u32,
    /// The label; the field's own name if none is given.
    #[prop(optional, into)]
    label: Option<String>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What it may look like, in grey.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// It may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let input = move |tie: Tie| {
        view! {
            <textarea
                class="input"
                id=tie.id
                name=field.name()
                rows=rows
                placeholder=placeholder
                prop:value=value
                aria-invalid=tie.invalid
                aria-describedby=tie.described
                on:input:target=move |event| {
                    value.set(event.target().value());
                    clear(problems, field);
                }
            ></textarea>
        }
        .into_any()
    };
    labelled(field, label, hint, optional, problems, Box::new(input))
}

/// One of a short list, as the browser's own chooser. The value is the option's word.
#[component]
pub fn SelectField(
    /// Which input of the form it is.
    field: Field,
    /// The chosen word; empty while nothing is chosen.
    value: RwSignal<String>,
    /// Word and name of each choice.
    options: Vec<(String, String)>,
    /// What is wrong in the form.
    problems: Problems,
    /// The label; the field's own name if none is given.
    #[prop(optional, into)]
    label: Option<String>,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let input = move |tie: Tie| {
        let options = option_list(value, options);
        view! {
            <select
                class="input"
                id=tie.id
                name=field.name()
                prop:value=value
                aria-invalid=tie.invalid
                aria-describedby=tie.described
                on:change:target=move |event| {
                    value.set(event.target().value());
                    clear(problems, field);
                }
            >
                {options}
            </select>
        }
        .into_any()
    };
    labelled(field, label, hint, false, problems, Box::new(input))
}

/// [`Labelled`] compiled once for all inputs of the kit.
fn labelled(
    field: Field,
    label: Option<String>,
    hint: Option<String>,
    optional: bool,
    problems: Problems,
    input: Box<dyn FnOnce(Tie) -> AnyView>,
) -> AnyView {
    Labelled(LabelledProps { field, label, hint, optional, problems, input }).into_any()
}

/// The options of a chooser, words with their names; the one that is `value` now is chosen.
pub fn option_list(value: RwSignal<String>, options: Vec<(String, String)>) -> Vec<AnyView> {
    let option = |(word, name): (String, String)| {
        let chosen = value.with_untracked(|now| *now == word);
        view! { <option value=word selected=chosen>{name}</option> }.into_any()
    };
    options.into_iter().map(option).collect()
}

/// What `<input type="datetime-local">` holds, as an instant of the reader's own zone.
pub fn local_time(text: &str) -> Option<Instant> {
    if text.is_empty() {
        return None;
    }
    let millis = js_sys::Date::new(&text.into()).get_time();
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of our era are whole and small")]
    let millis = millis.is_finite().then_some(millis as i64)?;
    Some(Instant::from_millis(millis))
}
