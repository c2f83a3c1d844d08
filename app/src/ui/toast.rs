//! Short notes at the bottom of the page, read out by the page's one polite live region.
//!
//! A note that something went well goes away by itself; a warning stays until it is dismissed, unless the page says the
//! same in a place of its own. A problem that
//! belongs to an input never comes here: it stands under its field.

use std::time::Duration;

use leptos::prelude::*;

use super::icon::{Icon, icon, icon_filled};
use crate::words::say;

const STAYS: Duration = Duration::from_secs(6);

#[derive(Clone, PartialEq, Eq)]
struct Note {
    number: u32,
    words: String,
    warns: bool,
}

thread_local! {
    static NOTE: ArcRwSignal<Option<Note>> = ArcRwSignal::new(None);
    static SPOKEN: ArcRwSignal<String> = ArcRwSignal::new(String::new());
}

/// Says that something was done: 已催单，周师傅会尽快联系您。
pub fn tell(words: impl Into<String>) {
    let number = show(words.into(), false);
    set_timeout(move || dismiss(number), STAYS);
}

/// Says that something went wrong; stays until it is dismissed.
pub fn warn(words: impl Into<String>) {
    show(words.into(), true);
}

/// Says that something went wrong which the page keeps saying elsewhere; goes away by itself.
pub fn warn_for_now(words: impl Into<String>) {
    let number = show(words.into(), true);
    set_timeout(move || dismiss(number), STAYS);
}

/// Reads a change out without showing it: a clock that became due soon while nobody touched the page.
pub fn announce(words: impl Into<String>) {
    let words = words.into();
    SPOKEN.with(|spoken| spoken.set(words));
}

fn show(words: String, warns: bool) -> u32 {
    NOTE.with(|note| {
        let number = note.with_untracked(|n| n.as_ref().map_or(0, |n| n.number.wrapping_add(1)));
        note.set(Some(Note { number, words, warns }));
        number
    })
}

fn dismiss(number: u32) {
    NOTE.with(|note| {
        if note.with_untracked(|n| n.as_ref().is_some_and(|n| n.number == number)) {
            note.set(None);
        }
    });
}

/// The place of the notes; once, at the root.
#[component]
pub fn Toasts() -> impl IntoView {
    let note = NOTE.with(ArcRwSignal::clone);
    let spoken = SPOKEN.with(ArcRwSignal::clone);
    let shown = move || {
        note.get().map(|note| {
            let number = note.number;
            let shape = if note.warns {
                icon_filled(Icon::StatusOver).into_any()
            } else {
                icon(Icon::Check).into_any()
            };
            view! {
                <p class="toast">
                    {shape}
                    <span class="grow">{note.words}</span>
                    <button class="toast-x" type="button" on:click=move |_| dismiss(number)>
                        {say::common::dismiss()}
                    </button>
                </p>
            }
        })
    };
    view! {
        <div role="status" aria-live="polite">
            {shown}
            <span class="vh">{move || spoken.get()}</span>
        </div>
    }
}
