//! The owner's own page: name, homes, language, appearance, sign out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::api::HomeCard;

use super::mine::Mine;
use super::tab_dock;
use crate::net::session;
use crate::shell::{LanguageSwitch, ThemeSwitch};
use crate::ui::button::Button;
use crate::ui::{Icon, PageHead, icon, icon_small, toast};
use crate::words::{label, problem, say};

/// The page.
pub fn page(mine: Mine) -> AnyView {
    let pending = RwSignal::new(false);
    let leave = Callback::new(move |()| {
        pending.set(true);
        spawn_local(async move {
            if let Err(failure) = session::sign_out().await {
                pending.set(false);
                toast::warn(problem::failure(&failure));
            }
        });
    });
    let homes = move || {
        let front = mine.home().map(|h| h.household);
        let homes = session::me().map(|me| me.homes).unwrap_or_default();
        let many = homes.len() > 1;
        let row = |home: HomeCard| {
            let is_front = front.as_ref() == Some(&home.household);
            home_row(mine, home, many, is_front)
        };
        homes.into_iter().map(row).collect::<Vec<_>>()
    };
    view! {
        <PageHead words=say::owner::me() />
        <main id="main">
            <section class="card row who">
                <span class="avatar">{icon(Icon::User)}</span>
                <span class="grow">
                    <b dir="auto">{move || session::me().map(|me| me.name)}</b>
                    <br />
                    <span class="sm mute">{move || session::me().and_then(|me| me.phone_masked)}</span>
                </span>
            </section>
            <section class="stack t" aria-labelledby="homes">
                <h2 class="label" id="homes">{say::owner::homes()}</h2>
                <div class="card rows">{homes}</div>
            </section>
            <section class="stack t" aria-labelledby="settings">
                <h2 class="label" id="settings">{say::owner::settings()}</h2>
                <div class="card rows">
                    <div class="row wr"><b>{say::common::language()}</b><LanguageSwitch /></div>
                    <div class="row wr"><b>{say::common::theme()}</b><ThemeSwitch /></div>
                </div>
            </section>
            <Button pending=pending on_press=leave>{say::accounts::sign_out()}</Button>
        </main>
        {tab_dock(mine)}
    }
    .into_any()
}

fn home_row(mine: Mine, home: HomeCard, many: bool, is_front: bool) -> AnyView {
    let call = ["tel:", home.hotline.as_str()].concat();
    let words = say::owner::call_hotline(&home.hotline);
    let note = (is_front && many).then(|| {
        view! { <span class="line sm">{icon_small(Icon::Check)}{say::owner::shown_home()}</span> }
    });
    let household = home.household.clone();
    let choose = (many && !is_front).then(|| {
        view! {
            <button class="btn quiet lk" type="button" on:click=move |_| mine.choose_home(&household)>
                {say::owner::show_home()}
            </button>
        }
    });
    view! {
        <div class="row">
            {icon(Icon::Home)}
            <span class="grow">
                <b>{label::project_address(&home.project_name, &home.address)}</b>
                <br />
                <span class="sm mute">{say::owner::hotline()} " " {home.hotline.clone()}</span>
                {note}
                {choose}
            </span>
            <a class="btn icon" href=call rel="external" aria-label=words>{icon(Icon::Phone)}</a>
        </div>
    }
    .into_any()
}
