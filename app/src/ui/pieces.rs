//! Small pieces without behaviour: plates, banners, timelines, empty places, skeletons, explanations.

use leptos::prelude::*;
use steward_core::accounts::api::Address;

use super::icon::{Icon, icon, icon_filled, icon_small};
use super::status::Status;
use crate::words::say;

/// The small door plate of a home in a list: 12-2-1803.
pub fn plate(address: &Address) -> impl IntoView {
    view! { <span class="plate">{address.plate()}</span> }
}

/// A note across the page. A status gives it its colour and shape; without one it is plain information.
#[component]
pub fn Banner(
    /// The status, if somebody must act.
    #[prop(optional, into)]
    status: Option<Status>,
    /// The symbol; the status's own shape or an “i” if none is given.
    #[prop(optional, into)]
    symbol: Option<Icon>,
    /// It is read out when it appears.
    #[prop(optional)]
    spoken: bool,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let shape = match (symbol, status) {
        (Some(symbol), _) => icon(symbol).into_any(),
        (None, Some(status)) => icon_filled(status.icon()).into_any(),
        (None, None) => icon(Icon::Info).into_any(),
    };
    view! {
        <div class="banner" data-s=status.map(Status::data) role=spoken.then_some("status")>
            {shape}
            <div class="grow">{children()}</div>
        </div>
    }
}

/// Where a step of a timeline stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// It has happened.
    Past,
    /// It is happening.
    Now,
    /// It comes next.
    Next,
}

/// One entry of a timeline, inside `<ol class="tl">`.
pub fn tl_item(
    moment: Moment,
    symbol: Icon,
    status: Option<Status>,
    what: impl IntoView,
    when: String,
    more: impl IntoView,
) -> impl IntoView {
    let class = match moment {
        Moment::Past => None,
        Moment::Now => Some("is-now"),
        Moment::Next => Some("is-next"),
    };
    view! {
        <li class=class>
            <span class="dot" data-s=status.map(Status::data)>{icon(symbol)}</span>
            <div class="what"><span>{what.into_any()}</span><time>{when}</time></div>
            {more.into_any()}
        </li>
    }
}

/// An empty list: says so, and what comes next.
pub fn empty(symbol: Icon, words: &str, note: &str) -> impl IntoView {
    view! {
        <div class="empty">
            {icon(symbol)}
            <b>{words.to_owned()}</b>
            {(!note.is_empty()).then(|| view! { <p class="sm">{note.to_owned()}</p> })}
        </div>
    }
}

/// Grey lines where words will be.
pub fn skeleton(lines: usize) -> impl IntoView {
    let line = |n: usize| {
        let width = ["60%", "100%", "80%"].get(n % 3).copied().unwrap_or("100%");
        view! { <div class="skeleton" style:inline-size=width></div> }.into_any()
    };
    let lines: Vec<AnyView> = (0..lines).map(line).collect();
    view! {
        <div class="stack t" role="status" aria-busy="true" aria-label=say::common::loading()>{lines}</div>
    }
}

/// One row of an explanation: what it is, a note under it, and what it adds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// What it is: 暂停：等待材料.
    pub what: String,
    /// Who or why, in small.
    pub note: String,
    /// What it adds: ＋ 16 小时.
    pub adds: String,
}

/// Why a number is what it is: one row per term, a rule, then the result. A closed `<details>`.
#[component]
pub fn Why(
    /// The question; 为什么是这个时间 if none is given.
    #[prop(optional, into)]
    question: Option<String>,
    /// The terms, the last one being the result.
    #[prop(into)]
    terms: Signal<Vec<Term>>,
    /// It stands open at first.
    #[prop(optional)]
    opened: bool,
    /// What else stands under the sum.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let row = |(term, is_total): (Term, bool)| {
        let class = is_total.then_some("total");
        let note = (!term.note.is_empty()).then(|| view! { <small>{term.note.clone()}</small> });
        view! { <span class=class>{term.what}{note}</span><span class=class>{term.adds}</span> }.into_any()
    };
    let rows = move || {
        let terms = terms.get();
        let last = terms.len();
        terms.into_iter().enumerate().map(|(n, term)| row((term, n + 1 == last))).collect::<Vec<_>>()
    };
    view! {
        <details class="why" open=opened>
            <summary>
                {question.unwrap_or_else(|| say::common::why().to_owned())}
                {icon_small(Icon::Down)}
            </summary>
            <div class="sum">{rows}</div>
            {children.map(|children| children())}
        </details>
    }
}
