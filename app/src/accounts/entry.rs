//! What both sign-in forms are made of: what is wrong, whether an answer is awaited, and the form around the inputs.

use leptos::prelude::*;
use steward_core::problem::{Code, Field, Problem};

use crate::net::Failure;
use crate::ui::{Banner, Problems, Status, focus_first_wrong};
use crate::words::problem;

/// The state of a sign-in form; a handle that is copied freely.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    /// The wrong inputs.
    pub(super) problems: Problems,
    /// What is wrong with no single input.
    pub(super) wrong: RwSignal<Option<String>>,
    /// An answer is awaited.
    pub(super) pending: RwSignal<bool>,
}

impl Entry {
    pub(super) fn new() -> Self {
        Self {
            problems: RwSignal::new(Vec::new()),
            wrong: RwSignal::new(None),
            pending: RwSignal::new(false),
        }
    }

    /// Takes away what was wrong before.
    pub(super) fn clear(self) {
        self.problems.set(Vec::new());
        self.wrong.set(None);
    }

    /// Begins to ask the server, unless it is being asked or one of `inputs` is missing.
    pub(super) fn begin(self, inputs: &[(Field, bool)]) -> bool {
        if self.pending.get_untracked() {
            return false;
        }
        let missing =
            |(field, is_there): &(Field, bool)| (!is_there).then(|| Problem::new(Code::Required).at(*field));
        let missing: Vec<Problem> = inputs.iter().filter_map(missing).collect();
        let complete = missing.is_empty();
        self.wrong.set(None);
        self.problems.set(missing);
        self.pending.set(complete);
        if !complete {
            focus_first_wrong();
        }
        complete
    }

    /// The server said no, and one input is to blame.
    pub(super) fn blame(self, code: Code, field: Field) {
        self.problems.set(vec![Problem::new(code).at(field)]);
        focus_first_wrong();
    }

    /// The server said no, or was not reached: says so where it belongs.
    pub(super) fn failed(self, failure: &Failure) {
        if failure.fields().is_empty() {
            self.wrong.set(Some(problem::failure(failure)));
        } else {
            self.problems.set(failure.fields().to_vec());
        }
        focus_first_wrong();
    }

    /// The form around `inputs`, which does `submit`.
    pub(super) fn form(self, inputs: AnyView, submit: impl Fn() + 'static, button: AnyView) -> AnyView {
        let why = move || {
            self.wrong.get().map(|why| view! { <Banner status=Status::Over spoken=true>{why}</Banner> })
        };
        view! {
            <form
                class="stack sign-in"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    submit();
                }
            >
                {inputs}
                {why}
                {button}
            </form>
        }
        .into_any()
    }
}
