//! A version on the screen while it is edited: every change is kept by the server a moment after it was made. Until
//! then, and where the server cannot or will not, it is kept on this device: a reload loses none of it.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Nothing;
use steward_core::knowledge::handbook::api::{EDIT_HANDBOOK, EditRequest, EditionPage, HANDBOOK};
use steward_core::knowledge::handbook::{Chapter, Edition, Fault, Place};
use steward_core::sla::policy::Limit;
use steward_core::sla::standards::{Stage, VersionStanding};
use steward_core::tickets::Scenario;
use steward_core::time::Instant;

use super::model::{self, Unsaved, draft_key};
use super::{is_conflict, why};
use crate::device;
use crate::net::{Failure, call, clock, pause};

/// Changes that come close together are kept together.
const GATHER: Duration = Duration::from_millis(700);

/// Whether what is on the screen is kept.
#[derive(Clone, PartialEq)]
pub(super) enum Kept {
    /// As the server has it, since then.
    Since(Instant),
    /// On its way.
    Saving,
    /// On this device only, and why.
    Failed(String),
    /// On this device only: somebody else, by name where that is known, has changed the version.
    Conflict(Option<String>),
}

/// A version on the screen; a handle that is copied freely.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    pub(super) edition: RwSignal<Edition>,
    pub(super) standing: RwSignal<VersionStanding>,
    pub(super) faults: RwSignal<Vec<Fault>>,
    pub(super) kept: RwSignal<Kept>,
    /// Changes that only this device had are back on the screen.
    pub(super) restored: RwSignal<bool>,
    pub(super) limits: StoredValue<Vec<Limit>>,
    /// The version that it is compared with.
    pub(super) before: StoredValue<Option<Edition>>,
    /// Whether the viewer may change it now.
    pub(super) open: bool,
    changes: StoredValue<u32>,
}

impl Editing {
    pub(super) fn new(page: EditionPage, before: Option<Edition>, writes: bool) -> Self {
        let open = writes && matches!(page.edition.stage, Stage::Draft | Stage::Reviewed);
        let at = page.edition.author.at;
        let key = draft_key(page.edition.version);
        let author = page.edition.author.name.clone();
        let editing = Self {
            standing: RwSignal::new(page.standing),
            faults: RwSignal::new(page.faults),
            edition: RwSignal::new(page.edition),
            kept: RwSignal::new(Kept::Since(at)),
            restored: RwSignal::new(false),
            limits: StoredValue::new(page.limits),
            before: StoredValue::new(before),
            open,
            changes: StoredValue::new(0),
        };
        match device::kept::<Unsaved>(&key) {
            Some(_) if !open => device::forget(&key),
            Some(unsaved) => editing.restore(unsaved, author),
            None => {}
        }
        editing
    }

    /// Puts back what this device has and the server has not: it is saved if nobody else changed the version since.
    fn restore(self, unsaved: Unsaved, author: String) {
        let same = self.edition.with_untracked(|e| e.seq == unsaved.seq);
        self.put(unsaved);
        self.restored.set(true);
        if same {
            self.soon();
        } else {
            self.kept.set(Kept::Conflict(Some(author)));
        }
    }

    fn put(self, unsaved: Unsaved) {
        self.edition.update(|e| {
            (e.note, e.review_by, e.chapters) =
                (unsaved.edit.note, unsaved.edit.review_by, unsaved.edit.chapters);
        });
    }

    /// Changes the version, and has it kept soon.
    pub(super) fn change(self, how: impl FnOnce(&mut Edition)) {
        self.edition.update(how);
        self.soon();
    }

    /// Changes one chapter, which is made where it was missing.
    pub(super) fn chapter(self, scenario: Scenario, how: impl FnOnce(&mut Chapter)) {
        self.change(|edition| {
            if let Some(chapter) = edition.chapters.iter_mut().find(|c| c.scenario == scenario) {
                how(chapter);
            } else {
                let mut chapter = Chapter::new(scenario);
                how(&mut chapter);
                edition.chapters.push(chapter);
            }
        });
    }

