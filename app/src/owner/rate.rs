//! Rating a finished ticket: stars start unset (R29).

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use steward_core::problem::{Field, Problem};
use steward_core::surveys::rating::{RatingDraft, Stars};
use steward_core::tickets::Command;
use steward_core::tickets::api::{COMMAND, CommandRequest};

use crate::net::{Failure, command, new_command_id};
use crate::ui::button::Button;
use crate::ui::{Banner, Look, PageHead, StarsField, Status, TextArea, focus_first_wrong, toast};
use crate::words::{problem, say};

/// The page.
#[component]
pub fn Rate() -> impl IntoView {
    let params = use_params_map();
    let ticket = params.with_untracked(|p| p.get("id").unwrap_or_default());
    let back = ["/tickets/", ticket.as_str()].concat();
    let stars = RwSignal::new(None::<u8>);
    let text = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let wrong = RwSignal::new(None::<String>);
    let pending = RwSignal::new(false);
    let id = StoredValue::new(new_command_id());
    let navigate = use_navigate();
    let there = back.clone();
    let send = Callback::new(move |()| {
        let rating = RatingDraft {
            stars: stars.get_untracked().and_then(|n| Stars::try_from(n).ok()),
            tags: Vec::new(),
            text: text.get_untracked().trim().to_owned(),
        };
        let found = rating.check();
        let complete = found.is_empty();
        problems.set(found);
        wrong.set(None);
        if !complete {
            return focus_first_wrong();
        }
        pending.set(true);
        let (ticket, there, navigate) = (ticket.clone(), there.clone(), navigate.clone());
        spawn_local(async move {
            let command_id = id.get_value();
            let request = CommandRequest {
                command_id: command_id.clone(),
                expected_seq: None,
                command: Command::Rate { rating },
            };
            let about = say::owner::rate_about(&ticket);
            let answer = command(&COMMAND, &[&ticket], &request, &command_id, about).await;
            pending.set(false);
            match answer {
                Ok(_) | Err(Failure::Kept) => {
                    toast::tell(say::owner::rated());
                    navigate(&there, NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Err(failure) if !failure.fields().is_empty() => problems.set(failure.fields().to_vec()),
                Err(failure) => wrong.set(Some(problem::failure(&failure))),
            }
        });
    });
    view! {
        <PageHead words=say::owner::rate() back=back />
        <main id="main">
            <StarsField value=stars problems=problems legend=say::owner::rate() />
            <TextArea field=Field::Text value=text problems=problems label=say::owner::rate_text() optional=true />
            {move || wrong.get().map(|why| view! { <Banner status=Status::Over spoken=true>{why}</Banner> })}
        </main>
        <footer class="dock">
            <Button look=Look::Main pending=pending on_press=send>{say::owner::submit()}</Button>
        </footer>
    }
}
