//! One ticket beside a list: what it is, its clocks, what happened last, and what can be done with it.

use leptos::ev;
use leptos::prelude::*;
use steward_core::endpoint::Nothing;
use steward_core::ids::TicketId;
use steward_core::sla::clock::Clock;
use steward_core::tickets::api::{READ, TicketPage, title};
use steward_core::time::Instant;

use super::acts::{Desk, act_bar};
use super::ticket::events;
use crate::net::{call, clock, live};
use crate::ui::clocks::{LATE_FROM, share, status};
use crate::ui::rail::{Part, WHOLE};
use crate::ui::{
    Icon, Mark, Moment, Rail, Status, empty, failed, load, photo_strip, pill, skeleton, st, tl_item,
};
use crate::words::{label, say, time};

/// From this width on the worklist has a preview.
const WIDE: f64 = 1200.0;
/// Events that the preview shows.
const LAST: usize = 4;

/// Whether there is room for a preview; follows the window.
pub(super) fn is_wide() -> RwSignal<bool> {
    let measure = || window().inner_width().ok().and_then(|w| w.as_f64()).is_some_and(|w| w >= WIDE);
    let wide = RwSignal::new(measure());
    let resized = window_event_listener(ev::resize, move |_| {
        let now = measure();
        if wide.get_untracked() != now {
            wide.set(now);
        }
    });
    on_cleanup(move || resized.remove());
    wide
}

/// What became of reading the selected ticket.
#[derive(Clone, Copy)]
pub(super) struct Read {
    pub(super) desk: Desk,
    failure: RwSignal<Option<crate::net::Failure>>,
    again: Callback<()>,
    selected: RwSignal<Option<TicketId>>,
}

/// Reads the selected ticket, again whenever it changes.
pub(super) fn read_selected(selected: RwSignal<Option<TicketId>>) -> Read {
    let desk = Desk::new();
    let failure = RwSignal::new(None);
    let refreshes = live::refreshes();
    let page = load(move || {
        refreshes.track();
        let answer = selected.get().map(|id| call(&READ, &[id.as_str()], &Nothing {}));
        async move {
            match answer {
                Some(answer) => answer.await.map(Some),
                None => Ok(None),
            }
        }
    });
    Effect::new(move |_| match page.get() {
        Some(Ok(read)) => {
            failure.set(None);
            // An answer that comes late is about a ticket that is not selected any more.
            let wanted = selected.get_untracked();
            if read.as_ref().is_none_or(|r: &TicketPage| Some(&r.ticket.id) == wanted.as_ref()) {
                desk.page.set(read);
            }
        }
        Some(Err(why)) => {
            failure.set(Some(why));
            desk.page.set(None);
        }
        None => {}
    });
    live::listen(move |heard| {
        if selected.with_untracked(|s| s.as_ref() == Some(&heard.head.ticket)) {
            page.refetch();
        }
    });
    let again = Callback::new(move |()| page.refetch());
    Read { desk, failure, again, selected }
}

impl Read {
    /// Shows the ticket once it is there; `choose` stands where none is selected.
    pub(super) fn shown(
        self,
        choose: &'static str,
        show: impl Fn(&TicketPage) -> AnyView + Send + Sync + 'static,
    ) -> impl IntoView {
        move || {
            let selected = self.selected.get();
            let Some(selected) = selected else { return empty(Icon::List, choose, "").into_any() };
            if let Some(failure) = self.failure.get() {
                return failed(&failure, self.again);
            }
            self.desk.page.with(|page| match page.as_ref().filter(|p| p.ticket.id == selected) {
                Some(page) => show(page),
                None => skeleton(8).into_any(),
            })
        }
    }
}

/// The pane beside the worklist.
pub(super) fn preview(selected: RwSignal<Option<TicketId>>) -> AnyView {
    let read = read_selected(selected);
    view! {
        <aside class="pv card" aria-label=say::console::preview()>
            <div class="pad stack pvb">{read.shown(say::console::preview_choose(), |page| shown(page, true))}</div>
            <div class="pva">{act_bar(read.desk, 1)}</div>
        </aside>
    }
    .into_any()
}

