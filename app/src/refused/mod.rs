//! What was given without a network and refused later: what it was, why it was refused, and the words that were
//! typed, until their person puts them away.

pub mod model;

use leptos::prelude::*;

use crate::net::outbox::{Kept, dismiss, refused};
use crate::ui::button::Button;
use crate::ui::{Banner, Look, Status, photo_strip};
use crate::words::say;

/// What was refused to the person who is signed in, where `shows` says so, each with a link to its ticket under
/// `tickets` unless that is empty; nothing at all if nothing was.
pub fn refused_notes(
    shows: impl Fn(&Kept) -> bool + Send + Sync + 'static,
    tickets: &'static str,
) -> AnyView {
    let notes = move || {
        let notes: Vec<AnyView> =
            refused().into_iter().filter(|r| shows(r)).map(|r| note(r, tickets)).collect();
        (!notes.is_empty()).then(
            || view! { <section class="stack t refused" aria-label=say::common::refused()>{notes}</section> },
        )
    };
    view! { {notes} }.into_any()
}

fn note(refused: Kept, tickets: &'static str) -> AnyView {
    let written = model::written(refused.body());
    let words: Vec<AnyView> = written
        .words
        .into_iter()
        .map(|words| view! { <p class="said all" dir="auto">{words}</p> }.into_any())
        .collect();
    let hint = match (words.is_empty(), refused.is_back()) {
        (true, _) => None,
        (false, true) => Some(say::common::refused_back()),
        (false, false) => Some(say::common::refused_words()),
    };
    let link = refused.ticket().filter(|_| !tickets.is_empty()).map(|ticket| {
        let href = [tickets, ticket].concat();
        view! { <a class="btn small" href=href>{say::common::refused_ticket(&ticket)}</a> }
    });
    let photos = photo_strip(&written.photos);
    let (about, why) = (refused.about().to_owned(), refused.why().map(str::to_owned));
    let id = refused.id().clone();
    let put_away = Callback::new(move |()| dismiss(&id));
    view! {
        <Banner status=Status::Over spoken=true>
            <div class="stack t">
                <p><b dir="auto">{about}</b></p>
                <p>{why}</p>
                {hint.map(|hint| view! { <p class="sm mute">{hint}</p> })}
                {words}
                {photos}
                <div class="line">
                    {link}
                    <Button look=Look::Small on_press=put_away>{say::common::refused_dismiss()}</Button>
                </div>
            </div>
        </Banner>
    }
    .into_any()
}
