//! Who wrote the same words to owners over and over (R28): a hint to look, not a verdict.

use leptos::prelude::*;
use steward_core::endpoint::Nothing;
use steward_core::tickets::api::{SAME_WORDS, SameWords};

use crate::net::call;
use crate::ui::{Icon, Loading, empty, load, loaded, skeleton};
use crate::words::say;

/// The list of the last week.
pub(super) fn list() -> AnyView {
    let all: Loading<Vec<SameWords>> = load(|| call(&SAME_WORDS, &[], &Nothing {}));
    view! { {loaded(all, || skeleton(6).into_any(), |rows| shown(&rows))} }.into_any()
}

fn shown(rows: &[SameWords]) -> AnyView {
    if rows.is_empty() {
        return empty(Icon::Check, say::voices::no_same_words(), "").into_any();
    }
    let card = |row: &SameWords| {
        let links: Vec<AnyView> = row
            .tickets
            .iter()
            .map(|ticket| {
                let href = ["/console/tickets/", ticket.as_str()].concat();
                view! { <li><a href=href>{ticket.to_string()}</a></li> }.into_any()
            })
            .collect();
        let title = [row.name.as_str(), " · ", &row.project].concat();
        view! {
            <section class="card pad stack t" aria-label=title.clone()>
                <div class="line between"><h2>{title.clone()}</h2><span class="sm mute">{row.day.to_string()}</span></div>
                <p><b>{say::voices::same_times(row.times)}</b></p>
                <blockquote dir="auto">{row.text.clone()}</blockquote>
                <ul class="line sm" aria-label=say::console::ticket()>{links}</ul>
            </section>
        }
        .into_any()
    };
    let cards: Vec<AnyView> = rows.iter().map(card).collect();
    view! { <div class="stack">{cards}</div> }.into_any()
}
