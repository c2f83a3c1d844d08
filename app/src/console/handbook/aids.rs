//! Scripts and writing hints below a text of a ticket (S55): they are chosen, never typed over what stands there.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Nothing;
use steward_core::ids::PersonId;
use steward_core::knowledge::handbook::api::{CURRENT, Current};
use steward_core::knowledge::handbook::{Chapter, Placeholder, Rule, Script, fill, review_writing};
use steward_core::tickets::api::TicketPage;
use wasm_bindgen::JsCast;

use super::model;
use crate::console::acts::Aid;
use crate::net::{call, clock, session};
use crate::ui::{Icon, icon, icon_small, toast};
use crate::words::{label, say, time};

thread_local! {
    /// The handbook in force, and for whom it was read: once in a session.
    static KEPT: RefCell<Option<(PersonId, Arc<Current>)>> = const { RefCell::new(None) };
}

/// Keeps the handbook for the forms to come.
pub(super) fn remember(current: &Current) {
    if let Some(me) = session::me_untracked() {
        KEPT.with_borrow_mut(|kept| *kept = Some((me.person, Arc::new(current.clone()))));
    }
}

/// The handbook in force, once it is there. Who may not read it, or is offline, writes without it.
fn current() -> RwSignal<Option<Arc<Current>>> {
    let me = session::me_untracked().map(|me| me.person);
    let known = KEPT.with_borrow(|kept| {
        kept.as_ref().filter(|(person, _)| Some(person) == me.as_ref()).map(|(_, current)| current.clone())
    });
    let asks = known.is_none();
    let shown = RwSignal::new(known);
    if asks {
        spawn_local(async move {
            if let Ok(current) = call(&CURRENT, &[], &Nothing {}).await {
                remember(&current);
                shown.try_set(Some(Arc::new(current)));
            }
        });
    }
    shown
}

/// What a ticket fills a script with.
fn value(page: &TicketPage, gap: Placeholder) -> Option<String> {
    let said = &page.ticket.said;
    let known = match gap {
        Placeholder::Owner => said.contact.clone(),
        Placeholder::Number => page.ticket.id.to_string(),
        Placeholder::Project => page.project_name.clone(),
        Placeholder::Category => label::category(said.category).to_owned(),
        Placeholder::Agent => session::me_untracked()?.name,
        Placeholder::Due => {
            let now = clock::now();
            let due = page
                .ticket
                .clocks
                .iter()
                .filter(|c| c.stopped.is_none() && !c.superseded && c.due > now)
                .map(|c| c.due)
                .min()?;
            time::day_time(due, now)
        }
    };
    Some(known).filter(|value| !value.trim().is_empty())
}

/// The scripts and hints for one text.
pub fn aids(aid: Aid) -> AnyView {
    let book = current();
    let root = NodeRef::<html::Div>::new();
    let scenario = Memo::new(move |_| aid.desk.page.with(|p| p.as_ref().map(|p| p.ticket.said.scenario)));
    let shown = move || {
        let scenario = scenario.get()?;
        book.with(|book| {
            let chapter = book.as_ref()?.edition.as_ref()?.chapter(scenario)?;
            Some((
                scripts(aid, chapter, root),
                chapter.rule_for(aid.act).cloned().map(|rule| hints(aid, rule)),
            ))
        })
    };
    view! { <div class="stack t aids" node_ref=root>{shown}</div> }.into_any()
}

fn scripts(aid: Aid, chapter: &Chapter, root: NodeRef<html::Div>) -> AnyView {
    let found: Vec<Script> = chapter.scripts_for(aid.act).cloned().collect();
    if found.is_empty() {
        return ().into_any();
    }
    let list = NodeRef::<html::Details>::new();
    let put = Callback::new(move |text: String| {
        aid.text.update(|now| *now = model::appended(now, &text));
        if let Some(list) = list.get_untracked() {
            list.set_open(false);
        }
        // The words are there to be changed: the caret goes to where they are.
        let area = root.get_untracked().and_then(|root| root.closest(".aided").ok().flatten());
        let area = area.and_then(|aided| aided.query_selector("textarea").ok().flatten());
        if let Some(area) = area.and_then(|area| area.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = area.focus();
        }
        toast::tell(say::handbook::inserted());
    });
    let entry = move |script: Script| {
        let raw = StoredValue::new(model::read(&script.text).to_owned());
        let filled = Memo::new(move |_| {
            aid.desk.page.with(|page| {
                raw.with_value(|raw| {
                    page.as_ref().map_or_else(|| raw.clone(), |p| fill(raw, &|gap| value(p, gap)))
                })
            })
        });
        let title = model::read(&script.title).to_owned();
        let name = say::handbook::named(&say::handbook::insert(), &title);
        view! {
            <li>
                <span class="line"><b>{title}</b>" "<span class="tag">{label::moment(script.moment)}</span></span>
                <p class="sm pre" dir="auto">{filled}</p>
                <button class="btn small" type="button" aria-label=name
                    on:click=move |_| put.run(filled.get_untracked())>
                    {icon(Icon::Plus)}{say::handbook::insert()}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <details class="scripts" node_ref=list>
            <summary class="btn small">
                {icon(Icon::Chat)}{say::handbook::scripts()}
                <span class="vh">{say::handbook::scripts_for(&aid.of)}</span>
            </summary>
            <ul class="card">{found.into_iter().map(entry).collect::<Vec<_>>()}</ul>
        </details>
    }
    .into_any()
}

/// What the rule asks; while something is written, what that lacks of it. It advises and keeps nobody from sending.
fn hints(aid: Aid, rule: Rule) -> AnyView {
    let items: Vec<&str> = rule.must_name.iter().map(model::read).collect();
    let mention = (!items.is_empty()).then(|| {
        view! { <p class="hint">{say::handbook::mention(&items.join(say::handbook::comma()))}</p> }
    });
    let lacks = Memo::new(move |_| {
        aid.text.with(|text| {
            let blank = text.trim().is_empty();
            (!blank).then(|| {
                review_writing(text, &rule).iter().map(|f| model::lack(f, &rule)).collect::<Vec<_>>()
            })
        })
    });
    let lines = move || match lacks.get() {
        None => ().into_any(),
        Some(lacks) if lacks.is_empty() => view! {
            <span class="fine">{icon_small(Icon::Check)}{say::handbook::keeps_rule()}</span>
        }
        .into_any(),
        Some(lacks) => {
            let line = |words: String| view! { <li>{icon_small(Icon::Edit)}{words}</li> };
            view! { <ul>{lacks.into_iter().map(line).collect::<Vec<_>>()}</ul> }.into_any()
        }
    };
    view! {
        {mention}
        <div class="writing sm" role="status">{lines}</div>
    }
    .into_any()
}