    /// Reads one chapter; `None` where it is missing.
    pub(super) fn with<T>(self, scenario: Scenario, read: impl FnOnce(&Chapter) -> T) -> Option<T> {
        self.edition.with(|edition| edition.chapter(scenario).map(read))
    }

    /// Has what is on the screen kept.
    pub(super) fn soon(self) {
        let turn = self.changes.with_value(|n| n.wrapping_add(1));
        self.changes.set_value(turn);
        self.on_device();
        match self.kept.get_untracked() {
            // Who saves now sees that there is more; whoever was asked about a conflict has not said yet.
            Kept::Saving | Kept::Conflict(_) => {}
            Kept::Since(_) | Kept::Failed(_) => {
                self.kept.set(Kept::Saving);
                spawn_local(self.save());
            }
        }
    }

    fn on_device(self) {
        self.edition.with_untracked(|e| {
            device::keep(&draft_key(e.version), &Unsaved { seq: e.seq, edit: e.edit() });
        });
    }

    async fn save(self) {
        loop {
            let Some(turn) = self.changes.try_get_value() else { return };
            pause(GATHER).await;
            if self.changes.try_get_value() != Some(turn) {
                continue;
            }
            let Some(now) = self.edition.try_get_untracked() else { return };
            let version = now.version;
            let request = EditRequest { expected: now.seq, edit: now.edit() };
            let answer = call(&EDIT_HANDBOOK, &[&version.to_string()], &request).await;
            let Some(last) = self.changes.try_get_value() else { return };
            match answer {
                Ok(page) => {
                    // What was typed since stays as it was typed.
                    self.edition.update(|e| {
                        (e.seq, e.stage) = (page.edition.seq, page.edition.stage);
                        (e.author, e.reviewed) = (page.edition.author, page.edition.reviewed);
                    });
                    self.standing.set(page.standing);
                    self.faults.set(page.faults);
                    self.on_device();
                }
                Err(failure) => {
                    self.kept.set(if is_conflict(&failure) {
                        Kept::Conflict(named(&failure))
                    } else {
                        Kept::Failed(why(&failure))
                    });
                    return;
                }
            }
            if last == turn {
                device::forget(&draft_key(version));
                self.kept.set(Kept::Since(clock::now()));
                return;
            }
        }
    }

    /// What is on this screen takes the place of what somebody else wrote meanwhile.
    pub(super) fn keep_mine(self) {
        let version = self.edition.with_untracked(|e| e.version.to_string());
        self.kept.set(Kept::Saving);
        spawn_local(async move {
            match call(&HANDBOOK, &[&version], &Nothing {}).await {
                Ok(page) => {
                    if self.edition.try_update(|e| e.seq = page.edition.seq).is_some() {
                        self.save().await;
                    }
                }
                Err(failure) => {
                    self.kept.try_set(Kept::Failed(why(&failure)));
                }
            }
        });
    }

    /// What somebody else wrote is shown, and what is on this screen is given up.
    pub(super) fn take_theirs(self, fresh: Callback<()>) {
        device::forget(&draft_key(self.edition.with_untracked(|e| e.version)));
        fresh.run(());
    }

    /// What is wrong at a place, in words.
    pub(super) fn wrong_at(self, place: Place) -> Memo<Option<String>> {
        Memo::new(move |_| {
            let found = self.faults.with(|all| {
                all.iter().filter(|f| f.at == place).map(model::fault).collect::<Vec<_>>().join(" ")
            });
            Some(found).filter(|words| !words.is_empty())
        })
    }
}

/// Who changed it.
fn named(failure: &Failure) -> Option<String> {
    match failure {
        Failure::Problem(told) => told.params.get("by").cloned(),
        _ => None,
    }
}
