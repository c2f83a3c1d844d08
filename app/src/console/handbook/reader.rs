//! Reading the version in force: chapter by chapter, searched, printed whole, and acknowledged.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Nothing;
use steward_core::knowledge::handbook::Edition;
use steward_core::knowledge::handbook::api::{ACKNOWLEDGE, CURRENT, Current};
use steward_core::tickets::Scenario;
use steward_core::time::Instant;

use super::{aids, chapter, chapter_list, chosen, is_conflict, model, why};
use crate::console::shell::HandbookWaits;
use crate::net::{call, clock};
use crate::ui::{Banner, Button, Icon, Loading, Look, Status, empty, icon, load, loaded, skeleton, toast};
use crate::words::{label, say, time};

/// The part of the page.
pub(super) fn page() -> AnyView {
    let current: Loading<Current> = load(move || call(&CURRENT, &[], &Nothing {}));
    let show = move |shown: Current| {
        aids::remember(&shown);
        whole(shown, current)
    };
    view! { {loaded(current, || skeleton(12).into_any(), show)} }.into_any()
}

fn whole(current: Current, loading: Loading<Current>) -> AnyView {
    let Current { edition, limits, acknowledged, asked } = current;
    let Some(edition) = edition else {
        return empty(Icon::Book, say::handbook::none(), say::handbook::none_note()).into_any();
    };
    let chosen = chosen();
    let query = RwSignal::new(String::new());
    let read: Vec<AnyView> = edition
        .chapters
        .iter()
        .map(|one| {
            let scenario = one.scenario;
            // The others stand there too, unseen: a handbook prints whole.
            view! {
                <article class="card pad hb-chapter" class:unseen=move || chosen.get() != scenario>
                    {chapter::chapter(one, &limits)}
                </article>
            }
            .into_any()
        })
        .collect();
    let ack = asked.then(|| acknowledgement(edition.version, acknowledged, loading));
    let head = head(&edition, chosen);
    let chapters = StoredValue::new(edition.chapters);
    let searching = Memo::new(move |_| query.with(|q| !q.trim().is_empty()));
    let results = move || {
        searching.get().then(|| chapters.with_value(|all| hits(model::hits(all, &query.read()), query)))
    };
    view! {
        {ack}
        {head}
        <div class="hb">
            <div class="stack t hb-side">
                <div class="field" role="search">
                    <label for="hb-search">{say::handbook::search()}</label>
                    <input class="input" id="hb-search" type="search" autocomplete="off" prop:value=query
                        on:input:target=move |event| query.set(event.target().value()) />
                </div>
                {chapter_list("/console/handbook?".to_owned(), chosen, |_| None)}
            </div>
            <div class="stack">
                {results}
                <div class="hb-all" class:unseen=move || searching.get()>{read}</div>
            </div>
        </div>
    }
    .into_any()
}

/// Which version this is, until when it is to be looked at again, the way to suggest something, and that to paper.
fn head(edition: &Edition, chosen: Memo<Scenario>) -> AnyView {
    let now = clock::now();
    let from = edition.from.map(|at| say::handbook::version_from(&edition.version, &time::day(at, now)));
    let review = edition.review_by.map(|by| {
        let day = time::day(by, now);
        if by < now { say::handbook::review_late(&day) } else { say::handbook::review_by(&day) }
    });
    let suggest = move || ["/console/customer-voice?part=suggest&about=", chosen.get().word()].concat();
    let print = Callback::new(|()| {
        let _ = window().print();
    });
    view! {
        <div class="line between">
            <p class="sm">{from}" "<span class="mute">{review}</span></p>
            <span class="line">
                <a class="btn small" href=suggest>{say::handbook::suggest()}</a>
                <Button look=Look::Small symbol=Icon::Copy on_press=print>{say::handbook::print()}</Button>
            </span>
        </div>
    }
    .into_any()
}

/// Whether the viewer has read it, or the button that says so.
fn acknowledgement(version: u32, at: Option<Instant>, loading: Loading<Current>) -> AnyView {
    if let Some(at) = at {
        let words = say::handbook::read_at(&time::day_time(at, clock::now()));
        return view! { <p class="banner">{icon(Icon::Check)}<span class="sm">{words}</span></p> }.into_any();
    }
    let pending = RwSignal::new(false);
    let waits = use_context::<HandbookWaits>();
    let press = Callback::new(move |()| {
        pending.set(true);
        spawn_local(async move {
            match call(&ACKNOWLEDGE, &[&version.to_string()], &Nothing {}).await {
                Ok(_) => toast::tell(say::handbook::read_done()),
                Err(failure) if is_conflict(&failure) => toast::warn(say::handbook::newer(&newer(&failure))),
                Err(failure) => toast::warn(why(&failure)),
            }
            pending.try_set(false);
            loading.refetch();
            if let Some(waits) = waits {
                waits.ask();
            }
        });
    });
    view! {
        <Banner status=Status::Soon>
            <div class="line between">
                <span>{say::handbook::unread(&version)}</span>
                <Button look=Look::Primary symbol=Icon::Check pending=pending on_press=press>
                    {say::handbook::i_have_read()}
                </Button>
            </div>
        </Banner>
    }
    .into_any()
}

/// The version that holds by now.
fn newer(failure: &crate::net::Failure) -> String {
    match failure {
        crate::net::Failure::Problem(told) => told.params.get("version").cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

fn hits(found: Vec<model::Hit>, query: RwSignal<String>) -> AnyView {
    let count = say::handbook::hits(u64::try_from(found.len()).unwrap_or(u64::MAX));
    let line = |hit: model::Hit| {
        let href = ["/console/handbook?c=", hit.scenario.word()].concat();
        let where_ = [label::scenario(hit.scenario), " · ", hit.part].concat();
        view! {
            <li>
                // The chapter takes the place of what was found.
                <a href=href on:click=move |_| query.set(String::new())>{where_}</a>
                <p class="sm pre" dir="auto">{hit.words}</p>
            </li>
        }
        .into_any()
    };
    let words = if found.is_empty() { say::handbook::no_hit().to_owned() } else { count };
    view! {
        <section class="card pad hb-hits">
            <p role="status">{words}</p>
            <ul>{found.into_iter().map(line).collect::<Vec<_>>()}</ul>
        </section>
    }
    .into_any()
}
