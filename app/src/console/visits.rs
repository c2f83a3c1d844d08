//! Return visits that are due (回访).

use leptos::prelude::*;
use steward_core::tickets::api::View;

use super::list::{rows, table};
use super::{Topbar, Work};
use crate::words::say;

/// The page.
#[component]
pub fn Visits() -> impl IntoView {
    let rows = rows(|| View::Visits);
    view! {
        <Topbar words=say::console::visits() />
        <Work>{table(rows, "/console/tickets")}</Work>
    }
}
