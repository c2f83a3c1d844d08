//! Taking and choosing photos: previews at once, made small here, sent one by one, each with its own second try.
//!
//! The browser offers camera or library by itself. A photo that cannot be read, sent or shown says so in its place
//! and takes none of the others with it.

mod set;
mod shrink;

use leptos::html;
use leptos::prelude::*;
use steward_core::ids::PhotoId;
use steward_core::problem::{Code, Field, Problem};
use steward_core::tickets::draft::limits;

use super::field::{Problems, error_line, next_id};
use super::icon::{Icon, icon, icon_large, icon_small};
use crate::net::online;
use crate::words::{problem, say};

pub use set::{Photos, photo_url};
use set::{Shot, Standing, send};

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
            if photos.count_untracked() < limits::PHOTOS {
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
    let full = move || photos.shots().len() >= limits::PHOTOS;
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
                <For each=move || photos.shots() key=|shot| shot.key let:shot>
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
            {picture(shot.url, say::common::photo().to_owned(), false)}
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
pub fn photo_strip(ids: &[PhotoId]) -> AnyView {
    let count = ids.len();
    let shown = |(number, id): (usize, &PhotoId)| {
        let alt = say::common::photo_of(&count, &(number + 1));
        view! {
            <a class="shot" href=photo_url(id, false) target="_blank" rel="external">
                {picture(photo_url(id, true), alt, true)}
            </a>
        }
        .into_any()
    };
    let shown: Vec<AnyView> = ids.iter().enumerate().map(shown).collect();
    (count > 0).then(|| view! { <div class="shots">{shown}</div> }).into_any()
}

/// The picture; where it cannot be shown, a drawn place that says so. It is tried again when the network is back.
fn picture(url: String, alt: String, lazy: bool) -> AnyView {
    let gone = RwSignal::new(false);
    let online = online::online();
    Effect::new(move |was: Option<bool>| {
        let is = online.get();
        if is && was == Some(false) {
            gone.set(false);
        }
        is
    });
    let shown = move || {
        if gone.get() {
            return view! {
                <span class="shot-gone" role="img" aria-label=say::common::photo_gone_of(&alt)>
                    {icon(Icon::Image)}
                    {say::common::photo_gone()}
                </span>
            }
            .into_any();
        }
        let loading = lazy.then_some("lazy");
        view! { <img src=url.clone() alt=alt.clone() loading=loading on:error=move |_| gone.set(true) /> }
            .into_any()
    };
    view! { {shown} }.into_any()
}
