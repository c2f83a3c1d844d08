//! What each page has once: its title in the browser, and its `<h1>`, which takes the focus after a navigation.

use core::cell::Cell;

use leptos::html;
use leptos::prelude::*;

use super::button::icon_link;
use super::icon::Icon;
use crate::words::say;

thread_local! {
    /// The first page keeps the focus where the browser puts it; pages after it tell readers that they came.
    static FIRST: Cell<bool> = const { Cell::new(true) };
}

/// Sets the browser's title: 报修 · 管家.
pub fn title(page: &str) {
    document().set_title(&say::common::title(&page));
}

/// The page's `<h1>`: sets the browser's title and takes the focus when the page was navigated to.
#[component]
pub fn Heading(
    /// The words, which may become known later.
    #[prop(into)]
    words: Signal<String>,
    /// Only for readers who hear the page.
    #[prop(optional)]
    unseen: bool,
) -> impl IntoView {
    let node = NodeRef::<html::H1>::new();
    Effect::new(move |_| title(&words.get()));
    Effect::new(move |done: Option<bool>| {
        let Some(heading) = node.get() else { return false };
        if done != Some(true) && !FIRST.replace(false) {
            let _ = heading.focus();
        }
        true
    });
    view! { <h1 node_ref=node tabindex="-1" class:vh=unseen>{words}</h1> }
}

/// The header of an owner's or engineer's page: a way back, the `<h1>`, and what stands at the end.
#[component]
pub fn PageHead(
    /// The page's name.
    #[prop(into)]
    words: Signal<String>,
    /// Where the arrow leads; none on first-level pages.
    #[prop(optional, into)]
    back: Option<String>,
    /// What stands at the end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header>
            {back.map(|href| icon_link(Icon::Left, say::common::back(), href))}
            <Heading words=words />
            {children.map(|children| children())}
        </header>
    }
}
