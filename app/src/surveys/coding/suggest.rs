//! What staff suggests: a short form; what was typed stays on the device until it is sent.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::surveys::coding::api::{NewSuggestion, SUGGEST};
use steward_core::tickets::Scenario;

use crate::device;
use crate::nav;
use crate::net::{call, new_command_id, session};
use crate::surveys::desk::inputs::{Shape, text};
use crate::ui::button::Button;
use crate::ui::field::next_id;
use crate::ui::{Form, Look, toast};
use crate::words::{label, say};

/// Where the draft lies on the device.
const DRAFT: &str = "steward.draft.suggestion";

pub(super) fn page() -> AnyView {
    let projects = session::me_untracked().map(|me| me.projects).unwrap_or_default();
    let Some(first) = projects.first() else { return ().into_any() };
    let fresh = NewSuggestion {
        command_id: new_command_id(),
        project: first.project.clone(),
        scenario: Scenario::Repair,
        text: String::new(),
    };
    let empty = StoredValue::new(fresh.clone());
    let kept = device::kept::<NewSuggestion>(DRAFT)
        .filter(|kept| projects.iter().any(|card| card.project == kept.project));
    // Whoever comes from a chapter of the handbook means that one, unless they have begun to write already.
    let about = nav::query().with_untracked(|query| query.get("about"));
    let about = about.and_then(|word| Scenario::from_word(&word)).unwrap_or(fresh.scenario);
    let kept = kept.filter(|kept| !kept.text.is_empty());
    let draft = RwSignal::new(kept.unwrap_or(NewSuggestion { scenario: about, ..fresh }));
    let drawn = RwSignal::new(0_u32);
    let form = Form::new();
    let put = move |with: &dyn Fn(&mut NewSuggestion)| {
        draft.update_untracked(with);
        draft.with_untracked(|draft| device::keep(DRAFT, draft));
    };
    let send = Callback::new(move |()| {
        if !form.begin(draft.with_untracked(NewSuggestion::check)) {
            return;
        }
        spawn_local(async move {
            let new = draft.get_untracked();
            match call(&SUGGEST, &[], &new).await {
                Ok(_) => {
                    form.pending.set(false);
                    device::forget(DRAFT);
                    let next = NewSuggestion { command_id: new_command_id(), ..empty.get_value() };
                    draft.set(NewSuggestion { project: new.project, scenario: new.scenario, ..next });
                    drawn.update(|n| *n = n.wrapping_add(1));
                    toast::tell(say::voice::sent());
                }
                Err(failure) => form.failed(&failure),
            }
        });
    });
    let (place, about) = (next_id(), next_id());
    let now = draft.get_untracked();
    let places: Vec<AnyView> = projects
        .into_iter()
        .map(|card| {
            let is = card.project == now.project;
            view! { <option value=card.project.to_string() selected=is>{card.name}</option> }.into_any()
        })
        .collect();
    let scenarios: Vec<AnyView> = Scenario::ALL
        .iter()
        .map(|scenario| {
            let is = *scenario == now.scenario;
            view! { <option value=scenario.word() selected=is>{label::scenario(*scenario)}</option> }
                .into_any()
        })
        .collect();
    let words = move || {
        drawn.track();
        text(
            (say::voice::suggestion().to_owned(), None),
            (form, "text".to_owned()),
            Shape::Lines(4),
            draft.with_untracked(|draft| draft.text.clone()),
            move |v| put(&|draft| draft.text.clone_from(&v)),
        )
    };
    view! {
        <section class="card pad stack voice-suggest" aria-label=say::voice::suggest()>
            <p class="mute">{say::voice::suggest_note()}</p>
            <div class="pair">
                <div class="field">
                    <label for=place.clone()>{say::voice::project_label()}</label>
                    <select
                        class="input"
                        id=place
                        on:change:target=move |event| {
                            if let Ok(project) = event.target().value().parse() {
                                put(&|draft| draft.project = Clone::clone(&project));
                            }
                        }
                    >
                        {places}
                    </select>
                </div>
                <div class="field">
                    <label for=about.clone()>{say::voice::about()}</label>
                    <select
                        class="input"
                        id=about
                        on:change:target=move |event| {
                            if let Some(scenario) = Scenario::from_word(&event.target().value()) {
                                put(&|draft| draft.scenario = scenario);
                            }
                        }
                    >
                        {scenarios}
                    </select>
                </div>
            </div>
            {words}
            {form.note()}
            <div><Button look=Look::Primary pending=form.pending on_press=send>{say::voice::send()}</Button></div>
        </section>
    }
    .into_any()
}
