//! Whether promises are kept as well whichever way an owner comes (R99).

use leptos::prelude::*;
use steward_core::cockpit::api::Tally;
use steward_core::cockpit::channels::{ChannelTally, Consistency, Touchpoint, consistency};

use super::overview::why_is;
use super::overview_model as model;
use super::overview_table::{number, table, unseen, words};
use crate::ui::{Status, rag};
use crate::words::{label, say};

/// The table: a line for each clock, a column for each way. Nothing where there is but one way to compare.
pub(super) fn channels(total: &Tally) -> AnyView {
    let lines = consistency(&total.channels);
    if lines.iter().all(|line| line.ways.len() < 2) {
        return ().into_any();
    }
    let mut heads = vec![words(say::console::clock())];
    heads.extend(Touchpoint::ALL.iter().map(|way| number(label::touchpoint(*way))));
    heads.push(number(say::desk::apart()));
    heads.push(unseen(say::console::why_number()));
    let rows: Vec<AnyView> = lines.iter().map(row).collect();
    view! {
        <figure class="stack t" aria-labelledby="by-channel">
            <h2 id="by-channel">{say::desk::by_channel()}</h2>
            {table("by-channel", heads, rows)}
            <figcaption>{say::desk::channel_caption()}</figcaption>
        </figure>
    }
    .into_any()
}

fn row(line: &Consistency) -> AnyView {
    let cell = |way: &Touchpoint| {
        match line.ways.iter().find(|t| t.touchpoint == *way) {
        None => view! { <td class="n mute">"–"</td> }.into_any(),
        Some(ChannelTally { met, decided, .. }) => view! {
            <td class="n">{model::percent(*met, *decided)} " " <span class="xs mute">{say::console::n_is(decided)}</span></td>
        }
        .into_any(),
    }
    };
    let cells: Vec<AnyView> = Touchpoint::ALL.iter().map(cell).collect();
    let apart = match line.gap() {
        None => view! { <span class="mute">"–"</span> }.into_any(),
        Some(gap) if line.is_flagged() => rag(Status::Over, model::points(gap)).into_any(),
        Some(gap) => rag(Status::On, model::points(gap)).into_any(),
    };
    let why = line.extremes().map(|(best, worst)| {
        let name = |t: ChannelTally| label::touchpoint(t.touchpoint);
        let share = |t: ChannelTally| model::percent(t.met, t.decided);
        why_is(say::desk::why_apart(&name(best), &share(best), &name(worst), &share(worst)))
    });
    view! {
        <tr>
            <th scope="row">{label::clock(line.kind)}</th>
            {cells}
            <td class="n">{apart}</td>
            <td class="whycell">{why}</td>
        </tr>
    }
    .into_any()
}
