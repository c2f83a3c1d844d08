//! The cockpit (驾驶舱): a line for each project with what is met, to be watched and missed; what is at risk; the twenty
//! indicators; how they went; and the people. Every figure says what it is made of and opens its tickets.

pub mod alarms;
mod cells;
mod channels;
mod chart;
mod chart_model;
mod flow;
mod indicators;
mod kinds;
pub mod milestones;
mod model;
mod parts;
mod period;
mod projects;
pub mod report;
mod risk;
mod share;
pub mod thresholds;
mod trends;
pub mod wall;

use leptos::prelude::*;
use steward_core::cockpit::channels::{CHANNELS, Channels};
use steward_core::cockpit::figures::{COCKPIT, Cockpit, CockpitQuery, Figures, USUAL_DAYS};
use steward_core::cockpit::indicator::Indicator;
use steward_core::cockpit::kinds::{COMPLAINT_KINDS, ComplaintKinds};
use steward_core::cockpit::measure::Measure;
use steward_core::cockpit::parts::{By, PARTS, Parts, PartsQuery};
use steward_core::cockpit::trends::{TRENDS, Trends};

use self::indicators::Shown;
use self::model::Taken;
use super::list::gathered;
use super::worklist_model::address as address_of;
use super::{Topbar, Work};
use crate::nav;
use crate::net::{call, clock, live};
use crate::ui::{Icon, Loading, Status, empty, load, loaded, skeleton, st};
use crate::words::{label, say, time};

/// What the page has, each loaded by itself: what fails says so in its place.
#[derive(Clone, Copy)]
struct Page {
    asked: Memo<CockpitQuery>,
    cockpit: Loading<(CockpitQuery, Cockpit)>,
    trends: Loading<Trends>,
    people: Loading<Parts>,
    buildings: Loading<Option<Parts>>,
    complaints: Loading<ComplaintKinds>,
    channels: Loading<Channels>,
    /// The indicator whose way is drawn.
    drawn: RwSignal<Indicator>,
    /// All people are listed.
    everybody: RwSignal<bool>,
}

impl Page {
    fn load() -> Self {
        let asked = asked();
        let fresh = fresh();
        let now = move || {
            fresh();
            asked.get()
        };
        let (of_page, of_buildings, of_trends) = (now.clone(), now.clone(), now.clone());
        let (of_people, of_complaints, of_channels) = (now.clone(), now.clone(), now);
        let cockpit = load(move || {
            let query = of_page();
            let answer = call(&COCKPIT, &[], &query);
            async move { answer.await.map(|cockpit| (query, cockpit)) }
        });
        let buildings = load(move || {
            let query = of_buildings();
            let wanted = query.project.is_some();
            let answer = wanted.then(|| call(&PARTS, &[], &PartsQuery::of(By::Building, &query)));
            async move {
                match answer {
                    Some(answer) => answer.await.map(Some),
                    None => Ok(None),
                }
            }
        });
        Self {
            asked,
            cockpit,
            trends: load(move || call(&TRENDS, &[], &of_trends())),
            people: load(move || call(&PARTS, &[], &PartsQuery::of(By::Person, &of_people()))),
            buildings,
            complaints: load(move || call(&COMPLAINT_KINDS, &[], &of_complaints())),
            channels: load(move || call(&CHANNELS, &[], &of_channels())),
            drawn: RwSignal::new(Indicator::ComplaintClose),
            everybody: RwSignal::new(false),
        }
    }
}

/// What the address asks for.
fn asked() -> Memo<CockpitQuery> {
    let address = nav::query();
    Memo::new(move |_| {
        address.with(|q| CockpitQuery {
            first: q.get("from").and_then(|day| day.try_into().ok()),
            last: q.get("to").and_then(|day| day.try_into().ok()),
            days: q.get("days").and_then(|days| days.parse().ok()).filter(|days| *days > 0),
            region: q.get("region").and_then(|region| region.parse().ok()),
            project: q.get("project").and_then(|project| project.parse().ok()),
        })
    })
}

/// Tracks everything after which figures are read again: a change, a new connection, a minute that has passed (N18).
fn fresh() -> impl Fn() + Clone + 'static {
    let (refreshes, changes, tick) = (live::refreshes(), gathered(), clock::tick());
    let minute = Memo::new(move |_| tick.get().millis() / 60_000);
    move || {
        refreshes.track();
        changes.track();
        minute.track();
    }
}

/// The page of the address.
pub fn page((): ()) -> AnyView {
    let page = Page::load();
    let shown = move |(asked, cockpit): (CockpitQuery, Cockpit)| whole(&page, &asked, &cockpit);
    view! {
        <Topbar words=say::cockpit::page()>{wall::link(page.asked)}</Topbar>
        <Work>
            <div class="stack ov ck">
                {period::bar(page.asked, page.cockpit)}
                {loaded(page.cockpit, || skeleton(12).into_any(), shown)}
                {milestones::glance(page.asked)}
            </div>
        </Work>
    }
    .into_any()
}

/// The page's address for this.
fn address(query: &CockpitQuery) -> String {
    address_on("/console/cockpit", query)
}

