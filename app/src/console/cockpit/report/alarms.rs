//! The alarms of a report's days: what raised each, what was planned, and what came of it.

use leptos::prelude::*;
use steward_core::cockpit::alarm::api::AlarmRow;
use steward_core::cockpit::alarm::plan::Plan;
use steward_core::cockpit::alarm::{Alarm, StepKind};

use crate::console::cockpit::alarms::model;
use crate::net::clock;
use crate::ui::pill;
use crate::words::{label, say, time};

/// How many are listed.
const MOST: usize = 30;

/// The alarms, the newest first.
pub(super) fn section(rows: &[AlarmRow]) -> AnyView {
    let mut rows: Vec<&AlarmRow> = rows.iter().collect();
    rows.sort_by(|a, b| b.alarm.id.cmp(&a.alarm.id));
    let count = rows.len();
    let items: Vec<AnyView> = rows.into_iter().take(MOST).map(one).collect();
    let body = if items.is_empty() {
        view! { <p class="sm mute">{say::reports::alarms_none()}</p> }.into_any()
    } else {
        view! { <ul class="card rows alarmed">{items}</ul> }.into_any()
    };
    let cut = (count > MOST).then(|| view! { <p class="xs mute">{say::reports::cut(&MOST)}</p> });
    view! {
        <section class="stack t" aria-labelledby="rp-alarms">
            <div class="head"><h3 id="rp-alarms">{say::reports::alarms()}</h3></div>
            {body}
            {cut}
        </section>
    }
    .into_any()
}

fn one(row: &AlarmRow) -> AnyView {
    let (alarm, now) = (&row.alarm, clock::now());
    let href = ["/console/alarms/", alarm.id.as_str()].concat();
    let name = say::reports::alarm_of(&model::place(&row.place), &model::subject(&alarm.subject));
    let raised = say::reports::raised(
        &model::bound_words(&alarm.subject, &alarm.raised),
        &time::date_time(alarm.raised.at, now),
        &model::value_words(&alarm.subject, alarm.raised.sum),
    );
    let plan = match &alarm.plan {
        None => view! { <p class="sm mute">{say::reports::no_plan()}</p> }.into_any(),
        Some(plan) => planned(plan),
    };
    view! {
        <li class="row">
            <div class="grow stack t">
                <span class="line between"><a class="strong" href=href>{name}</a>{pill(model::status(alarm.stage), label::alarm_stage(alarm.stage))}</span>
                <span class="sm mute">{raised}</span>
                {plan}
                {outcome(alarm)}
            </div>
        </li>
    }
    .into_any()
}

fn planned(plan: &Plan) -> AnyView {
    let now = clock::now();
    let measure = |measure: &steward_core::cockpit::alarm::plan::Measure| {
        let by = measure.by.map_or_else(|| "–".to_owned(), |day| time::calendar_date(day, now));
        view! { <li dir="auto">{say::reports::measure(&by, &measure.what, &measure.who)}</li> }.into_any()
    };
    let measures: Vec<AnyView> = plan.measures.iter().map(measure).collect();
    view! {
        <p class="sm" dir="auto"><b>{say::reports::causes()}</b>" "{plan.causes.clone()}</p>
        <div class="sm"><b>{say::reports::measures()}</b><ol>{measures}</ol></div>
    }
    .into_any()
}

/// What was decided and found about it, the last things last.
fn outcome(alarm: &Alarm) -> AnyView {
    let now = clock::now();
    let told = |what: &StepKind| {
        matches!(what, StepKind::Approved | StepKind::Effective | StepKind::Ineffective | StepKind::Closed)
    };
    let items: Vec<AnyView> = alarm
        .steps
        .iter()
        .filter(|step| told(&step.what))
        .map(|step| {
            let note = (!step.note.is_empty()).then(|| [" · ", &step.note].concat());
            view! {
                <li dir="auto">{label::alarm_step(step.what)}" "<span class="mute">{time::date_time(step.at, now)}</span>{note}</li>
            }
            .into_any()
        })
        .collect();
    if items.is_empty() {
        return ().into_any();
    }
    view! { <div class="sm"><b>{say::reports::outcome()}</b><ul>{items}</ul></div> }.into_any()
}
