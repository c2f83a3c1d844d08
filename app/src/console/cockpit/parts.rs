//! What the figures are made of: the people who did the work by teams (人员), and the buildings of a project (楼栋).

use std::collections::BTreeSet;

use leptos::prelude::*;
use steward_core::cockpit::figures::Figures;
use steward_core::cockpit::indicator::Indicator;
use steward_core::cockpit::measure::{Measure, Rollup};
use steward_core::cockpit::parts::{LEAST_SAMPLE, Part, Parts, Slower};

use super::cells;
use super::model::{self, Taken};
use crate::ui::{Status, st};
use crate::words::{label, say};

/// People that are listed at first.
const FIRST: usize = 12;

/// The columns of people, beside what they took on.
const OF_PEOPLE: [Indicator; 4] =
    [Indicator::Timely, Indicator::FirstContact, Indicator::Processing, Indicator::VisitSatisfied];
/// The columns of buildings.
const OF_BUILDINGS: [Indicator; 5] = [
    Indicator::Volume,
    Indicator::Timely,
    Indicator::FirstContact,
    Indicator::Repeated,
    Indicator::VisitSatisfied,
];

/// The people, most work first within their team.
pub(super) fn people(
    parts: Parts,
    names: &[(String, String)],
    taken: &Taken,
    all: RwSignal<bool>,
) -> AnyView {
    let note = say::cockpit::people_note(&LEAST_SAMPLE);
    if parts.too_many {
        return section("ck-people", say::cockpit::people(), note, choose());
    }
    let (count, names, taken) = (parts.parts.len(), names.to_vec(), taken.clone());
    let body = move || {
        let mut people = parts.parts.clone();
        if !all.get() {
            people.sort_by_key(|part| core::cmp::Reverse(part.taken()));
            people.truncate(FIRST);
        }
        by_team(people, &names, &taken)
    };
    let more = move || {
        (count > FIRST).then(|| {
            let words = if all.get() { say::cockpit::fewer().to_owned() } else { say::cockpit::all_people(&count) };
            view! { <button type="button" class="btn quiet noprint" on:click=move |_| all.update(|all| *all = !*all)>{words}</button> }
        })
    };
    let body = if count == 0 {
        view! { <p class="card pad sm mute">{say::cockpit::nobody()}</p> }.into_any()
    } else {
        view! { {body}{more} }.into_any()
    };
    section("ck-people", say::cockpit::people(), note, body)
}

fn section(id: &'static str, heading: &'static str, note: String, body: AnyView) -> AnyView {
    view! {
        <section class="stack t" aria-labelledby=id>
            <div class="head"><h2 id=id>{heading}</h2><span class="sm mute">{note}</span></div>
            {body}
        </section>
    }
    .into_any()
}

fn choose() -> AnyView {
    view! { <p class="card pad sm mute">{say::cockpit::too_many()}</p> }.into_any()
}

/// What a person's team is called: the department, else what they are.
fn team(part: &Part) -> &'static str {
    part.department
        .map(label::department)
        .or_else(|| part.role.map(label::role))
        .unwrap_or_else(|| say::cockpit::no_team())
}

fn by_team(mut people: Vec<Part>, names: &[(String, String)], taken: &Taken) -> AnyView {
    people.sort_by_key(|part| (team(part), core::cmp::Reverse(part.taken())));
    let mut heads = vec![
        cells::words(say::cockpit::name()),
        cells::words(say::cockpit::team()),
        cells::words(say::console::project()),
        cells::number(say::cockpit::taken()),
    ];
    heads.extend(OF_PEOPLE.iter().map(|one| cells::number(label::indicator(*one))));
    heads.push(cells::number(say::cockpit::praise()));
    let mut rows: Vec<AnyView> = Vec::new();
    let mut rest = people.as_slice();
    while let Some(first) = rest.first() {
        let of = team(first);
        let size = rest.iter().take_while(|part| team(part) == of).count();
        let (members, others) = rest.split_at(size);
        rest = others;
        if size > 1 {
            rows.push(team_row(of, members));
        }
        rows.extend(members.iter().map(|part| person(part, names, taken)));
    }
    cells::table("ck-people", heads, rows)
}

