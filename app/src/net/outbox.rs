//! Commands that are kept on this device until the server has answered them.
//!
//! A command is written down before it is sent, under an id made here. If the network breaks, or the page is
//! closed, it is sent again later with the same id, and the server answers a command it knows as it did before:
//! so a broken network makes neither none nor two tickets. Commands go out in the order in which they were given.
//!
//! What is refused then is not lost either. Its page is gone, so it stays here with the reason until its person has
//! seen to it, and what was typed goes back to the form it was written in, unless something else was begun there.

use core::cell::RefCell;
use std::time::Duration;

use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use steward_core::endpoint::{Endpoint, Method};
use steward_core::ids::{CommandId, PersonId};
use steward_core::problem::Code;
use wasm_bindgen_futures::spawn_local;

use super::call::{ask, decode};
use super::{Failure, live, online, session};
use crate::device::{self, OUTBOX_KEY};
use crate::nav::address::parts;
use crate::ui::toast;
use crate::words::{problem, say};

const AGAIN_AFTER: Duration = Duration::from_secs(10);

/// A command that waits, or was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    id: CommandId,
    person: PersonId,
    url: String,
    body: String,
    /// What it is, in the person's words: 催单, 客厅飘窗渗水.
    about: String,
    /// The key under which its form keeps what was typed; empty if it does not.
    #[serde(default)]
    form: String,
    /// What the form had kept.
    #[serde(default)]
    draft: String,
    /// Why it was refused, as a sentence.
    #[serde(default)]
    refused: Option<String>,
}

impl Kept {
    /// The id it is sent under.
    pub fn id(&self) -> &CommandId {
        &self.id
    }

    /// What it is, in the person's words.
    pub fn about(&self) -> &str {
        &self.about
    }

