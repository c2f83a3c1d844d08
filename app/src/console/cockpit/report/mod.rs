//! The report (报告): the cockpit's figures of a month as a finished document, to be printed or kept as a PDF by the
//! browser, and whom it is mailed to.
//!
//! It says what the cockpit says of the same days, from the same calls. It stands as it was made: nothing on it moves.

mod alarms;
mod figures;
mod mails;
mod model;
mod parts;

use leptos::prelude::*;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::cockpit::alarm::api::{ALARMS, AlarmRow, AlarmsQuery};
use steward_core::cockpit::figures::{COCKPIT, Cockpit, CockpitQuery, EXPORT_COCKPIT};
use steward_core::cockpit::parts::{By, PARTS, Parts, PartsQuery};
use steward_core::cockpit::period::Period;
use steward_core::cockpit::trends::{TRENDS, Trends};
use steward_core::day::Day;
use steward_core::endpoint::Page;
use steward_core::tickets::api::{LIST, ListQuery, TicketRow, View};

use self::model::{Asked, month_word, months};
use super::model::Taken;
use crate::console::{Topbar, Work};
use crate::nav;
use crate::net::{call, clock, session};
use crate::ui::{Button, Icon, Loading, Look, empty, exports, load, loaded, skeleton};
use crate::words::civil::Civil;
use crate::words::{say, time};

/// How many tickets at risk are listed.
const RISKS: u32 = 15;

/// The figures, with what they are compared with and how they went.
#[derive(Clone)]
struct Figures {
    asked: Asked,
    now: Cockpit,
    before: Cockpit,
    trends: Trends,
}

/// The address of the report of what the cockpit shows: of its days, or of the last month.
pub(super) fn address_of(query: &CockpitQuery) -> String {
    let today = today();
    let days = query.first.zip(query.last);
    let get = |name: &str| match (name, days) {
        ("from", Some((first, _))) => Some(String::from(first)),
        ("to", Some((_, last))) => Some(String::from(last)),
        ("region", _) => query.region.as_ref().map(ToString::to_string),
        ("project", _) => query.project.as_ref().map(ToString::to_string),
        _ => None,
    };
    Asked::read(get, today).address(today)
}

fn today() -> Day {
    Day::from_number(Civil::here(clock::now()).day).unwrap_or(Day(chrono::NaiveDate::default()))
}

/// The page of the address.
pub fn page((): ()) -> AnyView {
    let address = nav::query();
    let asked = Memo::new(move |_| address.with(|q| Asked::read(|name| q.get(name), today())));
    let figures: Loading<Figures> = load(move || {
        let asked = asked.get();
        let (now, before) = (call(&COCKPIT, &[], &asked.query()), call(&COCKPIT, &[], &asked.compared()));
        let trends = call(&TRENDS, &[], &asked.query());
        async move { Ok(Figures { asked, now: now.await?, before: before.await?, trends: trends.await? }) }
    });
    let print = Callback::new(|()| {
        let _ = window().print();
    });
    view! {
        <Topbar words=say::reports::page()>
            <Button look=Look::Primary on_press=print>{say::reports::print()}</Button>
        </Topbar>
        <Work>
            <div class="stack ov ck rp">
                <div class="line noprint">
                    {move || choose(&asked.get(), figures)}
                    {exports(&EXPORT_COCKPIT, Vec::new(), move || asked.get_untracked().query())}
                </div>
                {loaded(figures, || skeleton(14).into_any(), |figures| document_of(&figures))}
                {mails::section(asked, figures)}
            </div>
        </Work>
    }
    .into_any()
}

