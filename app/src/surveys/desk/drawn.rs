//! Who would be asked, and who was: a line for each project.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::surveys::campaign::Plan;
use steward_core::surveys::campaign::api::{CampaignPage, PREVIEW, Preview};

use super::{model, why};
use crate::net::call;
use crate::ui::Form;
use crate::ui::button::Button;
use crate::words::say;

/// Counts whom the plan would ask, without asking anybody.
pub(super) fn preview(plan: RwSignal<Plan>) -> AnyView {
    let form = Form::new();
    let found = RwSignal::new(None::<Preview>);
    let press = Callback::new(move |()| {
        form.clear();
        form.pending.set(true);
        spawn_local(async move {
            let answer = call(&PREVIEW, &[], &plan.get_untracked()).await;
            form.pending.set(false);
            match answer {
                Ok(preview) => found.set(Some(preview)),
                Err(failure) => form.refused(why(&failure)),
            }
        });
    });
    let shown = move || {
        found.get().map(|preview| {
            let lines: Vec<AnyView> = preview
                .projects
                .iter()
                .map(|p| {
                    view! {
                        <tr><th scope="row">{p.name.clone()}</th><td class="n">{p.audience}</td><td class="n">{p.sample}</td></tr>
                    }
                    .into_any()
                })
                .collect();
            view! {
                <p role="status">
                    {say::surveys::preview_of(&preview.audience, &preview.resting, &preview.sample)}
                </p>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{say::surveys::project()}</th>
                            <th scope="col" class="n">{say::surveys::in_audience()}</th>
                            <th scope="col" class="n">{say::surveys::would_ask()}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            }
        })
    };
    view! {
        <section class="card pad stack" aria-labelledby="preview">
            <div class="head">
                <h2 id="preview">{say::surveys::preview()}</h2>
                <div class="end"><Button pending=form.pending on_press=press>{say::surveys::preview_now()}</Button></div>
            </div>
            {form.note()}
            {shown}
        </section>
    }
    .into_any()
}

/// Whom a survey asked, and who answered.
pub(super) fn asked(page: &CampaignPage) -> AnyView {
    if page.projects.is_empty() {
        return ().into_any();
    }
    let lines: Vec<AnyView> = page
        .projects
        .iter()
        .map(|p| {
            let asked = p.asked.map_or_else(|| "–".to_owned(), |n| n.to_string());
            let rate = p
                .asked
                .filter(|n| *n > 0)
                .map_or_else(|| "–".to_owned(), |asked| model::percent(p.answered, asked) + "%");
            view! {
                <tr>
                    <th scope="row">{p.name.clone()}</th>
                    <td class="n">{p.households}</td>
                    <td class="n">{asked}</td>
                    <td class="n">{p.answered}</td>
                    <td class="n">{rate}</td>
                    <td class="n">{p.over_quota}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="card of" role="region" tabindex="0" aria-label=say::surveys::response()>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{say::surveys::project()}</th>
                        <th scope="col" class="n">{say::surveys::in_audience()}</th>
                        <th scope="col" class="n">{say::surveys::asked()}</th>
                        <th scope="col" class="n">{say::surveys::answered()}</th>
                        <th scope="col" class="n">{say::surveys::rate()}</th>
                        <th scope="col" class="n">{say::surveys::over_quota()}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}