    /// The request.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Why it was refused, if it was.
    pub fn why(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// The ticket it is given to; none where it is to become one.
    pub fn ticket(&self) -> Option<&str> {
        match parts(&self.url).as_slice() {
            [_, _, "tickets", id, ..] => Some(id),
            _ => None,
        }
    }

    /// Whether what was typed stands in its form again.
    pub fn is_back(&self) -> bool {
        device::draft(&self.form).is_some()
    }
}

thread_local! {
    /// What this page is sending now. An entry that is kept and on nobody's way was interrupted.
    static SENDING: RefCell<Vec<CommandId>> = const { RefCell::new(Vec::new()) };
    static WAITING: ArcRwSignal<usize> = ArcRwSignal::new(0);
    static REFUSED: ArcRwSignal<Vec<Kept>> = ArcRwSignal::new(Vec::new());
}

/// How many commands wait for the network.
pub fn waiting() -> ArcRwSignal<usize> {
    WAITING.with(ArcRwSignal::clone)
}

/// What was refused to the person who is signed in, the oldest first; reading it subscribes.
pub fn refused() -> Vec<Kept> {
    let mut all = REFUSED.with(ArcRwSignal::get);
    all.retain(|k| session::me().is_some_and(|me| me.person == k.person));
    all
}

/// The person has seen to what was refused.
pub fn dismiss(id: &CommandId) {
    change(|queue| queue.retain(|k| k.id != *id));
}

/// A new command id: random, made here.
pub fn new_command_id() -> CommandId {
    let mut bytes = [0_u8; 16];
    let random = window().crypto().ok();
    if random.and_then(|c| c.get_random_values_with_u8_array(&mut bytes).ok()).is_none() {
        // A browser without the web's random source: the clock and its own random numbers.
        for byte in &mut bytes {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
            let random = (js_sys::Math::random() * 256.0) as u8;
            *byte = random;
        }
    }
    let mut text = String::with_capacity(32);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    text.parse().unwrap_or_else(|_| new_command_id())
}

/// Sends a command that must not be lost and must not act twice. `request` carries `id`; `about` says what it is;
/// `draft` is the key under which its form keeps what was typed, if it does.
///
/// [`Failure::Kept`] means that it waits on this device and goes out by itself; the page may be left, and the form
/// used for something else: what it said comes back to it if the command is refused.
pub async fn command<Req: Serialize, Resp: DeserializeOwned>(
    endpoint: &Endpoint<Req, Resp>,
    args: &[&str],
    request: &Req,
    id: &CommandId,
    about: String,
    draft: Option<&str>,
) -> Result<Resp, Failure> {
    let url = endpoint.url(args);
    let body = serde_json::to_string(request).unwrap_or_default();
    let Some(me) = session::me_untracked() else { return Err(Failure::Offline) };
    let form = draft.unwrap_or_default().to_owned();
    let draft = device::draft(&form).unwrap_or_default();
    let kept = Kept { id: id.clone(), person: me.person, url, body, about, form, draft, refused: None };
    let sending = Sending::new(id);
    let is_kept = change(|queue| {
        queue.retain(|k| k.id != kept.id);
        queue.push(kept.clone());
    });
    let answer = ask(Method::Post, kept.url, Some(kept.body)).await;
    drop(sending);
    match answer {
        Err(failure) if failure.is_passing() && is_kept => {
            change(|_| {});
            later();
            Err(Failure::Kept)
        }
        answer => {
            change(|queue| queue.retain(|k| k.id != *id));
            decode(&answer?)
        }
    }
}

/// A command on its way, until it is dropped.
struct Sending(CommandId);

impl Sending {
    fn new(id: &CommandId) -> Self {
        SENDING.with_borrow_mut(|sending| sending.push(id.clone()));
        Self(id.clone())
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        SENDING.with_borrow_mut(|sending| sending.retain(|id| *id != self.0));
    }
}

fn later() {
    set_timeout(flush, AGAIN_AFTER);
}

/// Sends what waits, one after the other. Called when somebody signs in and when the server is reached again.
pub(super) fn flush() {
    let Some(me) = session::me_untracked() else { return };
    if SENDING.with_borrow(|sending| !sending.is_empty()) {
        return;
    }
    let Some(kept) = read().into_iter().find(|k| k.person == me.person && k.refused.is_none()) else {
        return;
    };
    let sending = Sending::new(&kept.id);
    spawn_local(async move {
        let answer = ask(Method::Post, kept.url.clone(), Some(kept.body.clone())).await;
        drop(sending);
        match answer {
            Err(Failure::Problem(why)) if !matches!(why.code, Code::Unavailable | Code::SlowDown) => {
                stay(kept, problem::sentence(&why));
            }
            Err(_) => return later(),
            Ok(_) => {
                device::forget_sent(kept.id.as_str());
                toast::tell(say::common::kept_sent(&kept.about));
                dismiss(&kept.id);
            }
        }
        live::refresh();
        flush();
    });
}

/// What was refused stays, with the reason, and its words go back to where they were written.
fn stay(kept: Kept, why: String) {
    if !kept.draft.is_empty() {
        device::put_back(&kept.form, &kept.draft);
    }
    let words = say::common::kept_refused(&kept.about, &why);
    let is_kept = change(|queue| {
        for same in queue.iter_mut().filter(|k| k.id == kept.id) {
            same.refused = Some(why.clone());
        }
    });
    if is_kept {
        toast::warn_for_now(words);
    } else {
        // A full device cannot note it: it is not sent for ever, and the note stays instead.
        dismiss(&kept.id);
        toast::warn(words);
    }
}

/// Starts to follow the network. Called once at the start.
pub(crate) fn init() {
    change(|_| {});
    let online = online::online();
    Effect::new(move |_| {
        if online.get() {
            flush();
        }
    });
}

fn read() -> Vec<Kept> {
    device::kept(OUTBOX_KEY).unwrap_or_default()
}

/// Changes the queue on the device, which other tabs share; `false` if the device keeps nothing.
fn change(with: impl FnOnce(&mut Vec<Kept>)) -> bool {
    let mut queue = read();
    with(&mut queue);
    let waits = |k: &&Kept| k.refused.is_none() && SENDING.with_borrow(|sending| !sending.contains(&k.id));
    let waiting = queue.iter().filter(waits).count();
    let refused: Vec<Kept> = queue.iter().filter(|k| k.refused.is_some()).cloned().collect();
    REFUSED.with(|signal| signal.maybe_update(|now| core::mem::replace(now, refused.clone()) != refused));
    WAITING.with(|signal| signal.maybe_update(|now| core::mem::replace(now, waiting) != waiting));
    if queue.is_empty() {
        device::forget(OUTBOX_KEY);
        return true;
    }
    device::keep(OUTBOX_KEY, &queue)
}
