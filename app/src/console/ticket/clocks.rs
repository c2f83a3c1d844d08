//! The clocks of a ticket: how each stands, the way from start to due, why, and who was told when it was late.

use leptos::prelude::*;
use steward_core::calendar::Span;
use steward_core::sla::clock::Clock;
use steward_core::sla::explain::Step;
use steward_core::sla::state::State as Standing;
use steward_core::tickets::api::TicketPage;
use steward_core::tickets::decide::guard::acknowledges;
use steward_core::tickets::{Command, CommandKind, Ticket, can};
use steward_core::time::Instant;

use super::why;
use crate::console::acts::Desk;
use crate::net::{clock, session};
use crate::ui::clocks::{LATE_FROM, share, status};
use crate::ui::rail::{Part, WHOLE};
use crate::ui::{Button, Look, Mark, Rail, Status, Weight, Why, st, toast};
use crate::words::{label, say, time};

/// The card; drawn anew once a minute and with every change of the ticket.
pub(super) fn card(desk: Desk) -> impl IntoView {
    let tick = clock::tick();
    let minute = Memo::new(move |_| tick.get().secs() / 60);
    let open = RwSignal::new(Vec::<usize>::new());
    let body = move || {
        minute.track();
        let now = clock::now();
        desk.page.with(|page| page.as_ref().map(|page| shown(page, desk, open, now)))
    };
    view! { <section class="card clocks" aria-labelledby="clocks">{body}</section> }
}

fn shown(page: &TicketPage, desk: Desk, open: RwSignal<Vec<usize>>, now: Instant) -> AnyView {
    let ticket = &page.ticket;
    let version = ticket.clocks.last().map(|c| say::desk::policy(&c.policy_version));
    let mut clocks: Vec<(usize, &Clock)> = ticket.clocks.iter().enumerate().collect();
    // What is over comes first and small; what runs follows with its due time large.
    clocks.sort_by_key(|(n, c)| (c.is_running(), c.due, *n));
    let no_steps = Vec::new();
    let cards: Vec<AnyView> = clocks
        .into_iter()
        .map(|(n, c)| {
            let steps = page.why.get(n).unwrap_or(&no_steps);
            one(n, c, steps, ticket, desk, open, now)
        })
        .collect();
    view! {
        <div class="head pad">
            <h2 id="clocks">{say::desk::clocks()}</h2>
            <span class="end sm mute">{version}</span>
        </div>
        {cards}
        <div class="pad line">
            <span class="grow"><b>{say::desk::processing()}</b>
                <small class="mute xs block">{say::desk::processing_note()}</small></span>
            <b>{time::span(ticket.processing_time(now))}</b>
        </div>
    }
    .into_any()
}

/// The clock in words: 剩 17 小时 50 分, 达标，用时 42 分.
fn words(c: &Clock, ticket: &Ticket, standing: Standing, now: Instant) -> String {
    match (standing, c.stopped) {
        _ if c.superseded && c.stopped.is_none() => say::desk::voided().to_owned(),
        (Standing::Met, Some(at)) => say::desk::in_time(&time::span(at.since(c.start))),
        (Standing::MetLate, Some(at)) => say::desk::too_late(&time::span(at.since(c.due))),
        (Standing::Paused, _) => {
            let since = ticket.pauses.last().map_or(now, |p| p.from);
            say::time::paused(&time::span(now.since(since)))
        }
        _ => time::left(c.due, now),
    }
}

/// The way from start to due: the calendar's windows behind and ahead, closed time left open between them, pauses,
/// what is late, the warning and the present.
fn marks(c: &Clock, steps: &[Step], ticket: &Ticket, now: Instant) -> Vec<Mark> {
    let end = c.stopped.unwrap_or(now);
    let axis_end = c.due.max(end);
    let at = |t: Instant| share(t, c.start, axis_end);
    let behind = end.min(c.due);
    let windows = steps.iter().find_map(|s| match s {
        Step::Calendar { always: false, windows, .. } => Some(windows.as_slice()),
        _ => None,
    });
    let whole = [Span::new(c.start, c.due)];
    let stretch = |part, span: Span| Mark { part, from: at(span.from), to: at(span.to) };
    let mut marks = Vec::new();
    for window in windows.unwrap_or(&whole) {
        marks.push(stretch(Part::Run, window.intersect(Span::new(c.start, behind))));
        if windows.is_some() && c.is_running() {
            marks.push(stretch(Part::Ahead, window.intersect(Span::new(behind, c.due))));
        }
    }
    marks.retain(|m| m.from < m.to);
    if c.kind.pausable() {
        for pause in &ticket.pauses {
            let (from, to) = (at(pause.from.max(c.start)), at(pause.to.unwrap_or(now).min(end)));
            if from < to {
                marks.push(Mark { part: Part::Pause, from, to });
            }
        }
    }
    if end > c.due {
        marks.push(Mark { part: Part::Late, from: at(c.due).min(LATE_FROM), to: WHOLE });
        marks.push(Mark { part: Part::Due, from: at(c.due).min(LATE_FROM), to: at(c.due).min(LATE_FROM) });
    } else if c.is_running() {
        marks.push(Mark { part: Part::Warn, from: at(c.warn_at), to: at(c.warn_at) });
        marks.push(Mark { part: Part::Now, from: at(now), to: at(now) });
    }
    marks
}