/// The sums of a team, above its people.
fn team_row(name: &'static str, members: &[Part]) -> AnyView {
    let mut sums = Rollup::default();
    for member in members {
        sums.merge(&member.now);
    }
    let taken: i64 = members.iter().map(Part::taken).sum();
    // Somebody may work in several projects.
    let heads = members.iter().filter_map(|part| part.person.as_ref()).collect::<BTreeSet<_>>().len();
    let figures = Figures { tickets: sums, ..Figures::default() };
    let cell = |one: &Indicator| {
        let words =
            model::value(*one, figures.of(*one).unwrap_or_default()).unwrap_or_else(|| "–".to_owned());
        view! { <td class="n">{words}</td> }.into_any()
    };
    view! {
        <tr class="team">
            <th scope="rowgroup">{name}</th><td>{say::cockpit::people_of(heads as u64)}</td><td></td>
            <td class="n">{taken}</td>
            {OF_PEOPLE.iter().map(cell).collect::<Vec<_>>()}
            <td class="n">{praise(&sums)}</td>
        </tr>
    }
    .into_any()
}

fn person(part: &Part, names: &[(String, String)], taken: &Taken) -> AnyView {
    let project = names.iter().find(|(id, _)| id == part.project.as_str()).map(|(_, name)| name.clone());
    let figures = Figures { tickets: part.now, ..Figures::default() };
    let cell = |one: &Indicator| {
        let sum = figures.of(*one).unwrap_or_default();
        let words = model::value(*one, sum);
        let href = model::tickets_of(*one, taken, part);
        let shown = match (words, href) {
            (Some(words), Some(href)) => view! { <a href=href>{words}</a> }.into_any(),
            (words, _) => words.unwrap_or_else(|| "–".to_owned()).into_any(),
        };
        view! { <td class="n">{shown}</td> }.into_any()
    };
    let counts = if part.now.of(Measure::Volume).n >= part.now.of(Measure::Processing).n {
        Indicator::Volume
    } else {
        Indicator::Processing
    };
    let taken_on = match model::tickets_of(counts, taken, part).filter(|_| part.taken() > 0) {
        Some(href) => view! { <a href=href>{part.taken()}</a> }.into_any(),
        None => part.taken().into_any(),
    };
    view! {
        <tr>
            <th scope="row" dir="auto">{part.name.clone()}{part.slower.as_ref().map(slower)}</th>
            <td>{team(part)}</td>
            <td>{project}</td>
            <td class="n">{taken_on}</td>
            {OF_PEOPLE.iter().map(cell).collect::<Vec<_>>()}
            <td class="n">{praise(&part.now)}</td>
        </tr>
    }
    .into_any()
}

/// That somebody's response has become slower (R44), with what there was to do.
fn slower(found: &Slower) -> AnyView {
    let mean = |sum| model::mean(sum).unwrap_or_default();
    let why = say::cockpit::slower_why(
        &mean(found.before),
        &mean(found.lately),
        &found.load.open,
        &found.load.taken,
    );
    view! { <br />{st(Status::Soon, say::cockpit::slower())}{cells::why_is(why)} }.into_any()
}

/// The share of good ratings with how many there are; too few say nothing, and that is said.
fn praise(sums: &Rollup) -> AnyView {
    let sum = sums.of(Measure::Praise);
    let n = say::cockpit::n(&sum.n);
    if sum.n < LEAST_SAMPLE {
        let why = if sum.n > 0 { say::cockpit::too_few() } else { "" };
        return view! { <span class="mute">"– " {n}" "{why}</span> }.into_any();
    }
    view! { {model::share(sum)}"% "<span class="mute">{n}</span> }.into_any()
}

/// The buildings of a project, in the order of their numbers.
pub(super) fn buildings(parts: Parts, taken: &Taken) -> AnyView {
    let mut all = parts.parts;
    let number = |name: &str| {
        name.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(u64::MAX)
    };
    all.sort_by(|a, b| (number(&a.name), &a.name).cmp(&(number(&b.name), &b.name)));
    let mut heads = vec![cells::words(say::cockpit::building())];
    heads.extend(OF_BUILDINGS.iter().map(|one| cells::number(label::indicator(*one))));
    let rows = all.iter().map(|part| {
        let figures = Figures { tickets: part.now, ..Figures::default() };
        let cell = |one: &Indicator| {
            let sum = figures.of(*one).unwrap_or_default();
            let shown = match (model::value(*one, sum), model::tickets_of(*one, taken, part).filter(|_| sum.n > 0)) {
                (Some(words), Some(href)) => view! { <a href=href>{words}</a> }.into_any(),
                (words, _) => words.unwrap_or_else(|| "–".to_owned()).into_any(),
            };
            view! { <td class="n">{shown}</td> }.into_any()
        };
        view! {
            <tr><th scope="row">{say::cockpit::building_of(&part.name)}</th>{OF_BUILDINGS.iter().map(cell).collect::<Vec<_>>()}</tr>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    if rows.is_empty() {
        return ().into_any();
    }
    section(
        "ck-buildings",
        say::cockpit::buildings(),
        String::new(),
        cells::table("ck-buildings", heads, rows),
    )
}
