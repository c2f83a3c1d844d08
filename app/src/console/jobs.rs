//! An engineer's jobs on the phone: the list, and one job.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use steward_core::endpoint::Nothing;
use steward_core::tickets::api::{READ, TicketPage, View};

use super::list::{rows, table};
use super::{Topbar, Work};
use crate::net::{call, live};
use crate::ui::{load, loaded, photo_strip, skeleton};
use crate::words::{label, say};

/// The list.
#[component]
pub fn Jobs() -> impl IntoView {
    let rows = rows(|| View::Mine);
    view! {
        <Topbar words=say::console::jobs() />
        <Work>{table(rows, "/console/jobs")}</Work>
    }
}

/// One job.
#[component]
pub fn Job() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|p| p.get("id").unwrap_or_default()));
    let refreshes = live::refreshes();
    let page = load(move || {
        refreshes.track();
        call(&READ, &[&id.get()], &Nothing {})
    });
    let shown = |page: TicketPage| {
        let said = &page.ticket.said;
        view! {
            <section class="plate big">
                <p>{page.project_name.clone()}</p>
                <p class="strong">{label::address(&said.address)}</p>
            </section>
            <section class="card pad stack t">
                <p>{said.text.clone()}</p>
                {photo_strip(&said.photos)}
            </section>
        }
        .into_any()
    };
    view! {
        <Topbar words=say::console::job() />
        <Work>{loaded(page, || skeleton(6).into_any(), shown)}</Work>
    }
}
