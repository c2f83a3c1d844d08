//! The coding desk: one text after the other, with those that wait beside it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::permit::Action;
use steward_core::endpoint::{Nothing, Page};
use steward_core::surveys::coding::api::{
    BOOK, BookPage, EXPORT_TEXTS, TEXTS, TextsQuery, VoiceText, Wanted,
};
use steward_core::surveys::coding::{TextKind, TextRef};

use super::{can, chooser, chosen, month_and_project, panel};
use crate::nav;
use crate::net::{call, clock};
use crate::ui::{Banner, Button, Icon, empty, exports, load, loaded, skeleton, toast};
use crate::words::{label, problem, say, time};

/// The texts on the screen: the first page as it was read, and what was read on since.
#[derive(Clone, Copy)]
struct List {
    rows: RwSignal<Vec<VoiceText>>,
    next: RwSignal<Option<String>>,
    current: RwSignal<Option<TextRef>>,
}

pub(super) fn page() -> AnyView {
    let (month, project) = chosen();
    let query = nav::query();
    let kind = Memo::new(move |_| query.with(|q| q.get("kind")).unwrap_or_default());
    let wanted = Memo::new(move |_| query.with(|q| q.get("wanted")).unwrap_or_else(|| "unread".to_owned()));
    let asked = move || TextsQuery {
        month: month.get(),
        project: project.get().parse().ok(),
        kind: TextKind::from_word(&kind.get()),
        wanted: Wanted::from_word(&wanted.get()),
        after: None,
    };
    let book = load(|| call(&BOOK, &[], &Nothing {}));
    let texts = load(move || {
        let query = asked();
        async move { call(&TEXTS, &[], &query).await.map(|page| (query, page)) }
    });
    let mut kinds = vec![(String::new(), say::voice::all_kinds().to_owned())];
    kinds.extend(TextKind::ALL.iter().map(|k| (k.word().to_owned(), label::text_kind(*k).to_owned())));
    let mut states: Vec<(String, String)> =
        Wanted::ALL.iter().map(|w| (w.word().to_owned(), label::wanted(*w).to_owned())).collect();
    states.push(("all".to_owned(), say::voice::all_wanted().to_owned()));
    let export = exports(&EXPORT_TEXTS, Vec::new(), move || untrack(asked).into());
    let second = move || {
        (wanted.get() == "second")
            .then(|| view! { <Banner symbol=Icon::Info>{say::voice::blind_note}</Banner> })
    };
    let looks_only =
        (!can(Action::Update)).then(|| view! { <Banner symbol=Icon::Info>{say::voice::may_not}</Banner> });
    let both = move |(query, page): (TextsQuery, Page<VoiceText>)| {
        let show = move |book: BookPage| desk(book, query.clone(), page.clone());
        loaded(book, || skeleton(4).into_any(), show).into_any()
    };
    view! {
        <div class="stack">
            <div class="voice-filters">
                {month_and_project(month, project)}
                {chooser(say::voice::kind_label(), "kind", kinds, move || kind.get())}
                {chooser(say::voice::wanted_label(), "wanted", states, move || wanted.get())}
                {export}
            </div>
            {second}
            {looks_only}
            {loaded(texts, || skeleton(6).into_any(), both)}
        </div>
    }
    .into_any()
}

fn desk(book: BookPage, query: TextsQuery, page: Page<VoiceText>) -> AnyView {
    let list = List {
        current: RwSignal::new(page.rows.first().map(|row| row.text.clone())),
        rows: RwSignal::new(page.rows),
        next: RwSignal::new(page.next),
    };
    let may_read = book.may_read;
    let book = StoredValue::new(book.book);
    let month = query.month;
    let goes = query.wanted.is_some_and(|wanted| wanted != Wanted::Read);
    let step = move |drop: bool| {
        let Some(now) = list.current.get_untracked() else { return };
        let after = list.rows.with_untracked(|rows| {
            let at = rows.iter().position(|row| row.text == now).unwrap_or(0);
            rows.get(at + 1).or_else(|| rows.first().filter(|_| at > 0)).map(|row| row.text.clone())
        });
        if drop {
            list.rows.update(|rows| rows.retain(|row| row.text != now));
        }
        list.current.set(after);
    };
    let read = Callback::new(move |text: VoiceText| {
        toast::tell(say::voice::saved());
        if !goes {
            list.rows.update(|rows| {
                if let Some(row) = rows.iter_mut().find(|row| row.text == text.text) {
                    *row = text.clone();
                }
            });
        }
        step(goes);
    });
    let skip = Callback::new(move |()| step(false));
    let current = Memo::new(move |_| {
        let now = list.current.get()?;
        list.rows.with(|rows| rows.iter().find(|row| row.text == now).cloned())
    });
    let shown = move || match current.get() {
        Some(text) => panel::panel(book, text, month, may_read, (read, skip)),
        None => empty(Icon::Check, say::voice::none(), say::voice::none_note()).into_any(),
    };
    let more = move || {
        list.next.get().map(|after| {
            let query = TextsQuery { after: Some(after), ..query.clone() };
            let press = Callback::new(move |()| {
                let query = query.clone();
                spawn_local(async move {
                    match call(&TEXTS, &[], &query).await {
                        Ok(page) => {
                            list.rows.update(|rows| rows.extend(page.rows));
                            list.next.set(page.next);
                            if list.current.with_untracked(Option::is_none) {
                                list.current.set(
                                    list.rows.with_untracked(|rows| rows.first().map(|row| row.text.clone())),
                                );
                            }
                        }
                        Err(failure) => toast::warn(problem::failure(&failure)),
                    }
                });
            });
            view! { <Button on_press=press>{say::voice::more()}</Button> }
        })
    };
    let rows = move || {
        let all = list.rows.get();
        (!all.is_empty()).then(|| {
            let items: Vec<AnyView> = all.into_iter().map(|row| line(row, list.current)).collect();
            view! { <ul class="card rows" aria-label=say::voice::queue()>{items}</ul> }
        })
    };
    view! {
        <div class="voice-desk">
            <section class="stack" aria-label=say::voice::text()>{shown}</section>
            <section class="stack" aria-label=say::voice::queue()>
                {rows}
                {more}
            </section>
        </div>
    }
    .into_any()
}

/// A text in the list.
fn line(row: VoiceText, current: RwSignal<Option<TextRef>>) -> AnyView {
    let (text, mine) = (row.text.clone(), row.text.clone());
    let words = if row.words.is_empty() { say::voice::no_words().to_owned() } else { row.words };
    let words: String = words.chars().take(40).collect();
    let about = [label::text_kind(text.kind), " · ", &time::day(row.at, clock::now())].concat();
    view! {
        <li>
            <button
                class="row wide"
                type="button"
                aria-current=move || current.with(|now| now.as_ref() == Some(&mine)).then_some("true")
                on:click=move |_| current.set(Some(text.clone()))
            >
                <span class="grow">{words}</span>
                <span class="mute xs">{about}</span>
            </button>
        </li>
    }
    .into_any()
}
