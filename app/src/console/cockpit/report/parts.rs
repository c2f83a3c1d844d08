//! What stands below the figures of a report: what is at risk, and how the figures went.

use leptos::prelude::*;
use steward_core::cockpit::figures::Figures as Sums;
use steward_core::cockpit::indicator::Indicator;
use steward_core::endpoint::Page;
use steward_core::tickets::api::TicketRow;

use super::{Figures, model as weekly};
use crate::console::cockpit::cells;
use crate::console::cockpit::{chart_model, model, trends as cockpit_trends};
use crate::net::clock;
use crate::ui::clocks::{row_words, status};
use crate::ui::st;
use crate::words::{label, say, time};

/// The tickets that are late or nearly.
pub(super) fn risks(page: &Page<TicketRow>) -> AnyView {
    let now = clock::now();
    let total = page.total.unwrap_or_default();
    let listed = page.rows.len() as u64;
    let rows: Vec<AnyView> = page
        .rows
        .iter()
        .map(|row| {
            let href = ["/console/tickets/", row.id.as_str()].concat();
            let stands = row.clock.as_ref().map(|clock| {
                let words = [label::clock(clock.kind), " ", &row_words(clock, now)].concat();
                st(status(clock.standing(now)), words).into_any()
            });
            let due = row.clock.as_ref().map(|clock| time::day_time(clock.due, now));
            view! {
                <tr>
                    <th scope="row">{row.project_name.clone()}</th>
                    <td class="wrap" dir="auto"><a href=href>{row.title.clone()}</a><small class="goal">{row.id.to_string()}</small></td>
                    <td>{stands}</td>
                    <td class="n">{due}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let heads = vec![
        cells::words(say::console::project()),
        cells::words(say::reports::ticket()),
        cells::words(say::reports::clock()),
        cells::number(say::reports::due()),
    ];
    let body = if rows.is_empty() {
        view! { <p class="sm mute">{say::cockpit::nothing_at_risk()}</p> }.into_any()
    } else {
        cells::table("rp-risk", heads, rows)
    };
    let rest = (total > listed).then(|| view! { <p class="xs mute">{say::reports::risk_rest(&listed)}</p> });
    view! {
        <section class="stack t" aria-labelledby="rp-risk">
            <div class="head">
                <h3 id="rp-risk">{say::reports::risk()}</h3>
                <span class="sm mute">{say::reports::risk_note(&total)}</span>
            </div>
            {body}
            {rest}
        </section>
    }
    .into_any()
}

/// Each indicator that has steps, as a small line with a number for each week.
pub(super) fn trends(figures: &Figures) -> AnyView {
    let weeks = weekly::weeks(&figures.trends.steps);
    let now = clock::now();
    let mut heads = vec![cells::words(say::thresholds::indicator()), cells::words(say::reports::trend())];
    heads.extend(weeks.iter().map(|(days, _)| {
        let first = time::calendar_date(days.first, now);
        let last = time::calendar_date(days.last, now);
        let words = if days.first == days.last { first } else { say::cockpit::days_of(&first, &last) };
        cells::number(words)
    }));
    let rows: Vec<AnyView> = Indicator::ALL
        .iter()
        .filter_map(|one| {
            one.definition().source.measure()?;
            let of = |tickets| Sums { tickets, ..Sums::default() }.of(*one).unwrap_or_default();
            let values: Vec<Option<String>> =
                weeks.iter().map(|(_, sum)| model::value(*one, of(*sum))).collect();
            values.iter().any(Option::is_some).then(|| {
                let cells: Vec<AnyView> = values
                    .into_iter()
                    .map(|value| view! { <td class="n">{value.unwrap_or_else(|| "–".to_owned())}</td> }.into_any())
                    .collect();
                view! { <tr><th scope="row">{label::indicator(*one)}</th><td>{line(*one, figures)}</td>{cells}</tr> }
                    .into_any()
            })
        })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="stack t" aria-labelledby="rp-trends">
            <div class="head">
                <h3 id="rp-trends">{say::reports::trends()}</h3>
                <span class="sm mute">{say::reports::trends_note()}</span>
            </div>
            {cells::table("rp-trends", heads, rows)}
        </section>
    }
    .into_any()
}

/// The small line; nothing where there are fewer than two values.
fn line(indicator: Indicator, figures: &Figures) -> Option<AnyView> {
    let values = cockpit_trends::values(indicator, &figures.trends);
    let (line, (x, y), _) = chart_model::spark(&values, None)?;
    Some(
        view! {
            <svg class="spark" viewBox="0 0 84 28" aria-hidden="true">
                <path d=line></path><circle class="end" cx=x cy=y r="2.8"></circle>
            </svg>
        }
        .into_any(),
    )
}
