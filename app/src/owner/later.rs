//! Pages whose code is fetched when they are first opened, so that a first visit downloads what it shows.
//!
//! Which pages these are, and which travel together, the program decides (`bin/owner.rs`); here is what stands on
//! the screen meanwhile.

use core::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::mine::Mine;
use crate::net::{Failure, online, pause};
use crate::ui::{Heading, Icon, icon, skeleton};
use crate::words::{problem, say};

/// How long to wait before code that did not come is asked for again: twice as long each time, between these.
const SOON: Duration = Duration::from_secs(3);
const SELDOM: Duration = Duration::from_secs(30);

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
    /// The page, or a skeleton until its code is there, or why the page called `name` is not, with ways on. It goes
    /// on trying by itself, at once when the network is back.
    pub(super) fn page(self, mine: Mine, pages: Pages, name: fn() -> &'static str) -> AnyView {
        if let Some(page) = (self.show)(mine) {
            pages.fetch_all();
            return page;
        }
        let phase = RwSignal::new(Phase::Waiting);
        // Who asks again takes over from the asking that goes on.
        let turn = StoredValue::new(0_u32);
        let ask = move || {
            let mine = turn.with_value(|turn| turn + 1);
            turn.set_value(mine);
            spawn_local(async move {
                let mut wait = SOON;
                loop {
                    let fetched = (self.fetch)().await;
                    if turn.try_get_value() != Some(mine) {
                        return;
                    }
                    match fetched {
                        Ok(()) => {
                            pages.fetch_all();
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
        let fetch = move || {
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
                        <button class="btn" type="button" on:click=move |_| fetch()>
                            {say::common::retry()}
                        </button>
                        <a class="btn quiet" href="/">{say::common::to_start()}</a>
                    </div>
                </main>
            }
            .into_any(),
            Phase::Here => (self.show)(mine).unwrap_or_else(waiting),
        };
        view! { {shown} }.into_any()
    }
}

fn waiting() -> AnyView {
    view! { <main class="front" id="main">{skeleton(6)}</main> }.into_any()
}
