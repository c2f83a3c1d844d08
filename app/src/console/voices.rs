//! What owners said and nobody has answered for yet: owners to follow up with (闭环跟进), the first due first, those who
//! wish to be called after a survey, and tickets whose voices disagree (评价分歧); and how owners were spoken with.

use leptos::prelude::*;
use steward_core::tickets::api::{COUNTS, CountQuery, TicketPage, TicketRow, View, ViewCount};

use super::acts::act_bar;
use super::amount::Amount;
use super::call_backs;
use super::preview::shown;
use super::same_words;
use super::split::{cards, queue};
use super::ticket::voices::voices;
use super::{Topbar, Work};
use crate::nav;
use crate::net::{call, clock};
use crate::ui::{Banner, Icon, load};
use crate::words::{label, say, time};

/// What the page shows.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    FollowUps,
    Calls,
    Disagreements,
    SameWords,
}

impl Part {
    fn of(word: Option<&str>) -> Self {
        match word {
            Some("calls") => Self::Calls,
            Some("voices") => Self::Disagreements,
            Some("words") => Self::SameWords,
            _ => Self::FollowUps,
        }
    }

    fn note(self) -> &'static str {
        match self {
            Self::FollowUps => say::voices::follow_note(),
            Self::Calls => say::voices::calls_note(),
            Self::Disagreements => say::voices::disagree_note(),
            Self::SameWords => say::voices::same_note(),
        }
    }
}

/// The page.
#[component]
pub fn Voices() -> impl IntoView {
    let address = nav::query();
    let part = Memo::new(move |_| Part::of(address.with(|q| q.get("view")).as_deref()));
    let tab = move |one: Part, href: &'static str, words: &'static str, count: AnyView| {
        view! { <a href=href aria-current=move || (part.get() == one).then_some("page")>{words}{count}</a> }
    };
    let view = Memo::new(move |_| match part.get() {
        Part::Disagreements => View::Voices,
        _ => View::FollowUps,
    });
    let (list, read) = queue(view);
    let counts = load(move || {
        list.changes.track();
        call(&COUNTS, &[], &CountQuery::default())
    });
    let count = move |one: View| {
        let of = move |all: &Vec<ViewCount>| Amount::of_view(all, one);
        let count = move || {
            let n = counts.with(|c| c.as_ref()?.as_ref().ok().and_then(of));
            n.map(|n| view! { <span class="count">{n.words()}</span> })
        };
        view! { {count} }.into_any()
    };
    let rows = move || match view.get() {
        View::Voices => cards(list, say::voices::none_disagree(), "", what).into_any(),
        _ => cards(list, say::voices::none_to_follow(), "", until).into_any(),
    };
    let detail = move |page: &TicketPage| {
        view! {
            {voices(page)}
            {shown(page, true)}
        }
        .into_any()
    };
    let tickets = move || {
        view! {
            <div class="two-part">
                <section aria-label=say::voices::page()>{rows}</section>
                <section class="card detail" aria-label=say::console::ticket()>
                    <div class="pad stack">{read.shown(say::voices::choose(), detail)}</div>
                    <div class="pva">{act_bar(read.desk, 2)}</div>
                </section>
            </div>
        }
        .into_any()
    };
    let body = move || match part.get() {
        Part::Calls => call_backs::list(),
        Part::SameWords => same_words::list(),
        Part::FollowUps | Part::Disagreements => tickets(),
    };
    let follow_ups = label::view(View::FollowUps);
    let disagree = label::view(View::Voices);
    view! {
        <Topbar words=say::voices::page() />
        <Work>
            <div class="stack">
                <nav class="tabs" aria-label=say::console::views()>
                    {tab(Part::FollowUps, "/console/voices", follow_ups, count(View::FollowUps))}
                    {tab(Part::Calls, "/console/voices?view=calls", say::voices::calls(), ().into_any())}
                    {tab(Part::Disagreements, "/console/voices?view=voices", disagree, count(View::Voices))}
                    {tab(Part::SameWords, "/console/voices?view=words", say::voices::same_words(), ().into_any())}
                </nav>
                {move || view! { <Banner symbol=Icon::Info>{part.get().note()}</Banner> }}
                {body}
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
