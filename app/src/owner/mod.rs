//! The owners' side (业主端): one column, made for a phone in one hand.
//!
//! Each page brings its own header, `<main>` and what is docked at the bottom; the first-level pages dock the
//! navigation ([`tab_dock`]). What is pure stands in `*_model.rs` and is tested natively; whether something may be
//! done is asked of core.

mod actions;
pub mod actions_model;
mod appointment;
pub mod clock_model;
mod due;
mod home;
pub mod home_model;
pub mod live_model;
mod me;
pub mod mine;
pub mod open;
mod opened;
mod place;
pub mod promise_model;
mod rate;
mod report;
mod report_fields;
pub mod report_model;
mod report_parts;
pub mod rows_model;
mod sending;
pub mod slots_model;
mod step;
pub mod step_model;
mod ticket;
mod tickets;
mod timeline;
pub mod timeline_model;
mod voucher;
pub mod voucher_model;

#[cfg(test)]
mod tests;

use leptos::prelude::*;
use steward_core::accounts::role::Role;

use self::mine::Mine;
use crate::accounts::{OwnerSignIn, Side};
use crate::later::Later;
use crate::nav::{self, address::parts};
use crate::net::{clock, outbox};
use crate::shell::{LanguageSwitch, NotFound, OfflineBar};
use crate::ui::icon::COMMON;
use crate::ui::{Heading, Icon, icon, icon_filled, icon_small};
use crate::words::say;

/// The pages that are not part of the start.
#[derive(Clone, Copy)]
pub struct Pages {
    /// Reporting.
    pub report: Later<Mine>,
    /// All tickets.
    pub tickets: Later<Mine>,
    /// One ticket.
    pub ticket: Later<Mine>,
    /// What can be done with a ticket.
    pub step: Later<Mine>,
    /// The owner's own page.
    pub me: Later<Mine>,
    /// Answering a survey, without signing in.
    pub survey: Later<()>,
    /// What anyone with its address may open.
    pub open: Later<()>,
}

/// The program that shows these pages: it says which of them it fetches later.
pub trait Bundle {
    /// Those pages.
    const PAGES: Pages;
}

