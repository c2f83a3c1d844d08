//! The owner's home: the door plate, the two things to do, what waits for the owner, and the tickets in progress.

use leptos::prelude::*;
use steward_core::accounts::api::HomeCard;

use super::mine::Mine;
use super::place::home_chooser;
use super::report_model::{Typed, key};
use super::tickets::{list, to_rate};
use super::{home_model, promise_model, tab_dock};
use crate::device;
use crate::net::{clock, session};
use crate::ui::{Heading, Icon, icon, icon_large, icon_small};
use crate::words::{label, say};
use steward_core::tickets::api::title;

/// The page.
pub(super) fn page(mine: Mine) -> AnyView {
    let choosing = RwSignal::new(false);
    let plate = move || match mine.home() {
        Some(home) => door(&home, choosing),
        None => view! {
            <section class="card pad stack t">
                <b>{say::owner::no_home()}</b>
                <p class="sm mute">{say::owner::no_home_note()}</p>
            </section>
        }
        .into_any(),
    };
    let count = move || match mine.rows.with(super::rows_model::Rows::count) {
        Some(n) => say::owner::all_n(&n),
        None => say::owner::all_tickets().to_owned(),
    };
    view! {
        <main id="main">
            <Heading words=say::owner::home() unseen=true />
            {plate}
            {home_chooser(mine, choosing)}
            {acts(mine)}
            {unsent()}
            <section class="stack t" aria-labelledby="open">
                <div class="head">
                    <h2 id="open">{say::owner::open_tickets()}</h2>
                    <a class="end sm" href="/tickets">{count}</a>
                </div>
                {list(mine, false)}
                {to_rate(mine)}
            </section>
        </main>
        {tab_dock(mine)}
    }
    .into_any()
}

/// The plate of the home in front.
fn door(home: &HomeCard, choosing: RwSignal<bool>) -> AnyView {
    let name = session::me_untracked().map(|me| me.name).unwrap_or_default();
    let greeting = clock::ticking(move |now| home_model::greeting(&name, now));
    let place = [home.project_name.as_str(), &label::entrance(&home.address)].join(" ");
    let many = session::me_untracked().is_some_and(|me| me.homes.len() > 1);
    let href = ["tel:", home.hotline.as_str()].concat();
    let (words, spoken) = match &home.butler {
        Some(name) => (say::owner::butler(name), say::owner::call_butler(name, &home.hotline)),
        None => (say::owner::hotline().to_owned(), say::owner::call_hotline(&home.hotline)),
    };
    view! {
        <section class="plate big door" aria-label=say::owner::my_home()>
            <p class="hi">
                <span dir="auto">{greeting}</span>
                <a href=href rel="external" aria-label=spoken>{icon_small(Icon::Phone)}{words}</a>
            </p>
            <p class="no">{home.address.room.clone()}</p>
            <p class="where">
                <span>{place}</span>
                {many
                    .then(|| {
                        view! {
                            <button type="button" on:click=move |_| choosing.set(true)>
                                {icon_small(Icon::Swap)}
                                {say::owner::switch_home()}
                            </button>
                        }
                    })}
            </p>
        </section>
    }
    .into_any()
}

/// The two things to do. What is said about the time is what would be promised now.
fn acts(mine: Mine) -> AnyView {
    let rules = mine.rules();
    let tick = clock::tick();
    let note = Memo::new(move |_| {
        let promised = || {
            let home = mine.home()?;
            rules.with(|rules| promise_model::tile_note(&home, rules.as_ref()?, tick.get()))
        };
        promised().unwrap_or_else(|| say::owner::report_note().to_owned())
    });
    let act =
        |href: &'static str, class: &'static str, symbol: Icon, name: &'static str, note: Signal<String>| {
            view! {
                <a class=class href=href>
                    <i class="sq">{icon_large(symbol)}</i>
                    <b>{name}</b>
                    <span>{note}</span>
                </a>
            }
            .into_any()
        };
    let contact = Signal::stored(say::owner::contact_note().to_owned());
    view! {
        <nav class="acts" aria-label=say::owner::actions()>
            {act("/report", "act go", Icon::Wrench, say::owner::report(), note.into())}
            {act("/report?for=contact", "act", Icon::Chat, say::owner::contact(), contact)}
        </nav>
    }
    .into_any()
}

/// Something was written and not sent: the way back to it.
fn unsent() -> Option<AnyView> {
    let find = |form: &str, href: &'static str| {
        let kept = device::kept::<Typed>(&key(form))?;
        (!kept.is_blank()).then_some((title(&kept.text), href))
    };
    let (text, href) = find("report", "/report").or_else(|| find("contact", "/report?for=contact"))?;
    let text = if text.is_empty() { say::owner::more_photos().to_owned() } else { text };
    Some(
        view! {
            <a class="banner" href=href>
                {icon(Icon::Edit)}
                <span class="grow">
                    <b>{say::owner::draft_title()}</b>
                    <br />
                    <span class="sm" dir="auto">{say::owner::draft_note(&text)}</span>
                </span>
                {icon_small(Icon::Right)}
            </a>
        }
        .into_any(),
    )
}
