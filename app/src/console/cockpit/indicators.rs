//! The twenty indicators as tiles: value, goal, change, and why.

use leptos::prelude::*;
use steward_core::cockpit::figures::Figures;
use steward_core::cockpit::indicator::Indicator;
use steward_core::cockpit::measure::Sum;

use super::model::{self, Change, Taken};
use crate::console::overview::why_is;
use crate::ui::rag;
use crate::words::{label, say};

/// All of them.
pub(super) fn tiles((now, before): (&Figures, &Figures), taken: &Taken) -> AnyView {
    let tiles: Vec<AnyView> = Indicator::ALL.iter().map(|one| tile(*one, now, before, taken)).collect();
    view! {
        <section class="stack t" aria-labelledby="ck-indicators">
            <div class="head">
                <h2 id="ck-indicators">{say::cockpit::indicators()}</h2>
                <span class="sm mute">{say::cockpit::indicators_note()}</span>
            </div>
            <div class="tiles">{tiles}</div>
        </section>
    }
    .into_any()
}

fn tile(indicator: Indicator, now: &Figures, before: &Figures, taken: &Taken) -> AnyView {
    let definition = indicator.definition();
    let sum = now.of(indicator).unwrap_or_default();
    let stands = now
        .standing(indicator)
        .map(|standing| rag(model::mark(standing), label::goal_standing(standing)).into_any());
    let figure = match model::value(indicator, sum) {
        None => view! { <span class="mute">{say::cockpit::no_value()}</span> }.into_any(),
        Some(words) => match model::tickets(indicator, taken, None, None).filter(|_| sum.n > 0) {
            Some(href) => view! { <b><a href=href>{words}</a></b> }.into_any(),
            None => view! { <b>{words}</b> }.into_any(),
        },
    };
    let goal = model::goal(&definition).map(|goal| say::cockpit::goal(&goal));
    let changed = now
        .of(indicator)
        .zip(before.of(indicator))
        .and_then(|(now, before)| model::change(indicator, now, before))
        .map(changed);
    let odd = model::odd(indicator, sum).and_then(|(yes, n)| {
        let href = model::tickets(indicator, taken, None, Some(yes))?;
        let words = if yes { say::cockpit::those(&n) } else { say::cockpit::the_others(&n) };
        Some(view! { <a class="xs" href=href>{words}</a> })
    });
    view! {
        <div class="card tile">
            <span class="name"><span>{label::indicator(indicator)}</span>{stands}</span>
            <span class="fig"><span>{figure}</span></span>
            <span class="base"><span>{goal.unwrap_or_else(|| say::cockpit::no_goal().to_owned())}</span>{changed}</span>
            {why_is(why(indicator, now.of(indicator)))}
            {odd}
        </div>
    }
    .into_any()
}

fn changed(change: Change) -> AnyView {
    let arrow = if change.rose { "▲ " } else { "▼ " };
    let judged = match change.good {
        Some(true) => say::cockpit::better(),
        Some(false) => say::cockpit::worse(),
        None => "",
    };
    let direction = if change.rose { say::cockpit::rose() } else { say::cockpit::fell() };
    view! {
        <span>
            <span aria-hidden="true">{arrow}</span>
            <span class="vh">{direction}" "</span>
            {change.by}" "{judged}
        </span>
    }
    .into_any()
}

/// What the figure means, what it is made of here, and over what; or that this page does not have it.
fn why(indicator: Indicator, sum: Option<Sum>) -> String {
    let meaning = label::indicator_meaning(indicator);
    match sum {
        None => [meaning, say::cockpit::not_kept()].concat(),
        Some(sum) => [meaning, &model::sum_words(indicator, sum), say::cockpit::calendar()].concat(),
    }
}
