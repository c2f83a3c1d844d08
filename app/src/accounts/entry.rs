//! What both sign-in forms share: which inputs are missing, and the form around the inputs.

use leptos::prelude::*;
use steward_core::problem::{Code, Field, Problem};

use crate::ui::Form;

/// Those of `inputs` that are not there.
pub(super) fn missing(inputs: &[(Field, bool)]) -> Vec<Problem> {
    let missing =
        |(field, is_there): &(Field, bool)| (!is_there).then(|| Problem::new(Code::Required).at(*field));
    inputs.iter().filter_map(missing).collect()
}

/// The form around `inputs`, which does `submit`.
pub(super) fn around(state: Form, inputs: AnyView, submit: impl Fn() + 'static, button: AnyView) -> AnyView {
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
            {state.note()}
            {button}
        </form>
    }
    .into_any()
}
