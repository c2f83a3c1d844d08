//! The twenty indicators as tiles: value, goal, change, and why.

use leptos::prelude::*;
use steward_core::cockpit::figures::{Cockpit, Figures};
use steward_core::cockpit::goals::{Belongs, in_force};
use steward_core::cockpit::indicator::{Goal, Indicator, Source};
use steward_core::cockpit::measure::Sum;
use steward_core::cockpit::trends::Trends;

use super::cells::why_is;
use super::chart_model;
use super::model::{self, Change, Taken};
use crate::ui::rag;
use crate::words::{label, say};

/// What the tiles are of.
pub(super) struct Shown<'a> {
    /// The sums in the period and in the one before.
    pub total: (&'a Figures, &'a Figures),
    /// Where they belong, for their goals.
    pub belongs: Belongs<'a>,
    /// The page.
    pub cockpit: &'a Cockpit,
    /// What they are taken over.
    pub taken: &'a Taken,
    /// How they went, once that is known.
    pub trends: Signal<Option<Trends>>,
}

/// All of them.
pub(super) fn tiles(shown: &Shown<'_>) -> AnyView {
    let tiles: Vec<AnyView> = Indicator::ALL.iter().map(|one| tile(*one, shown)).collect();
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

fn tile(indicator: Indicator, shown: &Shown<'_>) -> AnyView {
    let Shown { total: (now, before), taken, trends, .. } = shown;
    let (definition, trends) = (indicator.definition(), *trends);
    let held = in_force(&shown.cockpit.thresholds, indicator, shown.belongs, shown.cockpit.period.last).goal;
    let sum = now.of(indicator).unwrap_or_default();
    let standing = held.zip(now.of(indicator)).and_then(|(goal, sum)| indicator.standing(sum, goal));
    let stands =
        standing.map(|standing| rag(model::mark(standing), label::goal_standing(standing)).into_any());
    let line =
        move || trends.with(|trends| trends.as_ref().and_then(|trends| spark(indicator, trends, held)));
    let figure = match model::value(indicator, sum) {
        None => view! { <span class="mute">{say::cockpit::no_value()}</span> }.into_any(),
        Some(words) => match model::opened(indicator, taken, None, None).filter(|_| sum.n > 0) {
            Some(href) => view! { <b><a href=href>{words}</a></b> }.into_any(),
            None => view! { <b>{words}</b> }.into_any(),
        },
    };
    let goal = model::goal(&definition, held).map(|goal| say::cockpit::goal(&goal));
    let changed = now
        .of(indicator)
        .zip(before.of(indicator))
        .and_then(|(now, before)| model::change(indicator, now, before))
        .map(changed);
    let odd = model::odd(indicator, sum).and_then(|(yes, n)| {
        let href = model::opened(indicator, taken, None, Some(yes))?;
        let words = if yes { say::cockpit::those(&n) } else { say::cockpit::the_others(&n) };
        Some(view! { <a class="xs" href=href>{words}</a> })
    });
    view! {
        <div class="card tile" data-s=standing.map(|standing| model::mark(standing).data())>
            <span class="name"><span>{label::indicator(indicator)}</span>{stands}</span>
            <span class="fig"><span>{figure}</span>{line}</span>
            <span class="base"><span>{goal.unwrap_or_else(|| say::cockpit::no_goal().to_owned())}</span>{changed}</span>
            {say::cockpit::feed(indicator.word()).map(|needs| view! { <span class="xs mute">{needs}</span> })}
            {why_is(why(indicator, now.of(indicator)))}
            {odd}
        </div>
    }
    .into_any()
}

/// How it went, as a small line with its goal; nothing where there are fewer than two values.
pub(super) fn spark(indicator: Indicator, trends: &Trends, goal: Option<Goal>) -> Option<AnyView> {
    let values = super::trends::values(indicator, trends);
    let (line, (x, y), goal) = chart_model::spark(&values, goal.map(|goal| goal.green))?;
    let goal = goal.map(|y| view! { <path class="goal" d=["M0 ", &y.to_string(), "H84"].concat()></path> });
    Some(
        view! {
            <svg class="spark" viewBox="0 0 84 28" aria-hidden="true">
                {goal}<path d=line></path><circle class="end" cx=x cy=y r="2.8"></circle>
            </svg>
        }
        .into_any(),
    )
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

/// What the figure means, what it is made of here, and over what; or what is missing for it.
fn why(indicator: Indicator, sum: Option<Sum>) -> String {
    let meaning = label::indicator_meaning(indicator);
    let of_surveys = matches!(indicator.definition().source, Source::SurveyCsat | Source::SurveyNps);
    match sum {
        None if of_surveys => [meaning, say::cockpit::surveys_not_yours()].concat(),
        None => meaning.to_owned(),
        Some(sum) if of_surveys => {
            [meaning, &model::sum_words(indicator, sum), say::cockpit::surveys_shown()].concat()
        }
        Some(sum) => [meaning, &model::sum_words(indicator, sum), say::cockpit::calendar()].concat(),
    }
}
