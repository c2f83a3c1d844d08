//! Pages whose code is fetched when they are first opened, so that a first visit downloads what it shows.
//!
//! Which pages these are, and which travel together, the program decides (`bin/owner.rs`); here is what stands on
//! the screen meanwhile.

use core::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::mine::Mine;
use crate::net::{Failure, online};
use crate::ui::{Heading, Icon, icon, skeleton};
use crate::words::{problem, say};

/// Code on its way.
pub type Fetching = Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

/// A page that is fetched when it is first opened.
#[derive(Clone, Copy)]
pub struct Later {
    /// Fetches its code; at once if it is there already. Asked again after a failure, it tries again.
    pub fetch: fn() -> Fetching,
    /// The page, if its code is there.
    pub show: fn(Mine) -> Option<AnyView>,
}

/// The owners' pages that are not part of the start.
#[derive(Clone, Copy)]
pub struct Pages {
    /// Reporting.
    pub report: Later,
    /// All tickets.
    pub tickets: Later,
    /// One ticket.
    pub ticket: Later,
    /// What can be done with a ticket.
    pub step: Later,
    /// The owner's own page.
    pub me: Later,
}

impl Pages {
    /// Fetches whatever is not there yet. Who has left the home may be in a lift by the time the next page is opened.
    fn fetch_all(self) {
        let Self { report, tickets, ticket, step, me } = self;
        spawn_local(async move {
            for page in [report, ticket, tickets, step, me] {
                // What does not come is asked for again when its page, or another one, is opened.
                let _ = (page.fetch)().await;
            }
        });
    }
}

/// How the fetching stands.
#[derive(Clone, PartialEq)]
enum Phase {
    Waiting,
    Failed(Failure),
    Here,
}

impl Later {
    /// The page, or a skeleton until its code is there, or why the page called `name` is not, with ways on; when the
    /// network is back it tries again by itself.
    pub(super) fn page(self, mine: Mine, pages: Pages, name: fn() -> &'static str) -> AnyView {
        if let Some(page) = (self.show)(mine) {
            pages.fetch_all();
            return page;
        }
        let phase = RwSignal::new(Phase::Waiting);
        let fetch = move || {
            phase.set(Phase::Waiting);
            spawn_local(async move {
                let fetched = (self.fetch)().await;
                if fetched.is_ok() {
                    pages.fetch_all();
                }
                phase.try_set(fetched.map_or_else(Phase::Failed, |()| Phase::Here));
            });
        };
        fetch();
        let is_online = online::online();
        Effect::new(move |_| {
            if is_online.get() && phase.with_untracked(|p| matches!(p, Phase::Failed(_))) {
                fetch();
            }
        });
        let shown = move || {
            match phase.get() {
            Phase::Waiting => waiting(),
            Phase::Failed(why) => {
                view! {
                    <main class="front" id="main">
                        <div class="empty" role="alert">
                            {icon(Icon::Alert)}
                            <Heading words=say::common::page_failed(&name()) />
                            <p class="sm">{problem::failure(&why)}</p>
                            <button class="btn" type="button" on:click=move |_| fetch()>{say::common::retry()}</button>
                            <a class="btn quiet" href="/">{say::common::to_start()}</a>
                        </div>
                    </main>
                }
                .into_any()
            }
            Phase::Here => (self.show)(mine).unwrap_or_else(waiting),
        }
        };
        view! { {shown} }.into_any()
    }
}

fn waiting() -> AnyView {
    view! { <main class="front" id="main">{skeleton(6)}</main> }.into_any()
}
