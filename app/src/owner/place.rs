//! Which home it is about, and whom to ask for there.

use leptos::prelude::*;
use steward_core::accounts::api::HomeCard;

use super::mine::Mine;
use crate::net::session;
use crate::ui::{Dialog, Icon, icon, icon_small};
use crate::words::{label, say};

/// Choosing the home in front, in a dialog above the page, while `open` is true.
pub(super) fn home_chooser(mine: Mine, open: RwSignal<bool>) -> AnyView {
    let contents = move || {
        let homes = session::me_untracked().map(|me| me.homes).unwrap_or_default();
        let rows: Vec<AnyView> = homes.into_iter().map(|home| choice(mine, home, open)).collect();
        view! { <div class="card rows">{rows}</div> }
    };
    view! {
        <Dialog open=open title=say::owner::which_home()>
            {contents()}
        </Dialog>
    }
    .into_any()
}

fn choice(mine: Mine, home: HomeCard, open: RwSignal<bool>) -> AnyView {
    let words = label::project_address(&home.project_name, &home.address);
    let household = home.household.clone();
    let is_chosen = mine.home().is_some_and(|h| h.household == household);
    view! {
        <button
            class="row"
            type="button"
            aria-pressed=if is_chosen { "true" } else { "false" }
            on:click=move |_| {
                mine.choose_home(&household);
                open.set(false);
            }
        >
            {icon(Icon::Home)}
            <span class="grow">{words}</span>
            {is_chosen.then(|| icon_small(Icon::Check))}
        </button>
    }
    .into_any()
}
