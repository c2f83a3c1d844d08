//! Where the browser is: the address as a signal, links that open a page without loading the program anew, and
//! going somewhere from code.
//!
//! Which page an address means is a `match` over its [`address::parts`], in the pages' own module. A router library
//! does this and more; measured, its share of an owner's first download was larger than the whole style sheet and
//! script together.

pub mod address;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use self::address::{Address, Query};

thread_local! {
    static ADDRESS: ArcRwSignal<Address> = ArcRwSignal::new(Address::default());
}

/// What going somewhere leaves in the browser's history, and where the page then stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Travel {
    /// A new entry; the page begins at its top.
    On,
    /// This entry is replaced, as after sending a form: going back does not lead to it again.
    Instead,
    /// A new entry that shows the same page otherwise: it stays where it is.
    Alter,
}

/// Reads the address and follows links and the browser's own buttons. Called once at the start.
pub(crate) fn init() {
    arrive();
    let back = window_event_listener_untyped("popstate", |_| arrive());
    let click = window_event_listener(ev::click, |event| clicked(&event));
    // For the whole life of the program.
    core::mem::forget((back, click));
}

/// What `of` finds in the address, now and whenever it changes. Where it finds nothing the last finding stays: a
/// page that is being left does not lose its ticket on the way out.
pub fn found(of: for<'a> fn(&[&'a str]) -> Option<&'a str>) -> Memo<String> {
    let address = ADDRESS.with(ArcRwSignal::clone);
    Memo::new(move |last: Option<&String>| {
        address
            .with(|a| of(&address::parts(&a.path)).map(str::to_owned))
            .or_else(|| last.cloned())
            .unwrap_or_default()
    })
}

/// The path, without the query.
pub fn path() -> Memo<String> {
    let address = ADDRESS.with(ArcRwSignal::clone);
    Memo::new(move |_| address.with(|a| a.path.clone()))
}

/// The query.
pub fn query() -> Memo<Query> {
    let address = ADDRESS.with(ArcRwSignal::clone);
    Memo::new(move |_| address.with(|a| Query::read(&a.query)))
}

/// One value of the query as it is now; nothing follows it.
pub fn asked(name: &str) -> Option<String> {
    ADDRESS.with(|address| address.with_untracked(|a| Query::read(&a.query).get(name)))
}

/// Opens a page.
pub fn go(to: &str) {
    travel(to, Travel::On);
}

/// Opens a page in place of this one.
pub fn go_instead(to: &str) {
    travel(to, Travel::Instead);
}

/// Shows this page otherwise, as with other filters.
pub fn alter(to: &str) {
    travel(to, Travel::Alter);
}

fn travel(to: &str, how: Travel) {
    let Ok(history) = window().history() else { return };
    let done = match how {
        Travel::Instead => history.replace_state_with_url(&JsValue::NULL, "", Some(to)),
        Travel::On | Travel::Alter => history.push_state_with_url(&JsValue::NULL, "", Some(to)),
    };
    if done.is_err() {
        // The browser keeps the history from us: it loads the page itself.
        let _ = window().location().assign(to);
        return;
    }
    arrive();
    if how != Travel::Alter {
        request_animation_frame(|| window().scroll_to_with_x_and_y(0.0, 0.0));
    }
}

/// Takes over the address that the browser shows.
fn arrive() {
    let location = window().location();
    let now = Address {
        path: location.pathname().unwrap_or_default(),
        query: location.search().unwrap_or_default(),
    };
    ADDRESS.with(|address| {
        address.maybe_update(|old| {
            let is_new = *old != now;
            *old = now;
            is_new
        });
    });
}

/// Follows a link to a page of this program; any other click is the browser's.
fn clicked(event: &MouseEvent) {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = target
        .and_then(|element| element.closest("a[href]").ok().flatten())
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    let Some(link) = link else { return };
    let is_ours = window().location().origin().is_ok_and(|origin| origin == link.origin())
        && link.target().is_empty()
        && !link.has_attribute("download")
        && !link.rel().split_whitespace().any(|word| word == "external")
        && link.hash().is_empty();
    if !is_ours {
        return;
    }
    event.prevent_default();
    let to = Address { path: link.pathname(), query: link.search() };
    let is_here = ADDRESS.with(|address| address.with_untracked(|here| *here == to));
    let to = [to.path, to.query].concat();
    travel(&to, if is_here { Travel::Instead } else { Travel::On });
}