fn one(
    n: usize,
    c: &Clock,
    steps: &[Step],
    ticket: &Ticket,
    desk: Desk,
    open: RwSignal<Vec<usize>>,
    now: Instant,
) -> AnyView {
    let standing = c.standing(ticket.is_paused(), now);
    let is_void = c.superseded && c.stopped.is_none();
    let shape = if is_void { Status::Done } else { status(standing) };
    let said = words(c, ticket, standing, now);
    let name = label::clock(c.kind);
    let sentence = [name, "，", &said, "，", &time::day_time(c.due, now)].concat();
    let running = c.is_running();
    let weight = if running { Weight::Thick } else { Weight::Normal };
    let big = running.then(|| {
        view! {
            <p class="due">{time::day_time(c.due, now)}</p>
        }
    });
    let ends = running.then(|| {
        view! {
            <div class="rail-ends" aria-hidden="true">
                <span>{time::day_time(c.start, now)}</span>
                <span>{time::day_time(c.due, now)}</span>
            </div>
        }
    });
    let why = (!steps.is_empty()).then(|| explanation(n, steps, open, now));
    view! {
        <div class="clock" class:live=running>
            <div class="line">
                <b>{name}</b>
                <span class="sm mute">{say::desk::limit(&time::span(c.budget()))}</span>
                <span class="end">{st(shape, said)}</span>
            </div>
            {big}
            <Rail status=shape marks=marks(c, steps, ticket, now) weight=weight label=sentence />
            {ends}
            {why}
            {escalations(c, ticket, desk, now)}
        </div>
    }
    .into_any()
}

fn explanation(n: usize, steps: &[Step], open: RwSignal<Vec<usize>>, now: Instant) -> AnyView {
    let terms = why::terms(steps, now);
    let text = why::text(&terms);
    let warns = why::warning(steps).map(|at| {
        view! {
            <p class="line sm">
                {st(Status::Soon, say::desk::why_warning())} {time::date_time(at, now)}
            </p>
        }
    });
    let copy = Callback::new(move |()| {
        let _ = window().navigator().clipboard().write_text(&text);
        toast::tell(say::desk::copied());
    });
    let is_open = open.with_untracked(|all| all.contains(&n));
    // The card is drawn anew every minute; what somebody has opened stays open.
    let toggled = move |event: web_sys::Event| {
        let now_open = event_target::<web_sys::Element>(&event).has_attribute("open");
        open.update_untracked(|all| {
            all.retain(|other| *other != n);
            if now_open {
                all.push(n);
            }
        });
    };
    view! {
        <div on:toggle:capture=toggled>
            <Why terms=terms opened=is_open>
                {warns}
                <Button look=Look::Small on_press=copy>{say::desk::copy_sum()}</Button>
            </Why>
        </div>
    }
    .into_any()
}

/// R11: the levels this clock has reached, each acknowledged or waiting for it.
fn escalations(c: &Clock, ticket: &Ticket, desk: Desk, now: Instant) -> AnyView {
    let actor = session::me_untracked().map(|me| me.actor());
    let up_to = actor
        .filter(|a| can(ticket, a, CommandKind::Acknowledge, now).is_ok())
        .map_or(0, |a| acknowledges(a.role));
    let row = |e: &steward_core::sla::clock::Escalation| {
        let (kind, level) = (c.kind, e.level);
        let state = match &e.acknowledged {
            Some((at, by)) => {
                view! { <span class="sm mute">{say::desk::acknowledged(by, &time::short(*at, now))}</span> }
                    .into_any()
            }
            None if level <= up_to => {
                let press = Callback::new(move |()| {
                    desk.send_at_once(Command::Acknowledge { clock: kind, level });
                });
                view! {
                    <Button look=Look::Small pending=desk.pending on_press=press>{say::desk::acknowledge()}</Button>
                }
                .into_any()
            }
            None => ().into_any(),
        };
        view! {
            <li class="line">
                {st(Status::Over, say::desk::level(&level))}
                <span class="sm mute grow">{time::short(e.at, now)}</span>
                {state}
            </li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = c.escalations.iter().map(row).collect();
    (!rows.is_empty())
        .then(|| view! { <ul class="stack t" aria-label=say::desk::escalations()>{rows}</ul> })
        .into_any()
}
