//! What complaints are about (投诉类型分布), R22: each category with its share; every number opens its tickets.

use leptos::prelude::*;
use steward_core::cockpit::kinds::{ComplaintKind, ComplaintKinds, shares};
use steward_core::cockpit::measure::Measure;
use steward_core::tickets::api::ListQuery;

use super::cells;
use super::model::{self, Taken};
use crate::console::worklist_model::address;
use crate::words::{label, say};

/// The categories, most first.
pub(super) fn table(found: &ComplaintKinds, taken: &Taken) -> AnyView {
    let counts: Vec<i64> = found.kinds.iter().map(|kind| kind.now).collect();
    let all: i64 = counts.iter().sum();
    let rows: Vec<AnyView> =
        found.kinds.iter().zip(shares(&counts)).map(|(kind, share)| row(*kind, share, taken)).collect();
    let heads = vec![
        cells::words(say::cockpit::kind()),
        cells::number(say::cockpit::count()),
        cells::number(say::cockpit::share_of()),
        cells::number(say::cockpit::before_it()),
    ];
    let body = if rows.is_empty() {
        view! { <p class="card pad sm mute">{say::cockpit::no_complaints()}</p> }.into_any()
    } else {
        cells::table("ck-kinds", heads, rows)
    };
    view! {
        <section class="stack t" aria-labelledby="ck-kinds">
            <div class="head"><h2 id="ck-kinds">{say::cockpit::kinds_heading()}</h2><span class="sm mute">{say::cockpit::kinds_note(&all)}</span></div>
            {body}
        </section>
    }
    .into_any()
}

fn row(kind: ComplaintKind, share: i64, taken: &Taken) -> AnyView {
    let query =
        ListQuery { category: Some(kind.category), ..model::measured(Measure::Repeated, taken, None) };
    let count = if kind.now > 0 {
        view! { <a href=address("/console", &query)>{kind.now}</a> }.into_any()
    } else {
        kind.now.into_any()
    };
    let width = (share / 10).to_string();
    view! {
        <tr>
            <th scope="row">{label::category(kind.category)}</th>
            <td class="n">{count}</td>
            <td class="n share"><span class="bar" aria-hidden="true"><i style:--v=width></i></span>{model::tenths_words(share)}"%"</td>
            <td class="n">{kind.before}</td>
        </tr>
    }
    .into_any()
}
