//! Finding the home that a caller speaks of, by its plate.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use steward_core::accounts::api::{HOUSEHOLDS, HouseholdCard, HouseholdQuery};
use steward_core::ids::ProjectId;
use steward_core::problem::{Field, Problem};

use crate::net::call;
use crate::ui::field::{Labelled, Tie, clear};
use crate::ui::{Button, Look, load};
use crate::words::{problem, say};

/// How long a search waits for the next letter.
const PAUSE: Duration = Duration::from_millis(250);

/// The home: looked for by its plate, then shown with a way to choose another.
pub(super) fn home_field(
    project: RwSignal<String>,
    household: RwSignal<Option<HouseholdCard>>,
    problems: RwSignal<Vec<Problem>>,
    needed: impl Fn() -> bool + Send + Sync + Copy + 'static,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let sought = RwSignal::new(String::new());
    Effect::new(move |before: Option<Option<TimeoutHandle>>| {
        if let Some(Some(waiting)) = before {
            waiting.clear();
        }
        let text = typed.get();
        set_timeout_with_handle(
            move || {
                let _ = sought.try_set(text);
            },
            PAUSE,
        )
        .ok()
    });
    let found = load(move || {
        let (project, q) = (project.get().parse::<ProjectId>().ok(), sought.get());
        let query = project.filter(|_| !q.trim().is_empty()).map(|project| HouseholdQuery { project, q });
        let answer = query.map(|query| call(&HOUSEHOLDS, &[], &query));
        async move {
            match answer {
                Some(answer) => answer.await.map(Some),
                None => Ok(None),
            }
        }
    });
    let take = move |home: HouseholdCard| {
        household.set(Some(home));
        typed.set(String::new());
        clear(problems, Field::Household);
    };
    let choices = move || match found.get() {
        Some(Ok(Some(homes))) if homes.is_empty() => {
            view! { <p class="hint" role="status">{say::console::home_none()}</p> }.into_any()
        }
        Some(Ok(Some(homes))) => {
            let choice = |home: HouseholdCard| {
                let (plate, who) = (home.address.plate(), home.contact.clone());
                let phone = home.phone_masked.clone();
                view! {
                    <li>
                        <button class="row wide" type="button" on:click=move |_| take(home.clone())>
                            <span class="plate">{plate}</span>
                            <span class="grow">{who}</span>
                            <span class="mute sm">{phone}</span>
                        </button>
                    </li>
                }
                .into_any()
            };
            let all: Vec<AnyView> = homes.into_iter().map(choice).collect();
            view! { <ul class="card rows homes" aria-label=say::console::homes_found()>{all}</ul> }.into_any()
        }
        Some(Err(failure)) => {
            view! { <p class="hint" role="status">{problem::failure(&failure)}</p> }.into_any()
        }
        Some(Ok(None)) | None => ().into_any(),
    };
    let search = move |tie: Tie| {
        view! {
            <input
                class="input"
                id=tie.id
                name="household"
                type="search"
                autocomplete="off"
                prop:value=typed
                aria-invalid=tie.invalid
                aria-describedby=tie.described
                on:input:target=move |event| typed.set(event.target().value())
                on:keydown=move |event: web_sys::KeyboardEvent| {
                    // Return takes the only home that was found and does not send the form.
                    if event.key() == "Enter" {
                        event.prevent_default();
                        if let Some(Ok(Some(homes))) = found.get_untracked()
                            && let [only] = homes.as_slice()
                        {
                            take(only.clone());
                        }
                    }
                }
            />
        }
        .into_any()
    };
    move || match household.get() {
        Some(home) => {
            let other = Callback::new(move |()| household.set(None));
            view! {
                <div class="field">
                    <span class="label">{problem::field_name(Field::Household)}</span>
                    <div class="line">
                        <span class="plate">{home.address.plate()}</span>
                        <span>{home.contact.clone()}</span>
                        <span class="mute sm">{home.phone_masked.clone()}</span>
                        <Button look=Look::Small on_press=other>{say::console::home_other()}</Button>
                    </div>
                </div>
            }
            .into_any()
        }
        None => {
            let hint = if needed() { say::console::home_hint() } else { say::console::home_public() };
            view! {
                <div class="stack t">
                    <Labelled field=Field::Household problems=problems hint=hint input=search />
                    {choices}
                </div>
            }
            .into_any()
        }
    }
}
