//! The right of the wall: what is at risk, the most urgent first, and the open alarms. No person, no words, no door.

use leptos::prelude::*;
use steward_core::cockpit::alarm::Alarm;
use steward_core::cockpit::alarm::api::AlarmRow;
use steward_core::cockpit::goals::Level;
use steward_core::tickets::api::TicketRow;

use super::{Wall, model};
use crate::console::cockpit::alarms::model as alarms_model;
use crate::net::clock;
use crate::ui::clocks::{row_words, status};
use crate::ui::{pill, st};
use crate::words::{label, say};

/// Alarms that are listed.
const ALARMS: usize = 4;

/// How many are at risk, and the most urgent of them.
pub(super) fn risk(wall: Wall) -> AnyView {
    let shown = move || {
        let page = wall.risk.value.get()?;
        let total = page.total.unwrap_or_default();
        let rows: Vec<AnyView> = page.rows.into_iter().map(ticket).collect();
        let state = if total > 0 { "over" } else { "on" };
        Some(view! {
            <p class="wl-big" data-s=state><b>{total}</b></p>
            {if rows.is_empty() {
                view! { <p class="mute">{say::cockpit::nothing_at_risk()}</p> }.into_any()
            } else {
                view! { <ul class="wl-list">{rows}</ul> }.into_any()
            }}
        })
    };
    view! {
        <section class="wl-card wl-risk" aria-labelledby="wl-risk">
            <h2 id="wl-risk">{say::cockpit::at_risk()}</h2>
            {shown}
        </section>
    }
    .into_any()
}

fn ticket(row: TicketRow) -> AnyView {
    let building = model::building(&row.plate).map(|building| say::cockpit::building_of(&building));
    let place =
        [Some(row.project_name.clone()), building].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let clock = row.clock.clone();
    let stands = move || {
        let now = clock::now();
        clock.as_ref().map(|clock| st(status(clock.standing(now)), row_words(clock, now)).into_any())
    };
    let minute = clock::ticking(|now| (now.millis() / 60_000).to_string());
    let stands = move || {
        minute.track();
        stands()
    };
    view! {
        <li><span><b dir="auto">{place}</b><span class="mute">{label::category(row.category)}</span></span>{stands}</li>
    }
    .into_any()
}

/// The open alarms of what the wall is of.
pub(super) fn alarms(wall: Wall) -> AnyView {
    let shown = move || {
        let asked = wall.asked.get();
        let lines = wall.figures().map(|cockpit| cockpit.lines).unwrap_or_default();
        let here = |alarm: &Alarm| match &alarm.whose {
            Level::Project(project) => lines.iter().any(|line| line.project == *project),
            Level::Region(region) => {
                asked.project.is_none() && asked.region.as_ref().is_none_or(|asked| asked == region)
            }
            Level::Group => asked.project.is_none() && asked.region.is_none(),
        };
        let all: Vec<AlarmRow> =
            wall.alarms.value.get()?.into_iter().filter(|row| here(&row.alarm)).collect();
        let (count, rows) = (all.len(), all.iter().take(ALARMS).map(alarm).collect::<Vec<_>>());
        Some(view! {
            <section class="wl-card" aria-labelledby="wl-alarms">
                <div class="head">
                    <h2 id="wl-alarms">{say::alarms::page()}</h2>
                    {(count > 0).then(|| view! { <span class="count" data-s="over">{count}</span> })}
                </div>
                {if rows.is_empty() {
                    view! { <p class="mute">{say::alarms::none()}</p> }.into_any()
                } else {
                    view! { <ul class="wl-list">{rows}</ul> }.into_any()
                }}
            </section>
        })
    };
    view! { {shown} }.into_any()
}

fn alarm(row: &AlarmRow) -> AnyView {
    let alarm = &row.alarm;
    let value = alarms_model::value_words(&alarm.subject, alarm.raised.sum);
    view! {
        <li>
            <span>
                <b dir="auto">{alarms_model::place(&row.place).to_owned()}</b>
                <span class="mute">{alarms_model::subject(&alarm.subject)}" "{value}</span>
            </span>
            {pill(alarms_model::status(alarm.stage), label::alarm_stage(alarm.stage))}
        </li>
    }
    .into_any()
}
