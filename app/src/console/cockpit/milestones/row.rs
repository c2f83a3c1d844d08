//! A milestone as a row of the table; on a phone each row is a card.

use leptos::prelude::*;
use steward_core::accounts::Actor;
use steward_core::cockpit::milestone::api::MilestoneRow;
use steward_core::cockpit::milestone::{Milestone, Move, Stage};
use steward_core::day::Day;

use super::forms::{Act, Forms};
use super::model;
use crate::console::cockpit::alarms::model::place;
use crate::console::cockpit::model::mark;
use crate::net::clock;
use crate::ui::{Button, Look, rag};
use crate::words::{say, time};

/// The table; `acts` if the viewer can do something with a row.
pub(super) fn table(rows: Vec<AnyView>, acts: bool) -> AnyView {
    let head = |words: &'static str| view! { <th role="columnheader" scope="col">{words}</th> }.into_any();
    let mut heads: Vec<AnyView> = [
        say::milestones::state(),
        say::milestones::name(),
        say::milestones::plan(),
        say::milestones::late(),
        say::milestones::buffer(),
        say::milestones::to_do(),
    ]
    .into_iter()
    .map(head)
    .collect();
    heads.extend(acts.then(|| {
        view! { <th role="columnheader" scope="col" class="noprint"><span class="vh">{say::milestones::acts()}</span></th> }
            .into_any()
    }));
    view! {
        <div class="card of" role="region" tabindex="0" aria-label=say::milestones::page()>
            <table class="table mst" role="table">
                <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// One row.
pub(super) fn row(found: &MilestoneRow, today: Day, actor: Option<&Actor>, forms: Forms) -> AnyView {
    let (one, now) = (&found.milestone, clock::now());
    let stands = match one.standing(today) {
        Some(standing) => rag(mark(standing), model::colour(standing)).into_any(),
        None => view! { <span class="mute">{model::stage(one.stage)}</span> }.into_any(),
    };
    let first = one.first_plan().map(|days| {
        view! { <small class="mute">{say::milestones::first_plan(&model::days(days, now))}</small> }
    });
    let delay = (one.stage != Stage::Withdrawn).then(|| model::delay(one.delay(today)));
    let buffer = match &one.plan.buffer {
        Some(buffer) => {
            view! { <span>{say::milestones::buffer_of(buffer.days.into())}</span><small class="mute" dir="auto">{buffer.what.clone()}</small> }
                .into_any()
        }
        None => view! { <span class="mute">"–"</span> }.into_any(),
    };
    let acts = actor.map(|actor| acts(one, actor, today, forms));
    let caption = |words: &'static str| view! { <small class="cap" aria-hidden="true">{words}</small> };
    view! {
        <tr role="row">
            <td role="cell" class="rg">{stands}</td>
            <th role="rowheader" scope="row">
                <span dir="auto">{one.plan.name.clone()}</span>
                <small class="mute">{place(&found.place).to_owned()}" · "{reached(one)}</small>
                {history(one)}
            </th>
            <td role="cell">{caption(say::milestones::plan())}<span>{model::days(one.plan.days, now)}</span>{first}</td>
            <td role="cell">{caption(say::milestones::late())}<span>{delay}</span></td>
            <td role="cell">{caption(say::milestones::buffer())}{buffer}</td>
            <td role="cell" class="act">{model::action(one, today)}</td>
            {acts.map(|acts| view! { <td role="cell" class="noprint"><span class="line">{acts}</span></td> })}
        </tr>
    }
    .into_any()
}

/// How far it has come, and since when.
fn reached(one: &Milestone) -> String {
    let now = clock::now();
    match (one.finished, one.started) {
        (Some(on), _) => say::milestones::step_finished(&time::calendar_day(on, now)),
        (None, Some(on)) if one.stage == Stage::Running => {
            say::milestones::step_started(&time::calendar_day(on, now))
        }
        _ => model::stage(one.stage).to_owned(),
    }
}

/// Everything that was done with it.
fn history(one: &Milestone) -> AnyView {
    let now = clock::now();
    let steps: Vec<AnyView> = one
        .steps
        .iter()
        .rev()
        .map(|step| {
            let (words, why) = model::step(&step.what, now);
            let why =
                (!why.is_empty()).then(|| view! { <span dir="auto">{say::milestones::because(&why)}</span> });
            let by = [time::day_time(step.by.at, now).as_str(), " · ", &step.by.name].concat();
            view! { <li>{words}" "{why}<small class="mute">{by}</small></li> }.into_any()
        })
        .collect();
    view! {
        <details class="hist"><summary>{say::milestones::history(&one.steps.len())}</summary><ul class="plain sm">{steps}</ul></details>
    }
    .into_any()
}

/// What this person can do with it now.
fn acts(one: &Milestone, actor: &Actor, today: Day, forms: Forms) -> Vec<AnyView> {
    let probe = String::new;
    let all: [(Act, Move); 5] = [
        (Act::Start(one.clone()), Move::Start { on: today }),
        (Act::Finish(one.clone()), Move::Finish { on: today }),
        (Act::Replan(one.clone()), Move::Replan { days: one.plan.days, buffer: None, reason: probe() }),
        (Act::Reopen(one.clone()), Move::Reopen { reason: probe() }),
        (Act::Withdraw(one.clone()), Move::Withdraw { reason: probe() }),
    ];
    all.into_iter()
        .filter(|(_, what)| one.can(actor, what).is_ok())
        .map(|(act, _)| {
            let words = model::act_words(&act);
            let about = [": ", &one.plan.name].concat();
            let press = Callback::new(move |()| forms.open(act.clone()));
            view! { <Button look=Look::Small on_press=press>{words}<span class="vh">{about}</span></Button> }
                .into_any()
        })
        .collect()
}
