//! The photos of one form: what was chosen, what is stored, what has to be sent again.

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use steward_core::ids::PhotoId;
use steward_core::tickets::api::{PHOTO, UPLOAD};
use steward_core::tickets::draft::limits;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};

use super::shrink;
use crate::net::{Failure, upload};
use crate::words::problem;

/// Where one photo stands.
#[derive(Clone, Debug)]
pub(super) enum Standing {
    /// Being made small, or on its way.
    Busy,
    /// Stored under this name.
    Stored(PhotoId),
    /// It did not work; another try makes sense if there is something to send.
    Failed(String, bool),
}

/// One photo of the form.
#[derive(Clone)]
pub(super) struct Shot {
    /// Its own among the form's photos.
    pub(super) key: u32,
    /// What the preview shows.
    pub(super) url: String,
    /// The file as chosen; none for a photo that came back with a draft.
    file: Option<SendWrapper<File>>,
    /// Where it stands.
    pub(super) standing: RwSignal<Standing>,
}

/// The photos of one form.
#[derive(Clone, Copy)]
pub struct Photos {
    shots: RwSignal<Vec<Shot>>,
    next: StoredValue<u32>,
}

impl Default for Photos {
    fn default() -> Self {
        Self::new()
    }
}

impl Photos {
    /// None yet.
    pub fn new() -> Self {
        Self { shots: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    /// The stored photos, in order; reading it subscribes. Put it into the draft.
    pub fn ids(self) -> Vec<PhotoId> {
        let stored = |shot: &Shot| match shot.standing.get() {
            Standing::Stored(id) => Some(id),
            Standing::Busy | Standing::Failed(..) => None,
        };
        self.shots.with(|all| all.iter().filter_map(stored).collect())
    }

    /// Whether one is still on its way; reading it subscribes.
    pub fn busy(self) -> bool {
        self.shots.with(|all| all.iter().any(|s| matches!(s.standing.get(), Standing::Busy)))
    }

    /// Whether one did not get through and is still there; reading it subscribes.
    pub fn failed(self) -> bool {
        self.shots.with(|all| all.iter().any(|s| matches!(s.standing.get(), Standing::Failed(..))))
    }

    /// How many are not stored yet; reading it subscribes. They do not survive the page.
    pub fn unsent(self) -> usize {
        let is_stored = |s: &&Shot| matches!(s.standing.get(), Standing::Stored(_));
        self.shots.with(|all| all.len() - all.iter().filter(is_stored).count())
    }

    /// How many there are; reading it subscribes.
    pub fn count(self) -> usize {
        self.shots.with(Vec::len)
    }

    /// Shows photos again that a draft has kept.
    pub fn restore(self, ids: Vec<PhotoId>) {
        for id in ids.into_iter().take(limits::PHOTOS) {
            let url = photo_url(&id, true);
            self.push(url, None, Standing::Stored(id));
        }
    }

    /// Takes all away, because they were sent.
    pub fn clear(self) {
        for shot in self.shots.get_untracked() {
            self.remove(shot.key);
        }
    }

    /// All of them; reading it subscribes.
    pub(super) fn shots(self) -> Vec<Shot> {
        self.shots.get()
    }

    /// How many there are.
    pub(super) fn count_untracked(self) -> usize {
        self.shots.with_untracked(Vec::len)
    }

    fn push(self, url: String, file: Option<SendWrapper<File>>, standing: Standing) -> Shot {
        let key = self.next.get_value();
        self.next.set_value(key.wrapping_add(1));
        let shot = Shot { key, url, file, standing: RwSignal::new(standing) };
        self.shots.update(|all| all.push(shot.clone()));
        shot
    }

    /// Takes one away.
    pub(super) fn remove(self, key: u32) {
        self.shots.update(|all| {
            all.retain(|shot| {
                if shot.key == key && shot.file.is_some() {
                    let _ = web_sys::Url::revoke_object_url(&shot.url);
                }
                shot.key != key
            });
        });
    }

    /// Sends those again that only lacked the network.
    pub(super) fn send_again(self) {
        for shot in self.shots.get_untracked() {
            if matches!(shot.standing.get_untracked(), Standing::Failed(_, true)) {
                send(&shot);
            }
        }
    }

    /// Shows a chosen file and sends it.
    pub(super) fn add(self, file: File) {
        let Ok(url) = web_sys::Url::create_object_url_with_blob(&file) else { return };
        let shot = self.push(url, Some(SendWrapper::new(file)), Standing::Busy);
        send(&shot);
    }
}

/// Where a stored photo is read.
pub fn photo_url(id: &PhotoId, thumb: bool) -> String {
    let mut url = PHOTO.url(&[id.as_str()]);
    if thumb {
        url.push_str("?size=thumb");
    }
    url
}

/// Makes a photo small and stores it.
pub(super) fn send(shot: &Shot) {
    let Some(file) = shot.file.clone() else { return };
    let standing = shot.standing;
    standing.set(Standing::Busy);
    spawn_local(async move {
        let result: Result<PhotoId, Standing> = async {
            let small: Blob = shrink::shrink(&file)
                .await
                .map_err(|problem| Standing::Failed(problem::sentence(&problem), false))?;
            let stored = upload(&UPLOAD, &[], &small).await;
            stored.map(|s| s.photo).map_err(|failure| {
                let again = !matches!(failure, Failure::Problem(_)) || failure.is_passing();
                Standing::Failed(problem::failure(&failure), again)
            })
        }
        .await;
        // The page may be gone by now: then nobody waits for the photo.
        let _ = standing.try_set(result.map_or_else(|failed| failed, Standing::Stored));
    });
}
