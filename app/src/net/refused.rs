//! Commands that waited on this device and were refused once the server was reached.
//!
//! Their page is gone by then, so they are kept with the reason until their person has seen to them: what was typed
//! goes back to the form it was written in, unless something else was begun there, and stands beside the reason.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use steward_core::ids::CommandId;
use steward_core::problem::Problem;

use super::outbox::Kept;
use super::session;
use crate::device::{self, REFUSED_KEY};
use crate::nav::address::parts;
use crate::ui::toast;
use crate::words::{problem, say};

/// A command that was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refused {
    command: Kept,
    /// Why.
    pub why: Problem,
}

impl Refused {
    /// The id it was sent under.
    pub fn id(&self) -> &CommandId {
        &self.command.id
    }

    /// What it is, in the person's words: 催单, 客厅飘窗渗水.
    pub fn about(&self) -> &str {
        &self.command.about
    }

    /// The request.
    pub fn body(&self) -> &str {
        &self.command.body
    }

    /// The ticket it was given to; none where it was to become one.
    pub fn ticket(&self) -> Option<&str> {
        match parts(&self.command.url).as_slice() {
            [_, _, "tickets", id, ..] => Some(id),
            _ => None,
        }
    }

    /// Whether what was typed stands in its form again.
    pub fn is_back(&self) -> bool {
        self.command.draft.as_ref().is_some_and(|(key, _)| device::draft(key).is_some())
    }
}

thread_local! {
    static REFUSED: ArcRwSignal<Vec<Refused>> = ArcRwSignal::new(Vec::new());
}

/// What was refused to the person who is signed in, the oldest first; reading it subscribes.
pub fn refused() -> Vec<Refused> {
    let Some(me) = session::me() else { return Vec::new() };
    let mut all = REFUSED.with(ArcRwSignal::get);
    all.retain(|r| r.command.person == me.person);
    all
}

/// The person has seen it and wants it no more.
pub fn dismiss(id: &CommandId) {
    change(|all| all.retain(|r| r.command.id != *id));
}

/// The server has said no.
pub(super) fn add(mut command: Kept, why: Problem) {
    command.draft.take_if(|(key, draft)| !device::put_back(key, draft));
    toast::warn_for_now(say::common::kept_refused(&command.about, &problem::sentence(&why)));
    change(|all| {
        all.retain(|r| r.command.id != command.id);
        all.push(Refused { command, why });
    });
}

/// It was carried out after all: its person gave it again.
pub(super) fn settle(id: &CommandId) {
    if REFUSED.with(|all| all.with_untracked(|all| all.iter().any(|r| r.command.id == *id))) {
        dismiss(id);
    }
}

/// Reads what this device has kept. Called once at the start.
pub(super) fn init() {
    change(|_| {});
}

/// Changes the list on the device, which other tabs share.
fn change(with: impl FnOnce(&mut Vec<Refused>)) {
    let mut all: Vec<Refused> = device::kept(REFUSED_KEY).unwrap_or_default();
    with(&mut all);
    if all.is_empty() {
        device::forget(REFUSED_KEY);
    } else {
        device::keep(REFUSED_KEY, &all);
    }
    REFUSED.with(|signal| signal.maybe_update(|now| core::mem::replace(now, all.clone()) != all));
}
