//! Whether the server can be reached, as far as this page has seen.
//!
//! The browser's own word is a hint: what counts is whether the last exchange got an answer. While it did not,
//! the page asks again, at first soon and then every half minute.

use core::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;
use steward_core::endpoint::Method;
use wasm_bindgen_futures::spawn_local;

use super::call::pause;
use super::fetch::{Body, exchange};

thread_local! {
    static ONLINE: ArcRwSignal<bool> = ArcRwSignal::new(true);
    static ASKING: Cell<bool> = const { Cell::new(false) };
}

/// Whether the server was reached last time.
pub fn online() -> ArcRwSignal<bool> {
    ONLINE.with(ArcRwSignal::clone)
}

/// Listens to the browser. Called once at the start.
pub(crate) fn init() {
    let lost_now = window_event_listener_untyped("offline", |_| lost());
    let maybe_back = window_event_listener_untyped("online", |_| ask_again(Duration::ZERO));
    // For the whole life of the program.
    core::mem::forget((lost_now, maybe_back));
    if !window().navigator().on_line() {
        lost();
    }
}

/// An exchange got an answer.
pub(super) fn reached() {
    set(true);
}

/// An exchange got none.
pub(super) fn lost() {
    set(false);
    ask_again(Duration::from_secs(3));
}

fn set(online: bool) {
    ONLINE.with(|signal| signal.maybe_update(|now| core::mem::replace(now, online) != online));
}

/// Asks until there is an answer, twice as late each time, at most every half minute.
fn ask_again(mut wait: Duration) {
    if ASKING.replace(true) {
        return;
    }
    spawn_local(async move {
        loop {
            pause(wait).await;
            let answer = exchange(Method::Get, "/healthz".to_owned(), Body::Empty).await;
            if !matches!(answer, Err(super::Failure::Offline | super::Failure::Timeout)) {
                break;
            }
            wait = (wait * 2).clamp(Duration::from_secs(3), Duration::from_secs(30));
        }
        ASKING.set(false);
        reached();
    });
}
