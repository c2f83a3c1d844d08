//! The worklist's filters, in their line and in their dialog, and the help on its keys.

use leptos::prelude::*;
use steward_core::tickets::api::{EXPORT_LIST, ListQuery, View};
use steward_core::tickets::{Scenario, State};

use super::list::Listing;
use super::worklist_model::{self as model, Part};
use crate::net::session;
use crate::ui::field::inputs::option_list;
use crate::ui::{Button, Icon, Look, exports, icon_small};
use crate::words::{label, say};

/// The words of a filter that is on.
fn part_words(part: Part, query: &ListQuery) -> String {
    match part {
        Part::Project => {
            let me = session::me_untracked();
            let name =
                me.iter().flat_map(|m| &m.projects).find(|p| Some(&p.project) == query.project.as_ref());
            name.map_or_else(|| say::console::project().to_owned(), |p| p.name.clone())
        }
        Part::Region => say::cockpit::region().to_owned(),
        Part::State => query.state.map(label::state).unwrap_or_default().to_owned(),
        Part::Scenario => query.scenario.map(label::scenario).unwrap_or_default().to_owned(),
        Part::AtRisk => say::cockpit::at_risk().to_owned(),
        Part::Own => label::view(View::Mine).to_owned(),
        Part::Days => query.days.map(|d| say::desk::last_days(&d)).unwrap_or_default(),
        Part::Touchpoint => query.touchpoint.map(label::touchpoint).unwrap_or_default().to_owned(),
        Part::Measure => measure_words(query),
    }
}

/// What a figure of the cockpit counts, as the words of a filter: 上门时限 · 2026-09-01 – 2026-09-30.
fn measure_words(query: &ListQuery) -> String {
    let measure = query.measure.map(label::measure).unwrap_or_default();
    let answer = query.yes.map(|yes| if yes { say::cockpit::yes() } else { say::cockpit::no() });
    let days = match (query.from, query.to) {
        (Some(from), Some(to)) => Some(say::cockpit::days_of(&String::from(from), &String::from(to))),
        _ => None,
    };
    let building = query.building.as_ref().map(|building| say::cockpit::building_of(building));
    let person = query.person.as_ref().map(|_| say::cockpit::one_person().to_owned());
    let category = query.category.map(|category| label::category(category).to_owned());
    [Some(measure.to_owned()), answer.map(str::to_owned), category, building, person, days]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

pub(super) fn filter_line(
    list: Listing,
    query: Memo<ListQuery>,
    go: Callback<ListQuery>,
    filtering: RwSignal<bool>,
) -> AnyView {
    let chips = move || {
        let query = query.get();
        let chip = |part: Part| {
            let words = part_words(part, &query);
            let without = part.without(&query);
            let gone = say::console::remove_filter(&words);
            view! {
                <button class="chip small" type="button" aria-pressed="true" aria-label=gone
                    on:click=move |_| go.run(without.clone())>
                    {words}{icon_small(Icon::Cross)}
                </button>
            }
            .into_any()
        };
        Part::ALL.into_iter().filter(|p| p.is_on(&query)).map(chip).collect::<Vec<_>>()
    };
    let counted = move || {
        let shown = list.lines.with(Vec::len);
        list.total.get().filter(|_| list.is_read.get()).map(|n| say::console::shown_of(&shown, &n.words()))
    };
    view! {
        <div class="line flt">
            {chips}
            <button class="chip small" type="button" on:click=move |_| filtering.set(true)>
                {icon_small(Icon::Filter)}{say::console::filter()}
                <kbd class="wide-only" aria-hidden="true">"F"</kbd>
            </button>
            <span class="mute sm endx">{counted}</span>
            <span class="line wide-only">{exports(&EXPORT_LIST, Vec::new(), move || query.get_untracked())}</span>
        </div>
    }
    .into_any()
}

/// The filters in their dialog. Nothing changes before "show".
pub(super) fn filters(query: Memo<ListQuery>, go: Callback<ListQuery>, open: RwSignal<bool>) -> AnyView {
    let now = query.get_untracked();
    let project = RwSignal::new(now.project.as_ref().map(ToString::to_string).unwrap_or_default());
    let state = RwSignal::new(now.state.map_or("", State::word).to_owned());
    let scenario = RwSignal::new(now.scenario.map_or("", Scenario::word).to_owned());
    let days = RwSignal::new(now.days.map(|d| d.to_string()).unwrap_or_default());
    let projects = session::me_untracked().map(|me| me.projects).unwrap_or_default();
    let pair = |word: &str, name: &str| (word.to_owned(), name.to_owned());
    let projects: Vec<_> = projects.iter().map(|p| pair(p.project.as_str(), &p.name)).collect();
    let states = State::ALL.iter().map(|s| pair(s.word(), label::state(*s))).collect();
    let scenarios = Scenario::ALL.iter().map(|s| pair(s.word(), label::scenario(*s))).collect();
    let periods = [7_u32, 30, 90].iter().map(|d| (d.to_string(), say::desk::last_days(d))).collect();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let chosen = model::parse(|name| {
            let value = match name {
                "project" => project,
                "state" => state,
                "scenario" => scenario,
                "days" => days,
                _ => return None,
            };
            Some(value.get_untracked())
        });
        let now = query.get_untracked();
        go.run(ListQuery {
            project: chosen.project,
            state: chosen.state,
            scenario: chosen.scenario,
            days: chosen.days,
            ..now
        });
        open.set(false);
    };
    let clear = Callback::new(move |()| {
        go.run(ListQuery { view: query.get_untracked().view, ..ListQuery::default() });
        open.set(false);
    });
    view! {
        <form class="stack" on:submit=submit>
            <div class="two">
                {(projects.len() > 1).then(|| chooser(say::console::project(), project, projects))}
                {chooser(say::console::state(), state, states)}
                {chooser(say::console::scenario(), scenario, scenarios)}
                {chooser(say::desk::period(), days, periods)}
            </div>
            <div class="line">
                <Button look=Look::Primary submits=true>{say::console::apply()}</Button>
                <Button look=Look::Quiet on_press=clear>{say::console::clear_filters()}</Button>
            </div>
        </form>
    }
    .into_any()
}

/// One filter: any, or one of the words.
fn chooser(name: &'static str, value: RwSignal<String>, words: Vec<(String, String)>) -> AnyView {
    let id = crate::ui::field::next_id();
    let options = option_list(value, words);
    view! {
        <div class="field">
            <label for=id.clone()>{name}</label>
            <select class="input" id=id on:change:target=move |event| value.set(event.target().value())>
                <option value="">{say::console::any()}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// The keys with their meaning, and the switch that turns them off on this device.
pub(super) fn key_help(keys_on: RwSignal<bool>) -> AnyView {
    let keys: [(&str, &str); 7] = [
        ("J", say::console::key_down()),
        ("K", say::console::key_up()),
        ("↵", say::console::key_open()),
        ("/", say::console::key_search()),
        ("F", say::console::filter()),
        ("N", say::console::new_ticket()),
        ("?", say::console::keys()),
    ];
    let rows: Vec<AnyView> = keys
        .into_iter()
        .map(|(key, words)| view! { <dt><kbd>{key}</kbd></dt><dd>{words}</dd> }.into_any())
        .collect();
    view! {
        <dl class="facts">{rows}</dl>
        <label class="line">
            <input
                class="check"
                type="checkbox"
                prop:checked=keys_on
                on:change:target=move |event| keys_on.set(event.target().checked())
            />
            {say::console::keys_on()}
        </label>
        <p class="hint">{say::console::keys_note()}</p>
    }
    .into_any()
}
