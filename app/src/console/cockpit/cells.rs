//! The frame of the cockpit's tables: each scrolls within itself on a narrow screen, also by keyboard. And why a number is
//! what it is, folded beside it.

use leptos::prelude::*;

use crate::ui::{Icon, icon_small};
use crate::words::say;

/// A table under the heading with this id: the cells of its head, and its rows.
pub(in crate::console) fn table(heading: &'static str, heads: Vec<AnyView>, rows: Vec<AnyView>) -> AnyView {
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
pub(in crate::console) fn words(name: &'static str) -> AnyView {
    view! { <th scope="col">{name}</th> }.into_any()
}

/// The head of a column of numbers.
pub(in crate::console) fn number(name: impl Into<String>) -> AnyView {
    view! { <th scope="col" class="n">{name.into()}</th> }.into_any()
}

/// The head of a column whose name only those need who hear the page.
pub(in crate::console) fn unseen(name: &'static str) -> AnyView {
    view! { <th scope="col"><span class="vh">{name}</span></th> }.into_any()
}

/// The last row: the sum of those above it.
pub(in crate::console) fn sum(cells: impl IntoView) -> AnyView {
    view! { <tr class="sum-row"><th scope="row">{say::desk::total()}</th>{cells.into_any()}</tr> }.into_any()
}

/// Why a number is what it is: a closed `<details>`.
pub(in crate::console) fn why_is(words: String) -> AnyView {
    view! {
        <details class="why">
            <summary>{say::console::why_number()}{icon_small(Icon::Down)}</summary>
            <p class="xs mute">{words}</p>
        </details>
    }
    .into_any()
}
