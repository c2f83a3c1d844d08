//! What a form holds while it is filled in, and the inputs that several acts share.

use leptos::prelude::*;
use steward_core::ids::CommandId;
use steward_core::problem::Field;

use super::draft::Draft;
use super::model::Filled;
use crate::ui::field::inputs::local_time;
use crate::ui::field::{Labelled, Tie};
use crate::ui::{Chips, Choice, PhotoPicker, Photos, Problems, SelectField};
use crate::words::{problem, say};

/// What a form holds while it is filled in.
#[derive(Clone, Copy)]
pub(super) struct Inputs {
    pub(super) text: RwSignal<String>,
    pub(super) second: RwSignal<String>,
    pub(super) third: RwSignal<String>,
    pub(super) choice: RwSignal<String>,
    pub(super) other: RwSignal<String>,
    pub(super) yes: RwSignal<Option<bool>>,
    pub(super) also: RwSignal<Option<bool>>,
    pub(super) third_yes: RwSignal<Option<bool>>,
    pub(super) at: RwSignal<String>,
    pub(super) photos: Photos,
    pub(super) problems: Problems,
}

impl Inputs {
    pub(super) fn new() -> Self {
        Self {
            text: RwSignal::default(),
            second: RwSignal::default(),
            third: RwSignal::default(),
            choice: RwSignal::default(),
            other: RwSignal::default(),
            yes: RwSignal::default(),
            also: RwSignal::default(),
            third_yes: RwSignal::default(),
            at: RwSignal::default(),
            photos: Photos::new(),
            problems: RwSignal::default(),
        }
    }

    /// Fills in what was typed before. What was chosen from a list whose entries change, as the engineers, is chosen
    /// anew.
    pub(super) fn restore(self, draft: Draft, chooses_anew: bool) {
        let Draft {
            texts: [text, second, third], choice, answers: [yes, also, third_yes], at, photos, ..
        } = draft;
        self.text.set(text);
        self.second.set(second);
        self.third.set(third);
        if !chooses_anew && !choice.is_empty() {
            self.choice.set(choice);
        }
        for (input, answer) in [(self.yes, yes), (self.also, also), (self.third_yes, third_yes)] {
            if answer.is_some() {
                input.set(answer);
            }
        }
        self.at.set(at);
        self.photos.restore(photos);
    }

    /// What is typed now, to be sent under `id`; reading it subscribes.
    pub(super) fn draft(self, id: CommandId) -> Draft {
        Draft {
            id: Some(id),
            texts: [self.text.get(), self.second.get(), self.third.get()],
            choice: self.choice.get(),
            answers: [self.yes.get(), self.also.get(), self.third_yes.get()],
            at: self.at.get(),
            photos: self.photos.ids(),
        }
    }

    pub(super) fn filled(&self) -> Filled {
        Filled {
            text: self.text.get_untracked(),
            second: self.second.get_untracked(),
            third: self.third.get_untracked(),
            choice: self.choice.get_untracked(),
            other: self.other.get_untracked(),
            yes: self.yes.get_untracked(),
            also: self.also.get_untracked() == Some(true),
            third_yes: self.third_yes.get_untracked() == Some(true),
            at: local_time(&self.at.get_untracked()),
            photos: untrack(|| self.photos.ids()),
        }
    }
}

/// One of a closed list, the first chosen at the start.
pub(super) fn choose(field: Field, inputs: Inputs, options: Vec<(String, String)>) -> AnyView {
    if inputs.choice.with_untracked(String::is_empty)
        && let Some((first, _)) = options.first()
    {
        inputs.choice.set(first.clone());
    }
    view! { <SelectField field=field value=inputs.choice options=options problems=inputs.problems /> }
        .into_any()
}

/// Photos of the work or the place.
pub(super) fn photos(inputs: Inputs) -> AnyView {
    view! { <PhotoPicker photos=inputs.photos problems=inputs.problems legend=problem::field_name(Field::Photos) /> }
        .into_any()
}

/// By when the owner was promised something, where that was said.
pub(super) fn promised(inputs: Inputs) -> AnyView {
    let input = move |tie: Tie| {
        view! {
            <input
                class="input"
                type="datetime-local"
                id=tie.id
                name=Field::PromisedAt.name()
                prop:value=inputs.at
                aria-describedby=tie.described
                on:input:target=move |event| inputs.at.set(event.target().value())
            />
        }
        .into_any()
    };
    view! {
        <Labelled
            field=Field::PromisedAt
            hint=say::desk::promised_note()
            optional=true
            problems=inputs.problems
            input=input
        />
    }
    .into_any()
}

/// A question that is answered with yes or no, unset at first.
pub(super) fn yes_no(
    field: Field,
    value: RwSignal<Option<bool>>,
    legend: &'static str,
    inputs: Inputs,
    (yes, no): (&'static str, &'static str),
) -> AnyView {
    let choices = vec![Choice::new(true, yes), Choice::new(false, no)];
    view! { <Chips field=field value=value choices=choices problems=inputs.problems legend=legend /> }
        .into_any()
}