/// The address of another page for this.
fn address_on(page: &str, query: &CockpitQuery) -> String {
    let mut parts = Vec::new();
    match (query.first, query.last) {
        (Some(first), Some(last)) => {
            parts.push(["from=", &String::from(first)].concat());
            parts.push(["to=", &String::from(last)].concat());
        }
        _ => parts.push(["days=", &query.days.unwrap_or(USUAL_DAYS).to_string()].concat()),
    }
    parts.extend(query.region.as_ref().map(|region| ["region=", region.as_str()].concat()));
    parts.extend(query.project.as_ref().map(|project| ["project=", project.as_str()].concat()));
    [page, "?", &parts.join("&")].concat()
}

fn whole(page: &Page, asked: &CockpitQuery, cockpit: &Cockpit) -> AnyView {
    if cockpit.lines.is_empty() {
        return empty(Icon::Gauge, say::cockpit::no_project(), say::cockpit::no_project_note()).into_any();
    }
    let now = clock::now();
    let taken = Taken {
        period: cockpit.period,
        project: asked.project.clone(),
        region: asked.region.clone(),
        own: cockpit.own,
    };
    let [first, last] = [cockpit.period.first, cockpit.period.last].map(|day| time::calendar_day(day, now));
    let before = say::cockpit::compared(&cockpit.period.days());
    let about = [say::cockpit::days_of(&first, &last), before].join(" · ");
    let (total, earlier) = cockpit.total();
    let belongs = asked.belongs(&cockpit.lines);
    let many = asked.project.is_none() && cockpit.lines.len() > 1;
    let whose = match cockpit.department {
        Some(department) => say::cockpit::own_department(&label::department(department)),
        None => say::cockpit::own_work().to_owned(),
    };
    let own = cockpit.own.then(|| view! { <p class="sm">{whose}</p> });
    let trends = page.trends;
    let known = Signal::derive(move || trends.get().and_then(Result::ok));
    let tiles = indicators::tiles(&Shown {
        total: (&total, &earlier),
        belongs,
        cockpit,
        taken: &taken,
        trends: known,
    });
    let top = if many {
        view! {
            <div class="ck1">
                {projects::table(cockpit, &total, belongs, &taken, asked)}
                {risk::list(page.asked, cockpit.own)}
            </div>
        }
        .into_any()
    } else {
        risk::list(page.asked, cockpit.own)
    };
    view! {
        {own}
        <p class="sm line"><span class="mute">{about}</span>{flagged(&total, &taken)}</p>
        {top}
        {tiles}
        {waiting(page, cockpit, (&total, &earlier), &taken)}
        {below(page, asked, cockpit, taken)}
    }
    .into_any()
}

/// The tickets that a supervisor should look at again (R28), if there are any.
fn flagged(total: &Figures, taken: &Taken) -> Option<AnyView> {
    let n = total.tickets.of(Measure::Flagged).n;
    (n > 0 && !taken.own).then(|| {
        let href = address_of("/console", &model::measured(Measure::Flagged, taken, None));
        let link = view! { <a href=href>{say::cockpit::flagged(&n)}</a> };
        st(Status::Soon, link).into_any()
    })
}

/// Where tickets wait, what complaints are about, and which way owners come: the last two are nobody's own work.
fn waiting(page: &Page, cockpit: &Cockpit, figures: (&Figures, &Figures), taken: &Taken) -> AnyView {
    let steps = flow::steps(cockpit, figures, taken);
    let of_complaints = taken.clone();
    let complaints = move |found: ComplaintKinds| kinds::table(&found, &of_complaints);
    let complaints = (!cockpit.own).then(|| loaded(page.complaints, || skeleton(6).into_any(), complaints));
    let of_channels = taken.clone();
    let channels = move |found: Channels| channels::table(&found, &of_channels);
    let channels = (!cockpit.own).then(|| loaded(page.channels, || skeleton(4).into_any(), channels));
    view! { <div class="ck2">{steps}{complaints}</div>{channels} }.into_any()
}

/// The trends, the buildings and the people, each when it is there.
fn below(page: &Page, asked: &CockpitQuery, cockpit: &Cockpit, taken: Taken) -> AnyView {
    let (query, whole) = (asked.clone(), cockpit.clone());
    let (drawn, everybody) = (page.drawn, page.everybody);
    let charts = move |trends: Trends| trends::charts(&query, &whole, &trends, drawn);
    let names: Vec<(String, String)> =
        cockpit.lines.iter().map(|line| (line.project.to_string(), line.name.clone())).collect();
    let of_people = taken.clone();
    let people = move |found: Parts| parts::people(found, &names, &of_people, everybody);
    let buildings = move |found: Option<Parts>| match found {
        Some(found) => parts::buildings(found, &taken),
        None => ().into_any(),
    };
    view! {
        {loaded(page.trends, || skeleton(6).into_any(), charts)}
        {loaded(page.buildings, || ().into_any(), buildings)}
        {(!cockpit.own).then(|| loaded(page.people, || skeleton(6).into_any(), people))}
    }
    .into_any()
}
