//! Surveys in the console: the list, the design, the results with what follows from them, the links to print.
//!
//! Which figures may be shown is core's business and done before they arrive; what may be changed in which state as
//! well (`Campaign::phase`, and the server's answer).

mod design;
mod drawn;
mod improve;
pub(crate) mod inputs;
mod links;
mod list;
pub mod model;
mod plan_fields;
mod questions;
mod results;

use leptos::prelude::*;
use steward_core::surveys::campaign::{Phase, Words};

use crate::nav::{self, address::parts};
use crate::net::Failure;
use crate::shell::NotFound;
use crate::ui::{Icon, Status, pill};
use crate::words::{Locale, label, locale, problem, say};

/// The pages of surveys.
#[derive(Clone, PartialEq, Eq)]
enum At {
    List,
    New,
    Design(String),
    Results(String),
    Links(String),
    Nowhere,
}

impl At {
    fn of(path: &str) -> Self {
        match parts(path).as_slice() {
            ["console", "surveys"] => Self::List,
            ["console", "surveys", "new"] => Self::New,
            ["console", "surveys", id] => Self::Design((*id).to_owned()),
            ["console", "surveys", id, "results"] => Self::Results((*id).to_owned()),
            ["console", "surveys", id, "links"] => Self::Links((*id).to_owned()),
            _ => Self::Nowhere,
        }
    }
}

/// The page of the address.
pub fn page((): ()) -> AnyView {
    let path = nav::path();
    let at = Memo::new(move |_| path.with(|path| At::of(path)));
    let shown = move || match at.get() {
        At::List => list::page(),
        At::New => design::new(),
        At::Design(id) => design::page(id),
        At::Results(id) => results::page(id),
        At::Links(id) => links::page(id),
        At::Nowhere => view! { <NotFound start="/console/surveys" /> }.into_any(),
    };
    view! { {shown} }.into_any()
}

/// Words of the questionnaire in the reader's language.
fn read(words: &Words) -> String {
    words.read(locale() == Locale::English).to_owned()
}

/// What a survey is now, as a pill.
fn phase_pill(phase: Phase) -> AnyView {
    let status = match phase {
        Phase::Draft => Status::Paused,
        Phase::Waiting | Phase::Open => Status::On,
        Phase::Ended => Status::Done,
    };
    pill(status, label::survey_phase(phase)).into_any()
}

/// The mark of a series whose next wave is overdue (R32).
fn overdue_pill() -> AnyView {
    pill(Status::Soon, say::surveys::overdue()).into_any()
}

/// A call without its answer, in words: a refusal by the rule that refused.
fn why(failure: &Failure) -> String {
    let why = match failure {
        Failure::Problem(problem) => problem.params.get("why").and_then(|word| say::surveys::why(word)),
        _ => None,
    };
    why.map_or_else(|| problem::failure(failure), str::to_owned)
}

/// The way back to the list.
fn back() -> AnyView {
    crate::ui::icon_link(Icon::Left, say::common::back(), "/console/surveys".to_owned()).into_any()
}

/// The links between a survey's pages.
fn tabs(id: &str, here: &'static str, started: bool) -> AnyView {
    let tab = |name: &'static str, words: &'static str| {
        let href = ["/console/surveys/", id, name].concat();
        view! { <a class="chip small" href=href aria-current=(here == name).then_some("page")>{words}</a> }
            .into_any()
    };
    view! {
        <nav class="line noprint" aria-label=say::surveys::pages()>
            {tab("", say::surveys::design())}
            {started.then(|| tab("/results", say::surveys::results()))}
            {started.then(|| tab("/links", say::surveys::links()))}
        </nav>
    }
    .into_any()
}
