//! Buttons: one `.primary` in a view, the others outlined or quiet.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// How a button looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Look {
    /// Outlined.
    #[default]
    Plain,
    /// The one main action of the view.
    Primary,
    /// The main action of a phone's page: tall and as wide as the page.
    Main,
    /// Text only.
    Quiet,
    /// Ends or removes something.
    Danger,
    /// Small, in lists and toolbars.
    Small,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "btn",
            Self::Primary => "btn primary",
            Self::Main => "btn primary big wide",
            Self::Quiet => "btn quiet",
            Self::Danger => "btn danger",
            Self::Small => "btn small",
        }
    }
}

/// A button that acts on this page. While `pending` it says so and does not act again.
///
/// A reason in `blocked` makes it unavailable and says why beside it, never in a tooltip alone.
#[component]
pub fn Button(
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// The symbol before the words.
    #[prop(optional, into)]
    symbol: Option<Icon>,
    /// Sends the form it stands in instead of acting by itself.
    #[prop(optional)]
    submits: bool,
    /// The action is on its way.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Why it cannot be used now.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// What it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let why = super::field::next_id();
    let described = why.clone();
    let off = move || pending.get() || blocked.with(Option::is_some);
    let press = move |event: web_sys::MouseEvent| {
        if off() {
            event.prevent_default();
        } else if let Some(act) = on_press {
            act.run(());
        }
    };
    view! {
        <button
            class=look.class()
            type=if submits { "submit" } else { "button" }
            aria-disabled=move || off().then_some("true")
            aria-busy=move || pending.get().then_some("true")
            aria-describedby=move || blocked.with(Option::is_some).then(|| described.clone())
            on:click=press
        >
            {symbol.map(icon)}
            {children()}
        </button>
        {move || {
            let id = why.clone();
            blocked.get().map(|reason| view! { <p class="xs mute" id=id>{reason}</p> })
        }}
    }
}

/// A button with a symbol alone; `label` says what it does.
pub fn icon_button(symbol: Icon, label: &'static str, press: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button class="btn icon" type="button" aria-label=label on:click=move |_| press()>
            {icon(symbol)}
        </button>
    }
}

/// A link with a symbol alone; `label` says where it leads.
pub fn icon_link(symbol: Icon, label: &'static str, href: String) -> impl IntoView {
    view! { <a class="btn icon" aria-label=label href=href>{icon(symbol)}</a> }
}
