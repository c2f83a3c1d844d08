//! The cockpit (驾驶舱): a line for each project with what is met, to be watched and missed, and the twenty indicators.
//! Every figure says what it is made of and opens its tickets.

mod indicators;
mod model;
mod projects;

use leptos::prelude::*;
use steward_core::cockpit::figures::{COCKPIT, Cockpit, CockpitQuery, USUAL_DAYS};
use steward_core::ids::ProjectId;

use self::model::{PERIODS, Taken};
use super::list::gathered;
use super::{Topbar, Work};
use crate::nav;
use crate::net::{call, clock, live};
use crate::ui::{Choice, Icon, Segments, empty, load, loaded, skeleton};
use crate::words::{say, time};

/// The page of the address.
pub fn page((): ()) -> AnyView {
    let address = nav::query();
    let query = Memo::new(move |_| {
        address.with(|q| CockpitQuery {
            first: q.get("from").and_then(|day| day.try_into().ok()),
            last: q.get("to").and_then(|day| day.try_into().ok()),
            days: q.get("days").and_then(|days| days.parse().ok()).filter(|days| *days > 0),
            region: q.get("region").and_then(|region| region.parse().ok()),
            project: q.get("project").and_then(|project| project.parse().ok()),
        })
    });
    let refreshes = live::refreshes();
    let changes = gathered();
    let cockpit = load(move || {
        refreshes.track();
        changes.track();
        let asked = query.get();
        let answer = call(&COCKPIT, &[], &asked);
        async move { answer.await.map(|cockpit| (asked, cockpit)) }
    });
    let period = RwSignal::new(None);
    Effect::new(move |_| period.set(Some(query.with(|q| q.days.unwrap_or(USUAL_DAYS)))));
    let pick = Callback::new(move |()| {
        if let Some(days) = period.get_untracked() {
            let project = query.with_untracked(|q| q.project.clone());
            nav::alter(&href(days, project.as_ref().map(ProjectId::as_str)));
        }
    });
    let choices: Vec<Choice<u32>> =
        PERIODS.iter().map(|days| Choice::new(*days, say::desk::last_days(days))).collect();
    let shown = |(asked, cockpit): (CockpitQuery, Cockpit)| whole(&asked, cockpit);
    view! {
        <Topbar words=say::cockpit::page() />
        <Work>
            <div class="stack ov ck">
                <div class="line between">
                    <Segments label=say::desk::period() value=period choices=choices on_pick=pick />
                    {move || cockpit.with(|c| c.as_ref()?.as_ref().ok().map(|(_, c)| {
                        let at = time::day_time(c.as_of, clock::now());
                        view! { <span class="sm mute">{say::console::as_of(&at)}</span> }
                    }))}
                </div>
                {loaded(cockpit, || skeleton(12).into_any(), shown)}
            </div>
        </Work>
    }
    .into_any()
}

/// The page's address with this period and project.
fn href(days: u32, project: Option<&str>) -> String {
    let days = ["/console/cockpit?days=", &days.to_string()].concat();
    project.map_or_else(|| days.clone(), |project| [&days, "&project=", project].concat())
}

fn whole(asked: &CockpitQuery, cockpit: Cockpit) -> AnyView {
    if cockpit.lines.is_empty() {
        return empty(Icon::Gauge, say::cockpit::no_project(), say::cockpit::no_project_note()).into_any();
    }
    let now = clock::now();
    let (period, days) = (cockpit.period, asked.days.unwrap_or(USUAL_DAYS));
    let taken = Taken { period, project: asked.project.clone(), own: cockpit.own };
    let [first, last] = [period.first, period.last].map(|day| time::calendar_day(day, now));
    let before = say::cockpit::compared(&period.days());
    let about = [say::cockpit::days_of(&first, &last), before].join(" · ");
    let chosen = asked.project.is_some().then(|| {
        let name = cockpit.lines.first().map(|line| line.name.clone()).unwrap_or_default();
        view! { <p class="line"><b>{name}</b><a class="sm" href=href(days, None)>{say::console::all_projects()}</a></p> }
    });
    let (total, earlier) = cockpit.total();
    let many = asked.project.is_none() && cockpit.lines.len() > 1;
    let own = cockpit.own.then(|| view! { <p class="sm">{say::cockpit::own_work()}</p> });
    view! {
        {chosen}
        {own}
        <p class="sm mute">{about}</p>
        {many.then(|| projects::table(cockpit.lines, (&total, &earlier), &taken, days))}
        {indicators::tiles((&total, &earlier), &taken)}
    }
    .into_any()
}
