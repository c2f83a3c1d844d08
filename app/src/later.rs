//! Pages whose code is fetched when they are first opened, so that a first visit downloads what it shows.
//!
//! Which pages these are, and which travel together, each program decides (`bin/*/pages.rs`, with [`later!`]); here
//! is what stands on the screen meanwhile.

use core::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::net::{Failure, online, pause};
use crate::ui::{Heading, Icon, icon, load, loaded, skeleton};
use crate::words::{problem, say};

/// A module that holds `LATER`: the function of a page, kept in a chunk of the program and fetched when the page is
/// first opened. Without the feature `split` everything is one file: quicker to build, the same to use.
#[macro_export]
macro_rules! later {
    ($page:ident($with:ty) in $chunk:ident = $make:path) => {
        mod $page {
            use super::*;

            pub(super) const LATER: $crate::later::Later<$with> = $crate::later::Later { fetch, show };

            #[cfg(feature = "split")]
            #[wasm_split_helpers::wasm_split($chunk, fallible, preload(preload))]
            fn $page(with: $with) -> Result<leptos::prelude::AnyView, wasm_split_helpers::SplitLoaderError> {
                Ok($make(with))
            }

            #[cfg(feature = "split")]
            fn fetch() -> $crate::later::Fetching {
                Box::pin(async { preload().await.map_err(|_| $crate::net::Failure::Offline) })
            }

            #[cfg(feature = "split")]
            fn show(with: $with) -> Option<leptos::prelude::AnyView> {
                use futures_util::FutureExt as _;
                $page(with).now_or_never()?.ok()
            }

            #[cfg(not(feature = "split"))]
            fn fetch() -> $crate::later::Fetching {
                Box::pin(core::future::ready(Ok(())))
            }

            #[cfg(not(feature = "split"))]
            fn show(with: $with) -> Option<leptos::prelude::AnyView> {
                Some($make(with))
            }
        }
    };
}

/// How long to wait before code that did not come is asked for again: twice as long each time, between these.
const SOON: Duration = Duration::from_secs(3);
const SELDOM: Duration = Duration::from_secs(30);

/// How long the page that was opened has the line for itself, before the code of others follows.
const AFTER: Duration = Duration::from_secs(2);

/// Code on its way.
pub type Fetching = Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

/// A page that is fetched when it is first opened; it is made with a `T`.
#[derive(Clone, Copy)]
pub struct Later<T> {
    /// Fetches its code; at once if it is there already. Asked again after a failure, it tries again.
    pub fetch: fn() -> Fetching,
    /// The page, if its code is there.
    pub show: fn(T) -> Option<AnyView>,
}

/// Fetches whatever is not there yet. Who has left the first page may be in a lift by the time the next is opened.
pub(crate) fn fetch_all(pages: Vec<fn() -> Fetching>) {
    spawn_local(async move {
        pause(AFTER).await;
        for fetch in pages {
            // What does not come is asked for again when its page, or another one, is opened.
            let _ = fetch().await;
        }
    });
}

/// How the fetching stands.
#[derive(Clone, PartialEq)]
enum Phase {
    Waiting,
    Failed(Failure),
    Here,
}

impl<T: Copy + Send + Sync + 'static> Later<T> {
    /// The page, or a skeleton until its code is there, or why the page called `name` is not, with ways on, one of
    /// them to `start`. It goes on trying by itself, at once when the network is back. Then the code of `all` follows.
    pub fn page<const N: usize>(
        self,
        with: T,
        all: [Self; N],
        start: &'static str,
        name: fn() -> &'static str,
    ) -> AnyView {
        let show: Show = Arc::new(move || (self.show)(with));
        page_of(self.fetch, show, all.map(|page| page.fetch).to_vec(), start, name)
    }

    /// A part of a page: a skeleton until its code is there, or why it is not, with a button to try again.
    pub fn part(self, with: T) -> AnyView {
        let code = load(self.fetch);
        let show = move |()| (self.show)(with).unwrap_or_else(|| skeleton(4).into_any());
        loaded(code, || skeleton(4).into_any(), show).into_any()
    }
}

/// Makes a page, if its code is there.
type Show = Arc<dyn Fn() -> Option<AnyView> + Send + Sync>;

/// [`Later::page`], compiled once for all that pages are made with.
fn page_of(
    fetch: fn() -> Fetching,
    show: Show,
    all: Vec<fn() -> Fetching>,
    start: &'static str,
    name: fn() -> &'static str,
) -> AnyView {
    if let Some(page) = show() {
        fetch_all(all);
        return page;
    }
    let phase = RwSignal::new(Phase::Waiting);
    let all = StoredValue::new(all);
    // Who asks again takes over from the asking that goes on.
    let turn = StoredValue::new(0_u32);
    let ask = move || {
        let mine = turn.with_value(|turn| turn + 1);
        turn.set_value(mine);
        spawn_local(async move {
            let mut wait = SOON;
            loop {
                let fetched = fetch().await;
                if turn.try_get_value() != Some(mine) {
                    return;
                }
                match fetched {
                    Ok(()) => {
                        fetch_all(all.get_value());
                        phase.set(Phase::Here);
                        return;
                    }
                    // Said once: it is not read out again each time.
                    Err(why) if phase.with_untracked(|p| !matches!(p, Phase::Failed(_))) => {
                        phase.set(Phase::Failed(why));
                    }
                    Err(_) => {}
                }
                pause(wait).await;
                wait = (wait * 2).min(SELDOM);
            }
        });
    };
    ask();
    let again = move || {
        phase.set(Phase::Waiting);
        ask();
    };
    let is_online = online::online();
    Effect::new(move |_| {
        if is_online.get() && phase.with_untracked(|p| matches!(p, Phase::Failed(_))) {
            ask();
        }
    });
    let shown = move || match phase.get() {
        Phase::Waiting => waiting(),
        Phase::Failed(why) => view! {
            <main class="front" id="main">
                <div class="empty" role="alert">
                    {icon(Icon::Alert)}
                    <Heading words=say::common::page_failed(&name()) />
                    <p class="sm">{problem::failure(&why)}</p>
                    <button class="btn" type="button" on:click=move |_| again()>
                        {say::common::retry()}
                    </button>
                    <a class="btn quiet" href=start>{say::common::to_start()}</a>
                </div>
            </main>
        }
        .into_any(),
        Phase::Here => show().unwrap_or_else(waiting),
    };
    view! { {shown} }.into_any()
}

fn waiting() -> AnyView {
    view! { <main class="front" id="main">{skeleton(6)}</main> }.into_any()
}
