//! All surveys: what each is now, whom it asked, who answered, and which is overdue (R32).

use leptos::prelude::*;
use steward_core::accounts::role::Role;
use steward_core::day::Day;
use steward_core::endpoint::Nothing;
use steward_core::surveys::campaign::api::{CAMPAIGNS, CampaignRow};
use steward_core::surveys::campaign::{Mode, Phase};

use super::{model, overdue_pill, phase_pill, read};
use crate::console::{Topbar, Work};
use crate::nav;
use crate::net::{call, clock, session};
use crate::ui::{Icon, empty, load, loaded, skeleton};
use crate::words::{label, say, time};

/// Whether the person designs surveys.
pub(super) fn designs() -> bool {
    session::me_untracked().is_some_and(|me| matches!(me.role, Role::HqData | Role::CrCare))
}

pub(super) fn page() -> AnyView {
    let rows = load(|| call(&CAMPAIGNS, &[], &Nothing {}));
    let new = designs().then(|| {
        view! { <a class="btn primary" href="/console/surveys/new">{say::surveys::new()}</a> }
    });
    let wait = || skeleton(6).into_any();
    let query = nav::query();
    let ended = Memo::new(move |_| {
        query.with(|q| {
            let day = |name: &str| q.get(name).and_then(|day| Day::try_from(day).ok());
            day("from").zip(day("to"))
        })
    });
    let show = move |rows: Vec<CampaignRow>| (move || table(rows.clone(), ended.get())).into_any();
    view! {
        <Topbar words=say::surveys::name()>{new}</Topbar>
        <Work><div class="stack">{loaded(rows, wait, show)}</div></Work>
    }
    .into_any()
}

/// The surveys; where days are named, only those that ended on one of them: what a figure of the cockpit counts.
fn table(mut rows: Vec<CampaignRow>, ended: Option<(Day, Day)>) -> AnyView {
    let chosen = ended.map(|(first, last)| {
        let now = clock::now();
        let within = |at| time::local_day(at).is_some_and(|day| (first..=last).contains(&day));
        rows.retain(|row| row.phase == Phase::Ended && within(row.ends));
        let words = say::surveys::ended_in(&time::calendar_day(first, now), &time::calendar_day(last, now));
        view! {
            <p class="line sm"><b>{words}</b><a href="/console/surveys">{say::surveys::all_surveys()}</a></p>
        }
    });
    if rows.is_empty() {
        let none = empty(Icon::Chat, say::surveys::none(), say::surveys::none_note());
        return view! { {chosen}{none} }.into_any();
    }
    let lines: Vec<AnyView> = rows.iter().map(line).collect();
    view! {
        {chosen}
        <div class="card of" role="region" tabindex="0" aria-label=say::surveys::name()>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{say::surveys::survey()}</th>
                        <th scope="col">{say::surveys::state()}</th>
                        <th scope="col">{say::surveys::period()}</th>
                        <th scope="col">{say::surveys::cadence_label()}</th>
                        <th scope="col" class="n">{say::surveys::asked()}</th>
                        <th scope="col" class="n">{say::surveys::answered()}</th>
                        <th scope="col" class="n">{say::surveys::rate()}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: &CampaignRow) -> AnyView {
    let now = clock::now();
    let to = if row.phase == Phase::Draft { "" } else { "/results" };
    let href = ["/console/surveys/", row.id.as_str(), to].concat();
    let wave = (row.wave > 1 && row.contracts.is_none())
        .then(|| view! { " " <span class="mute xs">{say::surveys::wave(&row.wave)}</span> });
    let contracts = row.contracts.as_ref().map(|month| {
        view! { " " <span class="mute xs">{say::surveys::contracts(month)}</span> }
    });
    let rate = row.response.asked.map_or_else(
        || "–".to_owned(),
        |asked| {
            if asked == 0 { "–".to_owned() } else { model::percent(row.response.answered, asked) + "%" }
        },
    );
    let asked = match (row.mode, row.response.asked) {
        (Mode::Open, _) => say::surveys::open_mode().to_owned(),
        (Mode::Personal, Some(n)) => n.to_string(),
        (Mode::Personal, None) => "–".to_owned(),
    };
    view! {
        <tr>
            <th scope="row"><a href=href>{read(&row.name)}</a>{wave}{contracts}</th>
            <td><span class="line">{phase_pill(row.phase)} {row.overdue.then(overdue_pill)}</span></td>
            <td>{say::surveys::from_to(&time::day(row.opens, now), &time::day(row.ends, now))}</td>
            <td>{label::survey_cadence(row.cadence)}</td>
            <td class="n">{asked}</td>
            <td class="n">{row.response.answered}</td>
            <td class="n">{rate}</td>
        </tr>
    }
    .into_any()
}
