//! The form behind an act: the inputs that this kind of command needs, then one button.

use leptos::prelude::*;
use steward_core::tickets::{CommandKind, Event};

use super::draft::{Draft, key};
use super::fields::fields;
use super::inputs::Inputs;
use super::model;
use super::send::{Desk, Outcome};
use crate::console::ticket::events;
use crate::device;
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
    let shown = fields(kind, desk, inputs);
    let ticket = desk.page.with_untracked(|p| p.as_ref().map(|p| p.ticket.id.to_string()));
    let place = StoredValue::new(key(&ticket.unwrap_or_default(), kind.word()));
    let kept = place.with_value(|place| Draft::kept(place)).unwrap_or_default();
    let id = StoredValue::new(kept.id.clone().unwrap_or_else(new_command_id));
    inputs.restore(kept, kind == CommandKind::Dispatch);
    Effect::new(move |_| {
        let draft = inputs.draft(id.get_value());
        place.with_value(|place| draft.keep(place));
    });
    let refused = RwSignal::new(None::<String>);
    let since = RwSignal::new(Vec::<Event>::new());
    let seen = StoredValue::new(desk.seq());
    let submit = move |event: web_sys::SubmitEvent| {
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
        let draft = place.get_value();
        let sent = draft.clone();
        let after = move |outcome| match outcome {
            Outcome::Done => {
                device::forget(&sent);
                toast::tell(say::desk::done());
                open.set(false);
            }
            Outcome::Wrong(problems) => {
                inputs.problems.set(problems);
                focus_first_wrong();
            }
            Outcome::Refused(why) => refused.set(Some(why)),
            Outcome::SentBefore => {
                id.set_value(new_command_id());
                refused.set(Some(say::desk::sent_before().to_owned()));
            }
            Outcome::Stale(events) => {
                seen.set_value(desk.seq());
                since.set(events);
            }
        };
        desk.send_having_seen(seen.get_value(), command, id.get_value(), Some(draft), after);
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
            {shown}
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
