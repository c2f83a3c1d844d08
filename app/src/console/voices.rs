//! What owners said and nobody has answered for yet: owners to follow up with (闭环跟进), the first due first, and
//! tickets whose voices disagree (评价分歧).

use leptos::prelude::*;
use steward_core::tickets::api::{COUNTS, CountQuery, TicketPage, TicketRow, View, ViewCount};

use super::acts::act_bar;
use super::preview::shown;
use super::split::{cards, queue};
use super::ticket::voices::voices;
use super::{Topbar, Work};
use crate::nav;
use crate::net::{call, clock};
use crate::ui::{Banner, Icon, load};
use crate::words::{label, say, time};

/// The page.
#[component]
pub fn Voices() -> impl IntoView {
    let address = nav::query();
    let view = Memo::new(move |_| match address.with(|q| q.get("view")).as_deref() {
        Some("voices") => View::Voices,
        _ => View::FollowUps,
    });
    let (list, read) = queue(view);
    let counts = load(move || {
        list.changes.track();
        call(&COUNTS, &[], &CountQuery::default())
    });
    let tab = move |one: View, href: &'static str| {
        let of = move |all: &Vec<ViewCount>| all.iter().find(|c| c.view == one).map(|c| c.count);
        let count = move || {
            let n = counts.with(|c| c.as_ref()?.as_ref().ok().and_then(of));
            n.map(|n| view! { <span class="count">{n}</span> })
        };
        view! {
            <a href=href aria-current=move || (view.get() == one).then_some("page")>{label::view(one)}{count}</a>
        }
    };
    let rows = move || match view.get() {
        View::Voices => cards(list, say::voices::none_disagree(), "", what).into_any(),
        _ => cards(list, say::voices::none_to_follow(), "", until).into_any(),
    };
    let note = move || match view.get() {
        View::Voices => say::voices::disagree_note(),
        _ => say::voices::follow_note(),
    };
    let detail = move |page: &TicketPage| {
        view! {
            {voices(page)}
            {shown(page, true)}
        }
        .into_any()
    };
    view! {
        <Topbar words=say::voices::page() />
        <Work>
            <div class="stack">
                <nav class="tabs" aria-label=say::console::views()>
                    {tab(View::FollowUps, "/console/voices")}
                    {tab(View::Voices, "/console/voices?view=voices")}
                </nav>
                <Banner symbol=Icon::Info>{note}</Banner>
                <div class="two-part">
                    <section aria-label=say::voices::page()>{rows}</section>
                    <section class="card detail" aria-label=say::console::ticket()>
                        <div class="pad stack">{read.shown(say::voices::choose(), detail)}</div>
                        <div class="pva">{act_bar(read.desk, 2)}</div>
                    </section>
                </div>
            </div>
        </Work>
    }
}

/// What it is, and who had it.
fn what(row: &TicketRow) -> String {
    let parts = [label::category(row.category).to_owned(), row.assignee.clone().unwrap_or_default()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The same, and until when somebody is to have spoken with the owner.
fn until(row: &TicketRow) -> String {
    let now = clock::now();
    let due = row.follow_up_due.map(|due| {
        let at = time::day_time(due, now);
        if now > due { say::voices::late_since(&at) } else { say::console::until(&at) }
    });
    let parts = [due.unwrap_or_default(), what(row)];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}
