//! Who is signed in, and what happens when the session ends in the middle of something.
//!
//! A session that has ended does not throw the page away: the sign-in opens above it, and every call that was
//! refused waits and is sent again afterwards. If somebody else signs in there, the page is loaded anew.

use core::cell::RefCell;

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use steward_core::accounts::api::{Me, Preferences, SET_PREFERENCES, SIGN_OUT, WHO_AM_I};
use steward_core::endpoint::Nothing;
use steward_core::problem::Code;
use wasm_bindgen_futures::spawn_local;

use super::{Failure, call, clock, outbox};
use crate::device::{self, Theme};
use crate::words::Locale;

/// What is known about the person in front of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Session {
    /// The server has not answered yet.
    Unknown,
    /// The server could not be asked.
    Unreached(Failure),
    /// Nobody is signed in.
    Out,
    /// This person is signed in.
    In(Box<Me>),
}

thread_local! {
    static SESSION: ArcRwSignal<Session> = ArcRwSignal::new(Session::Unknown);
    /// The session has ended while the person is still on the page.
    static ENDED: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static WAITING: RefCell<Vec<js_sys::Function>> = const { RefCell::new(Vec::new()) };
}

/// The session as a signal.
pub fn session() -> ArcRwSignal<Session> {
    SESSION.with(ArcRwSignal::clone)
}

/// Whether the sign-in must open above the page.
pub fn has_ended() -> ArcRwSignal<bool> {
    ENDED.with(ArcRwSignal::clone)
}

/// The person who is signed in; reading it subscribes. `None` only outside the signed-in part of the page.
pub fn me() -> Option<Me> {
    SESSION.with(|signal| signal.with(signed_in))
}

/// The same without subscribing.
pub fn me_untracked() -> Option<Me> {
    SESSION.with(|signal| signal.with_untracked(signed_in))
}

fn signed_in(session: &Session) -> Option<Me> {
    match session {
        Session::In(me) => Some((**me).clone()),
        Session::Unknown | Session::Unreached(_) | Session::Out => None,
    }
}

/// Asks the server who is signed in.
pub fn ask() {
    spawn_local(async {
        match call(&WHO_AM_I, &[], &Nothing {}).await {
            Ok(me) => enter(me),
            Err(failure) if failure.code() == Some(Code::SignInNeeded) => set(Session::Out),
            Err(failure) => set(Session::Unreached(failure)),
        }
    });
}

/// Somebody has signed in.
pub fn enter(me: Me) {
    if me_untracked().is_some_and(|before| before.person != me.person) {
        reload();
        return;
    }
    device::belongs_to(me.person.as_str());
    clock::server_said(me.now);
    follow(&me.preferences);
    set(Session::In(Box::new(me)));
    ENDED.with(|ended| ended.set(false));
    for resolve in WAITING.take() {
        let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
    }
    outbox::flush();
}

/// The language and theme of the person, where this device has no choice of its own.
fn follow(chosen: &Preferences) {
    if let Some(locale) = chosen.locale.as_deref().and_then(Locale::from_tag)
        && !device::has_chosen_locale()
    {
        device::apply_locale(locale);
    }
    if let Some(theme) = chosen.theme.as_deref().and_then(Theme::from_word)
        && !device::has_chosen_theme()
    {
        device::apply_theme(Some(theme));
    }
}

/// Waits until somebody has signed in again.
pub(super) fn ended() -> impl Future<Output = ()> + Send {
    let promise = js_sys::Promise::new(&mut |resolve, _| WAITING.with_borrow_mut(|w| w.push(resolve)));
    if me_untracked().is_some() {
        ENDED.with(|ended| ended.set(true));
    } else {
        set(Session::Out);
    }
    SendWrapper::new(async move {
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    })
}

/// Ends the session here and on the server, and shows the sign-in.
pub async fn sign_out() -> Result<(), Failure> {
    call(&SIGN_OUT, &[], &Nothing {}).await?;
    device::forget_drafts();
    reload();
    Ok(())
}

/// Chooses the language, here and for the person.
pub fn choose_locale(locale: Locale) {
    device::choose_locale(locale);
    tell_preferences();
}

/// Chooses the theme, here and for the person.
pub fn choose_theme(theme: Option<Theme>) {
    device::choose_theme(theme);
    tell_preferences();
}

fn tell_preferences() {
    if me_untracked().is_none() {
        return;
    }
    let chosen = Preferences {
        locale: Some(device::locale().get_untracked().tag().to_owned()),
        theme: device::theme().get_untracked().map(|theme| theme.word().to_owned()),
    };
    spawn_local(async move {
        // The choice already holds on this device; another device learns it with the next change.
        let _ = call(&SET_PREFERENCES, &[], &chosen).await;
    });
}

fn set(session: Session) {
    SESSION.with(|signal| signal.maybe_update(|now| core::mem::replace(now, session.clone()) != session));
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}
