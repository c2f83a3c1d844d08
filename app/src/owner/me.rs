//! The owner's own page: homes, language, appearance, sign out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::api::HomeCard;

use super::tab_dock;
use super::tickets::{my_tickets, to_rate};
use crate::net::session;
use crate::shell::{LanguageSwitch, ThemeSwitch};
use crate::ui::button::Button;
use crate::ui::{Icon, PageHead, icon, toast};
use crate::words::{label, problem, say};

/// The page.
#[component]
pub fn MyPage() -> impl IntoView {
    let rows = my_tickets();
    let leave = Callback::new(|()| {
        spawn_local(async {
            if let Err(failure) = session::sign_out().await {
                toast::warn(problem::failure(&failure));
            }
        });
    });
    let homes = || session::me().map(|me| me.homes.iter().map(home).collect::<Vec<_>>());
    view! {
        <PageHead words=say::owner::me() />
        <main id="main">
            <section class="stack t">
                <p class="strong">{move || session::me().map(|me| me.name)}</p>
                <p class="sm mute">{move || session::me().and_then(|me| me.phone_masked)}</p>
            </section>
            <section class="stack t" aria-labelledby="homes">
                <h2 class="label" id="homes">{say::owner::homes()}</h2>
                <div class="card rows">{homes}</div>
            </section>
            <div class="card rows">
                <div class="row wr"><b>{say::common::language()}</b><LanguageSwitch /></div>
                <div class="row wr"><b>{say::common::theme()}</b><ThemeSwitch /></div>
            </div>
            <Button on_press=leave>{say::accounts::sign_out()}</Button>
        </main>
        {tab_dock(to_rate(rows))}
    }
}

fn home(home: &HomeCard) -> AnyView {
    let call = ["tel:", home.hotline.as_str()].concat();
    view! {
        <div class="row">
            {icon(Icon::Home)}
            <span class="grow">
                <b>{label::project_address(&home.project_name, &home.address)}</b>
                <br />
                <a class="sm" href=call rel="external">{say::owner::hotline()} " " {home.hotline.clone()}</a>
            </span>
        </div>
    }
    .into_any()
}
