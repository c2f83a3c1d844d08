//! What a survey's page says when it asks nothing: thanks, ended, answered, not begun, unknown, put aside.

use leptos::prelude::*;
use steward_core::surveys::campaign::api::Sheet;
use steward_core::surveys::campaign::course::{NotTaken, Receipt};

use super::model::Stand;
use super::{Answering, call_back};
use crate::net::clock;
use crate::shell::LanguageSwitch;
use crate::ui::button::Button;
use crate::ui::{Heading, Icon, Look, icon};
use crate::words::{say, time};

/// The page of a survey that asks nothing now.
pub(super) fn page(stand: Stand, sheet: &Sheet, answering: Answering) -> AnyView {
    let at = |instant| time::day_time(instant, clock::now());
    let name = sheet.name.read(super::english()).to_owned();
    let (symbol, words, note) = match stand {
        Stand::Taken(Receipt::Counted) => {
            (Icon::Check, say::survey::thanks(), say::survey::thanks_note().to_owned())
        }
        Stand::Taken(Receipt::OverQuota) => {
            (Icon::Check, say::survey::thanks(), say::survey::over().to_owned())
        }
        Stand::Not(NotTaken::AlreadyAnswered) => {
            (Icon::Check, say::survey::answered(), say::survey::answered_note().to_owned())
        }
        Stand::Not(NotTaken::Ended) => {
            (Icon::Clock, say::survey::ended(), say::survey::ended_note(&at(sheet.ends)))
        }
        Stand::Not(NotTaken::NotYetOpen) => {
            (Icon::Clock, say::survey::waiting(), say::survey::waiting_note(&at(sheet.opens)))
        }
        Stand::Not(NotTaken::NotYours) => {
            (Icon::Alert, say::survey::unknown(), say::survey::unknown_note().to_owned())
        }
        Stand::Paused | Stand::Asking => {
            (Icon::Pause, say::survey::paused(), say::survey::paused_note().to_owned())
        }
    };
    let go_on = (stand == Stand::Paused).then(|| {
        let press = Callback::new(move |()| answering.change(|d| d.paused = false));
        view! { <Button look=Look::Main on_press=press>{say::survey::go_on()}</Button> }
    });
    let more = match stand {
        Stand::Taken(_) => call_back::card(answering),
        _ => go_on.into_any(),
    };
    told(symbol, words, note, Some(name), more)
}

/// The page of a link that leads nowhere.
pub(super) fn unknown() -> AnyView {
    told(Icon::Alert, say::survey::unknown(), say::survey::unknown_note().to_owned(), None, ().into_any())
}

fn told(symbol: Icon, words: &'static str, note: String, name: Option<String>, more: AnyView) -> AnyView {
    view! {
        <main id="main" class="survey">
            <div class="empty" role="status">
                {icon(symbol)}
                {name.map(|name| view! { <p class="sm mute">{name}</p> })}
                <Heading words=words />
                <p>{note}</p>
                {more}
            </div>
            <LanguageSwitch />
        </main>
    }
    .into_any()
}
