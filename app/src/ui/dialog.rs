//! A dialog on the browser's own `<dialog>`: it keeps the focus, closes on Esc and gives the focus back.

use leptos::html;
use leptos::prelude::*;

use super::field::next_id;

/// A dialog that is open while `open` is true. Its contents are made when it opens and dropped when it closes.
#[component]
pub fn Dialog(
    /// Whether it is open; Esc sets it to false.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: String,
    /// It cannot be closed by Esc, as the sign-in above a page.
    #[prop(optional)]
    must: bool,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = next_id();
    let labelled = title_id.clone();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open.get_untracked() && dialog.open() {
            dialog.close();
        }
    });
    let contents = move || {
        open.get().then(|| {
            view! {
                <div class="stack">
                    <h2 id=title_id.clone()>{title.clone()}</h2>
                    {children()}
                </div>
            }
        })
    };
    view! {
        <dialog
            node_ref=node
            aria-labelledby=labelled
            on:close=move |_| open.set(false)
            on:cancel=move |event: web_sys::Event| {
                if must {
                    event.prevent_default();
                }
            }
        >
            {contents}
        </dialog>
    }
}
