//! The key figures of a report with their goals and how they changed, and what each of them means.

use leptos::prelude::*;
use steward_core::cockpit::goals::in_force;
use steward_core::cockpit::indicator::Indicator;

use super::Figures;
use crate::console::cockpit::cells;
use crate::console::cockpit::model;
use crate::net::clock;
use crate::ui::rag;
use crate::words::{label, say, time};

/// The indicators that have a value, and the names of those that have none.
fn parted(figures: &Figures) -> (Vec<Indicator>, Vec<&'static str>) {
    let total = figures.now.total().0;
    let has = |one: &Indicator| total.of(*one).and_then(|sum| model::value(*one, sum)).is_some();
    let (with, without): (Vec<Indicator>, Vec<Indicator>) = Indicator::ALL.iter().copied().partition(has);
    (with, without.into_iter().map(label::indicator).collect())
}

/// The table of the figures.
pub(super) fn table(figures: &Figures) -> AnyView {
    let (with, without) = parted(figures);
    let (now, before) = (figures.now.total().0, figures.before.total().0);
    let query = figures.asked.query();
    let belongs = query.belongs(&figures.now.lines);
    let rows: Vec<AnyView> = with
        .into_iter()
        .map(|one| {
            let sum = now.of(one).unwrap_or_default();
            let earlier = before.of(one).unwrap_or_default();
            let held = in_force(&figures.now.thresholds, one, belongs, figures.now.period.last).goal;
            let goal = model::goal(&one.definition(), held).unwrap_or_else(|| "–".to_owned());
            let stands = figures.now.standing(&now, belongs, one);
            let stands =
                stands.map(|standing| rag(model::mark(standing), label::goal_standing(standing)).into_any());
            let earlier_words = model::value(one, earlier);
            let change = match (model::change(one, sum, earlier), &earlier_words) {
                (Some(change), _) => changed(&change),
                (None, Some(_)) => view! { <span class="mute">{say::reports::unchanged()}</span> }.into_any(),
                (None, None) => "–".into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{label::indicator(one)}</th>
                    <td class="n strong">{model::value(one, sum)}</td>
                    <td class="n">{sum.n}</td>
                    <td class="n">{goal}</td>
                    <td>{stands}</td>
                    <td class="n">{earlier_words.unwrap_or_else(|| "–".to_owned())}</td>
                    <td class="n">{change}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let heads = vec![
        cells::words(say::thresholds::indicator()),
        cells::number(say::reports::value()),
        cells::number(say::reports::count()),
        cells::number(say::reports::goal()),
        cells::words(say::reports::standing()),
        cells::number(say::reports::before()),
        cells::number(say::reports::change()),
    ];
    let none = (!without.is_empty()).then(
        || view! { <p class="xs mute">{say::reports::no_data(&without.join(say::reports::between()))}</p> },
    );
    view! {
        <section class="stack t" aria-labelledby="rp-figures">
            <div class="head"><h3 id="rp-figures">{say::reports::figures()}</h3></div>
            {cells::table("rp-figures", heads, rows)}
            {none}
        </section>
    }
    .into_any()
}

/// By how much, with its direction and whether that is good.
fn changed(change: &model::Change) -> AnyView {
    let (arrow, direction) =
        if change.rose { ("▲ ", say::cockpit::rose()) } else { ("▼ ", say::cockpit::fell()) };
    let judged = match change.good {
        Some(true) => say::cockpit::better(),
        Some(false) => say::cockpit::worse(),
        None => "",
    };
    view! {
        <span aria-hidden="true">{arrow}</span><span class="vh">{direction}" "</span>{change.by.clone()}" "{judged}
    }
    .into_any()
}

/// What each indicator means, and what it is made of here.
pub(super) fn definitions(figures: &Figures) -> AnyView {
    let now = figures.now.total().0;
    let items: Vec<AnyView> = Indicator::ALL
        .iter()
        .map(|one| {
            let made = now.of(*one).map(|sum| model::sum_words(*one, sum));
            let needs = || say::cockpit::feed(one.word()).unwrap_or_default().to_owned();
            let made = made.unwrap_or_else(needs);
            view! {
                <dt>{one.definition().metric}" "{label::indicator(*one)}</dt>
                <dd>{label::indicator_meaning(*one)}{made}</dd>
            }
            .into_any()
        })
        .collect();
    let [first, last] =
        [figures.now.period.first, figures.now.period.last].map(|day| time::calendar_date(day, clock::now()));
    view! {
        <section class="stack t" aria-labelledby="rp-definitions">
            <div class="head">
                <h3 id="rp-definitions">{say::reports::definitions()}</h3>
                <span class="sm mute">
                    {say::cockpit::days_of(&first, &last)}" · "{say::cockpit::calendar()}{say::reports::definitions_note()}
                </span>
            </div>
            <dl class="defs sm">{items}</dl>
        </section>
    }
    .into_any()
}
