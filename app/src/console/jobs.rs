//! The engineer's side, made for a phone in one hand: own jobs and the pool to claim from, then one job.

use leptos::prelude::*;
use steward_core::endpoint::Page;
use steward_core::tickets::api::{LIST, ListQuery, TicketPage, TicketRow, View};
use steward_core::tickets::{State, Ticket};
use steward_core::time::Instant;

use super::acts::{Desk, act_dock};
use super::ticket::{follow, once_read, owner, part};
use super::{Topbar, Work};
use crate::net::{call, clock, live};
use crate::ui::clocks::{LATE_FROM, row_marks, row_words, share, status};
use crate::ui::rail::{Part, WHOLE};
use crate::ui::{
    Icon, Loading, Mark, Rail, Weight, empty, icon, icon_link, load, loaded, photo_strip, pill, skeleton, st,
};
use crate::words::{label, say, time};

/// The list: what is mine, then what can be claimed.
#[component]
pub fn Jobs() -> impl IntoView {
    let refreshes = live::refreshes();
    live::listen(|_| live::refresh());
    let of = move |view: View| {
        let refreshes = refreshes.clone();
        load(move || {
            refreshes.track();
            call(&LIST, &[], &ListQuery { view: Some(view), ..ListQuery::default() })
        })
    };
    let section =
        |name: &'static str, rows: Loading<Page<TicketRow>>, none: &'static str, note: &'static str| {
            let show = move |page: Page<TicketRow>| {
                if page.rows.is_empty() {
                    return empty(Icon::StatusDone, none, note).into_any();
                }
                let rows: Vec<AnyView> = page.rows.iter().map(job_row).collect();
                view! { <div class="card rows">{rows}</div> }.into_any()
            };
            view! {
                <section class="stack t">
                    <h2>{name}</h2>
                    {loaded(rows, || skeleton(5).into_any(), show)}
                </section>
            }
        };
    view! {
        <Topbar words=say::console::jobs() />
        <Work>
            <div class="stack phone">
                {section(say::desk::mine(), of(View::Mine), say::desk::jobs_empty(), "")}
                {section(say::desk::pool(), of(View::Pool), say::desk::pool_empty(), say::desk::pool_note())}
            </div>
        </Work>
    }
}

fn job_row(row: &TicketRow) -> AnyView {
    let now = clock::now();
    let href = ["/console/jobs/", row.id.as_str()].concat();
    let standing =
        row.clock.as_ref().map(|c| (status(c.standing(now)), row_words(c, now), row_marks(c, now)));
    let clock = standing.map(|(shape, words, marks)| {
        view! {
            <span class="line">{st(shape, words)} <span class="xs mute">{row.clock.as_ref().map(|c| label::clock(c.kind))}</span></span>
            <Rail status=shape marks=marks weight=Weight::Thin />
        }
    });
    view! {
        <a class="row" href=href>
            <span class="grow stack t">
                {clock}
                <b dir="auto">{row.title.clone()}</b>
                <span class="meta">
                    <span class="plate">{row.plate.clone()}</span>
                    <span>{row.project_name.clone()}</span>
                    <span>{label::category(row.category)}</span>
                    <span>{label::state(row.state)}</span>
                </span>
            </span>
            {icon(Icon::Right)}
        </a>
    }
    .into_any()
}

/// One job.
#[component]
pub fn Job() -> impl IntoView {
    let desk = Desk::new();
    let _id = follow(desk);
    let tick = clock::tick();
    let minute = Memo::new(move |_| tick.get().secs() / 60);
    let timer = move || {
        minute.track();
        let now = clock::now();
        desk.page.with(|page| page.as_ref().and_then(|p| time_left(&p.ticket, now)))
    };
    let shown = move || {
        view! {
            <div class="stack phone">
                <section class="plate big addr">
                    {part(desk, door)}
                    {owner::call_button(desk)}
                </section>
                {timer}
                {part(desk, what)}
                {part(desk, |page| steps(&page.ticket))}
            </div>
            <div class="dock phone-dock">{act_dock(desk)}</div>
        }
        .into_any()
    };
    let back = || icon_link(Icon::Left, say::console::jobs(), "/console/jobs".to_owned());
    view! {
        <Topbar words=say::console::job() beside=back />
        <Work>{once_read(desk, shown)}</Work>
    }
}

