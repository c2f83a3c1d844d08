//! A list of tickets as most console pages show it.

use leptos::prelude::*;
use steward_core::endpoint::Page;
use steward_core::tickets::api::{LIST, ListQuery, TicketRow, View};

use crate::net::{call, clock, live};
use crate::ui::clocks::{row_marks, row_words, status};
use crate::ui::{Icon, Loading, Rail, Weight, empty, load, loaded, skeleton, st};
use crate::words::{label, say, time};

/// Loads a view of the worklist, again whenever something has changed.
pub(super) fn rows(view: impl Fn() -> View + 'static) -> Loading<Page<TicketRow>> {
    let refreshes = live::refreshes();
    live::listen(|_| live::refresh());
    load(move || {
        refreshes.track();
        call(&LIST, &[], &ListQuery { view: Some(view()), ..ListQuery::default() })
    })
}

/// The table of a view; each row leads to `base` and the ticket's number.
pub(super) fn table(rows: Loading<Page<TicketRow>>, base: &'static str) -> impl IntoView {
    loaded(
        rows,
        || skeleton(10).into_any(),
        move |page: Page<TicketRow>| {
            if page.rows.is_empty() {
                return empty(Icon::StatusDone, say::console::empty(), "").into_any();
            }
            let rows: Vec<AnyView> = page.rows.iter().map(|r| row(r, base)).collect();
            view! {
                <table class="table">
                    <thead>
                        <tr>
                            <th>{say::console::clock()}</th>
                            <th>{say::console::ticket()}</th>
                            <th>{say::console::state()}</th>
                            <th>{say::console::assignee()}</th>
                            <th>{say::console::updated()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
            .into_any()
        },
    )
}

fn row(row: &TicketRow, base: &'static str) -> AnyView {
    let now = clock::now();
    let href = [base, "/", row.id.as_str()].concat();
    let clock_cell = row.clock.clone().map(|c| {
        let (a, b) = (c.clone(), c.clone());
        let tick = clock::tick();
        let words = clock::ticking(move |now| row_words(&a, now));
        let standing = Memo::new(move |_| status(b.standing(tick.get())));
        let marks = row_marks(&c, now);
        view! {
            {move || st(standing.get(), words.get())}
            <Rail status=standing marks=marks weight=Weight::Thin />
        }
    });
    view! {
        <tr>
            <td>{clock_cell}</td>
            <td>
                <a href=href><b>{row.title.clone()}</b></a>
                <div class="meta">
                    {row.id.to_string()}
                    <span class="plate">{row.plate.clone()}</span>
                    {label::category(row.category)}
                </div>
            </td>
            <td>{label::state(row.state)}</td>
            <td>{row.assignee.clone().unwrap_or_else(|| say::console::unassigned().to_owned())}</td>
            <td class="mute">{time::ago(row.updated_at, now)}</td>
        </tr>
    }
    .into_any()
}
