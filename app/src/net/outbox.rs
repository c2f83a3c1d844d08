//! Commands that are kept on this device until the server has answered them.
//!
//! A command is written down before it is sent, under an id made here. If the network breaks, or the page is
//! closed, it is sent again later with the same id, and the server answers a command it knows as it did before:
//! so a broken network makes neither none nor two tickets. Commands go out in the order in which they were given.
//! What is refused then is not lost either: see [`super::refused`].

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
use super::{Failure, live, online, refused, session};
use crate::device::{self, OUTBOX_KEY};
use crate::ui::toast;
use crate::words::say;

const AGAIN_AFTER: Duration = Duration::from_secs(10);

/// A command that waits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// The id it is sent under.
    pub(super) id: CommandId,
    /// Who gave it.
    pub(super) person: PersonId,
    /// Where it goes.
    pub(super) url: String,
    /// The request.
    pub(super) body: String,
    /// What it is, in the person's words: 催单, 客厅飘窗渗水.
    pub(super) about: String,
    /// The draft of the form that it was written in: its key, and what it said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) draft: Option<(String, String)>,
}

thread_local! {
    /// What this page is sending now. An entry that is kept and on nobody's way was interrupted.
    static SENDING: RefCell<Vec<CommandId>> = const { RefCell::new(Vec::new()) };
    static WAITING: ArcRwSignal<usize> = ArcRwSignal::new(0);
}

/// How many commands wait for the network.
pub fn waiting() -> ArcRwSignal<usize> {
    WAITING.with(ArcRwSignal::clone)
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
    let draft = draft.and_then(|key| Some((key.to_owned(), device::draft(key)?)));
    let kept = Kept { id: id.clone(), person: me.person, url, body, about, draft };
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
            let answer = answer?;
            refused::settle(id);
            decode(&answer)
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
    let Some(kept) = read().into_iter().find(|k| k.person == me.person) else { return };
    let sending = Sending::new(&kept.id);
    spawn_local(async move {
        let answer = ask(Method::Post, kept.url.clone(), Some(kept.body.clone())).await;
        drop(sending);
        match answer {
            Err(Failure::Problem(why)) if !matches!(why.code, Code::Unavailable | Code::SlowDown) => {
                refused::add(kept.clone(), *why);
            }
            Err(_) => return later(),
            Ok(_) => {
                refused::settle(&kept.id);
                device::forget_sent(kept.id.as_str());
                toast::tell(say::common::kept_sent(&kept.about));
            }
        }
        change(|queue| queue.retain(|k| k.id != kept.id));
        live::refresh();
        flush();
    });
}

/// Starts to follow the network. Called once at the start.
pub(crate) fn init() {
    change(|_| {});
    refused::init();
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
    let on_the_way = |k: &Kept| SENDING.with_borrow(|sending| sending.contains(&k.id));
    let waiting = queue.iter().filter(|k| !on_the_way(k)).count();
    WAITING.with(|signal| signal.maybe_update(|now| core::mem::replace(now, waiting) != waiting));
    if queue.is_empty() {
        device::forget(OUTBOX_KEY);
        return true;
    }
    device::keep(OUTBOX_KEY, &queue)
}
