//! One ticket as its owner sees it: where it stands, by when and why, what has happened, and what can be done.

use leptos::prelude::*;
use steward_core::tickets::api::{TicketPage, title};
use steward_core::time::Instant;

use super::mine::Mine;
use super::opened::{of_page, opened, some_of_page, ticket_id};
use super::{actions, clock_model, due, timeline};
use crate::nav;
use crate::refused::refused_notes;
use crate::ui::{Icon, Status, icon_filled, icon_link, pill, toast};
use crate::words::{label, say, time};

/// The page.
pub fn page(mine: Mine) -> AnyView {
    let id = ticket_id();
    let was_sent = nav::asked("sent").is_some();
    let phone = move || {
        mine.page.with(|page| page.as_ref().map(|p| p.hotline.clone())).map(|hotline| {
            let href = ["tel:", hotline.as_str()].concat();
            view! {
                <a
                    class="btn icon"
                    rel="external"
                    aria-label=say::owner::call_hotline(&hotline)
                    href=href
                >
                    {crate::ui::icon(Icon::Phone)}
                </a>
            }
        })
    };
    let body = move || {
        announce(mine);
        view! {
            <main id="main">
                {refused_notes(move |r| id.with(|id| r.ticket() == Some(id)), "")}
                {was_sent.then(|| sent(mine))}
                {head(mine)}
                {due::promise(mine)}
                {timeline::timeline(mine)}
                {actions::cancel(mine)}
            </main>
        }
        .into_any()
    };
    view! {
        <header>
            {icon_link(Icon::Left, say::common::back(), "/tickets".to_owned())}
            <crate::ui::Heading words=say::owner::ticket() />
            {phone}
        </header>
        {opened(mine, id, body)}
        {actions::dock(mine, id)}
    }
    .into_any()
}

/// Reads out when the status changes while nobody touches the page.
fn announce(mine: Mine) {
    let words = of_page(mine, |page, now| status_words(page, now).1);
    Effect::new(move |before: Option<Option<String>>| {
        let words = words.get();
        if let (Some(Some(_)), Some(new)) = (&before, &words)
            && before.as_ref() != Some(&words)
        {
            toast::announce(new.clone());
        }
        words
    });
}

/// 处理中，时限内
fn status_words(page: &TicketPage, now: Instant) -> (Status, String) {
    let state = label::state(page.ticket.state);
    let status = clock_model::ticket_status(&page.ticket, now);
    let words = match status {
        Status::On | Status::Soon | Status::Over => say::owner::pill(&state, &status.word()),
        Status::Paused | Status::Done => state.to_owned(),
    };
    (status, words)
}

/// It was submitted a moment ago: says so, with its number.
fn sent(mine: Mine) -> AnyView {
    let number = move || mine.page.with(|p| p.as_ref().map(|p| say::owner::sent_number(&p.ticket.id)));
    let due = some_of_page(mine, |page, now| {
        let promise = page.ticket.clocks.get(clock_model::promise(&page.ticket)?)?;
        let what = say::owner::promised(promise.kind.word()).unwrap_or_default();
        Some(
            [say::owner::due_by(&time::day_time(promise.due, now)).as_str(), what]
                .join(say::owner::comma_after()),
        )
    });
    view! {
        <section class="thanks" data-s="on" role="status">
            {icon_filled(Icon::StatusDone)}
            <h2>{say::owner::sent_title()}</h2>
            <p class="strong">{number}</p>
            <p class="cap">{due}</p>
            <p class="sm mute">{say::owner::sent_note()}</p>
        </section>
    }
    .into_any()
}

fn head(mine: Mine) -> AnyView {
    let status = of_page(mine, status_words);
    let words = of_page(mine, |page, now| {
        let said = &page.ticket.said;
        let at = label::project_address(&page.project_name, &said.address);
        let place = if said.place.is_empty() { at } else { [at.as_str(), &said.place].join(" ") };
        let booked = said
            .appointment
            .filter(|at| *at > now)
            .map(|at| say::owner::appointment_at(&time::day_time(at, now)));
        (title(&said.text), say::owner::place_category(&label::category(said.category), &place), booked)
    });
    view! {
        <section class="stack t">
            <div class="line">
                {move || status.get().map(|(status, words)| pill(status, words))}
                <span class="sm mute">{move || mine.page.with(|p| p.as_ref().map(|p| p.ticket.id.to_string()))}</span>
            </div>
            <h2 class="ttl" dir="auto">{move || words.with(|w| w.as_ref().map(|w| w.0.clone()))}</h2>
            <p class="sm mute">{move || words.with(|w| w.as_ref().map(|w| w.1.clone()))}</p>
            {move || words.with(|w| w.as_ref().and_then(|w| w.2.clone())).map(|w| view! { <p class="sm">{w}</p> })}
        </section>
    }
    .into_any()
}
