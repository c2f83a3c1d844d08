//! One ticket as its owner sees it: where it stands, by when, and what has happened.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use steward_core::endpoint::Nothing;
use steward_core::tickets::Ticket;
use steward_core::tickets::api::{READ, TicketPage};

use super::tickets::waits_rating;
use crate::net::{call, clock, live};
use crate::ui::{Icon, Moment, PageHead, Status, load, loaded, photo_strip, pill, skeleton, tl_item};
use crate::words::{label, say, time};
use steward_core::tickets::api::TicketRow;

/// The page.
#[component]
pub fn TicketView() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|p| p.get("id").unwrap_or_default()));
    let refreshes = live::refreshes();
    let page = load(move || {
        refreshes.track();
        call(&READ, &[&id.get()], &Nothing {})
    });
    live::listen(move |message| {
        if id.with_untracked(|id| message.ticket.as_str() == id) {
            page.refetch();
        }
    });
    view! {
        <PageHead words=say::owner::ticket() back="/tickets" />
        <main id="main">{loaded(page, || skeleton(8).into_any(), |page: TicketPage| shown(&page))}</main>
    }
}

fn shown(page: &TicketPage) -> AnyView {
    let ticket: &Ticket = &page.ticket;
    let now = clock::now();
    let row = TicketRow::of(ticket, &page.project_name);
    let promise = ticket.promise().filter(|c| c.is_running()).map(|c| time::day_time(c.due, now));
    let last = ticket.path.len();
    let steps: Vec<AnyView> = ticket
        .path
        .iter()
        .enumerate()
        .rev()
        .map(|(n, (state, at))| {
            let moment = if n + 1 == last && !state.is_done() { Moment::Now } else { Moment::Past };
            tl_item(moment, Icon::Check, None, label::state(*state), time::day_time(*at, now), ()).into_any()
        })
        .collect();
    let status = if ticket.state.is_done() { Status::Done } else { Status::On };
    view! {
        <section class="stack t">
            <div class="line">
                {pill(status, label::state(ticket.state))}
                <span class="sm mute">{ticket.id.to_string()}</span>
            </div>
            <h2>{row.title.clone()}</h2>
            <p class="sm mute">{label::project_address(&page.project_name, &ticket.said.address)}</p>
            <p>{ticket.said.text.clone()}</p>
            {photo_strip(&ticket.said.photos)}
        </section>
        {promise.map(|due| view! { <p class="card pad">{say::owner::due_by(&due)}</p> })}
        {waits_rating(&row, now).then(|| {
            let href = ["/tickets/", ticket.id.as_str(), "/rate"].concat();
            view! { <a class="btn primary" href=href>{say::owner::rate_now()}</a> }
        })}
        <section class="card pad stack t">
            <h3>{say::owner::progress()}</h3>
            <ol class="tl">{steps}</ol>
        </section>
    }
    .into_any()
}
