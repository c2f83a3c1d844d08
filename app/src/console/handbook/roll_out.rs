//! How far the version in force has come: project by project, with what counts (R95).

use leptos::prelude::*;
use steward_core::endpoint::Nothing;
use steward_core::knowledge::handbook::api::ROLL_OUT;
use steward_core::knowledge::handbook::{ProjectRollOut, RollOut, Target};

use crate::net::{call, clock};
use crate::ui::{Icon, Status, empty, load, loaded, pill, skeleton};
use crate::words::{label, say, time};

/// The part of the page.
pub(super) fn page() -> AnyView {
    let shown = load(move || call(&ROLL_OUT, &[], &Nothing {}));
    view! { {loaded(shown, || skeleton(8).into_any(), |all| table(&all))} }.into_any()
}

fn table(all: &RollOut) -> AnyView {
    let (Some(version), false) = (all.version, all.projects.is_empty()) else {
        return empty(Icon::Book, say::handbook::none(), say::handbook::none_note()).into_any();
    };
    let now = clock::now();
    let (live, of) = all.live();
    let target = all.target(now).map(|target| {
        let status = match target {
            Target::Met => Status::Done,
            Target::Running => Status::On,
            Target::Missed => Status::Over,
        };
        pill(status, label::roll_out_target(target)).into_any()
    });
    let due = all.due.map(|due| say::handbook::target_by(&time::day(due, now)));
    let share = all.percent().map(|percent| view! { <b class="hb-figure">{percent}"%"</b> });
    view! {
        <section class="card" aria-labelledby="hb-roll-out">
            <div class="head pd hb-head">
                <h2 id="hb-roll-out">{say::handbook::roll_out()}" "<span class="mute">{say::handbook::of_version(&version)}</span></h2>
                <p class="line">{share}<span>{say::handbook::live_of(&of, &live)}</span>{target}</p>
                <p class="sm mute">{due}</p>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="hb-roll-out">
                <table class="table hb-roll">
                    <thead><tr>
                        <th scope="col">{say::handbook::project()}</th>
                        <th scope="col" class="n">{say::handbook::staff()}</th>
                        <th scope="col" class="n">{say::handbook::acknowledged()}</th>
                        <th scope="col" class="n">{say::handbook::share()}</th>
                        <th scope="col">{say::handbook::standing()}</th>
                        <th scope="col">{say::handbook::missing()}</th>
                    </tr></thead>
                    <tbody>{all.projects.iter().map(row).collect::<Vec<_>>()}</tbody>
                </table>
            </div>
            <p class="sm mute pad">{say::handbook::what_counts()}</p>
        </section>
    }
    .into_any()
}

fn row(project: &ProjectRollOut) -> AnyView {
    let share = u64::from(project.acknowledged) * 100;
    let share = match share.checked_div(u64::from(project.staff)) {
        Some(percent) => [percent.to_string().as_str(), "%"].concat(),
        None => say::handbook::no_staff().to_owned(),
    };
    let standing = if project.is_live() {
        pill(Status::Done, say::handbook::live()).into_any()
    } else {
        pill(Status::Soon, say::handbook::not_live()).into_any()
    };
    let missing = project.missing.join(say::handbook::comma());
    view! {
        <tr>
            <th scope="row">{project.name.clone()}</th>
            <td class="n">{project.staff}</td>
            <td class="n">{project.acknowledged}</td>
            <td class="n">{share}</td>
            <td>{standing}</td>
            <td class="sm">{missing}</td>
        </tr>
    }
    .into_any()
}
