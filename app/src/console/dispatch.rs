//! Dispatch: tickets that need an engineer (派单台).

use leptos::prelude::*;
use steward_core::tickets::api::View;

use super::list::{rows, table};
use super::{Topbar, Work};
use crate::words::say;

/// The page.
#[component]
pub fn Dispatch() -> impl IntoView {
    let rows = rows(|| View::Pool);
    view! {
        <Topbar words=say::console::dispatch() />
        <Work>{table(rows, "/console/tickets")}</Work>
    }
}
