//! One text with what a reader makes of it: codes as chips, a sentiment, one key for each on a desk.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::ids::CodeId;
use steward_core::surveys::coding::api::{READ_TEXT, ReadText, VoiceText};
use steward_core::surveys::coding::{CodeBook, Month, ReadingDraft, Sentiment};
use wasm_bindgen::JsCast;

use super::model::{self, Key};
use crate::console::worklist::KEYS;
use crate::device;
use crate::net::{call, clock};
use crate::surveys::desk::inputs::at_place;
use crate::ui::button::Button;
use crate::ui::field::{error_line, next_id};
use crate::ui::{Form, Look, Status, pill};
use crate::words::{Locale, label, locale, say, time};

/// Codes that a key chooses.
const KEYED: usize = 9;

/// The text and the form below it; `done` hears a reading and that the reader goes on.
pub(super) fn panel(
    book: StoredValue<CodeBook>,
    text: VoiceText,
    month: Month,
    may_read: bool,
    (done, skip): (Callback<VoiceText>, Callback<()>),
) -> AnyView {
    let now = clock::now();
    let mut about = vec![label::text_kind(text.text.kind).to_owned()];
    if !text.project_name.is_empty() {
        about.push(text.project_name.clone());
    }
    about.extend(text.scenario.map(|scenario| label::scenario(scenario).to_owned()));
    about.extend(text.stars.map(|stars| say::voice::stars_of(&stars)));
    about.push(time::day(text.at, now));
    if text.n > 1 {
        about.push(say::voice::said_n(&text.n));
    }
    let question = text.question.as_ref().map(|q| q.read(locale() == Locale::English).to_owned());
    let question = question.map(|q| view! { <p class="sm mute">{q}</p> });
    let words = if text.words.is_empty() { say::voice::no_words().to_owned() } else { text.words.clone() };
    let before = text.reading.as_ref().map(|reading| {
        let by = say::voice::read_by(&reading.name, &time::day_time(reading.at, now));
        view! { <p class="line">{pill(Status::Done, label::sentiment(reading.sentiment))} <span class="sm mute">{by}</span></p> }
    });
    let form = may_read.then(|| form(book, text.clone(), month, (done, skip)));
    let names = (!may_read).then(|| {
        let codes = text.reading.iter().flat_map(|reading| &reading.codes);
        let names = book.with_value(|book| codes.map(|id| name(book, id)).collect::<Vec<_>>());
        view! { <p class="chips">{names.into_iter().map(|name| view! { <span class="chip small">{name}</span> }).collect::<Vec<_>>()}</p> }
    });
    view! {
        <article class="card pad stack">
            <p class="sm mute">{about.join(" · ")}</p>
            {question}
            <blockquote class="voice-said">{words}</blockquote>
            {before}
            {names}
            {form}
        </article>
    }
    .into_any()
}

fn name(book: &CodeBook, id: &CodeId) -> String {
    book.find(id)
        .map_or_else(|| id.to_string(), |code| model::full_name(book, code, locale() == Locale::English))
}

