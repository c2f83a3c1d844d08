//! Choosing an engineer among those who could do the job (候选人).

use leptos::prelude::*;
use steward_core::endpoint::Nothing;
use steward_core::problem::Field;
use steward_core::tickets::api::CANDIDATES;
use steward_core::tickets::candidates::{Candidate, Exclusion};

use super::inputs::Inputs;
use super::send::Desk;
use crate::net::call;
use crate::ui::field::{clear, error_line};
use crate::ui::{load, loaded, skeleton};
use crate::words::{label, problem, say};

/// Who could do the job, with the parts of each score; those who cannot, and why (R15).
pub(super) fn candidates(desk: Desk, inputs: Inputs) -> AnyView {
    let id = desk.page.with_untracked(|p| p.as_ref().map(|p| p.ticket.id.clone()));
    let list = load(move || {
        let id = id.as_ref().map(ToString::to_string).unwrap_or_default();
        call(&CANDIDATES, &[&id], &Nothing {})
    });
    let error = Memo::new(move |_| inputs.problems.with(|all| problem::at_field(all, Field::Engineer)));
    let show = move |all: Vec<Candidate>| {
        let best = all.first().filter(|c| c.excluded.is_none()).map(|c| c.person.to_string());
        if inputs.choice.with_untracked(String::is_empty) {
            inputs.choice.set(best.unwrap_or_default());
        }
        let rows: Vec<AnyView> = all.iter().map(|c| candidate(c, inputs)).collect();
        view! { <div class="rows card">{rows}</div> }.into_any()
    };
    view! {
        <fieldset class="stack t" aria-invalid=move || error.with(Option::is_some).then_some("true") tabindex="-1">
            <legend class="label">{say::desk::candidates()}</legend>
            {loaded(list, || skeleton(4).into_any(), show)}
            {move || error.get().map(|words| error_line("engineer-n", words))}
        </fieldset>
    }
    .into_any()
}

fn candidate(c: &Candidate, inputs: Inputs) -> AnyView {
    let person = c.person.to_string();
    let (is, set) = (person.clone(), person);
    let cannot = matches!(c.excluded, Some(Exclusion::OffShift | Exclusion::NotCertified));
    let why = c.excluded.map(|e| view! { <span class="tag">{label::exclusion(e)}</span> });
    let parts = say::desk::score_parts(&c.free, &c.near, &c.skill);
    let facts = say::desk::candidate_facts(&c.open_jobs, &c.level);
    view! {
        <label class="row">
            <input
                class="check"
                type="radio"
                name="engineer"
                disabled=cannot
                prop:checked=move || inputs.choice.with(|now| *now == is)
                on:change=move |_| {
                    inputs.choice.set(set.clone());
                    clear(inputs.problems, Field::Engineer);
                }
            />
            <span class="grow">
                <b>{c.name.clone()}</b> " " {why}
                <span class="meta">{facts}</span>
            </span>
            <span class="end">
                <b>{c.score()}</b>
                <span class="meta">{parts}</span>
            </span>
        </label>
    }
    .into_any()
}
