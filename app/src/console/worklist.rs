//! The worklist (工单): what is due soonest comes first. View and filters stand in the address; the keys walk it.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use steward_core::ids::TicketId;
use steward_core::tickets::api::{COUNTS, CountQuery, ListQuery, TicketRow, View, ViewCount};
use wasm_bindgen::JsCast;

use super::amount::Amount;
use super::list::{Line, Listing, clock_cell, listing};
use super::new_ticket::Creating;
use super::preview::{is_wide, preview};
use super::worklist_filters::{filter_line, filters, key_help};
use super::worklist_model::{self as model, Key, Part};
use super::{Next, Topbar, Work, new_ticket_model};
use crate::device;
use crate::later::Later;
use crate::nav;
use crate::net::{call, clock, session};
use crate::ui::{Banner, Button, Dialog, Icon, Look, Status, empty, failed, icon_small, load, skeleton};
use crate::words::{label, problem, say, time};

const BASE: &str = "/console";
pub(crate) const KEYS: &str = "steward.keys";

/// The page.
#[component]
pub fn Worklist() -> impl IntoView {
    let address = nav::query();
    let query = Memo::new(move |_| {
        let mut query = address.with(|q| model::parse(|name| q.get(name)));
        query.view = query.view.or(Some(View::Due));
        query
    });
    let list = listing(query);
    let go = goer();
    let search = NodeRef::<html::Input>::new();
    let filtering = RwSignal::new(false);
    let helping = RwSignal::new(false);
    let keys_on = RwSignal::new(device::kept::<bool>(KEYS).unwrap_or(true));
    Effect::new(move |_| {
        device::keep(KEYS, &keys_on.get());
    });
    let may_submit = new_ticket_model::may(session::me_untracked().as_ref());
    let creating = RwSignal::new(false);
    let form = use_context::<Later<Creating>>();
    let next = use_context::<Next>();
    Effect::new(move |_| {
        if let Some(next) = next.filter(|_| list.is_read.get()) {
            next.fetch();
        }
    });
    let table = NodeRef::<html::Table>::new();
    let pressed = window_event_listener(ev::keydown, move |event| {
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        let Some(key) = model::key(&event.key(), is_typing(&event), modified, keys_on.get_untracked()) else {
            return;
        };
        match key {
            Key::Down | Key::Up => {
                let to =
                    list.selected.with_untracked(|s| model::step(&list.ids(), s.as_ref(), key == Key::Down));
                if let Some(id) = to {
                    focus_row(table, &id);
                    list.selected.set(Some(id));
                }
            }
            Key::Search => {
                if let Some(input) = search.get_untracked() {
                    let _ = input.focus();
                }
            }
            Key::Filter => filtering.set(true),
            Key::New if may_submit => creating.set(true),
            Key::New => return,
            Key::Help => helping.set(true),
        }
        event.prevent_default();
    });
    on_cleanup(move || pressed.remove());
    let wide = is_wide();
    let beside = move || search_box(search, query, go);
    view! {
        <Topbar words=say::console::worklist() beside=beside>
            {may_submit.then(|| view! {
                <Button symbol=Icon::Plus on_press=Callback::new(move |()| creating.set(true))>
                    <span class="wide-only">{say::console::new_ticket()}</span>
                    <span class="vh narrow-only">{say::console::new_ticket()}</span>
                    <kbd class="wide-only" aria-hidden="true">"N"</kbd>
                </Button>
            })}
        </Topbar>
        <Work>
            <div class="wl">
                <section class="lst" aria-label=say::console::worklist()>
                    {tabs(list, query)}
                    {filter_line(list, query, go, filtering)}
                    {body(list, query, table)}
                    <div class="bulk">
                        <span class="keys" aria-hidden="true" hidden=move || !keys_on.get()>
                            <kbd>"J"</kbd><kbd>"K"</kbd>{say::console::key_move()}
                            <kbd>"↵"</kbd>{say::console::key_open()}
                            <kbd>"/"</kbd>{say::console::key_search()}
                        </span>
                        <Button look=Look::Small on_press=Callback::new(move |()| helping.set(true))>
                            {say::console::keys()}
                        </Button>
                    </div>
                </section>
                {move || wide.get().then(|| preview(list.selected))}
            </div>
        </Work>
        <Dialog open=filtering title=say::console::filter()>
            {move || filters(query, go, filtering)}
        </Dialog>
        <Dialog open=helping title=say::console::keys()>{move || key_help(keys_on)}</Dialog>
        <Dialog open=creating title=say::console::new_ticket()>
            {move || form.map(|form| form.part(Creating { open: creating }))}
        </Dialog>
    }
}

