//! The wall as a screen: its theme, its keys, and the few buttons at its foot.

use leptos::ev;
use leptos::prelude::*;
use steward_core::cockpit::figures::CockpitQuery;
use wasm_bindgen::JsCast;

use super::projects::Turning;
use crate::console::cockpit::{address, address_on};
use crate::device::{self, Theme};
use crate::nav;
use crate::ui::{Button, Look};
use crate::words::say;

/// Where the wall is.
pub(super) const PAGE: &str = "/console/wall";

/// Dark, unless the address says otherwise; as it was before once the wall is left.
pub(super) fn theme() {
    let chosen = device::theme();
    let query = nav::query();
    let was = chosen.clone();
    Effect::new(move |_| {
        // Who signs in above the wall brings a choice of their own; the wall stays as it is.
        chosen.track();
        let light = query.with(|query| query.get("theme").as_deref() == Some(Theme::Light.word()));
        device::show_theme(Some(if light { Theme::Light } else { Theme::Dark }));
    });
    on_cleanup(move || device::show_theme(was.get_untracked()));
}

/// Esc leaves the wall, the arrows turn its pages, the space bar stops them and lets them go on.
pub(super) fn keys(asked: Memo<CockpitQuery>, turning: Turning) {
    let pressed = window_event_listener(ev::keydown, move |event| {
        // A dialog above the wall, or a button that has the focus, has the key first.
        let busy = document().query_selector("dialog[open]").ok().flatten().is_some();
        let on_control = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| element.closest("a, button").ok().flatten().is_some());
        if busy || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "Escape" if document().fullscreen_element().is_none() => {
                asked.with_untracked(|asked| nav::go(&address(asked)));
            }
            "ArrowRight" => turning.by_hand(true),
            "ArrowLeft" => turning.by_hand(false),
            " " if !on_control => turning.runs.update(|runs| *runs = !*runs),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || pressed.remove());
}

/// The buttons.
pub(super) fn foot(asked: Memo<CockpitQuery>, turning: Turning) -> AnyView {
    let full = Callback::new(|()| {
        let document = document();
        if document.fullscreen_element().is_some() {
            document.exit_fullscreen();
        } else if let Some(root) = document.document_element() {
            let _ = root.request_fullscreen();
        }
    });
    let stop = Callback::new(move |()| turning.runs.update(|runs| *runs = !*runs));
    let (next, back) =
        (Callback::new(move |()| turning.by_hand(true)), Callback::new(move |()| turning.by_hand(false)));
    let many = move || {
        turning.are_many().then(|| {
            let words = move || if turning.runs.get() { say::wall::stop() } else { say::wall::go_on() };
            view! {
                <Button look=Look::Small on_press=back>{say::wall::before()}</Button>
                <Button look=Look::Small on_press=stop>{words}</Button>
                <Button look=Look::Small on_press=next>{say::wall::next()}</Button>
            }
        })
    };
    let query = nav::query();
    let light = Memo::new(move |_| query.with(|q| q.get("theme").as_deref() == Some(Theme::Light.word())));
    let other = move || {
        let here = address_on(PAGE, &asked.get());
        if light.get() { here } else { [&here, "&theme=", Theme::Light.word()].concat() }
    };
    let other_words = move || if light.get() { say::wall::dark() } else { say::wall::light() };
    view! {
        <footer class="wl-foot">
            <span class="mute">{move || if turning.are_many() { say::wall::keys() } else { say::wall::key_leave() }}</span>
            <span class="line">
                {many}
                <a class="btn small" href=other>{other_words}</a>
                <Button look=Look::Small on_press=full>{say::wall::full_screen()}</Button>
                <a class="btn small" href=move || address(&asked.get())>{say::wall::leave()}</a>
            </span>
        </footer>
    }
    .into_any()
}
