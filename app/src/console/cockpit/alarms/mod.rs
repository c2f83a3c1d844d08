//! The alarm desk (预警): what is open, and one alarm with its plan.

pub(super) mod model;
mod one;
mod plan;
pub(super) mod typing;

use leptos::prelude::*;
use steward_core::cockpit::alarm::api::{ALARMS, AlarmRow, AlarmsQuery};

use crate::console::{Topbar, Work};
use crate::nav::{self, address::parts};
use crate::net::{call, clock};
use crate::ui::{Icon, Status, empty, load, loaded, pill, skeleton, st};
use crate::words::{label, say, time};

/// The page of the address: the list, or one alarm.
pub fn page((): ()) -> AnyView {
    let path = nav::path();
    let id = Memo::new(move |_| path.with(|path| parts(path).get(2).map(|id| (*id).to_owned())));
    (move || match id.get() {
        Some(id) => one::page(id),
        None => list(),
    })
    .into_any()
}

fn list() -> AnyView {
    let address = nav::query();
    let closed = Memo::new(move |_| address.with(|q| q.get("view").as_deref() == Some("closed")));
    let fresh = super::fresh();
    let found = load(move || {
        fresh();
        call(&ALARMS, &[], &AlarmsQuery { open: Some(!closed.get()), ..AlarmsQuery::default() })
    });
    let tab = move |is_closed: bool, href: &'static str, words: &'static str| {
        view! { <a href=href aria-current=move || (closed.get() == is_closed).then_some("page")>{words}</a> }
    };
    let shown = move |rows: Vec<AlarmRow>| {
        if rows.is_empty() {
            let note = if closed.get_untracked() { "" } else { say::alarms::none_note() };
            return empty(Icon::Bell, say::alarms::none(), note).into_any();
        }
        let rows: Vec<AnyView> = rows.iter().map(row).collect();
        view! { <ul class="card rows">{rows}</ul> }.into_any()
    };
    view! {
        <Topbar words=say::alarms::page() />
        <Work>
            <div class="stack">
                <nav class="tabs" aria-label=say::console::views()>
                    {tab(false, "/console/alarms", say::alarms::open())}
                    {tab(true, "/console/alarms?view=closed", say::alarms::closed())}
                </nav>
                {loaded(found, || skeleton(6).into_any(), shown)}
            </div>
        </Work>
    }
    .into_any()
}

fn row(row: &AlarmRow) -> AnyView {
    let alarm = &row.alarm;
    let now = clock::now();
    let href = ["/console/alarms/", alarm.id.as_str()].concat();
    let name = [model::place(&row.place), " ", &model::subject(&alarm.subject)].concat();
    let what = [
        model::value_words(&alarm.subject, alarm.raised.sum),
        model::bound_words(&alarm.subject, &alarm.raised),
    ];
    let waits = alarm.awaits_plan().then(|| {
        let late = now > alarm.plan_due;
        let words =
            if late { time::late(now.since(alarm.plan_due)) } else { time::left(alarm.plan_due, now) };
        let status = if late { Status::Over } else { Status::Soon };
        st(status, [say::alarms::plan(), " ", &words].concat()).into_any()
    });
    view! {
        <li class="row">
            <span class="grow">
                <a class="strong" href=href>{name}</a><br />
                <span class="sm mute">{what.join(" · ")}" · "{time::day_time(alarm.raised.at, now)}</span>
            </span>
            <span class="sm">{waits}</span>
            {pill(model::status(alarm.stage), label::alarm_stage(alarm.stage))}
        </li>
    }
    .into_any()
}
