//! What staff knows of homes (住户资料): a list by project, stage and plate, and one home with its facts.

mod home;
pub mod model;

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Page;
use steward_core::ids::HouseholdId;
use steward_core::owners::PropertyStage;
use steward_core::owners::api::{HOMES, HomeRow, HomesQuery};

use crate::console::{Topbar, Work};
use crate::nav;
use crate::net::{call, session};
use crate::ui::field::next_id;
use crate::ui::{Button, Icon, empty, load, loaded, skeleton, toast};
use crate::words::{label, problem, say};

/// A change of the address that keeps the other choices.
fn alter(name: &'static str, value: &str) {
    let query = nav::query().get_untracked();
    let mut pairs: Vec<String> = Vec::new();
    for other in ["project", "stage", "q", "home"] {
        let value = if other == name { Some(value.to_owned()) } else { query.get(other) };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let value: String = js_sys::encode_uri_component(&value).into();
            pairs.push([other, "=", &value].concat());
        }
    }
    nav::alter(&["/console/homes?", &pairs.join("&")].concat());
}

/// The page of the address.
pub fn page((): ()) -> AnyView {
    let query = nav::query();
    let of = move |name: &'static str| Memo::new(move |_| query.with(|q| q.get(name)).unwrap_or_default());
    let (project, stage, q, home) = (of("project"), of("stage"), of("q"), of("home"));
    let homes = load(move || {
        let query = HomesQuery {
            project: project.get().parse().ok(),
            q: Some(q.get()).filter(|q| !q.trim().is_empty()),
            stage: PropertyStage::from_word(&stage.get()),
            after: None,
        };
        async move { call(&HOMES, &[], &query).await.map(|page| (query, page)) }
    });
    let again = Callback::new(move |()| homes.refetch());
    let list = move |(query, page): (HomesQuery, Page<HomeRow>)| rows(query, page, home);
    let chosen = move || match home.get().parse::<HouseholdId>() {
        Ok(id) => home::panel(&id, again),
        Err(_) => view! { <p class="mute">{say::homes::choose()}</p> }.into_any(),
    };
    view! {
        <Topbar words=say::console::homes() />
        <Work>
            <div class="stack">
                {filters(project, stage, q)}
                <div class="two-part">
                    <section aria-label=say::console::homes()>{loaded(homes, || skeleton(6).into_any(), list)}</section>
                    <section class="stack" aria-label=say::homes::facts()>{chosen}</section>
                </div>
            </div>
        </Work>
    }
    .into_any()
}

fn filters(project: Memo<String>, stage: Memo<String>, q: Memo<String>) -> AnyView {
    let mut projects = vec![(String::new(), say::homes::all_projects().to_owned())];
    let mine = session::me_untracked().map(|me| me.projects).unwrap_or_default();
    projects.extend(mine.into_iter().map(|card| (card.project.to_string(), card.name)));
    let mut stages = vec![(String::new(), say::homes::all_stages().to_owned())];
    stages.extend(
        PropertyStage::ALL.iter().map(|s| (s.word().to_owned(), label::property_stage(*s).to_owned())),
    );
    let search = next_id();
    view! {
        <div class="voice-filters">
            {chooser(say::homes::project_label(), "project", projects, project)}
            {chooser(say::homes::stage_label(), "stage", stages, stage)}
            <div class="field">
                <label for=search.clone()>{say::homes::search_label()}</label>
                <input
                    class="input"
                    id=search
                    type="search"
                    autocomplete="off"
                    placeholder=say::homes::search()
                    prop:value=move || q.get()
                    on:change:target=move |event| alter("q", &event.target().value())
                />
            </div>
        </div>
    }
    .into_any()
}

fn chooser(
    words: &'static str,
    name: &'static str,
    options: Vec<(String, String)>,
    now: Memo<String>,
) -> AnyView {
    let id = next_id();
    let all: Vec<AnyView> = options
        .into_iter()
        .map(|(value, words)| {
            let mine = value.clone();
            view! { <option value=value prop:selected=move || now.get() == mine>{words}</option> }.into_any()
        })
        .collect();
    view! {
        <div class="field">
            <label for=id.clone()>{words}</label>
            <select class="input" id=id on:change:target=move |event| alter(name, &event.target().value())>
                {all}
            </select>
        </div>
    }
    .into_any()
}

fn rows(query: HomesQuery, page: Page<HomeRow>, home: Memo<String>) -> AnyView {
    if page.rows.is_empty() {
        return empty(Icon::Home, say::homes::none(), say::homes::none_note()).into_any();
    }
    let (all, next) = (RwSignal::new(page.rows), RwSignal::new(page.next));
    let lines = move || all.get().into_iter().map(|row| line(row, home)).collect::<Vec<_>>();
    let more = move || {
        next.get().map(|after| {
            let query = HomesQuery { after: Some(after), ..query.clone() };
            let press = Callback::new(move |()| {
                let query = query.clone();
                spawn_local(async move {
                    match call(&HOMES, &[], &query).await {
                        Ok(page) => {
                            all.update(|rows| rows.extend(page.rows));
                            next.set(page.next);
                        }
                        Err(failure) => toast::warn(problem::failure(&failure)),
                    }
                });
            });
            view! { <Button on_press=press>{say::homes::more()}</Button> }
        })
    };
    view! {
        <div class="stack t">
            <ul class="card rows" aria-label=say::console::homes()>{lines}</ul>
            {more}
        </div>
    }
    .into_any()
}

fn line(row: HomeRow, home: Memo<String>) -> AnyView {
    let (id, mine) = (row.household.to_string(), row.household.to_string());
    let stage = row.lifecycle.property.map_or(say::homes::unknown(), label::property_stage);
    view! {
        <li>
            <button
                class="row wide"
                type="button"
                aria-current=move || (home.get() == mine).then_some("true")
                on:click=move |_| alter("home", &id)
            >
                <span class="plate">{row.address.plate()}</span>
                <span class="grow sm">{row.project_name}</span>
                <span class="mute xs">{stage}</span>
            </button>
        </li>
    }
    .into_any()
}
