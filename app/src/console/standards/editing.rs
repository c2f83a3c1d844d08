//! A version on the screen while it is edited: every change is kept by the server a moment after it was made, and what
//! could not be kept stays on the screen and says so.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::sla::policy::Policy;
use steward_core::sla::standards::api::{EDIT, EditRequest, VersionPage};
use steward_core::sla::standards::{Edit, Fault, Place, Stage, Standard, VersionStanding};
use steward_core::time::Instant;

use super::why;
use crate::net::{call, clock, pause};

/// Changes that come close together are kept together.
const GATHER: Duration = Duration::from_millis(700);

/// Whether what is on the screen is kept.
#[derive(Clone, PartialEq)]
pub(super) enum Kept {
    /// As the server has it, since then.
    Since(Instant),
    /// On its way.
    Saving,
    /// Not kept, and why.
    Failed(String),
}

/// A version on the screen; a handle that is copied freely.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    pub(super) standard: RwSignal<Standard>,
    pub(super) standing: RwSignal<VersionStanding>,
    pub(super) faults: RwSignal<Vec<Fault>>,
    pub(super) kept: RwSignal<Kept>,
    /// The version that it is compared with.
    pub(super) before: StoredValue<Standard>,
    /// Whether the viewer may change it now.
    pub(super) open: bool,
    changes: StoredValue<u32>,
}

impl Editing {
    pub(super) fn new(page: VersionPage, before: Standard, writes: bool) -> Self {
        let open = writes && matches!(page.standard.stage, Stage::Draft | Stage::Reviewed);
        let at = page.standard.author.at;
        Self {
            standing: RwSignal::new(page.standing),
            faults: RwSignal::new(page.faults),
            standard: RwSignal::new(page.standard),
            kept: RwSignal::new(Kept::Since(at)),
            before: StoredValue::new(before),
            open,
            changes: StoredValue::new(0),
        }
    }

    /// Changes the version, and has it kept soon.
    pub(super) fn change(self, how: impl FnOnce(&mut Standard)) {
        self.standard.update(how);
        self.soon();
    }

    /// Changes the limits, and has them kept soon.
    pub(super) fn limit(self, how: impl FnOnce(&mut Policy)) {
        self.change(|standard| how(&mut standard.policy));
    }

    /// Has what is on the screen kept.
    pub(super) fn soon(self) {
        let turn = self.changes.with_value(|n| n.wrapping_add(1));
        self.changes.set_value(turn);
        if self.kept.with_untracked(|kept| *kept == Kept::Saving) {
            // Who saves now sees that there is more.
            return;
        }
        self.kept.set(Kept::Saving);
        spawn_local(self.save());
    }

    async fn save(self) {
        loop {
            let Some(turn) = self.changes.try_get_value() else { return };
            pause(GATHER).await;
            if self.changes.try_get_value() != Some(turn) {
                continue;
            }
            let Some(now) = self.standard.try_get_untracked() else { return };
            let request = EditRequest {
                seq: now.seq,
                edit: Edit { note: now.note, policy: now.policy, calendars: now.calendars },
            };
            let answer = call(&EDIT, &[&now.version.to_string()], &request).await;
            let Some(last) = self.changes.try_get_value() else { return };
            match answer {
                Ok(page) => {
                    // What was typed since stays as it was typed.
                    self.standard.update(|s| {
                        (s.seq, s.stage) = (page.standard.seq, page.standard.stage);
                        (s.author, s.reviewed) = (page.standard.author, page.standard.reviewed);
                    });
                    self.standing.set(page.standing);
                    self.faults.set(page.faults);
                }
                Err(failure) => {
                    self.kept.set(Kept::Failed(why(&failure)));
                    return;
                }
            }
            if last == turn {
                self.kept.set(Kept::Since(clock::now()));
                return;
            }
        }
    }

    /// What is wrong at a place, in words.
    pub(super) fn wrong_at(
        self,
        place: impl Fn(&Place) -> bool + Send + Sync + 'static,
    ) -> Memo<Option<String>> {
        Memo::new(move |_| {
            let words =
                |f: &Fault| crate::words::say::standards::fault(f.kind.word()).unwrap_or_default().to_owned();
            self.faults.with(|all| all.iter().find(|f| place(&f.at)).map(words))
        })
    }
}