/// Which month, and of what.
fn choose(asked: &Asked, figures: Loading<Figures>) -> AnyView {
    let today = today();
    let option = |period: &Period| {
        let first = String::from(period.first);
        let is = period.first == asked.period.first && asked.is_month(today);
        view! { <option value=month_word(&first).to_owned() selected=is>{month_words(period.first)}</option> }
            .into_any()
    };
    let options: Vec<AnyView> = months(today).iter().map(option).collect();
    let other = (!asked.is_month(today))
        .then(|| view! { <option value="" selected=true>{days_words(asked)}</option> });
    let of_month = asked.clone();
    let month = move |value: String| {
        let get = |name: &str| match name {
            "month" => Some(value.clone()),
            "region" => of_month.region.as_ref().map(ToString::to_string),
            "project" => of_month.project.as_ref().map(ToString::to_string),
            _ => None,
        };
        nav::alter(&Asked::read(get, today).address(today));
    };
    let of_scope = asked.clone();
    let scope = move |value: String| {
        let (region, project) = match value.split_once('/') {
            Some(("region", id)) => (id.parse().ok(), None),
            Some((_, id)) => (None, id.parse().ok()),
            None => (None, None),
        };
        nav::alter(&Asked { region, project, ..of_scope.clone() }.address(today));
    };
    let places = places(figures);
    let chosen = chosen(asked);
    let options_of_scope: Vec<AnyView> = places
        .into_iter()
        .map(|(key, name)| {
            view! { <option value=key.clone() selected=key == chosen>{name}</option> }.into_any()
        })
        .collect();
    view! {
        <span class="pair">
            <label class="sm" for="rp-month">{say::reports::month()}</label>
            <select class="input small" id="rp-month" on:change:target=move |event| month(event.target().value())>
                {other}{options}
            </select>
        </span>
        <span class="pair">
            <label class="sm" for="rp-scope">{say::reports::scope()}</label>
            <select class="input small" id="rp-scope" on:change:target=move |event| scope(event.target().value())>
                {options_of_scope}
            </select>
        </span>
    }
    .into_any()
}

/// What is chosen, as a key of [`places`].
fn chosen(asked: &Asked) -> String {
    match (&asked.project, &asked.region) {
        (Some(project), _) => ["project/", project.as_str()].concat(),
        (None, Some(region)) => ["region/", region.as_str()].concat(),
        (None, None) => String::new(),
    }
}

/// What a report can be of: everything, the regions that are known, the viewer's projects; each under a key.
fn places(figures: Loading<Figures>) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), say::reports::all_seen().to_owned())];
    let mut regions: Vec<(String, String)> = figures.with(|known| match known {
        Some(Ok(known)) => known
            .now
            .lines
            .iter()
            .map(|line| {
                (["region/", line.region.as_str()].concat(), say::thresholds::region_of(&line.region_name))
            })
            .collect(),
        _ => Vec::new(),
    });
    regions.sort();
    regions.dedup();
    all.extend(regions);
    let me = session::me_untracked();
    let projects = me.iter().flat_map(|me| &me.projects);
    all.extend(projects.map(|p| (["project/", p.project.as_str()].concat(), p.name.clone())));
    all
}

/// A month in words: 2026 年 11 月.
fn month_words(day: Day) -> String {
    let date = Civil { day: day.number(), minute: 0 }.date();
    let number = date.month.to_string();
    let name = match crate::words::locale() {
        crate::words::Locale::Chinese => number.as_str(),
        crate::words::Locale::English => say::time::month(&number).unwrap_or_default(),
    };
    say::reports::month_of(&name, &date.year)
}

fn days_words(asked: &Asked) -> String {
    let now = clock::now();
    let [first, last] = [asked.period.first, asked.period.last].map(|day| time::calendar_date(day, now));
    say::cockpit::days_of(&first, &last)
}

/// What it is a report of.
fn scope_words(figures: &Figures) -> String {
    let line = figures.now.lines.first();
    match (&figures.asked.project, &figures.asked.region, line) {
        (Some(_), _, Some(line)) => line.name.clone(),
        (None, Some(_), Some(line)) => say::thresholds::region_of(&line.region_name),
        _ => session::me_untracked().map(|me| me.group).unwrap_or_default(),
    }
}

