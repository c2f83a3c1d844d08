//! The live stream: the server says what has changed, and pages move without being asked.
//!
//! The browser's `EventSource` resumes by itself after a short break. When the server refuses or the stream stays
//! away, it is opened again from the last position, later each time, and meanwhile [`refreshes`] beats, so that
//! pages read again what they show. A page that follows [`refreshes`] is right even where no stream gets through.

use core::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventSource, MessageEvent};

use steward_core::tickets::api::{LIVE, LiveHead, LiveMessage};

use super::{clock, online};

/// Without a stream pages read again this often.
const POLL: Duration = Duration::from_secs(20);
const LONGEST_WAIT: u32 = 60;
/// An opening that takes longer than this may have missed something.
const LATE_MS: i64 = 400;
/// A page that was out of sight for longer reads again when it comes back: phones put streams to sleep.
const AWAY_MS: i64 = 60_000;

/// How the stream stands, for the mark in the top bar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    /// Changes arrive as they happen (实时).
    Live,
    /// No stream: pages read again from time to time.
    Polling,
}

/// A message as it came: its head is read, its events are not yet.
pub struct Heard {
    /// What every page needs.
    pub head: LiveHead,
    text: String,
}

impl Heard {
    /// The whole message with its events; `None` for one of another version.
    pub fn whole(&self) -> Option<LiveMessage> {
        serde_json::from_str(&self.text).ok()
    }
}

type Listener = Rc<dyn Fn(&Heard)>;

thread_local! {
    static STREAM: ArcRwSignal<Stream> = ArcRwSignal::new(Stream::Polling);
    static REFRESHES: ArcRwSignal<u32> = ArcRwSignal::new(0);
    static LISTENERS: RefCell<Vec<(u32, Listener)>> = const { RefCell::new(Vec::new()) };
    static NEXT_LISTENER: Cell<u32> = const { Cell::new(0) };
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
    static SOURCE: RefCell<Option<EventSource>> = const { RefCell::new(None) };
    static WAIT_S: Cell<u32> = const { Cell::new(1) };
}

/// How the stream stands.
pub fn stream() -> ArcRwSignal<Stream> {
    STREAM.with(ArcRwSignal::clone)
}

/// A number that changes whenever pages must read again what they show: read it in the resource's fetcher.
pub fn refreshes() -> ArcRwSignal<u32> {
    REFRESHES.with(ArcRwSignal::clone)
}

/// Makes pages read again.
pub fn refresh() {
    REFRESHES.with(|signal| signal.update(|n| *n = n.wrapping_add(1)));
}

/// Hears every message until the reactive owner of now goes away.
pub fn listen(to: impl Fn(&Heard) + 'static) {
    let id = NEXT_LISTENER.replace(NEXT_LISTENER.get().wrapping_add(1));
    LISTENERS.with_borrow_mut(|all| all.push((id, Rc::new(to))));
    on_cleanup(move || LISTENERS.with_borrow_mut(|all| all.retain(|(other, _)| *other != id)));
}

/// Follows the page going out of sight and coming back. Called once at the start.
pub(crate) fn init() {
    let since = Cell::new(clock::now());
    let turned = window_event_listener_untyped("visibilitychange", move |_| {
        let away = clock::now().millis() - since.replace(clock::now()).millis();
        if !document().hidden() && away > AWAY_MS {
            refresh();
        }
    });
    // For the whole life of the program.
    core::mem::forget(turned);
}

/// Opens the stream. Called once somebody is signed in; opening it again is harmless.
pub fn open() {
    if SOURCE.with_borrow(Option::is_some) {
        return;
    }
    let last = LAST.with_borrow(String::clone);
    let mut url = LIVE.url(&[]);
    if !last.is_empty() {
        url.push_str("?after=");
        url.push_str(&last);
    }
    let Ok(source) = EventSource::new(&url) else {
        set_interval(refresh, POLL);
        return;
    };
    let asked = clock::now();
    on(&source, "open", move |_| {
        WAIT_S.set(1);
        // What happened between a page's first reading and a late opening would be missed.
        let late = clock::now().millis() - asked.millis() > LATE_MS;
        if late && LAST.with_borrow(String::is_empty) {
            refresh();
        }
        STREAM.with(|s| s.maybe_update(|now| core::mem::replace(now, Stream::Live) != Stream::Live));
    });
    on(&source, "message", |event| {
        let Ok(event) = event.dyn_into::<MessageEvent>() else { return };
        LAST.with_borrow_mut(|last| *last = event.last_event_id());
        let Some(text) = event.data().as_string() else { return };
        match serde_json::from_str(&text) {
            Ok(head) => hear(&Heard { head, text }),
            // A message of another version: what it changed is read again.
            Err(_) => refresh(),
        }
    });
    on(&source, "error", |_| broken());
    SOURCE.set(Some(source));
}

fn hear(message: &Heard) {
    clock::server_said(message.head.now);
    let ids: Vec<u32> = LISTENERS.with_borrow(|all| all.iter().map(|(id, _)| *id).collect());
    for id in ids {
        // One listener may have sent the page of the next one away.
        let listener =
            LISTENERS.with_borrow(|all| all.iter().find(|(i, _)| *i == id).map(|(_, l)| Rc::clone(l)));
        if let Some(listener) = listener {
            listener(message);
        }
    }
}

fn on(source: &EventSource, name: &str, handler: impl Fn(Event) + 'static) {
    let handler = Closure::<dyn Fn(Event)>::new(handler).into_js_value();
    let _ = source.add_event_listener_with_callback(name, handler.unchecked_ref());
}

/// The stream broke. The browser may be resuming it; if it gave up, it is opened again here.
fn broken() {
    STREAM.with(|s| s.maybe_update(|now| core::mem::replace(now, Stream::Polling) != Stream::Polling));
    let closed = SOURCE.with_borrow(|s| s.as_ref().is_some_and(|s| s.ready_state() == EventSource::CLOSED));
    if !closed {
        return;
    }
    SOURCE.set(None);
    let wait = WAIT_S.get();
    WAIT_S.set((wait * 2).min(LONGEST_WAIT));
    set_timeout(
        || {
            if online::online().get_untracked() {
                refresh();
            }
            open();
        },
        Duration::from_secs(u64::from(wait)),
    );
}
