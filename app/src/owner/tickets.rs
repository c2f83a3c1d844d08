//! An owner's tickets: those in progress with their clocks, and those that are done; and what waits for a rating.

use leptos::prelude::*;
use steward_core::surveys::rating::RATING_WINDOW;
use steward_core::tickets::api::TicketRow;
use steward_core::time::Instant;

use super::home_model::{self, RingFace};
use super::mine::Mine;
use super::tab_dock;
use crate::net::clock;
use crate::refused::refused_notes;
use crate::ui::button::Button;
use crate::ui::{
    Choice, Icon, PageHead, Ring, Segments, Status, empty, failed, icon, icon_small, pill, skeleton,
};
use crate::words::{label, say, time};

/// The page.
pub fn page(mine: Mine) -> AnyView {
    let done = RwSignal::new(Some(false));
    let tabs = vec![Choice::new(false, say::owner::tab_open()), Choice::new(true, say::owner::tab_done())];
    let rows = move || list(mine, done.get() == Some(true));
    view! {
        <PageHead words=say::owner::tickets() />
        <main id="main">
            {refused_notes(|_| true, "/tickets/")}
            <Segments label=say::owner::which_tickets() value=done choices=tabs />
            {rows}
            {more(mine)}
        </main>
        {tab_dock(mine)}
    }
    .into_any()
}

/// The button that reads on, while there is something to read.
fn more(mine: Mine) -> AnyView {
    let pending = RwSignal::new(false);
    let has_more = Memo::new(move |_| mine.rows.with(|rows| rows.next.is_some()));
    let press = Callback::new(move |()| mine.more(pending));
    let shown = move || {
        has_more.get().then(|| {
            view! { <Button pending=pending on_press=press>{say::owner::more()}</Button> }
        })
    };
    view! { {shown} }.into_any()
}

/// How the list stands.
#[derive(Clone, PartialEq)]
enum Phase {
    Waiting,
    Failed,
    Empty,
    Rows,
}

/// The tickets in progress, or those that are done.
pub(super) fn list(mine: Mine, done: bool) -> AnyView {
    let ids = Memo::new(move |_| mine.rows.with(|rows| rows.ids(done)));
    let phase = Memo::new(move |_| {
        match (mine.rows.with(|rows| rows.known), mine.failure.with(Option::is_some), ids.with(Vec::is_empty))
        {
            (_, _, false) => Phase::Rows,
            (true, ..) => Phase::Empty,
            (false, true, _) => Phase::Failed,
            (false, false, _) => Phase::Waiting,
        }
    });
    let shown = move || match phase.get() {
        Phase::Waiting => view! { <div class="card pad">{skeleton(5)}</div> }.into_any(),
        Phase::Failed => {
            let again = Callback::new(move |()| mine.reload());
            mine.failure.get().map_or_else(|| ().into_any(), |why| failed(&why, again))
        }
        Phase::Empty if done => empty(Icon::List, say::owner::no_done(), "").into_any(),
        Phase::Empty => empty(Icon::StatusDone, say::owner::no_open(), say::owner::no_open_note()).into_any(),
        Phase::Rows => view! {
            <div class="card rows">
                <For each=move || ids.get() key=String::clone let:id>
                    {row(mine, &id)}
                </For>
            </div>
        }
        .into_any(),
    };
    view! { {shown} }.into_any()
}

/// Something of a row that changes with it and with the clock.
fn of_row<T>(
    mine: Mine,
    id: &str,
    what: impl Fn(&TicketRow, Instant) -> Option<T> + Send + Sync + 'static,
) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    let (id, tick) = (id.to_owned(), clock::tick());
    Memo::new(move |_| {
        let now = tick.get();
        mine.rows.with(|rows| rows.row(&id).and_then(|row| what(row, now)))
    })
}

/// One ticket in the list.
fn row(mine: Mine, id: &str) -> AnyView {
    let href = ["/tickets/", id].concat();
    let title = of_row(mine, id, |row, _| Some(row.title.clone()));
    let line = of_row(mine, id, |row, now| Some(home_model::line(row, now)));
    let mark = of_row(mine, id, |row, now| {
        let status = home_model::row_status(row, now);
        let words = if status == Status::Done { label::state(row.state) } else { status.word() };
        Some((status, words))
    });
    let face = of_row(mine, id, |row, now| {
        let open = !row.state.is_done();
        home_model::running(row).filter(|_| open).map(|clock| home_model::ring(clock, now))
    });
    let when = of_row(mine, id, |row, now| Some(time::day_time(row.submitted_at, now)));
    let has_ring = Memo::new(move |_| face.with(Option::is_some));
    let left = move || if has_ring.get() { ring(face) } else { badge(mark) };
    let second = move || {
        let is_done = mark.with(|m| m.is_some_and(|(status, _)| status == Status::Done));
        if is_done { when.get() } else { line.get() }
    };
    view! {
        <a class="row tk" href=href>
            {left}
            <span class="grow stack u">
                <b class="cut" dir="auto">{title}</b>
                <span class="sm">{second}</span>
                <span>{move || mark.get().map(|(status, words)| pill(status, words))}</span>
            </span>
            {icon_small(Icon::Right)}
        </a>
    }
    .into_any()
}

fn ring(face: Memo<Option<RingFace>>) -> AnyView {
    fn of<T>(face: Memo<Option<RingFace>>, what: fn(&RingFace) -> T) -> Option<T> {
        face.with(|f| f.as_ref().map(what))
    }
    let status = Signal::derive(move || of(face, |f| f.status).unwrap_or(Status::Done));
    let used = Signal::derive(move || of(face, |f| f.used).unwrap_or_default());
    let big = Signal::derive(move || of(face, |f| f.big.clone()).unwrap_or_default());
    let small = Signal::derive(move || of(face, |f| f.small.clone()).unwrap_or_default());
    let label = Signal::derive(move || of(face, |f| f.label.clone()).unwrap_or_default());
    view! { <Ring status=status used=used big=big small=small label=label /> }.into_any()
}

/// In place of a ring, where no clock runs.
fn badge(mark: Memo<Option<(Status, &'static str)>>) -> AnyView {
    let symbol = move || {
        let is_done = mark.with(|m| m.is_some_and(|(status, _)| status == Status::Done));
        icon(if is_done { Icon::Check } else { Icon::Clock })
    };
    view! { <span class="avatar">{symbol}</span> }.into_any()
}

/// What can be rated now, each with the way to do it.
pub(super) fn to_rate(mine: Mine) -> AnyView {
    let tick = clock::tick();
    let waiting = Memo::new(move |_| {
        let now = tick.get();
        let card = |row: &TicketRow| {
            let until = row.rate_until.unwrap_or(now);
            let note = say::owner::rate_until(&time::day(until - RATING_WINDOW, now), &time::day(until, now));
            (row.id.to_string(), row.title.clone(), note)
        };
        mine.rows.with(|rows| rows.to_rate(now).map(card).collect::<Vec<_>>())
    });
    let cards = move || {
        let card = |(id, title, note): (String, String, String)| {
            let href = ["/tickets/", &id, "/rate"].concat();
            view! {
                <a class="card row" href=href>
                    <span class="avatar">{icon(Icon::Star)}</span>
                    <span class="grow">
                        <b class="cut block" dir="auto">{title}</b>
                        <span class="sm mute">{note}</span>
                    </span>
                    <span class="btn small">{say::owner::rate_now()}</span>
                </a>
            }
            .into_any()
        };
        waiting.get().into_iter().map(card).collect::<Vec<_>>()
    };
    view! { {cards} }.into_any()
}
