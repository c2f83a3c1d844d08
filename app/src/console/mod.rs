//! The staff's side (工作台): navigation, one page at a time, keyboard first.

pub mod acts;
pub mod approvals;
pub mod dispatch;
mod home_search;
pub mod jobs;
pub mod list;
pub mod new_ticket;
mod new_ticket_model;
pub mod overview;
pub mod overview_model;
mod overview_projects;
mod overview_table;
mod preview;
pub mod shell;
mod split;
pub mod ticket;
pub mod visits;
pub mod worklist;
mod worklist_filters;
pub mod worklist_model;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::path;
use steward_core::accounts::role::Role;

use crate::accounts::{Side, StaffSignIn};
use crate::shell::{LanguageSwitch, NotFound, OfflineBar};
use crate::ui::Heading;
use crate::ui::icon::{COMMON, CONSOLE};
use crate::words::say;

pub use shell::{Topbar, Work};

/// Starts the console bundle.
pub fn start() {
    let side = Side {
        belongs: |role| role != Role::Owner,
        sign_in: || view! { <SignInPage /> }.into_any(),
        sign_in_again: || view! { <StaffSignIn /> }.into_any(),
        pages: || view! { <Pages /> }.into_any(),
        stranger: say::accounts::not_staff,
        other: || ("/", say::accounts::go_owner()),
    };
    crate::shell::start(side, &[COMMON, CONSOLE]);
}

/// The page of somebody who is not signed in.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! {
        <main class="front" id="main">
            <div class="card pad stack">
                <div class="brand">
                    <span class="mark" aria-hidden="true">{say::common::mark()}</span>
                    <Heading words=say::accounts::staff_welcome() />
                </div>
                <StaffSignIn />
                <LanguageSwitch />
            </div>
        </main>
    }
}

/// The routes.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <a class="skip" href="#main" rel="external">{say::common::skip()}</a>
        <div class="console">
            <shell::Side />
            <div class="stage">
                <OfflineBar />
                <FlatRoutes fallback=|| view! { <NotFound start="/console" /> }>
                    <Route path=path!("/console") view=worklist::Worklist />
                    <Route path=path!("/console/tickets/:id") view=ticket::Workbench />
                    <Route path=path!("/console/dispatch") view=dispatch::Dispatch />
                    <Route path=path!("/console/jobs") view=jobs::Jobs />
                    <Route path=path!("/console/jobs/:id") view=jobs::Job />
                    <Route path=path!("/console/visits") view=visits::Visits />
                    <Route path=path!("/console/approvals") view=approvals::Approvals />
                    <Route path=path!("/console/overview") view=overview::OverviewPage />
                </FlatRoutes>
            </div>
        </div>
    }
}
