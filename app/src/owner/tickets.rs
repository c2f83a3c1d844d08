//! An owner's tickets: those in progress first, then those that ended.

use leptos::prelude::*;
use steward_core::endpoint::Page;
use steward_core::tickets::api::{LIST, ListQuery, TicketRow};

use super::tab_dock;
use crate::net::{call, clock, live};
use crate::ui::clocks::{row_words, status};
use crate::ui::{Icon, Loading, PageHead, Status, empty, icon_small, load, loaded, pill, skeleton};
use crate::words::{label, say, time};

/// Loads the tickets of the owner's homes, again whenever something has changed.
pub(super) fn my_tickets() -> Loading<Page<TicketRow>> {
    let refreshes = live::refreshes();
    live::listen(|_| live::refresh());
    load(move || {
        refreshes.track();
        call(&LIST, &[], &ListQuery { limit: Some(100), ..ListQuery::default() })
    })
}

/// How many tickets wait for a rating.
pub(super) fn to_rate(rows: Loading<Page<TicketRow>>) -> Signal<u64> {
    let now = clock::now();
    Signal::derive(move || {
        let count = |page: &Page<TicketRow>| page.rows.iter().filter(|r| waits_rating(r, now)).count();
        let count = rows.with(|r| r.as_ref().and_then(|r| r.as_ref().ok()).map_or(0, count));
        u64::try_from(count).unwrap_or(u64::MAX)
    })
}

/// Whether the row can be rated now.
pub(super) fn waits_rating(row: &TicketRow, now: steward_core::time::Instant) -> bool {
    row.stars.is_none() && row.rate_until.is_some_and(|until| now <= until)
}

/// The page.
#[component]
pub fn Tickets() -> impl IntoView {
    let rows = my_tickets();
    view! {
        <PageHead words=say::owner::tickets() />
        <main id="main">{loaded(rows, || skeleton(6).into_any(), |page: Page<TicketRow>| list(&page.rows))}</main>
        {tab_dock(to_rate(rows))}
    }
}

/// Rows of tickets in a card; an empty list says so.
pub(super) fn list(rows: &[TicketRow]) -> AnyView {
    if rows.is_empty() {
        return empty(Icon::List, say::owner::no_tickets(), "").into_any();
    }
    let rows: Vec<AnyView> = rows.iter().map(row).collect();
    view! { <div class="card rows">{rows}</div> }.into_any()
}

/// One ticket in a list.
fn row(row: &TicketRow) -> AnyView {
    let now = clock::now();
    let running = row.clock.clone().filter(|c| c.stopped.is_none());
    let standing = running.as_ref().map_or(Status::Done, |c| status(c.standing(now)));
    let words = clock::ticking(move |now| running.as_ref().map_or_else(String::new, |c| row_words(c, now)));
    let href = ["/tickets/", row.id.as_str()].concat();
    view! {
        <a class="row" href=href>
            <span class="grow stack t">
                <b class="cut">{row.title.clone()}</b>
                <span class="sm mute">{time::ago(row.updated_at, now)}" "{words}</span>
                <span>{pill(standing, label::state(row.state))}</span>
            </span>
            {icon_small(Icon::Right)}
        </a>
    }
    .into_any()
}