fn form(
    book: StoredValue<CodeBook>,
    text: VoiceText,
    month: Month,
    (done, skip): (Callback<VoiceText>, Callback<()>),
) -> AnyView {
    let offered = book.with_value(|book| model::offered(book, &text.suggested));
    // What was read before is where a second look begins; else what the key words suggest.
    let begin = text.reading.as_ref().map_or_else(|| text.suggested.clone(), |reading| reading.codes.clone());
    let chosen = RwSignal::new(begin);
    let sounds = RwSignal::new(text.reading.as_ref().map(|reading| reading.sentiment));
    let form = Form::new();
    let named = text.text.clone();
    let send = Callback::new(move |()| {
        let reading = ReadingDraft { codes: chosen.get_untracked(), sentiment: sounds.get_untracked() };
        let found = book.with_value(|book| reading.check(book));
        if !form.begin(found) {
            return;
        }
        let given = ReadText { text: named.clone(), month, reading };
        spawn_local(async move {
            match call(&READ_TEXT, &[], &given).await {
                Ok(text) => {
                    form.pending.set(false);
                    done.run(text);
                }
                Err(failure) => form.failed(&failure),
            }
        });
    });
    keys(StoredValue::new(offered.clone()), chosen, sounds, (send, skip));
    let suggested = text.suggested.len();
    let chip = |(n, id): (usize, CodeId)| {
        let (mine, other) = (id.clone(), id.clone());
        let words = book.with_value(|book| name(book, &id));
        let key = (n < KEYED).then(|| view! { <kbd class="wide-only" aria-hidden="true">{n + 1}</kbd> });
        let class = if n < suggested { "chip small hinted" } else { "chip small" };
        view! {
            <label class=class>
                <input
                    type="checkbox"
                    prop:checked=move || chosen.with(|all| all.contains(&mine))
                    on:change=move |_| chosen.update(|all| model::toggle(all, &other))
                />
                {words}
                {key}
            </label>
        }
        .into_any()
    };
    let mut chips: Vec<AnyView> = offered.into_iter().enumerate().map(chip).collect();
    let rest = chips.split_off(suggested.min(chips.len()));
    let hints = (suggested > 0).then(|| {
        view! {
            <fieldset class="stack t">
                <legend class="label">{say::voice::suggested()}</legend>
                <div class="chips">{chips}</div>
                <p class="hint">{say::voice::suggested_note()}</p>
            </fieldset>
        }
    });
    let error = move |place: &'static str, words: fn() -> &'static str| {
        let id = next_id();
        move || {
            let wrong = form.problems.with(|all| at_place(all, place).is_some());
            wrong.then(|| error_line(&id, words().to_owned()))
        }
    };
    let group = next_id();
    let feelings: Vec<AnyView> = Sentiment::ALL
        .iter()
        .zip(["P", "O", "G"])
        .map(|(sentiment, key)| {
            let sentiment = *sentiment;
            view! {
                <label class="chip small">
                    <input
                        type="radio"
                        name=group.clone()
                        prop:checked=move || sounds.get() == Some(sentiment)
                        on:change=move |_| sounds.set(Some(sentiment))
                    />
                    {label::sentiment(sentiment)}
                    <kbd class="wide-only" aria-hidden="true">{key}</kbd>
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        {hints}
        <fieldset class="stack t">
            <legend class="label">{say::voice::all_codes()}</legend>
            <div class="chips">{rest}</div>
            {error("codes", say::voice::needs_codes)}
        </fieldset>
        <fieldset class="stack t">
            <legend class="label">{say::voice::sentiment_label()}</legend>
            <div class="chips">{feelings}</div>
            {error("sentiment", say::voice::needs_sentiment)}
        </fieldset>
        {form.note()}
        <div class="line">
            <Button look=Look::Primary pending=form.pending on_press=send>{say::voice::save_next()}</Button>
            <Button look=Look::Quiet on_press=skip>{say::voice::skip()}</Button>
        </div>
        <p class="hint wide-only">{say::voice::keys_note()}</p>
    }
    .into_any()
}

/// Hears the keys while the text is on the screen.
fn keys(
    offered: StoredValue<Vec<CodeId>>,
    chosen: RwSignal<Vec<CodeId>>,
    sounds: RwSignal<Option<Sentiment>>,
    (send, skip): (Callback<()>, Callback<()>),
) {
    let pressed = window_event_listener(ev::keydown, move |event| {
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        let on = device::kept::<bool>(KEYS).unwrap_or(true);
        let Some(key) = model::key(&event.key(), is_typing(&event), modified, on) else { return };
        match key {
            Key::Code(n) => {
                let Some(id) = offered.with_value(|all| all.get(n).cloned()) else { return };
                chosen.update(|all| model::toggle(all, &id));
            }
            Key::Sounds(sentiment) => sounds.set(Some(sentiment)),
            Key::Confirm => send.run(()),
            Key::Skip => skip.run(()),
        }
        event.prevent_default();
    });
    on_cleanup(move || pressed.remove());
}

/// Whether the key is meant for what has the focus: an input of letters, a chooser, a link, a button, a dialog.
fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let letters = "input:not([type=checkbox]):not([type=radio]), textarea, select, dialog";
    let acts = "a, button, summary";
    let inside = |e: web_sys::Element| {
        let of = |what: &str| e.closest(what).ok().flatten().is_some();
        of(letters) || (event.key() == "Enter" && of(acts))
    };
    let in_target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()).is_some_and(inside);
    in_target || document().query_selector("dialog[open]").ok().flatten().is_some()
}
