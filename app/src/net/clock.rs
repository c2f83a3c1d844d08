//! The server's clock, as seen from here. Due times are said by it, whatever the phone's own clock shows.

use core::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::prelude::*;
use steward_core::time::{Instant, Seconds};

/// The `Date` header says whole seconds and has travelled: a smaller difference is no news.
const ROUGH: i64 = 5_000;

thread_local! {
    /// Milliseconds that the server is ahead of this device.
    static AHEAD: Cell<i64> = const { Cell::new(0) };
    static TICK: RefCell<Option<ArcRwSignal<Instant>>> = const { RefCell::new(None) };
}

#[cfg(target_arch = "wasm32")]
fn device_now() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of our era are whole and small")]
    let now = js_sys::Date::now() as i64;
    now
}

#[cfg(not(target_arch = "wasm32"))]
fn device_now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.ok().and_then(|d| i64::try_from(d.as_millis()).ok()).unwrap_or_default()
}

/// Now, by the server's clock.
pub fn now() -> Instant {
    Instant::from_millis(device_now() + AHEAD.get())
}

/// The server has just said what time it is.
pub fn server_said(at: Instant) {
    AHEAD.set(at.millis() - device_now());
    TICK.with_borrow(|tick| {
        if let Some(tick) = tick {
            tick.set(now());
        }
    });
}

/// The server has said the time in a header: taken only if this device's clock has been moved meanwhile.
pub(super) fn server_said_roughly(at: Instant) {
    if (at.millis() - now().millis()).abs() > ROUGH {
        server_said(at);
    }
}

/// Now as a signal, once a second while the page is in front. Put a `Memo` of the words over it, so that the page
/// changes only when the words do.
pub fn tick() -> ArcRwSignal<Instant> {
    TICK.with_borrow_mut(|tick| {
        tick.get_or_insert_with(|| {
            let signal = ArcRwSignal::new(now());
            let beat = signal.clone();
            // One beat for the whole life of the program.
            set_interval(
                move || {
                    if !document().hidden() {
                        beat.set(now());
                    }
                },
                Duration::from_secs(1),
            );
            signal
        })
        .clone()
    })
}

/// Words that follow the clock: `words(now)` is said again whenever it changes.
pub fn ticking(words: impl Fn(Instant) -> String + Send + Sync + 'static) -> Memo<String> {
    let tick = tick();
    Memo::new(move |_| words(tick.get()))
}

/// How far the device is from the server, for the note that its clock is wrong.
pub fn device_is_off_by() -> Seconds {
    Seconds(AHEAD.get() / 1000)
}
