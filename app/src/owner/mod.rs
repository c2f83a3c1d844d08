//! The owners' side (业主端): one column, made for a phone in one hand.
//!
//! Each page brings its own header, `<main>` and what is docked at the bottom; the first-level pages dock the
//! navigation ([`tab_dock`]).

pub mod home;
pub mod me;
pub mod rate;
pub mod report;
pub mod report_model;
pub mod ticket;
pub mod tickets;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::hooks::use_location;
use leptos_router::path;
use steward_core::accounts::role::Role;

use crate::accounts::{OwnerSignIn, Side};
use crate::shell::{LanguageSwitch, NotFound, OfflineBar};
use crate::ui::icon::COMMON;
use crate::ui::{Heading, Icon, icon};
use crate::words::say;

/// Starts the owners' bundle.
pub fn start() {
    let side = Side {
        belongs: |role| role == Role::Owner,
        sign_in: || view! { <SignInPage /> }.into_any(),
        sign_in_again: || view! { <OwnerSignIn /> }.into_any(),
        pages: || view! { <Pages /> }.into_any(),
        stranger: say::accounts::not_owner,
        other: || ("/console", say::accounts::go_console()),
    };
    crate::shell::start(side, &[COMMON]);
}

/// The page of somebody who is not signed in.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! {
        <div class="app">
            <main class="welcome">
                <div class="plate big">
                    <p class="brand">{say::common::brand()}</p>
                    <p>{say::accounts::owner_welcome()}</p>
                </div>
                <Heading words=say::accounts::sign_in() />
                <OwnerSignIn />
                <LanguageSwitch />
            </main>
        </div>
    }
}

/// The routes.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <a class="skip" href="#main" rel="external">{say::common::skip()}</a>
        <div class="app">
            <OfflineBar />
            <FlatRoutes fallback=|| view! { <NotFound start="/" /> }>
                <Route path=path!("/") view=home::Home />
                <Route path=path!("/report") view=report::Report />
                <Route path=path!("/tickets") view=tickets::Tickets />
                <Route path=path!("/tickets/:id") view=ticket::TicketView />
                <Route path=path!("/tickets/:id/rate") view=rate::Rate />
                <Route path=path!("/me") view=me::MyPage />
            </FlatRoutes>
        </div>
    }
}

/// The navigation at the bottom of the first-level pages. `to_rate` tickets wait for a rating.
pub fn tab_dock(to_rate: Signal<u64>) -> impl IntoView {
    let path = use_location().pathname;
    let tab = move |href: &'static str, symbol: Icon, words: &'static str, count: Option<Signal<u64>>| {
        let shown = move || {
            count.map(|c| c.get()).filter(|n| *n > 0).map(|n| {
                view! { <span class="count" aria-label=say::owner::to_rate(n)>{n}</span> }
            })
        };
        view! {
            <a href=href aria-current=move || (path.get() == href).then_some("page")>
                {icon(symbol)} {words} {shown}
            </a>
        }
        .into_any()
    };
    view! {
        <nav class="dock nav" aria-label=say::common::main_nav()>
            {tab("/", Icon::Home, say::owner::home(), None)}
            {tab("/tickets", Icon::List, say::owner::tickets(), Some(to_rate))}
            {tab("/me", Icon::User, say::owner::me(), None)}
        </nav>
    }
}
