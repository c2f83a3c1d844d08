//! Reporting something: photo, words, category, 提交.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use steward_core::problem::{Field, Problem};
use steward_core::tickets::api::{SUBMIT, SubmitTicket, title};
use steward_core::tickets::{Category, Scenario};

use super::report_model::Typed;
use crate::device;
use crate::net::{Failure, clock, command, new_command_id, session};
use crate::ui::button::Button;
use crate::ui::{
    Banner, Chips, Choice, Look, PageHead, PhotoPicker, Photos, Status, TextArea, focus_first_wrong, toast,
};
use crate::words::{label, problem, say};

const KEY: &str = "steward.report";

/// The page.
#[component]
pub fn Report() -> impl IntoView {
    let scenario = Scenario::Repair;
    let kept: Typed = device::kept(KEY).unwrap_or_default();
    let text = RwSignal::new(kept.text.clone());
    let chosen = RwSignal::new(kept.category.as_deref().and_then(Category::find));
    let photos = Photos::new();
    photos.restore(kept.photos);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let wrong = RwSignal::new(None::<String>);
    let pending = RwSignal::new(false);
    // One id for one submission, however often it has to be sent.
    let id = StoredValue::new(new_command_id());

    let typed = move || Typed {
        text: text.get(),
        category: chosen.get().map(|c| c.code().to_owned()),
        photos: photos.ids(),
    };
    Effect::new(move |_| {
        device::keep(KEY, &typed());
    });
    let shown = RwSignal::new(None::<Category>);
    Effect::new(move |_| shown.set(typed().category(scenario)));
    let picked = Callback::new(move |()| chosen.set(shown.get_untracked()));

    let navigate = use_navigate();
    let submit = move || {
        if pending.get_untracked() || photos.busy() {
            return;
        }
        wrong.set(None);
        let Some(me) = session::me_untracked() else { return };
        let Some(draft) = me.homes.first().and_then(|home| typed().draft(scenario, home)) else { return };
        let found = draft.check(clock::now());
        let complete = found.is_empty();
        problems.set(found);
        if !complete {
            return focus_first_wrong();
        }
        pending.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let about = say::owner::submit_about(&title(&draft.text));
            let command_id = id.get_value();
            let request = SubmitTicket { command_id: command_id.clone(), draft };
            let answer = command(&SUBMIT, &[], &request, &command_id, about).await;
            pending.set(false);
            match answer {
                Ok(page) => {
                    device::forget(KEY);
                    toast::tell(say::owner::submitted(&page.ticket.id));
                    let to = ["/tickets/", page.ticket.id.as_str()].concat();
                    navigate(&to, NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Err(Failure::Kept) => {
                    device::forget(KEY);
                    toast::tell(problem::failure(&Failure::Kept));
                    navigate("/tickets", NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Err(failure) if !failure.fields().is_empty() => {
                    problems.set(failure.fields().to_vec());
                    focus_first_wrong();
                }
                Err(failure) => wrong.set(Some(problem::failure(&failure))),
            }
        });
    };
    let choices: Vec<Choice<Category>> =
        Category::of(scenario).map(|c| Choice::new(c, label::category(c))).collect();
    let on_press = Callback::new(move |()| submit());
    view! {
        <PageHead words=say::owner::report() back="/" />
        <main id="main">
            <PhotoPicker
                photos=photos
                problems=problems
                legend=say::owner::photos()
                note=say::owner::photos_note()
            />
            <TextArea field=Field::Text value=text problems=problems label=say::owner::what() />
            <Chips
                field=Field::Category
                value=shown
                choices=choices
                problems=problems
                legend=say::owner::category()
                on_pick=picked
            />
            {move || wrong.get().map(|why| view! { <Banner status=Status::Over spoken=true>{why}</Banner> })}
        </main>
        <footer class="dock">
            <Button look=Look::Main pending=pending on_press=on_press>{say::owner::submit()}</Button>
        </footer>
    }
}
