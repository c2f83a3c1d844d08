//! Taking and choosing photos: previews at once, made small here, sent one by one, each with its own second try.
//!
//! The browser offers camera or library by itself. A photo that cannot be read or sent says so in its place and
//! takes none of the others with it.

mod shrink;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use steward_core::ids::PhotoId;
use steward_core::problem::{Code, Field, Problem};
use steward_core::tickets::api::UPLOAD;
use steward_core::tickets::draft::limits;
use web_sys::{Blob, File};

use super::field::{Problems, error_line, next_id};
use super::icon::{Icon, icon_large, icon_small};
use crate::net::{Failure, online, upload};
use crate::words::{problem, say};

/// Where one photo stands.
#[derive(Clone, Debug)]
enum Standing {
    /// Being made small, or on its way.
    Busy,
    /// Stored under this name.
    Stored(PhotoId),
    /// It did not work; another try makes sense if there is something to send.
    Failed(String, bool),
}

#[derive(Clone)]
struct Shot {
    key: u32,
    /// What the preview shows.
    url: String,
    /// The file as chosen; none for a photo that came back with a draft.
    file: Option<SendWrapper<File>>,
    standing: RwSignal<Standing>,
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

    fn push(self, url: String, file: Option<SendWrapper<File>>, standing: Standing) -> Shot {
        let key = self.next.get_value();
        self.next.set_value(key.wrapping_add(1));
        let shot = Shot { key, url, file, standing: RwSignal::new(standing) };
        self.shots.update(|all| all.push(shot.clone()));
        shot
    }

    fn remove(self, key: u32) {
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
    fn send_again(self) {
        for shot in self.shots.get_untracked() {
            if matches!(shot.standing.get_untracked(), Standing::Failed(_, true)) {
                send(&shot);
            }
        }
    }

    fn add(self, file: File) {
        let Ok(url) = web_sys::Url::create_object_url_with_blob(&file) else { return };
        let shot = self.push(url, Some(SendWrapper::new(file)), Standing::Busy);
        send(&shot);
    }
}

/// Where a stored photo is read.
pub fn photo_url(id: &PhotoId, thumb: bool) -> String {
    let mut url = steward_core::tickets::api::PHOTO.url(&[id.as_str()]);
    if thumb {
        url.push_str("?size=thumb");
    }
    url
}

fn send(shot: &Shot) {
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

/// The photos of a form with the tile that adds one.
#[component]
pub fn PhotoPicker(
    /// The photos.
    photos: Photos,
    /// What is wrong in the form.
    problems: Problems,
    /// The legend: 先拍张照片.
    #[prop(into)]
    legend: String,
    /// What stands beside the legend: 最多 4 张，也可以跳过.
    #[prop(optional, into)]
    note: Option<String>,
) -> impl IntoView {
    let chooser = NodeRef::<html::Input>::new();
    let error_id = next_id();
    let error = Memo::new(move |_| problems.with(|all| problem::at_field(all, Field::Photos)));
    let chosen = move |_| {
        let Some(input) = chooser.get() else { return };
        super::field::clear(problems, Field::Photos);
        let files = input.files();
        let count = files.as_ref().map_or(0, web_sys::FileList::length);
        for file in (0..count).filter_map(|n| files.as_ref().and_then(|f| f.item(n))) {
            if photos.shots.with_untracked(Vec::len) < limits::PHOTOS {
                photos.add(file);
            } else {
                let full = Problem::new(Code::TooMany).at(Field::Photos).with("max", limits::PHOTOS);
                problems.update(|all| all.push(full));
                break;
            }
        }
        input.set_value("");
    };
    let online = online::online();
    Effect::new(move |was: Option<bool>| {
        let is = online.get();
        if is && was == Some(false) {
            photos.send_again();
        }
        is
    });
    let full = move || photos.shots.with(|all| all.len() >= limits::PHOTOS);
    view! {
        <fieldset class="stack t">
            <legend class="label">{legend} " " <span class="opt">{note}</span></legend>
            <div class="shots">
                <button
                    class="shot add cam"
                    type="button"
                    hidden=full
                    on:click=move |_| {
                        if let Some(input) = chooser.get() {
                            input.click();
                        }
                    }
                >
                    {icon_large(Icon::Camera)}
                    {say::common::take_photo()}
                </button>
                <For each=move || photos.shots.get() key=|shot| shot.key let:shot>
                    {tile(photos, shot)}
                </For>
            </div>
            <input
                class="vh"
                type="file"
                accept="image/*"
                multiple
                tabindex="-1"
                aria-hidden="true"
                node_ref=chooser
                on:change=chosen
            />
            {move || error.get().map(|words| error_line(&error_id, words))}
        </fieldset>
    }
}

fn tile(photos: Photos, shot: Shot) -> impl IntoView {
    let (key, standing, again) = (shot.key, shot.standing, shot.clone());
    let state = move || match standing.get() {
        Standing::Stored(_) => None,
        Standing::Busy => Some(
            view! { <progress class="shot-busy" aria-label=say::common::sending_photo()></progress> }
                .into_any(),
        ),
        Standing::Failed(why, may_retry) => {
            let again = again.clone();
            Some(
                view! {
                    <div class="shot-bad" role="alert">
                        <span>{why}</span>
                        {may_retry
                            .then(|| {
                                view! {
                                    <button class="btn small" type="button" on:click=move |_| send(&again)>
                                        {say::common::retry()}
                                    </button>
                                }
                            })}
                    </div>
                }
                .into_any(),
            )
        }
    };
    view! {
        <div class="shot" class:wide=move || matches!(standing.get(), Standing::Failed(..))>
            <img src=shot.url alt=say::common::photo() />
            {state}
            <button
                class="x"
                type="button"
                aria-label=say::common::remove_photo()
                on:click=move |_| photos.remove(key)
            >
                {icon_small(Icon::Cross)}
            </button>
        </div>
    }
}

/// Stored photos to look at: small squares, each of which opens the picture itself.
pub fn photo_strip(ids: &[PhotoId]) -> impl IntoView {
    let count = ids.len();
    let shown = |(number, id): (usize, &PhotoId)| {
        let alt = say::common::photo_of(&count, &(number + 1));
        view! {
            <a class="shot" href=photo_url(id, false) target="_blank" rel="external">
                <img src=photo_url(id, true) alt=alt loading="lazy" />
            </a>
        }
        .into_any()
    };
    let shown: Vec<AnyView> = ids.iter().enumerate().map(shown).collect();
    (count > 0).then(|| view! { <div class="shots">{shown}</div> })
}
