//! Where tickets wait (流转环节): each step with its mean and how many came through it, and the slowest wait (R16, R18).

use leptos::prelude::*;
use steward_core::cockpit::figures::{Cockpit, Figures};
use steward_core::cockpit::flow::{FlowStep, flow_time, slowest};
use steward_core::cockpit::measure::Sum;
use steward_core::time::Seconds;

use super::cells;
use super::model::{self, Taken};
use crate::console::worklist_model::address;
use crate::ui::{Status, pill};
use crate::words::{label, say, time};

/// The steps, in the period and in the one before; nothing for whoever sees one person's work, of which none are kept.
pub(super) fn steps(cockpit: &Cockpit, (now, before): (&Figures, &Figures), taken: &Taken) -> AnyView {
    if cockpit.own && cockpit.department.is_none() {
        return ().into_any();
    }
    let slow = slowest(&now.tickets);
    let rows: Vec<AnyView> = FlowStep::ALL
        .iter()
        .map(|step| row(*step, (step.of(&now.tickets), step.of(&before.tickets)), slow == Some(*step), taken))
        .collect();
    let span = |seconds| time::span(Seconds(seconds));
    let note = match (flow_time(&now.tickets), flow_time(&before.tickets)) {
        (Some(now), Some(before)) => say::cockpit::flow_note(&span(before), &span(now)),
        (Some(now), None) => say::cockpit::flow_note_alone(&span(now)),
        (None, _) => say::cockpit::no_value().to_owned(),
    };
    let heads = vec![
        cells::words(say::cockpit::step()),
        cells::number(say::cockpit::mean_time()),
        cells::number(say::cockpit::sample()),
        cells::number(say::cockpit::before_it()),
    ];
    view! {
        <section class="stack t" aria-labelledby="ck-flow">
            <div class="head"><h2 id="ck-flow">{say::cockpit::flow_heading()}</h2><span class="sm mute">{note}</span></div>
            {cells::table("ck-flow", heads, rows)}
            <p class="xs mute">{say::cockpit::flow_caption()}</p>
        </section>
    }
    .into_any()
}

fn row(step: FlowStep, (now, before): (Sum, Sum), slow: bool, taken: &Taken) -> AnyView {
    let words = model::mean(now);
    let mean = match words {
        Some(words) => {
            let href = address("/console", &model::measured(step.measure(), taken, None));
            view! { <a href=href>{words}</a> }.into_any()
        }
        None => "–".into_any(),
    };
    let flag = slow.then(|| view! { " " {pill(Status::Over, say::cockpit::slowest())} });
    let work =
        (!step.is_waiting()).then(|| view! { " " <span class="xs mute">{say::cockpit::is_work()}</span> });
    view! {
        <tr>
            <th scope="row">{label::flow_step(step)}{flag}{work}</th>
            <td class="n">{mean}</td>
            <td class="n">{now.n}</td>
            <td class="n">{model::mean(before).unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
    .into_any()
}
