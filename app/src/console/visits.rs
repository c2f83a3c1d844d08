//! Return visits that are due (回访, R93): the queue, what was done and said, and the form in one press.

use leptos::prelude::*;
use steward_core::tickets::api::{TicketRow, View};

use super::acts::act_bar;
use super::preview::shown;
use super::split::{cards, queue};
use super::{Topbar, Work};
use crate::net::clock;
use crate::ui::{Banner, Icon};
use crate::words::{label, say, time};

/// The page.
#[component]
pub fn Visits() -> impl IntoView {
    let (list, read) = queue(Memo::new(|_| View::Visits));
    let count = move || list.total.get().map(|n| view! { <span class="count">{n.words()}</span> });
    view! {
        <Topbar words=say::console::visits() />
        <Work>
            <div class="stack">
                <Banner symbol=Icon::Info>{say::desk::visits_note()}</Banner>
                <div class="two-part">
                    <section aria-labelledby="queue">
                        <div class="head mb"><h2 id="queue">{label::view(View::Visits)}</h2>{count}</div>
                        {cards(list, say::desk::visits_empty(), "", until)}
                    </section>
                    <section class="card detail" aria-label=say::console::ticket()>
                        <div class="pad stack">
                            {read.shown(say::console::visit_choose(), |page| shown(page, true))}
                        </div>
                        <div class="pva">{act_bar(read.desk, 2)}</div>
                    </section>
                </div>
            </div>
        </Work>
    }
}

/// Who did it, and until when the visit is due.
fn until(row: &TicketRow) -> String {
    let who = row.assignee.clone().unwrap_or_default();
    let due = row.clock.as_ref().filter(|c| c.stopped.is_none());
    let due = due.map(|c| say::console::until(&time::day_time(c.due, clock::now()))).unwrap_or_default();
    let parts = [label::category(row.category).to_owned(), who, due];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}