/// The door to knock at.
fn door(page: &TicketPage) -> AnyView {
    let said = &page.ticket.said;
    let place = label::address(&said.address);
    let name = if place.is_empty() { said.place.clone() } else { place };
    let parts = [said.contact.as_str(), said.place.as_str()];
    let note = parts.into_iter().filter(|t| !t.is_empty() && *t != name).collect::<Vec<_>>().join(" · ");
    view! {
        <p class="sm">{page.project_name.clone()}</p>
        <p class="no">{name}</p>
        <p class="sm">{note}</p>
    }
    .into_any()
}

/// The clock that is due first, large.
fn time_left(ticket: &Ticket, now: Instant) -> Option<AnyView> {
    let c = ticket.next_due()?;
    let shape = status(c.standing(ticket.is_paused(), now));
    let end = c.due.max(now);
    let at = |t: Instant| share(t, c.start, end);
    let mut marks = vec![Mark { part: Part::Run, from: 0, to: at(now.min(c.due)) }];
    if now > c.due {
        marks.push(Mark { part: Part::Late, from: at(c.due).min(LATE_FROM), to: WHOLE });
    } else {
        marks.push(Mark { part: Part::Warn, from: at(c.warn_at), to: at(c.warn_at) });
        marks.push(Mark { part: Part::Now, from: at(now), to: at(now) });
    }
    let words = [label::clock(c.kind), " ", &time::left(c.due, now)].concat();
    let sentence = [words.as_str(), "，", &time::day_time(c.due, now)].concat();
    Some(
        view! {
            <section class="card pad stack t">
                <div class="line">
                    <h2 class="grow">{words}</h2>
                    {pill(shape, shape.word())}
                </div>
                <Rail status=shape marks=marks weight=Weight::Thick label=sentence />
                <div class="rail-ends" aria-hidden="true">
                    <span>{time::short(c.start, now)}</span>
                    <span>{time::short(c.due, now)}</span>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn what(page: &TicketPage) -> AnyView {
    let said = &page.ticket.said;
    view! {
        <section class="card pad stack t">
            <div class="line">
                <h2 class="grow">{say::desk::problem_said()}</h2>
                <span class="tag">{label::category(said.category)}</span>
                <span class="tag">{label::urgency(said.urgency)}</span>
            </div>
            <p class="said" dir="auto">{said.text.clone()}</p>
            {photo_strip(&said.photos)}
        </section>
    }
    .into_any()
}

/// How far the job is: taken, on site, at work, reported.
fn steps(ticket: &Ticket) -> AnyView {
    let began =
        ticket.path.iter().rposition(|(s, _)| matches!(s, State::Submitted | State::Reopened)).unwrap_or(0);
    let round = ticket.path.get(began..).unwrap_or_default();
    let reached = |state: State| round.iter().any(|(s, _)| *s == state);
    let all = [
        (say::desk::act("accept_job"), ticket.engineer.as_ref().is_some_and(|e| e.accepted)),
        (say::desk::act("arrive"), reached(State::OnSite)),
        (say::desk::act("start_work"), reached(State::Executing)),
        (say::desk::act("complete"), reached(State::Completed)),
    ];
    let next = all.iter().rposition(|(_, done)| *done).map_or(0, |n| n + 1);
    let items: Vec<AnyView> = all
        .into_iter()
        .enumerate()
        .map(|(n, (words, done))| {
            let mark = done.then(|| icon(Icon::Check));
            view! {
                <li class:d=done aria-current=(n == next).then_some("step")>{mark}{words.unwrap_or_default()}</li>
            }
            .into_any()
        })
        .collect();
    view! { <ol class="steps" aria-label=say::desk::steps()>{items}</ol> }.into_any()
}
