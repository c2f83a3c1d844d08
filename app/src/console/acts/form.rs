//! The form behind an act: the inputs that this kind of command needs, then one button.

use leptos::prelude::*;
use steward_core::tickets::{CommandKind, Event};

use super::fields::fields;
use super::inputs::Inputs;
use super::model;
use super::send::{Desk, Outcome};
use crate::console::ticket::events;
use crate::net::{clock, new_command_id};
use crate::ui::{Banner, Button, Look, Status, focus_first_wrong, toast};
use crate::words::{say, time};

/// The form of one act, inside its dialog.
#[component]
pub fn ActForm(
    /// The ticket.
    desk: Desk,
    /// Which act.
    kind: CommandKind,
    /// Closes the dialog.
    open: RwSignal<bool>,
) -> impl IntoView {
    let inputs = Inputs::new();
    let refused = RwSignal::new(None::<String>);
    let since = RwSignal::new(Vec::<Event>::new());
    let seen = StoredValue::new(desk.seq());
    let submit =
        move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            if desk.pending.get_untracked() || untrack(|| inputs.photos.busy()) {
                return;
            }
            refused.set(None);
            let command = match model::build(kind, inputs.filled()) {
                Ok(command) => command,
                Err(problems) => {
                    inputs.problems.set(problems);
                    focus_first_wrong();
                    return;
                }
            };
            desk.send_having_seen(seen.get_value(), command, new_command_id(), None, move |outcome| {
                match outcome {
                    Outcome::Done => {
                        toast::tell(say::desk::done());
                        open.set(false);
                    }
                    Outcome::Wrong(problems) => {
                        inputs.problems.set(problems);
                        focus_first_wrong();
                    }
                    Outcome::Refused(why) => refused.set(Some(why)),
                    Outcome::Stale(events) => {
                        seen.set_value(desk.seq());
                        since.set(events);
                    }
                }
            });
        };
    let changed = move || {
        let now = clock::now();
        let lines: Vec<AnyView> = since
            .get()
            .iter()
            .map(|e| {
                let line = [time::short(e.at, now).as_str(), " ", &events::headline(e)].concat();
                view! { <li>{line}</li> }.into_any()
            })
            .collect();
        (!lines.is_empty()).then(|| {
            view! {
                <Banner status=Status::Soon spoken=true>
                    <b>{say::desk::stale()}</b>
                    <ul>{lines}</ul>
                    <p class="sm">{say::desk::stale_note()}</p>
                </Banner>
            }
        })
    };
    let failure =
        move || refused.get().map(|why| view! { <Banner status=Status::Over spoken=true>{why}</Banner> });
    let pending = Signal::derive(move || desk.pending.get() || inputs.photos.busy());
    let words = move || if since.with(Vec::is_empty) { model::words(kind) } else { say::desk::send_again() };
    view! {
        <form class="stack" novalidate on:submit=submit>
            {changed}
            {fields(kind, desk, inputs)}
            {failure}
            <div class="line">
                <Button look=Look::Primary submits=true pending=pending>{words}</Button>
                <Button look=Look::Quiet on_press=Callback::new(move |()| open.set(false))>
                    {say::common::cancel()}
                </Button>
            </div>
        </form>
    }
}
