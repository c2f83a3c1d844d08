//! The worklist: what is due soonest comes first. The view stands in the address.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use steward_core::tickets::api::View;

use super::list::{rows, table};
use super::{Topbar, Work};
use crate::words::{label, say};

const VIEWS: &[View] = &[View::Due, View::Overdue, View::New, View::Reply, View::Visits, View::All];

/// The page.
#[component]
pub fn Worklist() -> impl IntoView {
    let query = use_query_map();
    let view = Memo::new(move |_| {
        query.with(|q| q.get("view").as_deref().and_then(View::from_word)).unwrap_or(View::Due)
    });
    let rows = rows(move || view.get());
    let tab = move |one: &View| {
        let one = *one;
        let href = ["/console?view=", one.word()].concat();
        view! {
            <a href=href aria-current=move || (view.get() == one).then_some("page")>{label::view(one)}</a>
        }
        .into_any()
    };
    view! {
        <Topbar words=say::console::worklist() />
        <Work>
            <nav class="tabs" aria-label=say::console::views()>{VIEWS.iter().map(tab).collect::<Vec<_>>()}</nav>
            {table(rows, "/console/tickets")}
        </Work>
    }
}
