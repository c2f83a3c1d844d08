//! What stands below a text of a ticket while it is written: scripts to put in, and what the writing rules ask (S55).
//!
//! It is fetched with the first form that opens. Where it does not come, the form is as it was: nothing waits for it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::knowledge::handbook::writing::WRITTEN;
use steward_core::tickets::CommandKind;

use super::send::Desk;
use crate::later::Later;

/// A text that is being written.
#[derive(Clone, Copy)]
pub struct Aid {
    /// The ticket.
    pub desk: Desk,
    /// The act that the text is of.
    pub act: CommandKind,
    /// What is written so far.
    pub text: RwSignal<String>,
    /// The field's name.
    pub of: &'static str,
}

/// The field with its aids below it, for acts that are written down.
pub(in crate::console) fn aided(aid: Aid, field: AnyView) -> AnyView {
    let Some(later) = use_context::<Later<Aid>>().filter(|_| WRITTEN.contains(&aid.act)) else {
        return field;
    };
    let here = RwSignal::new(false);
    spawn_local(async move {
        if (later.fetch)().await.is_ok() {
            // The form may be closed by now.
            here.try_set(true);
        }
    });
    let aids = move || here.get().then(|| (later.show)(aid));
    view! { <div class="aided">{field}{aids}</div> }.into_any()
}
