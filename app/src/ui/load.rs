//! Showing what has to be loaded: a skeleton, then the thing, or words with a way to try again.
//!
//! Each panel stands for itself: one that fails says so and leaves the rest of the page alone.

use leptos::prelude::*;

use super::icon::Icon;
use super::icon::icon;
use crate::net::{Failure, online};
use crate::words::{problem, say};

/// What a page loads: made with [`load`].
pub type Loading<T> = LocalResource<Result<T, Failure>>;

/// Starts to load; loads again whenever a signal that `fetch` reads changes.
pub fn load<T, Fut>(fetch: impl Fn() -> Fut + 'static) -> Loading<T>
where
    T: 'static,
    Fut: Future<Output = Result<T, Failure>> + 'static,
{
    LocalResource::new(fetch)
}

/// Shows `loading`: `skeleton` at first, `show` when it is there, and the failure with a button otherwise.
/// While it loads again the old contents stay. When the network is back it tries again by itself.
pub fn loaded<T: Clone + 'static>(
    loading: Loading<T>,
    skeleton: impl Fn() -> AnyView + Send + Sync + 'static,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let is_online = online::online();
    Effect::new(move |was: Option<bool>| {
        let is = is_online.get();
        let failed = loading.with_untracked(|l| matches!(l, Some(Err(f)) if f.is_passing()));
        if is && was == Some(false) && failed {
            loading.refetch();
        }
        is
    });
    move || match loading.get() {
        None => skeleton(),
        Some(Ok(value)) => show(value),
        Some(Err(failure)) => failed(&failure, Callback::new(move |()| loading.refetch())),
    }
}

/// A place that could not be loaded, with why and a button to try again.
pub fn failed(failure: &Failure, again: Callback<()>) -> AnyView {
    view! {
        <div class="empty" role="alert">
            {icon(Icon::Alert)}
            <b>{say::common::failed()}</b>
            <p class="sm">{problem::failure(failure)}</p>
            <button class="btn" type="button" on:click=move |_| again.run(())>{say::common::retry()}</button>
        </div>
    }
    .into_any()
}
