//! One chapter as it is read and printed.

use leptos::prelude::*;
use steward_core::knowledge::handbook::{Chapter, Rule, Script, Step};
use steward_core::sla::policy::{ClockKind, Limit};

use super::model;
use crate::words::{label, say};

/// A chapter under its heading; its clocks are as long as `limits` says.
pub(super) fn chapter(chapter: &Chapter, limits: &[Limit]) -> AnyView {
    let scenario = chapter.scenario;
    let length = |clock: ClockKind| model::limit(limits, scenario, clock);
    let step = |step: &Step| {
        let clock = step.clock.map(|c| {
            view! { <span class="tag">{label::clock(c)}" "{length(c)}</span> }
        });
        view! {
            <li>
                <span dir="auto">{model::read(&step.title).to_owned()}</span>
                <span class="line sm"><span class="mute">{label::role(step.who)}</span>{clock}</span>
            </li>
        }
        .into_any()
    };
    let clock = |clock: &ClockKind| {
        view! { <tr><th scope="row">{label::clock(*clock)}</th><td>{length(*clock)}</td></tr> }.into_any()
    };
    view! {
        <h2>{label::scenario(scenario)}</h2>
        <p class="lead" dir="auto">{model::read(&chapter.purpose).to_owned()}</p>
        <h3>{say::handbook::process()}</h3>
        <ol class="hb-steps">{chapter.steps.iter().map(step).collect::<Vec<_>>()}</ol>
        <h3>{say::handbook::limits()}</h3>
        <table class="table hb-limits">
            <tbody>{chapter.clocks.iter().map(clock).collect::<Vec<_>>()}</tbody>
        </table>
        <p class="hint">{say::handbook::limits_note()}</p>
        <h3>{say::handbook::scripts()}</h3>
        <ul class="hb-scripts">{chapter.scripts.iter().map(script).collect::<Vec<_>>()}</ul>
        <h3>{say::handbook::rules()}</h3>
        <ul class="hb-rules">{chapter.rules.iter().map(rule).collect::<Vec<_>>()}</ul>
    }
    .into_any()
}

fn script(script: &Script) -> AnyView {
    view! {
        <li>
            <span class="line">
                <b dir="auto">{model::read(&script.title).to_owned()}</b>
                " " <span class="tag">{label::moment(script.moment)}</span>
            </span>
            <p class="pre" dir="auto">{model::read(&script.text).to_owned()}</p>
        </li>
    }
    .into_any()
}

fn rule(rule: &Rule) -> AnyView {
    let items: Vec<&str> = rule.must_name.iter().map(model::read).collect();
    let must = (!items.is_empty()).then(|| {
        let items: Vec<AnyView> =
            items.iter().map(|item| view! { <li dir="auto">{(*item).to_owned()}</li> }.into_any()).collect();
        view! { <div><span class="mute">{say::handbook::must_name()}</span><ul class="dots">{items}</ul></div> }
    });
    let never = (!rule.forbidden.is_empty()).then(|| {
        let words = rule.forbidden.join(say::handbook::comma());
        view! { <p class="sm"><span class="mute">{say::handbook::forbidden()}" "</span>{words}</p> }
    });
    view! {
        <li>
            <span class="line">
                <b>{model::act(rule.act)}</b>
                " " <span class="tag">{say::handbook::length(&rule.max, &rule.min)}</span>
            </span>
            {must}
            {never}
        </li>
    }
    .into_any()
}
