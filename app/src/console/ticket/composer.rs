//! Writing from the workbench: to the owner, or for colleagues only. Ctrl+Enter sends.

use leptos::prelude::*;
use steward_core::problem::Field;
use steward_core::tickets::{Command, CommandKind, can};

use crate::console::acts::{Desk, Outcome};
use crate::net::{clock, new_command_id, session};
use crate::ui::{Button, Choice, Look, Problems, Segments, TextArea};
use crate::words::say;

/// The card; away where this person may write neither.
pub(super) fn composer(desk: Desk) -> impl IntoView {
    let internal = RwSignal::new(Some(false));
    let text = RwSignal::new(String::new());
    let problems: Problems = RwSignal::default();
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
        let wrong = command.check().into_iter().map(|p| p.at(Field::Text)).collect::<Vec<_>>();
        if !wrong.is_empty() {
            problems.set(wrong);
            crate::ui::focus_first_wrong();
            return;
        }
        desk.send(command, new_command_id(), move |outcome| match outcome {
            Outcome::Done => text.set(String::new()),
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
    let boxed = move || {
        let both = may_reply.get() && may_note.get();
        (may_reply.get() || may_note.get()).then(|| {
            view! {
                <section class="card pad stack t composer" on:keydown=keys>
                    {both.then(|| view! {
                        <Segments label=say::desk::reply() value=internal choices=ways.get_value() />
                    })}
                    <TextArea field=Field::Text value=text problems=problems label=label() />
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
