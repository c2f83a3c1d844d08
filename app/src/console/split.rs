//! A queue at the left, the chosen ticket at the right: how dispatch, return visits and approvals are worked off.

use leptos::prelude::*;
use steward_core::tickets::api::{ListQuery, TicketRow, View};

use super::list::{Line, Listing, clock_cell, listing};
use super::preview::{Read, read_selected};
use crate::ui::{Button, Icon, empty, failed, skeleton};
use crate::words::{label, say};

/// The queue of a view; its first ticket is chosen at the start, and the next one when the chosen one is done.
pub(super) fn queue(view: Memo<View>) -> (Listing, Read) {
    let query = Memo::new(move |_| ListQuery { view: Some(view.get()), ..ListQuery::default() });
    let list = listing(query);
    Effect::new(move |_| {
        let first = list.lines.with(|all| all.first().map(|l| l.id.clone()));
        if list.selected.get().is_none() && first.is_some() {
            list.selected.set(first);
        }
    });
    (list, read_selected(list.selected))
}

/// The queue as cards; `note` says in a line what is asked for.
pub(super) fn cards(
    list: Listing,
    none: &'static str,
    none_note: &'static str,
    note: fn(&TicketRow) -> String,
) -> impl IntoView {
    let is_empty = Memo::new(move |_| list.lines.with(Vec::is_empty));
    let has_failed = Memo::new(move |_| list.failure.with(Option::is_some));
    let more = move || {
        list.next.with(Option::is_some).then(|| {
            let press = Callback::new(move |()| list.more());
            view! { <Button pending=list.pending on_press=press>{say::console::more()}</Button> }
        })
    };
    move || match (list.is_read.get(), has_failed.get(), is_empty.get()) {
        (false, true, _) => {
            let again = Callback::new(move |()| list.again());
            list.failure.get_untracked().map(|f| failed(&f, again)).into_any()
        }
        (false, false, _) => skeleton(8).into_any(),
        (true, _, true) => empty(Icon::StatusDone, none, none_note).into_any(),
        (true, _, false) => view! {
            <ol class="card rows queue">
                <For each=move || list.lines.get() key=|line| line.id.clone() let:line>
                    {card(list, line, note)}
                </For>
            </ol>
            {more}
        }
        .into_any(),
    }
}

fn card(list: Listing, line: Line, note: fn(&TicketRow) -> String) -> AnyView {
    let Line { id, row } = line;
    let (here, chosen) = (id.clone(), id);
    let selected = list.selected;
    let of = |part: fn(&TicketRow) -> String| {
        let row = row.clone();
        move || row.with(part)
    };
    let noted = {
        let row = row.clone();
        move || row.with(note)
    };
    view! {
        <li>
            <button
                class="qi"
                type="button"
                aria-pressed=move || if selected.with(|s| s.as_ref() == Some(&here)) { "true" } else { "false" }
                on:click=move |_| selected.set(Some(chosen.clone()))
            >
                <span class="line between">
                    <span class="clk">{clock_cell(row.clone())}</span>
                    <span class="plate">{of(|r| r.plate.clone())}</span>
                </span>
                <b dir="auto">{of(|r| r.title.clone())}</b>
                <span class="mute xs">{noted}</span>
            </button>
        </li>
    }
    .into_any()
}

/// Category and project: what somebody who chooses from a queue needs beside the title.
pub(super) fn what_it_is(row: &TicketRow) -> String {
    [label::category(row.category), " · ", &row.project_name].concat()
}
