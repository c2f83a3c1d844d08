//! The overview (总览): one line for each project, every number of which opens its tickets.

use leptos::prelude::*;
use steward_core::cockpit::api::{OVERVIEW, Overview, OverviewQuery, ProjectTally};

use super::{Topbar, Work};
use crate::net::{call, live};
use crate::ui::{load, loaded, skeleton};
use crate::words::say;

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let refreshes = live::refreshes();
    let overview = load(move || {
        refreshes.track();
        call(&OVERVIEW, &[], &OverviewQuery::default())
    });
    let shown = |overview: Overview| {
        let rows: Vec<AnyView> = overview.projects.iter().map(row).collect();
        view! {
            <table class="table">
                <thead>
                    <tr>
                        <th>{say::console::project()}</th>
                        <th class="n">{say::console::open()}</th>
                        <th class="n">{say::console::due_soon()}</th>
                        <th class="n">{say::console::overdue()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <Topbar words=say::console::overview() />
        <Work>{loaded(overview, || skeleton(8).into_any(), shown)}</Work>
    }
}

fn row(line: &ProjectTally) -> AnyView {
    let project = line.project.as_str();
    let open = ["/console?view=all&project=", project].concat();
    let late = ["/console?view=overdue&project=", project].concat();
    view! {
        <tr>
            <th scope="row">{line.name.clone()}</th>
            <td class="n"><a href=open>{line.tally.open()}</a></td>
            <td class="n">{line.tally.due_soon}</td>
            <td class="n"><a href=late>{line.tally.overdue}</a></td>
        </tr>
    }
    .into_any()
}
