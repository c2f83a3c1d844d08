//! The trends (趋势): new and completed tickets, and one indicator that can be chosen with its goal.

use leptos::prelude::*;
use steward_core::cockpit::figures::{Cockpit, CockpitQuery};
use steward_core::cockpit::goals::in_force;
use steward_core::cockpit::indicator::{Indicator, Source, Unit};
use steward_core::cockpit::measure::Measure;
use steward_core::cockpit::trends::{Step, Trends};

use super::chart::{Chart, Series, figure};
use super::model;
use crate::net::clock;
use crate::words::{label, say, time};

/// Both charts. The choice of the indicator stays while the page is read again.
pub(super) fn charts(
    asked: &CockpitQuery,
    cockpit: &Cockpit,
    trends: &Trends,
    chosen: RwSignal<Indicator>,
) -> AnyView {
    let goals: Vec<(Indicator, Option<i64>)> = drawable()
        .map(|one| {
            let belongs = asked.belongs(&cockpit.lines);
            let held = in_force(&cockpit.thresholds, one, belongs, cockpit.period.last);
            (one, held.goal.map(|goal| goal.green))
        })
        .collect();
    let steps = trends.steps.clone();
    let one = move || {
        let indicator = chosen.get();
        let goal = goals.iter().find(|(one, _)| *one == indicator).and_then(|(_, goal)| *goal);
        of_indicator(indicator, &steps, goal, chosen)
    };
    view! {
        <section class="ck2" aria-label=say::cockpit::trends()>
            {new_and_done(&trends.steps)}
            {one}
        </section>
    }
    .into_any()
}

/// The indicators that follow from sums of tickets: only these have a value for each step.
fn drawable() -> impl Iterator<Item = Indicator> {
    Indicator::ALL.iter().copied().filter(|one| one.definition().source.measure().is_some())
}

/// What a step is called: its day, or the day it ends with.
fn names(steps: &[Step]) -> Vec<String> {
    let now = clock::now();
    steps.iter().map(|step| time::calendar_day(step.period.last, now)).collect()
}

fn new_and_done(steps: &[Step]) -> AnyView {
    let count = |measure| steps.iter().map(|step| Some(step.tickets.of(measure).n)).collect();
    let title = match steps.first() {
        Some(step) if step.period.days() > 1 || steps.len() == 1 => say::cockpit::new_and_done(),
        _ => say::cockpit::new_and_done_daily(),
    };
    let caption = say::cockpit::new_and_done_caption().to_owned();
    figure(Chart {
        heading: view! { <div class="head"><h3>{title}</h3></div> }.into_any(),
        title: title.to_owned(),
        caption,
        points: names(steps),
        series: vec![
            Series {
                name: say::cockpit::new_tickets().to_owned(),
                dashed: false,
                values: count(Measure::Volume),
            },
            Series {
                name: say::cockpit::done_tickets().to_owned(),
                dashed: true,
                values: count(Measure::Processing),
            },
        ],
        goal: None,
        ends: None,
        words: |n| n.to_string(),
    })
}

fn of_indicator(
    indicator: Indicator,
    steps: &[Step],
    goal: Option<i64>,
    chosen: RwSignal<Indicator>,
) -> AnyView {
    let definition = indicator.definition();
    let Some(measure) = definition.source.measure() else { return ().into_any() };
    let values: Vec<Option<i64>> =
        steps.iter().map(|step| indicator.rounded(step.tickets.of(measure))).collect();
    let n: i64 = steps.iter().map(|step| step.tickets.of(measure).n).sum();
    let options: Vec<AnyView> = drawable()
        .map(|one| {
            view! { <option value=one.word() selected=one == indicator>{label::indicator(one)}</option> }
                .into_any()
        })
        .collect();
    let heading = view! {
        <div class="head">
            <h3><label for="ck-chosen" class="vh">{say::cockpit::choose_indicator()}</label>
                <select id="ck-chosen" class="input small" on:change:target=move |event| {
                    if let Some(one) = Indicator::from_word(&event.target().value()) { chosen.set(one); }
                }>{options}</select>
            </h3>
        </div>
    };
    let (words, ends): (fn(i64) -> String, _) = match (definition.unit, definition.source) {
        (_, Source::Count(_)) => (|n| n.to_string(), None),
        (Unit::Seconds, _) => (model::span_words, None),
        (unit, _) => (model::share_words, Some(unit.range())),
    };
    figure(Chart {
        heading: heading.into_any(),
        title: label::indicator(indicator).to_owned(),
        caption: say::cockpit::trend_caption(&label::indicator_meaning(indicator).trim_end(), &n),
        points: names(steps),
        series: vec![Series { name: label::indicator(indicator).to_owned(), dashed: false, values }],
        goal: goal.map(|value| (value, say::cockpit::goal(&words(value)))),
        ends,
        words,
    })
}

/// The values of an indicator, step by step, for the small line of its tile.
pub(super) fn values(indicator: Indicator, trends: &Trends) -> Vec<Option<i64>> {
    let Some(measure) = indicator.definition().source.measure() else { return Vec::new() };
    trends.steps.iter().map(|step| indicator.rounded(step.tickets.of(measure))).collect()
}
