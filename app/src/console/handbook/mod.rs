//! The service handbook (客户服务手册): read and acknowledged by all, written by head office, rolled out to every
//! project (S54, R95); and its scripts beside the texts of a ticket (S55).

mod aids;
mod bar;
mod chapter;
mod editing;
mod editor;
mod inputs;
pub mod model;
mod reader;
mod roll_out;
mod rules;
mod versions;

#[cfg(test)]
mod model_tests;

use leptos::prelude::*;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::problem::Code;
use steward_core::sla::standards::Refused;
use steward_core::tickets::Scenario;

use super::{Topbar, Work};
use crate::nav::{self, address::parts};
use crate::net::{Failure, session};
use crate::words::{label, problem, say};

pub use aids::aids;

/// The page with its three parts.
#[component]
pub fn HandbookPage() -> impl IntoView {
    let path = nav::path();
    let part = Memo::new(move |_| {
        path.with(|path| match parts(path).as_slice() {
            [_, _, "versions"] => Part::Versions,
            [_, _, "roll-out"] => Part::RollOut,
            _ => Part::Read,
        })
    });
    let tab = move |one: Part, href: &'static str, words: &'static str| {
        view! { <a href=href aria-current=move || (part.get() == one).then_some("page")>{words}</a> }
    };
    let shown = move || match part.get() {
        Part::Read => reader::page(),
        Part::Versions => versions::page(),
        Part::RollOut => roll_out::page(),
    };
    view! {
        <Topbar words=say::handbook::page() />
        <Work>
            <div class="stack">
                <nav class="tabs" aria-label=say::handbook::parts()>
                    {tab(Part::Read, "/console/handbook", say::handbook::read())}
                    {tab(Part::Versions, "/console/handbook/versions", say::handbook::versions())}
                    {tab(Part::RollOut, "/console/handbook/roll-out", say::handbook::roll_out())}
                </nav>
                {shown}
            </div>
        </Work>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Read,
    Versions,
    RollOut,
}

/// Whether the viewer may do this to the handbook, which all projects share.
fn may(action: Action) -> bool {
    session::me_untracked().is_some_and(|me| reach(me.role, action, Object::Knowledge) == Some(Reach::Group))
}

/// A failure in words; a refused step says which rule said no.
fn why(failure: &Failure) -> String {
    let rule = match failure {
        Failure::Problem(told) => told.params.get("rule").and_then(|word| Refused::from_word(word)),
        _ => None,
    };
    let words = rule.and_then(|rule| say::standards::refused(rule.word())).map(str::to_owned);
    words.unwrap_or_else(|| problem::failure(failure))
}

/// Whether somebody else has changed it meanwhile.
fn is_conflict(failure: &Failure) -> bool {
    matches!(failure, Failure::Problem(told) if told.code == Code::Conflict)
}

/// The chapter that the address names, else the first.
fn chosen() -> Memo<Scenario> {
    let asked = nav::query();
    Memo::new(move |_| {
        let named = asked.with(|q| q.get("c").and_then(|word| Scenario::from_word(&word)));
        named.unwrap_or(Scenario::Consultation)
    })
}

/// The chapters: a list beside the page, a chooser above it on a narrow screen. `place` is the page's address with its
/// query begun; `note` says what stands beside a chapter's name.
fn chapter_list(
    place: String,
    chosen: Memo<Scenario>,
    note: impl Fn(Scenario) -> Option<String> + Clone + Send + Sync + 'static,
) -> AnyView {
    let to = move |scenario: Scenario| [place.as_str(), "c=", scenario.word()].concat();
    let link = {
        let (to, note) = (to.clone(), note.clone());
        move |&scenario: &Scenario| {
            let note = note.clone();
            view! {
                <li><a href=to(scenario) aria-current=move || (chosen.get() == scenario).then_some("true")>
                    {label::scenario(scenario)}
                    {move || note(scenario).map(|words| view! { <span class="tag">{words}</span> })}
                </a></li>
            }
            .into_any()
        }
    };
    let option = move |&scenario: &Scenario| {
        view! {
            <option value=scenario.word() selected=move || chosen.get() == scenario>{label::scenario(scenario)}</option>
        }
        .into_any()
    };
    view! {
        <div class="hb-select field">
            <label for="hb-chapter">{say::handbook::chapter()}</label>
            <select class="input" id="hb-chapter" on:change:target=move |event| {
                if let Some(scenario) = Scenario::from_word(&event.target().value()) {
                    nav::alter(&to(scenario));
                }
            }>{Scenario::ALL.iter().map(option).collect::<Vec<_>>()}</select>
        </div>
        <nav class="hb-list" aria-label=say::handbook::chapters()>
            <ol>{Scenario::ALL.iter().map(link).collect::<Vec<_>>()}</ol>
        </nav>
    }
    .into_any()
}
