//! The overview's tables: a line for each project, its clocks, and the states.

use leptos::prelude::*;
use steward_core::cockpit::api::{ClockTally, Overview, ProjectTally, Tally};
use steward_core::ids::ProjectId;
use steward_core::sla::policy::ClockKind;

use super::overview::Scope;
use super::overview_model::{self as model, Number};
use super::overview_table::{number, sum, table, unseen, words};
use crate::words::{label, say, time};

/// A line for each project, and their sum.
pub(super) fn projects(scope: &Scope, overview: &Overview, total: &Tally) -> AnyView {
    let cells = |tally: &Tally, project: Option<&ProjectId>| {
        let (praise, rated) = tally.praise();
        let praised = match rated {
            0 => view! { <span class="mute">{say::desk::no_data()}</span> }.into_any(),
            n => view! {
                <a href=scope.href(Number::Stars(4), project)>{model::percent(praise, n)}</a>
                {counted(scope, n, Number::Stars(1), project)}
            }
            .into_any(),
        };
        let mean = match model::mean(tally) {
            None => view! { <span class="mute">{say::desk::no_data()}</span> }.into_any(),
            Some(mean) => view! {
                <a href=scope.href(Number::Completed, project)>{time::span(mean)}</a>
                {counted(scope, tally.completed, Number::Completed, project)}
            }
            .into_any(),
        };
        view! {
            <td class="n">{scope.link(tally.total(), Number::All, project)}</td>
            <td class="n">{scope.link(tally.open(), Number::Open, project)}</td>
            <td class="n">{scope.link(tally.due_soon, Number::DueSoon, project)}</td>
            <td class="n">{scope.link(tally.overdue, Number::Overdue, project)}</td>
            <td class="n">{praised}</td>
            <td class="n">{mean}</td>
        }
        .into_any()
    };
    let row = |line: &ProjectTally| {
        let here = match scope.days {
            Some(days) => {
                ["/console/overview?days=", &days.to_string(), "&project=", line.project.as_str()].concat()
            }
            None => ["/console/overview?project=", line.project.as_str()].concat(),
        };
        view! {
            <tr>
                <th scope="row"><a href=here>{line.name.clone()}</a></th>
                {cells(&line.tally, Some(&line.project))}
            </tr>
        }
        .into_any()
    };
    let mut rows: Vec<AnyView> = overview.projects.iter().map(row).collect();
    let heads = vec![
        words(say::console::project()),
        number(say::desk::tickets_total()),
        number(say::console::open()),
        number(say::console::due_soon()),
        number(say::console::overdue()),
        number(say::desk::praise()),
        number(say::desk::mean_processing()),
    ];
    rows.push(sum(cells(total, None)));
    view! {
        <section class="stack t" aria-labelledby="by-project">
            <div class="head"><h2 id="by-project">{say::desk::by_project()}</h2></div>
            {table("by-project", heads, rows)}
        </section>
    }
    .into_any()
}

/// Out of how many a share or a mean is, as the way to them.
fn counted(scope: &Scope, n: u64, number: Number, project: Option<&ProjectId>) -> AnyView {
    view! { <small class="mute">" n=" {scope.link(n, number, project)}</small> }.into_any()
}

/// Attainment of each kind of clock in each project, with its n.
pub(super) fn by_project_and_clock(scope: &Scope, overview: &Overview, total: &Tally) -> AnyView {
    let kinds = model::kinds(total);
    let cell = |tally: &Tally, kind: ClockKind, project: Option<&ProjectId>| {
        let found = tally.clocks.iter().find(|c| c.kind == kind).and_then(ClockTally::attainment);
        match found {
            None => view! { <td class="n mute">"–"</td> }.into_any(),
            Some((met, n)) => view! {
                <td class="n">
                    <a href=scope.href(Number::Decided(kind, true), project)>{model::percent(met, n)}</a>
                    {counted(scope, n, Number::Decided(kind, true), project)}
                </td>
            }
            .into_any(),
        }
    };
    let cells = |tally: &Tally, project: Option<&ProjectId>| {
        kinds.iter().map(|k| cell(tally, *k, project)).collect::<Vec<AnyView>>()
    };
    let mut rows: Vec<AnyView> = overview
        .projects
        .iter()
        .map(|line| {
            let cells = cells(&line.tally, Some(&line.project));
            view! { <tr><th scope="row">{line.name.clone()}</th>{cells}</tr> }.into_any()
        })
        .collect();
    let heads: Vec<AnyView> = kinds.iter().map(|k| number(label::clock(*k))).collect();
    let first = [words(say::console::project())];
    let heads = first.into_iter().chain(heads).collect();
    rows.push(sum(cells(total, None)));
    view! {
        <section class="stack t" aria-labelledby="by-both">
            <div class="head"><h2 id="by-both">{say::console::by_project_and_clock()}</h2></div>
            {table("by-both", heads, rows)}
        </section>
    }
    .into_any()
}

/// Tickets in each state, all projects and each of them.
pub(super) fn states(scope: &Scope, overview: &Overview, total: &Tally) -> AnyView {
    let many = overview.projects.len() > 1;
    let most = total.states.iter().map(|(_, n)| *n).max().unwrap_or(1);
    let of = |tally: &Tally, state| tally.states.iter().find(|(s, _)| *s == state).map_or(0, |(_, n)| *n);
    let row = |(state, n): &(steward_core::tickets::State, u64)| {
        let number = Number::In(*state);
        let parts: Vec<AnyView> = overview
            .projects
            .iter()
            .filter(|_| many)
            .map(|p| {
                let link = scope.link(of(&p.tally, *state), number, Some(&p.project));
                view! { <td class="n">{link}</td> }.into_any()
            })
            .collect();
        view! {
            <tr>
                <th scope="row">{label::state(*state)}</th>
                <td class="n"><b>{scope.link(*n, number, None)}</b></td>
                <td class="barcell"><span class="bar" aria-hidden="true"><i style:--v=model::width(*n, most)></i></span></td>
                {parts}
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = total.states.iter().map(row).collect();
    let heads: Vec<AnyView> =
        overview.projects.iter().filter(|_| many).map(|p| number(p.name.clone())).collect();
    let first = [words(say::console::state()), number(say::desk::total()), unseen(say::console::bar())];
    let heads = first.into_iter().chain(heads).collect();
    view! {
        <figure class="stack t" aria-labelledby="by-state">
            <div class="head"><h2 id="by-state">{say::desk::by_state()}</h2></div>
            {table("by-state", heads, rows)}
            <figcaption>{say::console::state_caption()}</figcaption>
        </figure>
    }
    .into_any()
}
