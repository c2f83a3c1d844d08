//! One home: its stages, its facts to read or to change, its owners, and who changed what.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Nothing;
use steward_core::ids::HouseholdId;
use steward_core::owners::Facts;
use steward_core::owners::api::{EDIT_HOME, EditHome, FactsChange, HOME, HomePage};
use steward_core::problem::Code;

use super::model;
use crate::net::{Failure, call, clock};
use crate::surveys::desk::inputs::{Shape, text};
use crate::ui::button::Button;
use crate::ui::{Form, Look, load, loaded, skeleton, toast};
use crate::words::{label, say, time};

/// The home; `again` is told when its facts changed.
pub(super) fn panel(id: &HouseholdId, again: Callback<()>) -> AnyView {
    let id = id.clone();
    let home = load(move || call(&HOME, &[id.as_str()], &Nothing {}));
    let changed = Callback::new(move |()| {
        home.refetch();
        again.run(());
    });
    loaded(home, || skeleton(6).into_any(), move |page| shown(page, changed)).into_any()
}

fn shown(page: HomePage, changed: Callback<()>) -> AnyView {
    let home = &page.home;
    let developer = home.lifecycle.developer.map_or(say::homes::unknown(), label::survey_stage);
    let property = home.lifecycle.property.map_or(say::homes::unknown(), label::property_stage);
    let owners: Vec<AnyView> = page
        .owners
        .iter()
        .map(|owner| {
            view! { <p class="line">{owner.name.clone()} <span class="mute sm">{owner.phone_masked.clone()}</span></p> }
                .into_any()
        })
        .collect();
    let owners = if owners.is_empty() {
        view! { <p class="mute">{say::homes::no_owners()}</p> }.into_any()
    } else {
        owners.into_any()
    };
    let facts = if page.may_change { form(&page, changed) } else { read(&home.facts) };
    let changes: Vec<AnyView> = page.changes.iter().map(change).collect();
    let changes = if changes.is_empty() {
        view! { <p class="mute">{say::homes::no_changes()}</p> }.into_any()
    } else {
        view! { <ul class="said">{changes}</ul> }.into_any()
    };
    view! {
        <article class="card pad stack">
            <h2 class="line"><span class="plate">{home.address.plate()}</span> {home.project_name.clone()}</h2>
            <dl class="facts">
                <dt>{say::homes::developer()}</dt>
                <dd>{developer}</dd>
                <dt>{say::homes::property()}</dt>
                <dd>{property}</dd>
                <dt>{say::homes::owners()}</dt>
                <dd>{owners}</dd>
            </dl>
        </article>
        <section class="card pad stack" aria-labelledby="facts">
            <h2 id="facts">{say::homes::facts()}</h2>
            {facts}
        </section>
        <section class="card pad stack t" aria-labelledby="changes">
            <h2 id="changes">{say::homes::changes()}</h2>
            {changes}
        </section>
    }
    .into_any()
}

fn read(facts: &Facts) -> AnyView {
    let lines: Vec<AnyView> = model::texts(facts)
        .into_iter()
        .map(|(name, text)| {
            let text = if text.is_empty() { say::homes::unknown().to_owned() } else { text };
            view! { <dt>{model::name(name)}</dt><dd>{text}</dd> }.into_any()
        })
        .collect();
    view! { <dl class="facts">{lines}</dl> }.into_any()
}

fn form(page: &HomePage, changed: Callback<()>) -> AnyView {
    let form = Form::new();
    let before = StoredValue::new(page.home.facts.clone());
    let facts = RwSignal::new(page.home.facts.clone());
    let id = page.home.household.clone();
    let send = Callback::new(move |()| {
        if !form.begin(facts.with_untracked(Facts::check)) {
            return;
        }
        let id = id.clone();
        let edit = EditHome { before: before.get_value(), facts: facts.get_untracked() };
        spawn_local(async move {
            match call(&EDIT_HOME, &[id.as_str()], &edit).await {
                Ok(_) => {
                    form.pending.set(false);
                    toast::tell(say::homes::saved());
                    changed.run(());
                }
                Err(Failure::Problem(problem)) if problem.code == Code::Conflict => {
                    form.refused(say::homes::conflict().to_owned());
                }
                Err(failure) => form.failed(&failure),
            }
        });
    });
    let put = move |name: &'static str, value: &str| {
        facts.update_untracked(|facts| match name {
            "handed_over_on" => facts.handed_over_on = model::day(value),
            "moved_in_on" => facts.moved_in_on = model::day(value),
            "decoration_from" => facts.decoration_from = model::day(value),
            "decoration_until" => facts.decoration_until = model::day(value),
            "contract_ends_on" => facts.contract_ends_on = model::day(value),
            _ => value.trim().clone_into(&mut facts.segment),
        });
    };
    let inputs: Vec<AnyView> = model::texts(&page.home.facts)
        .into_iter()
        .map(|(name, value)| {
            let is_segment = name == "segment";
            let hint = is_segment.then(|| say::homes::segment_hint().to_owned());
            let shape = if is_segment { Shape::Line } else { Shape::Day };
            text((model::name(name).to_owned(), hint), (form, name.to_owned()), shape, value, move |v| {
                put(name, &v);
            })
        })
        .collect();
    view! {
        <div class="pair">{inputs}</div>
        {form.note()}
        <div><Button look=Look::Primary pending=form.pending on_press=send>{say::homes::save()}</Button></div>
    }
    .into_any()
}

fn change(change: &FactsChange) -> AnyView {
    let who = if change.name.is_empty() { say::homes::by_import() } else { change.name.as_str() };
    let by = say::homes::changed(&who, &time::date_time(change.at, clock::now()));
    let said = |text: String| if text.is_empty() { say::homes::unknown().to_owned() } else { text };
    let lines: Vec<AnyView> = model::changed(&change.before, &change.after)
        .into_iter()
        .map(|(name, before, after)| {
            let words = say::homes::from_to(&said(after), &said(before), &model::name(name));
            view! { <br /><span class="sm">{words}</span> }.into_any()
        })
        .collect();
    view! { <li>{by}{lines}</li> }.into_any()
}