/// Starts the owners' bundle.
pub fn start<B: Bundle>() {
    let side = Side {
        belongs: |role| role == Role::Owner,
        sign_in: || view! { <SignInPage /> }.into_any(),
        sign_in_again: || view! { <OwnerSignIn /> }.into_any(),
        pages: || pages(B::PAGES),
        is_open: |path| is_survey(path) || open::is_open(path),
        open: || {
            if nav::path().with_untracked(|path| is_survey(path)) {
                return survey(B::PAGES.survey);
            }
            view! { <div class="app">{B::PAGES.open.page((), [], "/", say::common::brand)}</div> }.into_any()
        },
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

/// The pages by their addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Route {
    Home,
    Report,
    Tickets,
    Ticket,
    Step,
    Me,
    Nowhere,
}

impl Route {
    fn of(path: &str) -> Self {
        match parts(path).as_slice() {
            [] => Self::Home,
            ["report"] => Self::Report,
            ["tickets"] => Self::Tickets,
            ["tickets", _] => Self::Ticket,
            ["tickets", _, _] => Self::Step,
            ["me"] => Self::Me,
            _ => Self::Nowhere,
        }
    }
}

/// The page of a survey's link.
fn is_survey(path: &str) -> bool {
    matches!(parts(path).as_slice(), ["s" | "o", _])
}

fn survey(page: Later<()>) -> AnyView {
    view! {
        <div class="app">
            <OfflineBar />
            {page.page((), [], "/", say::survey::name)}
        </div>
    }
    .into_any()
}

/// What stands around every page, and the page of the address.
fn pages(later: Pages) -> AnyView {
    let mine = Mine::new();
    let path = nav::path();
    // A page stays while only its ticket changes: it follows the address itself.
    let route = Memo::new(move |_| path.with(|path| Route::of(path)));
    let all = [later.report, later.ticket, later.tickets, later.step, later.me];
    let page = move || {
        let (page, name): (_, fn() -> &'static str) = match route.get() {
            Route::Home => return home::page(mine),
            Route::Report => (later.report, reporting),
            Route::Tickets => (later.tickets, say::owner::tickets),
            Route::Ticket => (later.ticket, say::owner::ticket),
            Route::Step => (later.step, say::owner::ticket),
            Route::Me => (later.me, say::owner::me),
            Route::Nowhere => return view! { <NotFound start="/" /> }.into_any(),
        };
        page.page(mine, all, "/", name)
    };
    view! {
        <a class="skip" href="#main" rel="external">{say::common::skip()}</a>
        <div class="app">
            <OfflineBar />
            {refused_bar(path)}
            {page}
        </div>
    }
    .into_any()
}

/// The way to what was refused, on every page that does not show it itself.
fn refused_bar(path: Memo<String>) -> AnyView {
    // A page of a ticket shows what concerns the ticket, the list of tickets shows all.
    let elsewhere = Memo::new(move |_| {
        let path = path.get();
        let at = parts(&path);
        let here = at.get(1).copied().filter(|_| at.len() == 2);
        let shown = |ticket: Option<&str>| at == ["tickets"] || (here.is_some() && ticket == here);
        outbox::refused().iter().filter(|k| !shown(k.ticket())).count()
    });
    let shown = move || {
        let number = u64::try_from(elsewhere.get()).ok().filter(|n| *n > 0)?;
        Some(view! {
            <div class="offline" role="status">
                <a class="banner" data-s="over" href="/tickets">
                    {icon_filled(Icon::StatusOver)}
                    <span class="grow">{say::owner::refused(number)}</span>
                    {icon_small(Icon::Right)}
                </a>
            </div>
        })
    };
    view! { {shown} }.into_any()
}

/// What the address of reporting is for, by the words of the link that leads to it.
fn reporting() -> &'static str {
    if nav::asked("for").is_some() { say::owner::contact() } else { say::owner::report() }
}

/// The pages under a ticket: what can be done with it.
pub fn step_page(mine: Mine) -> AnyView {
    let step = nav::found(|parts| match parts {
        ["tickets", _, step] => Some(step),
        _ => None,
    });
    let shown = move || match step.get().as_str() {
        "rate" => rate::page(mine),
        "voucher" => voucher::page(mine),
        word => match step_model::Step::find(word) {
            Some(step) => step::page(mine, step),
            None => view! { <NotFound start="/" /> }.into_any(),
        },
    };
    view! { {shown} }.into_any()
}

/// The pages, by name, for the program.
pub mod page {
    pub use super::me::page as me;
    pub use super::open::page as open;
    pub use super::report::page as report;
    pub use super::step_page as step;
    pub use super::ticket::page as ticket;
    pub use super::tickets::page as tickets;
    pub use crate::surveys::answer::page as survey;
}

/// The navigation at the bottom of the first-level pages.
fn tab_dock(mine: Mine) -> AnyView {
    let path = nav::path();
    let tick = clock::tick();
    let to_rate = Memo::new(move |_| mine.rows.with(|rows| rows.to_rate(tick.get()).count()));
    let tab = move |href: &'static str, symbol: Icon, words: &'static str, counts: bool| {
        let count = move || {
            let number = u64::try_from(to_rate.get()).ok().filter(|n| counts && *n > 0);
            number.map(|n| {
                view! { <span class="count" aria-label=say::owner::to_rate(n) role="img">{n}</span> }
            })
        };
        view! {
            <a href=href aria-current=move || (path.get() == href).then_some("page")>
                {icon(symbol)} {words} {count}
            </a>
        }
        .into_any()
    };
    view! {
        <nav class="dock nav" aria-label=say::common::main_nav()>
            {tab("/", Icon::Home, say::owner::home(), false)}
            {tab("/tickets", Icon::List, say::owner::tickets(), true)}
            {tab("/me", Icon::User, say::owner::me(), false)}
        </nav>
    }
    .into_any()
}
