//! The timeline of a ticket, newest first, moving with the live stream.

use leptos::prelude::*;

use super::mine::Mine;
use super::opened::of_page;
use super::timeline_model::{Entry, entries};
use crate::net::live::{self, Stream};
use crate::net::session;
use crate::ui::{Moment, photo_strip, tl_item};
use crate::words::{say, time};

/// The card with the timeline.
pub(super) fn timeline(mine: Mine) -> AnyView {
    let me = session::me_untracked().map(|me| me.person);
    let told = of_page(mine, move |page, now| {
        let entries = me.as_ref().map(|me| entries(&page.events, &page.ticket, me, now)).unwrap_or_default();
        let times: Vec<String> = entries.iter().map(|e| time::day_time(e.at, now)).collect();
        (entries, times, page.ticket.state.is_done())
    });
    let items = move || {
        let (entries, times, done) = told.get().unwrap_or_default();
        let newest = entries.first().map(|e| e.seq);
        let item = |(entry, when): (Entry, String)| {
            let is_now = !done && Some(entry.seq) == newest;
            item(entry, when, if is_now { Moment::Now } else { Moment::Past })
        };
        entries.into_iter().zip(times).map(item).collect::<Vec<_>>()
    };
    let stream = live::stream();
    let following = move || match stream.get() {
        Stream::Live => say::owner::live(),
        Stream::Polling => say::owner::polling(),
    };
    view! {
        <section class="card pad" aria-labelledby="tl">
            <div class="head tlh">
                <h3 id="tl">{say::owner::progress()}</h3>
                <span class="end sm mute">{following}</span>
            </div>
            <ol class="tl">{items}</ol>
        </section>
    }
    .into_any()
}

fn item(entry: Entry, when: String, moment: Moment) -> AnyView {
    let text = (!entry.text.is_empty()).then(|| view! { <p class="said" dir="auto">{entry.text}</p> });
    let note = (!entry.note.is_empty()).then(|| view! { <p>{entry.note}</p> });
    let more = view! {
        {text}
        {note}
        {photo_strip(&entry.photos)}
    };
    tl_item(moment, entry.symbol, entry.status, entry.what, when, more).into_any()
}
