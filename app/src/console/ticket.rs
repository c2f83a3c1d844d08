//! Everything about one ticket on one page.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use steward_core::endpoint::Nothing;
use steward_core::tickets::api::{READ, TicketPage};

use super::{Topbar, Work};
use crate::net::{call, clock, live};
use crate::ui::{Icon, Moment, load, loaded, photo_strip, skeleton, tl_item};
use crate::words::{label, say, time};

/// The page.
#[component]
pub fn Workbench() -> impl IntoView {
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
        <Topbar words=id />
        <Work>{loaded(page, || skeleton(10).into_any(), |page: TicketPage| shown(&page))}</Work>
    }
}

fn shown(page: &TicketPage) -> AnyView {
    let (ticket, now) = (&page.ticket, clock::now());
    let step = |(state, at): &(steward_core::tickets::State, steward_core::time::Instant)| {
        tl_item(Moment::Past, Icon::Check, None, label::state(*state), time::day_time(*at, now), ())
            .into_any()
    };
    let steps: Vec<AnyView> = ticket.path.iter().rev().map(step).collect();
    let clocks: Vec<AnyView> = ticket
        .clocks
        .iter()
        .map(|c| view! { <dt>{label::clock(c.kind)}</dt><dd>{time::day_time(c.due, now)}</dd> }.into_any())
        .collect();
    view! {
        <div class="stack">
            <section class="card pad stack t">
                <p class="meta">
                    <span class="plate">{ticket.said.address.plate()}</span>
                    {label::state(ticket.state)}
                    {label::category(ticket.said.category)}
                </p>
                <p>{ticket.said.text.clone()}</p>
                {photo_strip(&ticket.said.photos)}
            </section>
            <section class="card pad stack t">
                <h2>{say::console::clock()}</h2>
                <dl class="facts">{clocks}</dl>
            </section>
            <section class="card pad"><ol class="tl">{steps}</ol></section>
        </div>
    }
    .into_any()
}
