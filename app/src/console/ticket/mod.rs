//! The workbench: everything about one ticket on one page, and everything this person can do with it.

mod clocks;
mod composer;
mod course;
pub mod events;
mod head;
pub(super) mod owner;
pub(super) mod voices;
pub mod why;

use leptos::prelude::*;
use steward_core::endpoint::Nothing;
use steward_core::tickets::api::{READ, TicketPage};

use super::acts::{Desk, act_bar};
use super::{Topbar, Work};
use crate::nav;
use crate::net::{call, live};
use crate::ui::{failed, load, photo_strip, skeleton, toast};
use crate::words::say;

/// The ticket of this page's address, read again whenever it changes.
pub(super) fn follow(desk: Desk) -> Memo<String> {
    let id = nav::found(|parts| match parts {
        ["console", "tickets" | "jobs", id] => Some(id),
        _ => None,
    });
    let refreshes = live::refreshes();
    let page = load(move || {
        refreshes.track();
        call(&READ, &[&id.get()], &Nothing {})
    });
    let failure = RwSignal::new(None);
    Effect::new(move |_| match page.get() {
        Some(Ok(read)) => {
            failure.set(None);
            desk.page.set(Some(read));
        }
        Some(Err(why)) => {
            failure.set(Some(why));
            let other =
                desk.page.with_untracked(|p| p.as_ref().is_some_and(|p| p.ticket.id.as_str() != id.get()));
            if other {
                desk.page.set(None);
            }
        }
        None => {}
    });
    provide_context(Reading { failure, again: Callback::new(move |()| page.refetch()) });
    live::listen(move |heard| {
        if id.with_untracked(|id| heard.head.ticket.as_str() == id) {
            if let Some(last) = heard.whole().and_then(|message| message.events.last().cloned()) {
                toast::announce(events::headline(&last));
            }
            page.refetch();
        }
    });
    id
}

/// How the last reading went.
#[derive(Clone, Copy)]
struct Reading {
    failure: RwSignal<Option<crate::net::Failure>>,
    again: Callback<()>,
}

/// Shows the ticket once it is there; what is typed below survives each later reading.
pub(super) fn once_read(desk: Desk, show: impl Fn() -> AnyView + Send + Sync + 'static) -> impl IntoView {
    let reading = use_context::<Reading>();
    let is_there = Memo::new(move |_| desk.page.with(Option::is_some));
    move || {
        if is_there.get() {
            return show();
        }
        match reading.and_then(|r| r.failure.get().map(|f| (f, r.again))) {
            Some((failure, again)) => view! {
                {failed(&failure, again)}
                <p class="center"><a class="btn" href="/console">{say::console::to_worklist()}</a></p>
            }
            .into_any(),
            None => skeleton(10).into_any(),
        }
    }
}

/// A part of the page that follows the ticket.
pub(super) fn part(
    desk: Desk,
    show: impl Fn(&TicketPage) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    move || desk.page.with(|page| page.as_ref().map(&show))
}

/// The page.
#[component]
pub fn Workbench() -> impl IntoView {
    let desk = Desk::new();
    let id = follow(desk);
    let shown = move || {
        view! {
            {part(desk, head::head)}
            <div class="bench">
                <div class="stack">
                    {part(desk, description)}
                    {part(desk, voices::voices)}
                    {composer::composer(desk)}
                    {course::course(desk)}
                </div>
                <div class="stack">{clocks::card(desk)}</div>
                <div class="stack">
                    {owner::card(desk)}
                </div>
            </div>
        }
        .into_any()
    };
    view! {
        <Topbar words=id beside=head::neighbours>{act_bar(desk, 3)}</Topbar>
        <Work>{once_read(desk, shown)}</Work>
    }
}

/// What the owner said, with the photos.
fn description(page: &TicketPage) -> AnyView {
    let said = &page.ticket.said;
    let place = (!said.place.is_empty()).then(|| view! { <span class="tag">{said.place.clone()}</span> });
    view! {
        <section class="card pad stack t" aria-labelledby="said">
            <div class="head">
                <h2 id="said">{say::desk::description()}</h2>
                <span class="end sm mute">{place}</span>
            </div>
            <p class="said" dir="auto">{said.text.clone()}</p>
            {photo_strip(&said.photos)}
        </section>
    }
    .into_any()
}