/// Goes to the same page with other filters.
fn goer() -> Callback<ListQuery> {
    Callback::new(|query: ListQuery| nav::alter(&model::address(BASE, &query)))
}

/// Whether the key goes into an input, a chooser or an open dialog.
fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let inside = |e: web_sys::Element| {
        e.closest("input, textarea, select, dialog, [contenteditable]").ok().flatten().is_some()
    };
    let in_target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()).is_some_and(inside);
    in_target || document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn focus_row(table: NodeRef<html::Table>, id: &TicketId) {
    let selector = ["a[data-id='", id.as_str(), "']"].concat();
    let link = table.get_untracked().and_then(|t| t.query_selector(&selector).ok().flatten());
    if let Some(link) = link.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = link.focus();
    }
}

fn search_box(input: NodeRef<html::Input>, query: Memo<ListQuery>, go: Callback<ListQuery>) -> AnyView {
    let find = move || {
        let Some(input) = input.get_untracked() else { return };
        let q = Some(input.value().trim().to_owned()).filter(|q| !q.is_empty());
        let now = query.get_untracked();
        if now.q != q {
            // Who searches looks everywhere, unless a tab was chosen on purpose.
            let view = if now.q.is_none() && q.is_some() { Some(View::All) } else { now.view };
            go.run(ListQuery { q, view, ..now });
        }
    };
    view! {
        <form
            class="search"
            role="search"
            on:submit=move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                find();
            }
        >
            {icon_small(Icon::Search)}
            <input
                node_ref=input
                type="search"
                name="q"
                maxlength="60"
                aria-label=say::console::search()
                placeholder=say::console::search()
                prop:value=move || query.with(|q| q.q.clone().unwrap_or_default())
                on:change=move |_| find()
                on:search=move |_: web_sys::Event| find()
            />
            <kbd class="wide-only" aria-hidden="true">"/"</kbd>
        </form>
    }
    .into_any()
}

fn tabs(list: Listing, query: Memo<ListQuery>) -> AnyView {
    let project = Memo::new(move |_| query.with(|q| q.project.clone()));
    let counts = load(move || {
        list.changes.track();
        call(&COUNTS, &[], &CountQuery { project: project.get() })
    });
    let role = session::me_untracked().map(|me| me.role);
    let tab = move |view: View| {
        let href = move || model::address(BASE, &query.with(|q| ListQuery { view: Some(view), ..q.clone() }));
        let count = move || {
            let of = |all: &Vec<ViewCount>| Amount::of_view(all, view);
            counts.with(|c| c.as_ref()?.as_ref().ok().and_then(of))
        };
        let here = move || query.with(|q| q.view == Some(view)).then_some("page");
        let urgent = matches!(view, View::Overdue | View::Escalated);
        let badge = move || {
            count().map(|n| {
                view! { <span class="count" data-s=(urgent && n.n > 0).then_some("over")>{n.words()}</span> }
            })
        };
        view! { <a href=href aria-current=here>{label::view(view)}{badge}</a> }.into_any()
    };
    let all: Vec<AnyView> = role.map(model::views).unwrap_or_default().into_iter().map(tab).collect();
    view! { <nav class="tabs" aria-label=say::console::views()>{all}</nav> }.into_any()
}

fn body(list: Listing, query: Memo<ListQuery>, table: NodeRef<html::Table>) -> impl IntoView {
    let is_there = Memo::new(move |_| list.is_read.get());
    let is_empty = Memo::new(move |_| list.lines.with(Vec::is_empty));
    let has_failed = Memo::new(move |_| list.failure.with(Option::is_some));
    let stale = move || {
        let failure = list.failure.get().filter(|_| list.is_read.get());
        failure.map(|f| {
            view! { <Banner status=Status::Paused spoken=true>{problem::failure(&f)}</Banner> }
        })
    };
    let shown = move || match (is_there.get(), has_failed.get(), is_empty.get()) {
        (false, true, _) => {
            let again = Callback::new(move |()| list.again());
            list.failure.get_untracked().map(|f| failed(&f, again)).into_any()
        }
        (false, false, _) => skeleton(12).into_any(),
        (true, _, true) => nothing(&query.get_untracked()),
        (true, _, false) => rows(list, table),
    };
    view! {
        {stale}
        {shown}
    }
}