/// The ticket in short: status, title, place, words, photos, clocks, and (`with_events`) what happened last.
pub(super) fn shown(page: &TicketPage, with_events: bool) -> AnyView {
    let (ticket, now) = (&page.ticket, clock::now());
    let said = &ticket.said;
    let href = ["/console/tickets/", ticket.id.as_str()].concat();
    let standing = ticket.next_due().map(|c| status(c.standing(ticket.is_paused(), now)));
    let shape = if ticket.state.is_done() { Status::Done } else { standing.unwrap_or(Status::On) };
    let state = match standing.filter(|_| !ticket.state.is_done()) {
        Some(standing) => [label::state(ticket.state), " · ", standing.word()].concat(),
        None => label::state(ticket.state).to_owned(),
    };
    let heading = title(&said.text);
    let says_more = said.text.trim().trim_end_matches(['。', '.', '！', '!', '？', '?']) != heading;
    let plate = said.address.plate();
    let plate = if plate.is_empty() { said.place.clone() } else { plate };
    let owner = page.owner.as_ref().map(|o| [o.name.as_str(), " ", &o.phone_masked].concat());
    let photos = (!said.photos.is_empty()).then(|| photo_strip(&said.photos));
    let last = with_events.then(|| last_events(page));
    view! {
        <div class="stack t">
            <div class="line">
                {pill(shape, state)}
                <span class="tag">{label::category(said.category)}</span>
                <a class="endx sm" href=href>{say::console::open_page()}</a>
            </div>
            <h2 dir="auto">{heading}</h2>
            <p class="meta">
                {ticket.id.to_string()}
                <span class="plate">{plate}</span>
                {page.project_name.clone()}
            </p>
            {owner.map(|o| view! { <p class="meta">{o}</p> })}
        </div>
        {says_more.then(|| view! { <p class="said sm" dir="auto">{said.text.clone()}</p> })}
        {photos}
        {clocks(page)}
        {last}
    }
    .into_any()
}

/// The clocks: name, words, due time, and a rail for those that run. They alone are drawn again as time passes.
fn clocks(page: &TicketPage) -> AnyView {
    let paused = page.ticket.is_paused();
    let shown = |c: &&Clock| !c.superseded || c.stopped.is_some();
    let all: Vec<Clock> = page.ticket.clocks.iter().filter(shown).cloned().collect();
    if all.is_empty() {
        return ().into_any();
    }
    let tick = clock::tick();
    let minute = Memo::new(move |_| tick.get().secs() / 60);
    let rows = move || {
        minute.track();
        let now = clock::now();
        all.iter().map(|c| clock_row(c, paused, now)).collect::<Vec<_>>()
    };
    view! { <dl class="cks">{rows}</dl> }.into_any()
}

fn clock_row(c: &Clock, paused: bool, now: Instant) -> AnyView {
    let standing = c.standing(paused, now);
    let shape = status(standing);
    let words = match c.stopped {
        Some(at) if c.is_late(now) => say::desk::too_late(&time::span(at.since(c.due))),
        Some(at) => say::time::took(&time::span(at.since(c.start))),
        None if shape == Status::Paused => label::standing(standing).to_owned(),
        None => time::left(c.due, now),
    };
    let rail = c.is_running().then(|| {
        let axis = c.due.max(now);
        let at = |t| share(t, c.start, axis);
        let mut marks = vec![Mark { part: Part::Run, from: 0, to: at(now.min(c.due)) }];
        if now > c.due {
            let due = at(c.due).min(LATE_FROM);
            marks.push(Mark { part: Part::Late, from: due, to: WHOLE });
            marks.push(Mark { part: Part::Due, from: due, to: due });
        } else {
            marks.push(Mark { part: Part::Warn, from: at(c.warn_at), to: at(c.warn_at) });
            marks.push(Mark { part: Part::Now, from: at(now), to: at(now) });
        }
        view! {
            <div class="line between xs mute">
                <span>{time::short(c.start, now)}</span>
                <span>{time::day_time(c.due, now)}</span>
            </div>
            <Rail status=shape marks=marks />
        }
    });
    view! { <dt>{label::clock(c.kind)}</dt><dd>{st(shape, words)}{rail}</dd> }.into_any()
}

fn last_events(page: &TicketPage) -> AnyView {
    let now = clock::now();
    let item = |e: &steward_core::tickets::Event| {
        let text = events::written(&e.body);
        let more = (!text.is_empty()).then(|| view! { <p class="clamp" dir="auto">{text}</p> });
        let when = time::short(e.at, now);
        tl_item(Moment::Past, events::symbol(&e.body), None, events::headline(e), when, more).into_any()
    };
    let last: Vec<AnyView> =
        page.events.iter().rev().filter(|e| !events::is_clock(&e.body)).take(LAST).map(item).collect();
    view! { <ol class="tl tight">{last}</ol> }.into_any()
}
