//! Whether promises are kept as well whichever way an owner comes (渠道一致性), R99: a line for each promise, a column for
//! each way; every number opens its tickets.

use leptos::prelude::*;
use steward_core::cockpit::channels::{ChannelTally, Channels, Consistency, Touchpoint, consistency};
use steward_core::cockpit::measure::Measure;
use steward_core::tickets::api::ListQuery;

use super::cells;
use super::model::{self, Taken};
use super::share::{percent, points};
use crate::console::worklist_model::address;
use crate::ui::{Status, rag};
use crate::words::{label, say};

/// The promises on which anything was decided.
pub(super) fn table(found: &Channels, taken: &Taken) -> AnyView {
    let lines = consistency(&found.tallies);
    let flagged = lines.iter().filter(|line| line.is_flagged()).count();
    let mut heads = vec![cells::words(say::cockpit::promise())];
    heads.extend(Touchpoint::ALL.iter().map(|way| cells::number(label::touchpoint(*way))));
    heads.push(cells::number(say::cockpit::apart()));
    heads.push(cells::unseen(say::console::why_number()));
    let body = if lines.is_empty() {
        view! { <p class="card pad sm mute">{say::cockpit::no_promises()}</p> }.into_any()
    } else {
        cells::table("ck-channels", heads, lines.iter().map(|line| row(line, taken)).collect())
    };
    let note = (flagged > 0).then(|| say::cockpit::channels_note(flagged as u64));
    view! {
        <section class="stack t" aria-labelledby="ck-channels">
            <div class="head"><h2 id="ck-channels">{say::cockpit::channels_heading()}</h2><span class="sm mute">{note}</span></div>
            {body}
            <p class="xs mute">{say::cockpit::channels_caption()}</p>
        </section>
    }
    .into_any()
}

fn row(line: &Consistency, taken: &Taken) -> AnyView {
    let cells: Vec<AnyView> = Touchpoint::ALL.iter().map(|way| cell(line, *way, taken)).collect();
    let apart = match line.gap() {
        None => "–".into_any(),
        Some(gap) if line.is_flagged() => rag(Status::Over, points(gap)).into_any(),
        Some(gap) => rag(Status::On, points(gap)).into_any(),
    };
    let why = line.extremes().map(|(best, worst)| {
        let name = |t: ChannelTally| label::touchpoint(t.touchpoint);
        let share = |t: ChannelTally| percent(t.met, t.decided);
        cells::why_is(say::cockpit::why_apart(&name(best), &share(best), &name(worst), &share(worst)))
    });
    view! {
        <tr>
            <th scope="row">{label::measure(line.measure)}</th>
            {cells}
            <td class="n">{apart}</td>
            <td class="whycell">{why}</td>
        </tr>
    }
    .into_any()
}

/// How a promise was kept on one way, with how many; each opens its tickets.
fn cell(line: &Consistency, way: Touchpoint, taken: &Taken) -> AnyView {
    let Some(tally) = line.ways.iter().find(|tally| tally.touchpoint == way) else {
        return view! { <td class="n mute">"–"</td> }.into_any();
    };
    let href = opened(line.measure, way, taken);
    view! {
        <td class="n">
            <a href=href>{percent(tally.met, tally.decided)}</a>" "<span class="xs mute">{say::console::n_is(&tally.decided)}</span>
        </td>
    }
    .into_any()
}

/// The address of the tickets of one way on which a promise was decided.
fn opened(measure: Measure, way: Touchpoint, taken: &Taken) -> String {
    address("/console", &ListQuery { touchpoint: Some(way), ..model::measured(measure, taken, None) })
}
