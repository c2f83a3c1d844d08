//! Limits and calendars (时限与日历): the group's standard in its versions, the projects' exceptions, the regions' law.

mod around;
mod asking;
mod calendar;
mod conditions;
mod editing;
mod exceptions;
mod intake;
mod law;
mod limits;
pub mod model;
mod month;
mod steps;
mod versions;
mod what_if;

#[cfg(test)]
mod model_tests;

use leptos::prelude::*;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::problem::Problem;
use steward_core::sla::standards::Refused;

use super::{Topbar, Work};
use crate::nav::{self, address::parts};
use crate::net::{Failure, session};
use crate::words::{problem, say};

/// The page with its three parts.
#[component]
pub fn Standards() -> impl IntoView {
    let path = nav::path();
    let part = Memo::new(move |_| {
        path.with(|path| match parts(path).as_slice() {
            [_, _, "exceptions"] => Part::Exceptions,
            [_, _, "law"] => Part::Law,
            _ => Part::Standard,
        })
    });
    let tab = move |one: Part, href: &'static str, words: &'static str| {
        view! { <a href=href aria-current=move || (part.get() == one).then_some("page")>{words}</a> }
    };
    let tabs = move || {
        view! {
            <nav class="tabs" aria-label=say::standards::parts()>
                {tab(Part::Standard, "/console/standards", say::standards::group())}
                {tab(Part::Exceptions, "/console/standards/exceptions", say::standards::exceptions())}
                {tab(Part::Law, "/console/standards/law", say::standards::law())}
            </nav>
        }
    };
    let shown = move || match part.get() {
        Part::Standard => versions::page(),
        Part::Exceptions => exceptions::page(),
        Part::Law => law::page(),
    };
    view! {
        <Topbar words=say::console::standards() />
        <Work>
            <div class="stack">
                {tabs()}
                {shown}
            </div>
        </Work>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Standard,
    Exceptions,
    Law,
}

/// Whether the viewer may do this to the standard, for the whole group.
fn may(action: Action) -> bool {
    session::me_untracked().is_some_and(|me| reach(me.role, action, Object::SlaPolicy) == Some(Reach::Group))
}

/// Whether the viewer may do this to the standard at all.
fn may_somewhere(action: Action) -> bool {
    session::me_untracked().is_some_and(|me| reach(me.role, action, Object::SlaPolicy).is_some())
}

/// A failure in words; a refused step says which rule said no.
fn why(failure: &Failure) -> String {
    match failure {
        Failure::Problem(told) => rule(told).unwrap_or_else(|| problem::failure(failure)),
        _ => problem::failure(failure),
    }
}

fn rule(problem: &Problem) -> Option<String> {
    let word = problem.params.get("rule")?;
    let refused = Refused::from_word(word)?;
    Some(say::standards::refused(refused.word()).unwrap_or_default().to_owned())
}
