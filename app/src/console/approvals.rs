//! What waits for a supervisor's yes or no (审批).

use leptos::prelude::*;
use steward_core::tickets::api::View;

use super::list::{rows, table};
use super::{Topbar, Work};
use crate::words::say;

/// The page.
#[component]
pub fn Approvals() -> impl IntoView {
    let rows = rows(|| View::Approvals);
    view! {
        <Topbar words=say::console::approvals() />
        <Work>{table(rows, "/console/tickets")}</Work>
    }
}
