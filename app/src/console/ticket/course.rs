//! What happened, newest first, with a filter: all, what the owner sees, or with every clock.

use leptos::prelude::*;
use steward_core::tickets::Event;

use super::events::{headline, is_clock, photos, symbol, written};
use crate::console::acts::Desk;
use crate::net::clock;
use crate::ui::{Choice, Moment, Segments, photo_strip, tl_item};
use crate::words::{say, time};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    All,
    Public,
    Clocks,
}

/// Whether the course shows this event.
fn shows(show: Show, event: &Event) -> bool {
    match show {
        Show::All => !is_clock(&event.body),
        Show::Public => event.body.is_public() && !is_clock(&event.body),
        Show::Clocks => true,
    }
}

/// The card.
pub(super) fn course(desk: Desk) -> impl IntoView {
    let show = RwSignal::new(Some(Show::All));
    let choices = vec![
        Choice::new(Show::All, say::desk::course_all()),
        Choice::new(Show::Public, say::desk::course_public()),
        Choice::new(Show::Clocks, say::desk::course_clocks()),
    ];
    let items = move || {
        let show = show.get().unwrap_or(Show::All);
        desk.page.with(|page| {
            let events = page.as_ref().map(|p| p.events.as_slice()).unwrap_or_default();
            events.iter().rev().filter(|e| shows(show, e)).map(item).collect::<Vec<_>>()
        })
    };
    view! {
        <section class="card pad stack" aria-labelledby="course">
            <div class="head">
                <h2 id="course">{say::desk::course()}</h2>
                <div class="end"><Segments label=say::desk::course() value=show choices=choices /></div>
            </div>
            <ol class="tl">{items}</ol>
        </section>
    }
}

fn item(event: &Event) -> AnyView {
    let internal =
        (!event.body.is_public()).then(|| view! { " " <span class="tag">{say::desk::internal()}</span> });
    let text = written(&event.body);
    let more = (
        (!text.is_empty()).then(|| view! { <p class="said" dir="auto">{text}</p> }),
        photo_strip(photos(&event.body)),
    );
    let what = (headline(event), internal);
    tl_item(Moment::Past, symbol(&event.body), None, what, time::short(event.at, clock::now()), more)
        .into_any()
}