/// The words of an empty list, with a way out where filters made it empty.
fn nothing(query: &ListQuery) -> AnyView {
    let is_filtered = query.q.is_some() || Part::ALL.iter().any(|p| p.is_on(query));
    let note = if is_filtered { say::console::empty_filtered() } else { say::console::empty_note() };
    let all = model::address(BASE, &ListQuery { view: query.view, ..ListQuery::default() });
    view! {
        <div class="stack t">
            {empty(Icon::StatusDone, say::console::empty(), note)}
            {is_filtered.then(|| view! {
                <p class="center"><a class="btn" href=all>{say::console::clear_filters()}</a></p>
            })}
        </div>
    }
    .into_any()
}

fn rows(list: Listing, table: NodeRef<html::Table>) -> AnyView {
    let head = |words: &'static str| view! { <th role="columnheader" scope="col">{words}</th> };
    let more = move || {
        list.next.with(Option::is_some).then(|| {
            view! {
                <p class="center">
                    <Button pending=list.pending on_press=Callback::new(move |()| list.more())>
                        {say::console::more()}
                    </Button>
                </p>
            }
        })
    };
    view! {
        <table class="table wt" role="table" node_ref=table>
            <thead role="rowgroup">
                <tr role="row">
                    {head(say::console::clock())}
                    {head(say::console::ticket())}
                    {head(say::console::state())}
                    {head(say::console::assignee())}
                    {head(say::console::updated())}
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For each=move || list.lines.get() key=|line| line.id.clone() let:line>
                    {row(line, list.selected)}
                </For>
            </tbody>
        </table>
        {more}
    }
    .into_any()
}

fn row(line: Line, selected: RwSignal<Option<TicketId>>) -> AnyView {
    let Line { id, row } = line;
    let href = ["/console/tickets/", id.as_str()].concat();
    let number = id.to_string();
    let (here, focused, clicked) = (id.clone(), id.clone(), id.clone());
    let of = |part: fn(&TicketRow) -> AnyView| {
        let row = row.clone();
        move || row.with(part)
    };
    let title = {
        let row = row.clone();
        move || row.with(|r| r.title.clone())
    };
    view! {
        <tr
            role="row"
            aria-current=move || selected.with(|s| s.as_ref() == Some(&here)).then_some("true")
            on:click=move |_| selected.set(Some(clicked.clone()))
        >
            <td role="cell" class="clk">{clock_cell(row.clone())}</td>
            <td role="cell" class="what">
                <a class="tt" dir="auto" href=href data-id=number.clone() on:focus=move |_| selected.set(Some(focused.clone()))>
                    {title}
                </a>
                <span class="sub">{number}{of(place)}</span>
            </td>
            <td role="cell">{of(|r| label::state(r.state).into_any())}</td>
            <td role="cell">{of(assignee)}</td>
            <td role="cell" class="mute">{of(last_change)}</td>
        </tr>
    }
    .into_any()
}

fn place(row: &TicketRow) -> AnyView {
    let project = session::me_untracked().is_some_and(|me| me.projects.len() > 1);
    let urgent =
        (row.urgency != steward_core::tickets::Urgency::Ordinary).then(|| label::urgency(row.urgency));
    view! {
        <span class="plate">{row.plate.clone()}</span>
        {label::category(row.category)}
        {project.then(|| view! { <span>{row.project_name.clone()}</span> })}
        {urgent.map(|words| view! { <span class="tag">{words}</span> })}
    }
    .into_any()
}

fn assignee(row: &TicketRow) -> AnyView {
    match &row.assignee {
        Some(name) => {
            let first: String = name.chars().take(1).collect();
            view! {
                <span class="who"><span class="avatar s" aria-hidden="true">{first}</span>{name.clone()}</span>
            }
            .into_any()
        }
        None => view! { <span class="mute">{say::console::unassigned()}</span> }.into_any(),
    }
}

/// What is worth knowing about the last change: what is awaited before when it was.
fn last_change(row: &TicketRow) -> AnyView {
    let note = if row.waits_approval {
        say::desk::awaiting().to_owned()
    } else if row.waits_reply {
        label::view(View::Reply).to_owned()
    } else if row.urged > 0 && !row.state.is_done() {
        say::console::urged(u64::from(row.urged))
    } else if row.waits_visit {
        label::view(View::Visits).to_owned()
    } else {
        String::new()
    };
    let at = row.updated_at;
    let ago = clock::ticking(move |now| time::ago(at, now));
    let note = (!note.is_empty()).then(|| view! { <span class="note">{note}</span> });
    view! { {note}<span class="ago">{ago}</span> }.into_any()
}
