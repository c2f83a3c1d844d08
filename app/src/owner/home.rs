//! The owner's home: the door plate, the two things to do, and the tickets in progress.

use leptos::prelude::*;
use steward_core::accounts::api::{HomeCard, Me};
use steward_core::endpoint::Page;
use steward_core::tickets::api::TicketRow;

use super::tab_dock;
use super::tickets::{list, my_tickets, to_rate};
use crate::net::session;
use crate::ui::{Heading, Icon, empty, icon_large, loaded, skeleton};
use crate::words::{label, say};

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    let rows = my_tickets();
    let open = |page: Page<TicketRow>| {
        let open: Vec<TicketRow> = page.rows.into_iter().filter(|r| !r.state.is_done()).collect();
        if open.is_empty() {
            return empty(Icon::StatusDone, say::owner::no_open(), "").into_any();
        }
        list(&open)
    };
    view! {
        <main id="main">
            <Heading words=say::owner::home() unseen=true />
            {move || session::me().as_ref().and_then(door)}
            <nav class="acts" aria-label=say::owner::actions()>
                {act("/report", "act go", Icon::Wrench, say::owner::report(), say::owner::report_note())}
                {act("/report?for=contact", "act", Icon::Chat, say::owner::contact(), say::owner::contact_note())}
            </nav>
            <section class="stack t" aria-labelledby="open">
                <div class="head">
                    <h2 id="open">{say::owner::open_tickets()}</h2>
                    <a class="end sm" href="/tickets">{say::owner::all_tickets()}</a>
                </div>
                {loaded(rows, || skeleton(4).into_any(), open)}
            </section>
        </main>
        {tab_dock(to_rate(rows))}
    }
}

fn act(
    href: &'static str,
    class: &'static str,
    symbol: Icon,
    name: &'static str,
    note: &'static str,
) -> AnyView {
    view! {
        <a class=class href=href>
            <i class="sq">{icon_large(symbol)}</i>
            <b>{name}</b>
            <span>{note}</span>
        </a>
    }
    .into_any()
}

/// The plate of the home that was used last.
fn door(me: &Me) -> Option<AnyView> {
    let home: &HomeCard = me.homes.first()?;
    let mut place = home.project_name.clone();
    place.push(' ');
    place.push_str(&label::entrance(&home.address));
    Some(
        view! {
            <section class="plate big door" aria-label=say::owner::my_home()>
                <p class="hi">{me.name.clone()}</p>
                <p class="no">{home.address.room.clone()}</p>
                <p class="where">{place}</p>
            </section>
        }
        .into_any(),
    )
}
