//! What waits for a supervisor (审批): pauses and extensions to decide, escalations to acknowledge (R11).

use leptos::prelude::*;
use steward_core::tickets::api::{COUNTS, CountQuery, TicketPage, TicketRow, View, ViewCount};
use steward_core::tickets::decide::guard::acknowledges;
use steward_core::tickets::{Command, CommandKind, can};

use super::acts::{Desk, act_bar};
use super::amount::Amount;
use super::preview::shown;
use super::split::{cards, queue};
use super::{Topbar, Work};
use crate::nav;
use crate::net::{call, clock, session};
use crate::ui::{Button, Icon, Status, icon, load, st};
use crate::words::{label, say, time};

/// The page.
#[component]
pub fn Approvals() -> impl IntoView {
    let address = nav::query();
    let view = Memo::new(move |_| match address.with(|q| q.get("view")).as_deref() {
        Some("escalated") => View::Escalated,
        _ => View::Approvals,
    });
    let (list, read) = queue(view);
    let counts = load(move || {
        list.changes.track();
        call(&COUNTS, &[], &CountQuery::default())
    });
    let tab = move |one: View, href: &'static str| {
        let of = move |all: &Vec<ViewCount>| Amount::of_view(all, one);
        let count = move || {
            let n = counts.with(|c| c.as_ref()?.as_ref().ok().and_then(of));
            n.map(|n| view! { <span class="count" data-s=(one == View::Escalated && n.n > 0).then_some("over")>{n.words()}</span> })
        };
        view! {
            <a href=href aria-current=move || (view.get() == one).then_some("page")>{label::view(one)}{count}</a>
        }
    };
    let none = move || match view.get() {
        View::Escalated => cards(list, say::desk::escalated_empty(), "", asked).into_any(),
        _ => cards(list, say::desk::approvals_empty(), "", asked).into_any(),
    };
    let detail = move |page: &TicketPage| {
        view! {
            {asks(page)}
            {escalations(page, read.desk)}
            {shown(page, true)}
        }
        .into_any()
    };
    view! {
        <Topbar words=say::console::approvals() />
        <Work>
            <div class="stack">
                <nav class="tabs" aria-label=say::console::views()>
                    {tab(View::Approvals, "/console/approvals")}
                    {tab(View::Escalated, "/console/approvals?view=escalated")}
                </nav>
                <div class="two-part">
                    <section aria-label=say::console::approvals()>{none}</section>
                    <section class="card detail" aria-label=say::console::ticket()>
                        <div class="pad stack">{read.shown(say::console::approval_choose(), detail)}</div>
                        <div class="pva">{act_bar(read.desk, 1)}</div>
                    </section>
                </div>
            </div>
        </Work>
    }
}

/// What it is, in which project, who has it.
fn asked(row: &TicketRow) -> String {
    let parts = [
        label::category(row.category).to_owned(),
        row.project_name.clone(),
        row.assignee.clone().unwrap_or_default(),
    ];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What is asked for, by whom, and why.
fn asks(page: &TicketPage) -> AnyView {
    let now = clock::now();
    let one = |what: String, by: &str, at: steward_core::time::Instant, note: &str| {
        let note = note.to_owned();
        view! {
            <div class="banner" data-s="soon">
                {icon(Icon::Pause)}
                <div class="grow">
                    <b>{what}</b>
                    {(!note.is_empty()).then(|| view! { <p dir="auto">{note}</p> })}
                    <p class="sm mute">{by.to_owned()} " · " {time::day_time(at, now)}</p>
                </div>
            </div>
        }
    };
    let ticket = &page.ticket;
    let pause = ticket
        .pause_asked
        .as_ref()
        .map(|a| one(say::console::asks_pause(&label::pause_reason(a.what)), &a.by.name, a.at, &a.note));
    let extension = ticket
        .extension_asked
        .as_ref()
        .map(|a| one(say::console::asks_extension(&label::elastic(a.what)), &a.by.name, a.at, &a.note));
    (pause, extension).into_any()
}

/// The escalations that nobody has acknowledged, those of this person's level with a button.
fn escalations(page: &TicketPage, desk: Desk) -> AnyView {
    let (ticket, now) = (&page.ticket, clock::now());
    let actor = session::me_untracked().map(|me| me.actor());
    let up_to = actor
        .filter(|a| can(ticket, a, CommandKind::Acknowledge, now).is_ok())
        .map_or(0, |a| acknowledges(a.role));
    let mut rows: Vec<AnyView> = Vec::new();
    for clock in &ticket.clocks {
        for e in clock.escalations.iter().filter(|e| e.acknowledged.is_none()) {
            let (kind, level) = (clock.kind, e.level);
            let words = [label::clock(kind), " · ", &say::desk::level(&level)].concat();
            let press =
                Callback::new(move |()| desk.send_at_once(Command::Acknowledge { clock: kind, level }));
            let act = if level <= up_to {
                view! { <Button pending=desk.pending on_press=press>{say::desk::acknowledge()}</Button> }
                    .into_any()
            } else {
                view! { <span class="sm mute">{say::console::above_level()}</span> }.into_any()
            };
            rows.push(
                view! {
                    <li class="row">
                        <span class="grow">{st(Status::Over, words)}<br />
                            <span class="sm mute">{time::day_time(e.at, now)}</span></span>
                        {act}
                    </li>
                }
                .into_any(),
            );
        }
    }
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="stack t">
            <h2>{say::desk::escalations()}</h2>
            <ul class="card rows">{rows}</ul>
        </div>
    }
    .into_any()
}
