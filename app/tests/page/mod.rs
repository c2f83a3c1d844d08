//! A corner of a real page to put a component into, and the hands and ears of a person in front of it.
#![expect(dead_code, reason = "each test file uses what it needs")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]
#![expect(clippy::unused_self, reason = "a person types into a page")]

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlInputElement};

/// A mounted view; taken away when dropped.
pub(crate) struct Page {
    root: HtmlElement,
    _mounted: Box<dyn core::any::Any>,
}

impl Page {
    /// Mounts what `view` makes.
    pub(crate) fn of<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self {
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        let mounted: UnmountHandle<_> = mount_to(root.clone(), view);
        Self { root, _mounted: Box::new(mounted) }
    }

    /// The one element of this kind.
    pub(crate) fn one(&self, selector: &str) -> Element {
        let found = self.root.query_selector(selector).unwrap();
        found.unwrap_or_else(|| panic!("no {selector} in {}", self.root.inner_html()))
    }

    /// The one input of this kind.
    pub(crate) fn input(&self, selector: &str) -> HtmlInputElement {
        self.one(selector).dyn_into().unwrap()
    }

    /// How many there are.
    pub(crate) fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    /// What it says.
    pub(crate) fn text(&self, selector: &str) -> String {
        self.one(selector).text_content().unwrap_or_default().trim().to_owned()
    }

    /// What readers hear as its description.
    pub(crate) fn described(&self, element: &Element) -> String {
        let id = element.get_attribute("aria-describedby").expect("a description");
        self.text(&format!("#{id}"))
    }

    /// Presses it.
    pub(crate) fn press(&self, selector: &str) {
        self.one(selector).unchecked_into::<HtmlElement>().click();
    }

    /// Types into it, in place of what it has.
    pub(crate) fn type_into(&self, input: &HtmlInputElement, text: &str) {
        input.set_value(text);
        input.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    }

    /// Closes a dialog as Esc does.
    pub(crate) fn close_dialog(&self, selector: &str) {
        self.one(selector).unchecked_into::<HtmlDialogElement>().close();
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// Lets the browser do what it has queued: events of dialogs, answers of `fetch`.
pub(crate) async fn next_task() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        window().set_timeout_with_callback(&resolve).unwrap();
    });
    wasm_bindgen_futures::JsFuture::from(promise).await.unwrap();
    leptos::task::tick().await;
}

/// Waits until `done` says so; at most a few hundred turns of the browser's loop, so that a broken page fails.
pub(crate) async fn until(what: &str, mut done: impl FnMut() -> bool) {
    for _ in 0..500 {
        if done() {
            return;
        }
        next_task().await;
    }
    panic!("never happened: {what}");
}

/// Puts a function of JavaScript in the place of the browser's `fetch`.
pub(crate) fn answer_fetch_with(body: &str) {
    // The program sends a `Request`; the answers are told by its path, method and body.
    let told = [
        "const answer = (url, init) => {",
        body,
        "};
         const {pathname, search} = new URL(request.url);
         return request.text().then((body) => answer(pathname + search, {method: request.method, body}));",
    ]
    .concat();
    let function = js_sys::Function::new_with_args("request", &told);
    js_sys::Reflect::set(&window(), &JsValue::from_str("fetch"), &function).unwrap();
}

/// Evaluates an expression of JavaScript to a whole number.
pub(crate) fn number(expression: &str) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "tests count small things and milliseconds")]
    let whole = js_sys::eval(expression).unwrap().as_f64().unwrap() as i64;
    whole
}

/// Evaluates an expression of JavaScript to a text.
pub(crate) fn string(expression: &str) -> String {
    js_sys::eval(expression).unwrap().as_string().unwrap()
}
