//! When at the latest: the promise with its rail and its reasons, and the step that comes before it.

use leptos::prelude::*;
use steward_core::sla::explain::Step;
use steward_core::tickets::api::TicketPage;
use steward_core::time::Instant;

use super::clock_model::{self, Face};
use super::mine::Mine;
use super::opened::{of_page, some_of_page};
use crate::ui::{Rail, Status, Term, Weight, Why, st};
use crate::words::say;

type Place = fn(&steward_core::tickets::Ticket) -> Option<usize>;

/// The promise to the owner; nothing where nobody waits any more.
pub(super) fn promise(mine: Mine) -> AnyView {
    let face = some_of_page(mine, |page, now| shown(page, clock_model::promise, now));
    let is_there = Memo::new(move |_| face.with(Option::is_some));
    let card = move || is_there.get().then(|| whole(mine, face));
    view! { {card} }.into_any()
}

fn steps(page: &TicketPage, place: usize) -> &[Step] {
    page.why.get(place).map(Vec::as_slice).unwrap_or_default()
}

fn shown(page: &TicketPage, place: Place, now: Instant) -> Option<Face> {
    let place = place(&page.ticket)?;
    let clock = page.ticket.clocks.get(place)?;
    Some(clock_model::face(clock, steps(page, place), &page.ticket, now))
}

fn reasons(page: &TicketPage, place: Place, now: Instant) -> Vec<Term> {
    let explained = place(&page.ticket).and_then(|place| {
        let clock = page.ticket.clocks.get(place)?;
        Some(clock_model::why(clock, steps(page, place), &page.ticket, now))
    });
    explained.unwrap_or_default()
}

fn whole(mine: Mine, face: Memo<Option<Face>>) -> AnyView {
    let part = move |what: fn(&Face) -> String| {
        Signal::derive(move || face.with(|f| f.as_ref().map(what)).unwrap_or_default())
    };
    let status = Signal::derive(move || face.with(|f| f.as_ref().map_or(Status::Done, |f| f.status)));
    let marks =
        Signal::derive(move || face.with(|f| f.as_ref().map(|f| f.marks.clone())).unwrap_or_default());
    let paused = move || {
        let words = face.with(|f| f.as_ref().and_then(|f| f.pause.clone()));
        words.map(|words| st(Status::Paused, words))
    };
    let why = reasons_of(mine, clock_model::promise);
    view! {
        <section class="card pad" aria-labelledby="due" data-s=move || status.get().data()>
            <p class="sm mute">{part(|f| f.head.clone())}</p>
            <h3 id="due" class="due">
                <b class="cap">{part(|f| f.big.clone())}</b>
                <span>{part(|f| f.small.clone())}</span>
            </h3>
            <Rail status=status marks=marks weight=Weight::Thick label=part(|f| f.label.clone()) />
            <div class="rail-ends">
                <span>{part(|f| f.from.clone())}</span>
                {paused}
                <span>{part(|f| f.to.clone())}</span>
            </div>
            {why}
            {next(mine)}
        </section>
    }
    .into_any()
}

fn reasons_of(mine: Mine, place: Place) -> AnyView {
    let terms = of_page(mine, move |page, now| reasons(page, place, now));
    let known = Memo::new(move |_| terms.with(|t| t.as_ref().is_some_and(|t| !t.is_empty())));
    let why = move || {
        known.get().then(|| view! { <Why terms=Signal::derive(move || terms.get().unwrap_or_default()) /> })
    };
    view! { {why} }.into_any()
}

/// The step that is due before the promise: 下一步 15:20 前到场，剩 38 分.
fn next(mine: Mine) -> AnyView {
    let words = some_of_page(mine, |page, now| {
        let ticket = &page.ticket;
        let clock = clock_model::next_step(ticket).filter(|_| !ticket.is_paused())?;
        let clock = ticket.clocks.get(clock)?;
        let status = crate::ui::clocks::status(clock.standing(false, now));
        let due = clock_model::due_words(clock.kind, clock.due, now);
        Some((status, due, crate::words::time::left(clock.due, now)))
    });
    let is_there = Memo::new(move |_| words.with(Option::is_some));
    let line = move || {
        words.get().map(|(status, due, left)| {
            view! { <b class="cap">{due}</b> {st(status, left)} }
        })
    };
    let shown = move || {
        is_there.get().then(|| {
            view! {
                <div class="next">
                    <p class="line sm"><span class="mute">{say::owner::next_step()}</span> {line}</p>
                    {reasons_of(mine, clock_model::next_step)}
                </div>
            }
        })
    };
    view! { {shown} }.into_any()
}
