//! What staff can do with a ticket: the buttons that fit this person now, and the form behind each.
//!
//! Which buttons there are is core's answer ([`steward_core::tickets::can`]), so nobody is offered what the server
//! would refuse. The workbench and the engineer's phone page share this.

mod aided;
mod candidates;
pub mod draft;
mod fields;
pub mod form;
mod inputs;
pub mod model;
mod send;

use leptos::prelude::*;
use steward_core::tickets::CommandKind;
use steward_core::tickets::api::TicketPage;

use crate::net::{clock, session};
use crate::ui::{Button, Dialog, Look};
use form::ActForm;

pub use aided::Aid;
pub(in crate::console) use aided::aided;
pub use send::{Desk, Outcome};

/// The buttons in a bar, at most `direct` of them beside the primary one; the rest is behind "more".
pub fn act_bar(desk: Desk, direct: usize) -> impl IntoView {
    acts(desk, direct, Look::Primary)
}

/// The buttons at the bottom of a phone's page: the primary one wide, one beside it, the rest behind "more".
pub fn act_dock(desk: Desk) -> impl IntoView {
    acts(desk, 1, Look::Main)
}

fn acts(desk: Desk, direct: usize, primary: Look) -> impl IntoView {
    let chosen = RwSignal::new(None::<CommandKind>);
    let open = RwSignal::new(false);
    let tick = clock::tick();
    let offered = Memo::new(move |_| {
        let actor = session::me().map(|me| me.actor());
        let now = tick.get();
        let of = |page: &TicketPage| actor.map(|a| model::offered(&page.ticket, &a, now)).unwrap_or_default();
        desk.page.with(|page| page.as_ref().map(of).unwrap_or_default())
    });
    let start = Callback::new(move |kind: CommandKind| match model::plain(kind) {
        Some(command) => desk.send_at_once(command),
        None => {
            chosen.set(Some(kind));
            open.set(true);
        }
    });
    let button = move |kind: CommandKind, look: Look| {
        let press = Callback::new(move |()| start.run(kind));
        view! { <Button look=look pending=desk.pending on_press=press>{model::words(kind)}</Button> }
            .into_any()
    };
    let buttons = move || {
        let all = offered.get();
        let Some((first, rest)) = all.split_first() else { return ().into_any() };
        let (near, far) = rest.split_at(direct.min(rest.len()));
        let far: Vec<AnyView> = far.iter().map(|k| button(*k, Look::Quiet)).collect();
        let more = (!far.is_empty()).then(|| {
            view! {
                <details class="more">
                    <summary class="btn">{crate::words::say::desk::more_acts()}</summary>
                    <div class="card stack t pad">{far}</div>
                </details>
            }
        });
        view! {
            {near.iter().map(|k| button(*k, Look::Plain)).collect::<Vec<_>>()}
            {more}
            {button(*first, primary)}
        }
        .into_any()
    };
    let dialog = move || {
        chosen.get().map(|kind| {
            view! {
                <Dialog open=open title=model::words(kind)>
                    <ActForm desk=desk kind=kind open=open />
                </Dialog>
            }
        })
    };
    view! {
        <div class="acts line">{buttons}</div>
        {dialog}
    }
}
