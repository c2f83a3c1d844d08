//! The projects, the one that needs somebody first: each with how it stands and its most important figures.

use leptos::prelude::*;
use steward_core::cockpit::figures::{Cockpit, CockpitQuery, Figures, Line};
use steward_core::cockpit::goals::{Belongs, in_force};
use steward_core::cockpit::indicator::{Indicator, Standing};
use steward_core::ids::ProjectId;

use super::cells;
use super::model::{self, COLUMNS, Taken};
use crate::ui::{pill, rag};
use crate::words::{label, say};

/// The table, with all projects together in its last line.
pub(super) fn table(
    cockpit: &Cockpit,
    total: &Figures,
    all: Belongs<'_>,
    taken: &Taken,
    asked: &CockpitQuery,
) -> AnyView {
    let mut lines: Vec<(&Line, Option<Standing>)> =
        cockpit.lines.iter().map(|line| (line, cockpit.worst(&line.now, line.belongs()))).collect();
    model::worst_first(&mut lines, |(_, worst)| *worst);
    let head = heading(&lines);
    let mut rows: Vec<AnyView> = lines
        .iter()
        .map(|(line, worst)| {
            let href = super::address(&CockpitQuery { project: Some(line.project.clone()), ..asked.clone() });
            let homes = (line.now.households.n > 0).then(|| model::homes(line.now.households.n));
            view! {
                <tr>
                    <th scope="row"><a href=href>{line.name.clone()}</a><small class="goal">{homes}</small></th>
                    <td>{stands(*worst)}</td>
                    {figures(cockpit, &line.now, line.belongs(), taken, Some(&line.project))}
                </tr>
            }
            .into_any()
        })
        .collect();
    rows.push(cells::sum(view! {
        <td>{stands(cockpit.worst(total, all))}</td>
        {figures(cockpit, total, all, taken, None)}
    }));
    let mut heads = vec![cells::words(say::console::project()), cells::words(say::cockpit::overall())];
    heads.extend(COLUMNS.iter().map(|indicator| {
        let held = in_force(&cockpit.thresholds, *indicator, all, cockpit.period.last).goal;
        let goal = model::goal(&indicator.definition(), held)
            .map(|goal| view! { <small class="goal">{goal}</small> });
        view! { <th scope="col" class="n">{label::indicator(*indicator)}{goal}</th> }.into_any()
    }));
    view! {
        <section class="stack t" aria-labelledby="ck-projects">
            {head}
            {cells::table("ck-projects", heads, rows)}
        </section>
    }
    .into_any()
}

/// How many projects stand how.
pub(super) fn counts(lines: &[(&Line, Option<Standing>)]) -> Vec<AnyView> {
    let count = |standing| lines.iter().filter(|(_, worst)| *worst == Some(standing)).count();
    let part = |standing: Standing| {
        let n = count(standing);
        let words = [n.to_string().as_str(), " ", label::goal_standing(standing)].concat();
        (n > 0).then(|| rag(model::mark(standing), words).into_any())
    };
    [Standing::Missed, Standing::Watch, Standing::Met].into_iter().filter_map(part).collect()
}

/// The heading of the table.
fn heading(lines: &[(&Line, Option<Standing>)]) -> AnyView {
    view! {
        <div class="head">
            <h2 id="ck-projects">{say::cockpit::projects()}</h2>
            <span class="sm line">{counts(lines)}</span>
        </div>
    }
    .into_any()
}

fn stands(standing: Option<Standing>) -> AnyView {
    match standing {
        None => view! { <span class="mute">{say::cockpit::no_value()}</span> }.into_any(),
        Some(standing) => pill(model::mark(standing), label::goal_standing(standing)).into_any(),
    }
}

fn figures(
    cockpit: &Cockpit,
    figures: &Figures,
    belongs: Belongs<'_>,
    taken: &Taken,
    project: Option<&ProjectId>,
) -> Vec<AnyView> {
    let cell = |indicator: &Indicator| {
        let sum = figures.of(*indicator).unwrap_or_default();
        let Some(words) = model::value(*indicator, sum) else {
            return view! { <td class="n mute">"–"</td> }.into_any();
        };
        // What is met needs nobody; the others say by shape and colour that they do.
        let shown = match cockpit.standing(figures, belongs, *indicator) {
            Some(standing) => {
                let name = label::goal_standing(standing);
                view! { {rag(model::mark(standing), words)}<span class="vh">{name}</span> }.into_any()
            }
            None => words.into_any(),
        };
        let shown = match model::opened(*indicator, taken, project, None).filter(|_| sum.n > 0) {
            Some(href) => view! { <a href=href>{shown}</a> }.into_any(),
            None => shown,
        };
        view! { <td class="n">{shown}</td> }.into_any()
    };
    COLUMNS.iter().map(cell).collect()
}
