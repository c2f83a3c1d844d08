//! The customers' voice in the console (客户声音): texts to read, what the month says, the code book, and a form for
//! suggestions that every member of staff has.

mod inbox;
mod manual;
pub mod model;
mod panel;
mod suggest;
mod summary;

use leptos::prelude::*;
use steward_core::accounts::permit::{Action, Object, reach};
use steward_core::surveys::coding::Month;

use crate::console::{Topbar, Work};
use crate::nav;
use crate::net::{clock, session};
use crate::words::say;

/// The parts of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Inbox,
    Summary,
    Book,
    Suggest,
}

/// Whether the viewer may do this to surveys.
fn can(action: Action) -> bool {
    session::me_untracked().is_some_and(|me| reach(me.role, action, Object::Survey).is_some())
}

/// This month, where the reader is.
fn this_month() -> Month {
    model::month_of(clock::now())
}

/// A change of the address that keeps the other choices.
fn alter(name: &'static str, value: &str) {
    let query = nav::query().get_untracked();
    let mut pairs: Vec<String> = Vec::new();
    for other in ["part", "month", "project", "kind", "wanted"] {
        let value = if other == name { Some(value.to_owned()) } else { query.get(other) };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            pairs.push([other, "=", &value].concat());
        }
    }
    nav::alter(&["/console/customer-voice?", &pairs.join("&")].concat());
}

/// The page of the address.
pub fn page((): ()) -> AnyView {
    let reads = can(Action::Read);
    let query = nav::query();
    let part = Memo::new(move |_| match query.with(|q| q.get("part")).as_deref() {
        _ if !reads => Part::Suggest,
        Some("month") => Part::Summary,
        Some("codes") => Part::Book,
        Some("suggest") => Part::Suggest,
        _ => Part::Inbox,
    });
    let tab = move |one: Part, word: &'static str, words: &'static str| {
        let href = ["/console/customer-voice", if word.is_empty() { "" } else { "?part=" }, word].concat();
        view! { <a href=href aria-current=move || (part.get() == one).then_some("page")>{words}</a> }
            .into_any()
    };
    let tabs = move || {
        reads.then(|| {
            view! {
                <nav class="tabs" aria-label=say::voice::parts()>
                    {tab(Part::Inbox, "", say::voice::inbox())}
                    {tab(Part::Summary, "month", say::voice::month_part())}
                    {tab(Part::Book, "codes", say::voice::book())}
                    {tab(Part::Suggest, "suggest", say::voice::suggest())}
                </nav>
            }
        })
    };
    let shown = move || match part.get() {
        Part::Inbox => inbox::page(),
        Part::Summary => summary::page(),
        Part::Book => manual::page(),
        Part::Suggest => suggest::page(),
    };
    view! {
        <Topbar words=say::console::customer_voice() />
        <Work>
            <div class="stack">
                {tabs()}
                {shown}
            </div>
        </Work>
    }
    .into_any()
}

/// A chooser in the address: a label, what there is, and what is chosen.
fn chooser(
    label: &'static str,
    name: &'static str,
    options: Vec<(String, String)>,
    now: impl Fn() -> String + Send + Sync + Copy + 'static,
) -> AnyView {
    let id = crate::ui::field::next_id();
    let all: Vec<AnyView> = options
        .into_iter()
        .map(|(value, words)| {
            let mine = value.clone();
            view! { <option value=value prop:selected=move || now() == mine>{words}</option> }.into_any()
        })
        .collect();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select class="input" id=id on:change:target=move |event| alter(name, &event.target().value())>
                {all}
            </select>
        </div>
    }
    .into_any()
}

/// Month and project, which two of the parts have.
fn month_and_project(month: Memo<Month>, project: Memo<String>) -> AnyView {
    let months = model::months(this_month(), 12);
    let months = months.into_iter().map(|m| (m.to_string(), model::month_words(m))).collect();
    let mut projects = vec![(String::new(), say::voice::all_projects().to_owned())];
    let mine = session::me_untracked().map(|me| me.projects).unwrap_or_default();
    projects.extend(mine.into_iter().map(|card| (card.project.to_string(), card.name)));
    view! {
        {chooser(say::voice::month_label(), "month", months, move || month.get().to_string())}
        {chooser(say::voice::project_label(), "project", projects, move || project.get())}
    }
    .into_any()
}

/// The month and the project of the address.
fn chosen() -> (Memo<Month>, Memo<String>) {
    let query = nav::query();
    let month = Memo::new(move |_| {
        let said = query.with(|q| q.get("month")).and_then(|text| Month::try_from(text).ok());
        said.unwrap_or_else(this_month)
    });
    (month, Memo::new(move |_| query.with(|q| q.get("project")).unwrap_or_default()))
}
