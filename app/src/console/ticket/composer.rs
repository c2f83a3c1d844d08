//! Writing from the workbench: to the owner, or for colleagues only. Ctrl+Enter sends.

use leptos::prelude::*;
use steward_core::problem::Field;
use steward_core::surveys::rules::VoiceRules;
use steward_core::tickets::{Command, CommandKind, can};

use crate::console::acts::draft::{Draft, key};
use crate::console::acts::{Aid, Desk, Outcome, aided};
use crate::device;
use crate::net::{clock, new_command_id, session};
use crate::ui::{Button, Choice, Look, Problems, Segments, TextArea};
use crate::words::say;

/// The card; away where this person may write neither.
pub(super) fn composer(desk: Desk) -> impl IntoView {
    let internal = RwSignal::new(Some(false));
    let text = RwSignal::new(String::new());
    let problems: Problems = RwSignal::default();
    let id = StoredValue::new(new_command_id());
    // What is being written belongs to its ticket, also when the page moves on to another one.
    let place = Memo::new(move |_| {
        desk.page.with(|page| page.as_ref().map(|page| key(page.ticket.id.as_str(), "write")))
    });
    let restore = move |place: Option<&str>| {
        let Draft { id: sent, texts: [words, ..], answers: [is_note, ..], .. } =
            place.and_then(Draft::kept).unwrap_or_default();
        id.set_value(sent.unwrap_or_else(new_command_id));
        internal.update(|now| *now = is_note.or(*now));
        text.set(words);
    };
    restore(place.get_untracked().as_deref());
    Effect::new(move |before: Option<Option<String>>| {
        let now = place.get();
        if before.is_some_and(|before| before != now) {
            restore(now.as_deref());
        }
        now
    });
    Effect::new(move |_| {
        let draft = Draft {
            id: Some(id.get_value()),
            texts: [text.get(), String::new(), String::new()],
            answers: [internal.get(), None, None],
            ..Draft::default()
        };
        if let Some(place) = place.get_untracked() {
            draft.keep(&place);
        }
    });
    let allowed = move |kind| {
        let actor = session::me().map(|me| me.actor());
        let ask = |p: &steward_core::tickets::api::TicketPage| {
            actor.as_ref().is_some_and(|a| can(&p.ticket, a, kind, clock::now()).is_ok())
        };
        desk.page.with(|page| page.as_ref().is_some_and(ask))
    };
    let (may_reply, may_note) =
        (Memo::new(move |_| allowed(CommandKind::Reply)), Memo::new(move |_| allowed(CommandKind::Note)));
    let send = Callback::new(move |()| {
        let words = text.get_untracked();
        let is_note = internal.get_untracked() == Some(true) || !may_reply.get_untracked();
        let command = if is_note { Command::Note { text: words } } else { Command::Reply { text: words } };
        // Both kinds of writing stand in one box, so what is wrong is said there.
        let wrong =
            command.check(VoiceRules::default()).into_iter().map(|p| p.at(Field::Text)).collect::<Vec<_>>();
        if !wrong.is_empty() {
            problems.set(wrong);
            crate::ui::focus_first_wrong();
            return;
        }
        let draft = place.get_untracked();
        let sent = draft.clone();
        desk.send_having_seen(desk.seq(), command, id.get_value(), draft, move |outcome| match outcome {
            Outcome::Done => {
                if let Some(sent) = &sent {
                    device::forget(sent);
                }
                if place.try_get_untracked() == Some(sent) {
                    id.set_value(new_command_id());
                    text.set(String::new());
                }
            }
            Outcome::SentBefore => {
                id.set_value(new_command_id());
                crate::ui::toast::warn(say::desk::sent_before());
            }
            Outcome::Wrong(found) => problems.set(found.into_iter().map(|p| p.at(Field::Text)).collect()),
            Outcome::Refused(why) => crate::ui::toast::warn(why),
            Outcome::Stale(_) => crate::ui::toast::warn(say::desk::stale_try_again()),
        });
    });
    let keys = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !desk.pending.get_untracked() {
            event.prevent_default();
            send.run(());
        }
    };
    let ways = vec![Choice::new(false, say::desk::reply()), Choice::new(true, say::desk::note())];
    let hint = move || {
        if internal.get() == Some(true) { say::desk::note_hint() } else { say::desk::reply_hint() }
    };
    let label = move || if may_reply.get() { say::desk::reply() } else { say::desk::note() };
    let ways = StoredValue::new(ways);
    // Scripts are for owners; a note for colleagues has none.
    let written = move || {
        let area =
            view! { <TextArea field=Field::Text value=text problems=problems label=label() /> }.into_any();
        let aid = Aid { desk, act: CommandKind::Reply, text, of: say::desk::reply() };
        if may_reply.get() { aided(aid, area) } else { area }
    };
    let boxed = move || {
        let both = may_reply.get() && may_note.get();
        (may_reply.get() || may_note.get()).then(|| {
            view! {
                <section class="card pad stack t composer" on:keydown=keys>
                    {both.then(|| view! {
                        <Segments label=say::desk::reply() value=internal choices=ways.get_value() />
                    })}
                    {written()}
                    <div class="line">
                        <span class="sm mute grow">{hint}</span>
                        <Button look=Look::Plain pending=desk.pending on_press=send>
                            {say::desk::send()} " " <kbd>{say::desk::send_keys()}</kbd>
                        </Button>
                    </div>
                </section>
            }
        })
    };
    view! { {boxed} }
}
