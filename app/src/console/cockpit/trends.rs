//! The trends (趋势): new and completed tickets, and one indicator that can be chosen with its goal.

use leptos::prelude::*;
use steward_core::cockpit::figures::{Cockpit, CockpitQuery, Line};
use steward_core::cockpit::goals::{Threshold, in_force};
use steward_core::cockpit::indicator::{Goal, Indicator, Source, Standing, Unit};
use steward_core::cockpit::measure::{Measure, Sum};
use steward_core::cockpit::trends::{Step, Trends};
use steward_core::day::Day;

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
    let held = Held {
        asked: asked.clone(),
        lines: cockpit.lines.first().cloned().into_iter().collect(),
        thresholds: trends.thresholds.clone(),
    };
    let steps = trends.steps.clone();
    let one = move || of_indicator(chosen.get(), &steps, &held, chosen);
    view! {
        <section class="ck2" aria-label=say::cockpit::trends()>
            {new_and_done(&trends.steps)}
            {one}
        </section>
    }
    .into_any()
}

/// What the figures are held against, day by day.
struct Held {
    asked: CockpitQuery,
    lines: Vec<Line>,
    thresholds: Vec<Threshold>,
}

impl Held {
    /// The goal of a day.
    fn goal(&self, indicator: Indicator, day: Day) -> Option<Goal> {
        in_force(&self.thresholds, indicator, self.asked.belongs(&self.lines), day).goal
    }
}

/// The indicators that have a value for each step.
fn drawable(steps: &[Step]) -> impl Iterator<Item = Indicator> {
    Indicator::ALL.iter().copied().filter(|one| steps.iter().any(|step| step.of(*one).is_some()))
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
        stands: Vec::new(),
        goal: None,
        ends: None,
        words: |n| n.to_string(),
    })
}

fn of_indicator(indicator: Indicator, steps: &[Step], held: &Held, chosen: RwSignal<Indicator>) -> AnyView {
    let definition = indicator.definition();
    let sums: Vec<Sum> = steps.iter().map(|step| step.of(indicator).unwrap_or_default()).collect();
    let values: Vec<Option<i64>> = sums.iter().map(|sum| indicator.rounded(*sum)).collect();
    let n: i64 = sums.iter().map(|sum| sum.n).sum();
    let goal = steps.last().and_then(|step| held.goal(indicator, step.period.last)).map(|goal| goal.green);
    let stands = |(step, sum): (&Step, &Sum)| {
        held.goal(indicator, step.period.last).and_then(|goal| indicator.standing(*sum, goal))
    };
    let stands: Vec<Option<Standing>> = steps.iter().zip(&sums).map(stands).collect();
    let judged = stands.iter().any(Option::is_some);
    let legend = if judged { say::cockpit::marks_legend() } else { "" };
    let options: Vec<AnyView> = drawable(steps)
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
        caption: [
            &say::cockpit::trend_caption(&label::indicator_meaning(indicator).trim_end(), &n),
            " ",
            legend,
        ]
        .concat(),
        stands: if judged { stands } else { Vec::new() },
        points: names(steps),
        series: vec![Series { name: label::indicator(indicator).to_owned(), dashed: false, values }],
        goal: goal.map(|value| (value, say::cockpit::goal(&words(value)))),
        ends,
        words,
    })
}

/// The values of an indicator, step by step, for the small line of its tile.
pub(super) fn values(indicator: Indicator, trends: &Trends) -> Vec<Option<i64>> {
    trends.steps.iter().map(|step| step.of(indicator).and_then(|sum| indicator.rounded(sum))).collect()
}
