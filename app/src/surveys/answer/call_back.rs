//! After a bad answer: whether somebody shall call. The answer itself stays without a name; only this wish has one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::problem::Field;
use steward_core::surveys::campaign::call_back::{WISH_CALL, Wish};

use super::Answering;
use crate::net::{call, clock};
use crate::ui::{Button, Form, Icon, Look, TextArea, icon};
use crate::words::{problem, say, time};

/// The question whether to be called, or until when somebody does; nothing for whoever is content.
pub(super) fn card(answering: Answering) -> AnyView {
    let shown = move || match answering.draft.with(|d| (d.unhappy, d.called)) {
        (false, _) => ().into_any(),
        (true, Some(due)) => {
            let at = time::day_time(due, clock::now());
            view! { <p class="card pad line" role="status">{icon(Icon::Phone)}<span>{say::survey::call_by(&at)}</span></p> }
                .into_any()
        }
        (true, None) => asked(answering),
    };
    view! { {shown} }.into_any()
}

fn asked(answering: Answering) -> AnyView {
    let form = Form::new();
    let about = RwSignal::new(answering.draft.with_untracked(|d| d.wish.clone()));
    Effect::new(move |_| {
        let wish = about.get();
        if answering.draft.with_untracked(|d| d.wish != wish) {
            answering.change(|d| d.wish = wish);
        }
    });
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let wish = Wish { about: about.get_untracked() };
        if !form.begin(wish.check().into_iter().collect()) {
            return;
        }
        spawn_local(async move {
            let answer = call(&WISH_CALL, &[answering.link.get_value().as_str()], &wish).await;
            match answer {
                Ok(wished) => answering.change(|d| d.called = Some(wished.due)),
                Err(failure) => form.refused(problem::failure(&failure)),
            }
        });
    };
    view! {
        <form class="card pad stack call-back" on:submit=send>
            <h2>{say::survey::call_title()}</h2>
            <p class="sm">{say::survey::call_note()}</p>
            <TextArea field=Field::Text value=about problems=form.problems label=say::survey::call_about() rows=3
                optional=true />
            {form.note()}
            <Button look=Look::Main submits=true pending=Signal::derive(move || form.pending.get())>
                {say::survey::call_me()}
            </Button>
        </form>
    }
    .into_any()
}
