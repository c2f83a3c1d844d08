//! The frame of the overview's tables: each scrolls within itself on a narrow screen, also by keyboard.

use leptos::prelude::*;

use crate::words::say;

/// A table under the heading with this id: the cells of its head, and its rows.
pub(super) fn table(heading: &'static str, heads: Vec<AnyView>, rows: Vec<AnyView>) -> AnyView {
    view! {
        <div class="card of" role="region" tabindex="0" aria-labelledby=heading>
            <table class="table">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The head of a column of words.
pub(super) fn words(name: &'static str) -> AnyView {
    view! { <th scope="col">{name}</th> }.into_any()
}

/// The head of a column of numbers.
pub(super) fn number(name: impl Into<String>) -> AnyView {
    view! { <th scope="col" class="n">{name.into()}</th> }.into_any()
}

/// The head of a column whose name only those need who hear the page.
pub(super) fn unseen(name: &'static str) -> AnyView {
    view! { <th scope="col"><span class="vh">{name}</span></th> }.into_any()
}

/// The last row: the sum of those above it.
pub(super) fn sum(cells: impl IntoView) -> AnyView {
    view! { <tr class="sum-row"><th scope="row">{say::desk::total()}</th>{cells.into_any()}</tr> }.into_any()
}