fn document_of(figures: &Figures) -> AnyView {
    if figures.now.lines.is_empty() {
        return empty(Icon::Gauge, say::cockpit::no_project(), say::cockpit::no_project_note()).into_any();
    }
    let (asked, cockpit, now) = (&figures.asked, &figures.now, clock::now());
    let query = asked.query();
    let taken = Taken {
        period: cockpit.period,
        project: asked.project.clone(),
        region: asked.region.clone(),
        own: cockpit.own,
    };
    let is_month = asked.is_month(today());
    let title = if is_month { say::reports::title_month() } else { say::reports::title_days() };
    let days = if is_month { month_words(asked.period.first) } else { days_words(asked) };
    let before = figures.before.period;
    let [first, last] = [before.first, before.last].map(|day| time::calendar_date(day, now));
    let runs = (is_month && asked.period.last < Period::month_of(asked.period.first).last).then(
        || view! { <p class="sm">{say::reports::running(&time::calendar_date(asked.period.last, now))}</p> },
    );
    let total = cockpit.total().0;
    let belongs = query.belongs(&cockpit.lines);
    let projects = (asked.project.is_none() && cockpit.lines.len() > 1)
        .then(|| super::projects::table(cockpit, &total, belongs, &taken, &query));
    let own = cockpit.own.then(|| view! { <p class="sm">{say::cockpit::own_work()}</p> });
    view! {
        <article class="doc stack" aria-labelledby="rp-title">
            <header class="stack t">
                <h2 id="rp-title">
                    {title}" · "<span class="piece">{scope_words(figures)}</span>" · "<span class="piece">{days}</span>
                </h2>
                <p class="sm mute">
                    {say::reports::as_of(&time::date_time(cockpit.as_of, now))}" · "{say::reports::compared(&first, &last)}
                </p>
                {runs}
                {own}
            </header>
            {figures::table(figures)}
            {projects}
            {at_risk(asked, cockpit.own)}
            {alarms_of(asked)}
            {parts::trends(figures)}
            {(!cockpit.own).then(|| people(figures, taken.clone()))}
            {figures::definitions(figures)}
        </article>
    }
    .into_any()
}

fn at_risk(asked: &Asked, own: bool) -> AnyView {
    let query = ListQuery {
        view: Some(View::Due),
        project: asked.project.clone(),
        region: asked.region.clone(),
        at_risk: Some(true),
        own: own.then_some(true),
        limit: Some(RISKS),
        ..ListQuery::default()
    };
    // Who reads totals only reads no ticket.
    let role = session::me_untracked().map(|me| me.role);
    if role.is_none_or(|role| reach(role, Action::Read, Object::Cockpit).is_none()) {
        return ().into_any();
    }
    let found: Loading<Page<TicketRow>> = load(move || call(&LIST, &[], &query));
    loaded(found, || skeleton(4).into_any(), |page| parts::risks(&page)).into_any()
}

fn alarms_of(asked: &Asked) -> AnyView {
    let role = session::me_untracked().map(|me| me.role);
    let reads = |role| reach(role, Action::Read, Object::Cockpit).is_some_and(|reach| reach != Reach::Own);
    if !role.is_some_and(reads) {
        return ().into_any();
    }
    let query = AlarmsQuery {
        open: None,
        first: Some(asked.period.first),
        last: Some(asked.period.last),
        region: asked.region.clone(),
        project: asked.project.clone(),
    };
    let found: Loading<Vec<AlarmRow>> = load(move || call(&ALARMS, &[], &query));
    loaded(found, || skeleton(4).into_any(), |rows| alarms::section(&rows)).into_any()
}

fn people(figures: &Figures, taken: Taken) -> AnyView {
    let query = PartsQuery::of(By::Person, &figures.asked.query());
    let found: Loading<Parts> = load(move || call(&PARTS, &[], &query));
    let lines = &figures.now.lines;
    let names: Vec<(String, String)> =
        lines.iter().map(|line| (line.project.to_string(), line.name.clone())).collect();
    let shown = move |found: Parts| super::parts::people(found, &names, &taken, RwSignal::new(true));
    loaded(found, || skeleton(6).into_any(), shown).into_any()
}
