//! Answering a survey by its link: one question a screen, in one hand, without signing in.
//!
//! Nothing is preselected. Every tap is kept on the device, so a reload, an empty battery or a tunnel loses nothing;
//! what cannot be sent is sent when the network is back. What an answer must be is core's `answer::check`.

mod call_back;
pub mod model;
mod question;
mod states;

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Nothing;
use steward_core::problem::Code;
use steward_core::surveys::campaign::answer::check;
use steward_core::surveys::campaign::api::{
    ANSWER, GiveAnswer, OPEN_ANSWER, OPEN_SHEET, SHEET, Sheet, Taken,
};
use steward_core::surveys::campaign::call_back::is_unhappy;

use self::model::{Draft, Stand};
use crate::nav::{self, address::parts};
use crate::net::{Failure, call, clock, new_command_id, online};
use crate::shell::LanguageSwitch;
use crate::ui::button::Button;
use crate::ui::{Heading, Icon, Look, icon, icon_button, load, loaded, skeleton};
use crate::words::{Locale, locale, problem, say, time};

/// Whether the reader reads English.
fn english() -> bool {
    locale() == Locale::English
}

/// What a page of one link shares.
#[derive(Clone, Copy)]
struct Answering {
    draft: RwSignal<Draft>,
    sending: RwSignal<bool>,
    /// Why the last sending failed, in words.
    trouble: RwSignal<Option<String>>,
    /// Whether what is wrong with the question on the screen is said.
    strict: RwSignal<bool>,
    key: StoredValue<String>,
    link: StoredValue<String>,
    is_open: bool,
}

impl Answering {
    fn keep(self) {
        self.draft.with_untracked(|draft| self.key.with_value(|key| crate::device::keep(key, draft)));
    }

    /// Changes the draft and keeps it on this device.
    fn change(self, with: impl FnOnce(&mut Draft)) {
        self.draft.update(with);
        self.keep();
    }
}

/// The page.
pub fn page((): ()) -> AnyView {
    let path = nav::path();
    let at = path.get_untracked();
    let (is_open, link) = match parts(&at).as_slice() {
        [kind, link] => (*kind == "o", (*link).to_owned()),
        _ => (false, String::new()),
    };
    let key = ["steward.draft.survey.", link.as_str()].concat();
    let draft = crate::device::kept(&key)
        .unwrap_or_else(|| Draft { device: new_command_id().as_str().to_owned(), ..Draft::default() });
    let answering = Answering {
        draft: RwSignal::new(draft),
        sending: RwSignal::new(false),
        trouble: RwSignal::new(None),
        strict: RwSignal::new(false),
        key: StoredValue::new(key),
        link: StoredValue::new(link.clone()),
        is_open,
    };
    let endpoint = if is_open { &OPEN_SHEET } else { &SHEET };
    let sheet = load(move || call(endpoint, &[link.as_str()], &Nothing {}));
    let wait = || view! { <main class="front" id="main">{skeleton(4)}</main> }.into_any();
    let unknown = move || sheet.with(|s| matches!(s, Some(Err(f)) if f.code() == Some(Code::NotFound)));
    let show = move |sheet: Sheet| {
        let sheet = StoredValue::new(sheet);
        let shown = move || match answering.draft.with(|d| sheet.with_value(|s| d.stand(s))) {
            Stand::Asking => asking(answering, sheet),
            stand => sheet.with_value(|sheet| states::page(stand, sheet, answering)),
        };
        view! { {shown} }.into_any()
    };
    let body = move || {
        if unknown() { states::unknown() } else { loaded(sheet, wait, show).into_any() }
    };
    view! { {body} }.into_any()
}

/// One question after the other.
fn asking(answering: Answering, sheet: StoredValue<Sheet>) -> AnyView {
    let all = sheet.with_value(|s| s.questions.0.len());
    let at = Memo::new(move |_| answering.draft.with(|d| d.at.min(all.saturating_sub(1))));
    let name = sheet.with_value(|s| s.name.read(english()).to_owned());
    let later = move || answering.change(|d| d.paused = true);
    let is_online = online::online();
    Effect::new(move |_| {
        if is_online.get() && answering.draft.with_untracked(|d| d.waits) {
            send(answering, sheet);
        }
    });
    let wrong = move || -> Option<String> {
        if !answering.strict.get() {
            return None;
        }
        sheet.with_value(|s| {
            let question = s.questions.0.get(at.get())?;
            answering
                .draft
                .with(|d| check(question, d.answers.0.get(&question.id)))
                .map(|p| model::fault(&p, &question.kind))
        })
    };
    let wrong = Memo::new(move |_| wrong());
    let next = Callback::new(move |()| {
        answering.strict.set(true);
        if wrong.get_untracked().is_some() {
            return crate::ui::focus_first_wrong();
        }
        answering.strict.set(false);
        answering.trouble.set(None);
        if at.get_untracked() + 1 < all {
            answering.change(|d| d.at = at.get_untracked() + 1);
            top();
        } else {
            send(answering, sheet);
        }
    });
    let previous = Callback::new(move |()| {
        answering.strict.set(false);
        answering.change(|d| d.at = at.get_untracked().saturating_sub(1));
        top();
    });
    let shown = move || {
        let question = sheet.with_value(|s| s.questions.0.get(at.get()).cloned());
        question.map(|question| question::field(question, answering, wrong))
    };
    let step = move || say::survey::step(&all, &(at.get() + 1));
    let trouble = move || {
        answering.trouble.get().map(|words| {
            view! { <p class="error" role="alert">{words}</p> }
        })
    };
    let button = move || if at.get() + 1 < all { say::survey::next() } else { say::survey::send() };
    view! {
        <header>
            {icon_button(Icon::Cross, say::survey::later(), later)}
            <Heading words=name />
        </header>
        <main id="main" class="survey">
            <div class="prog">
                <div
                    class="bar"
                    role="progressbar"
                    aria-valuemin="0"
                    aria-valuemax=all.to_string()
                    aria-valuenow=move || (at.get() + 1).to_string()
                    aria-label=step
                >
                    <i style:--v=move || (100 * (at.get() + 1) / all.max(1)).to_string()></i>
                </div>
                <span class="xs mute" aria-hidden="true">
                    {move || say::survey::count(&all, &(at.get() + 1))}
                </span>
            </div>
            {shown}
            {trouble}
            {move || (at.get() == 0).then(|| sheet.with_value(how_used))}
        </main>
        <footer class="dock">
            <div class="acts2">
                {move || (at.get() > 0).then(|| view! { <Button on_press=previous>{say::survey::previous()}</Button> })}
                <Button look=Look::Main pending=answering.sending on_press=next>{button}</Button>
            </div>
            <button class="btn quiet later sm" type="button" on:click=move |_| later()>{say::survey::later()}</button>
        </footer>
    }
    .into_any()
}

fn top() {
    request_animation_frame(|| {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        let legend = document().query_selector(".survey .q").ok().flatten();
        if let Some(legend) =
            legend.and_then(|e| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(e).ok())
        {
            let _ = legend.focus();
        }
    });
}

/// What becomes of the answers, under the first question.
fn how_used(sheet: &Sheet) -> AnyView {
    let until = time::day_time(sheet.ends, clock::now());
    let until = match sheet.reminders {
        0 => say::survey::use_until(&until),
        n => say::survey::use_until_reminders(&until, &n),
    };
    let line = |symbol, words: String| view! { <li>{icon(symbol)}<span>{words}</span></li> }.into_any();
    view! {
        <section class="card pad stack t">
            <h2 class="label">{say::survey::use_title()}</h2>
            <ul class="use sm">
                {line(Icon::Lock, say::survey::use_apart().to_owned())}
                {line(Icon::User, say::survey::use_few().to_owned())}
                {line(Icon::Clock, until)}
            </ul>
            <p class="sm mute">{say::survey::asks(&sheet.group, &sheet.project)}</p>
        </section>
        <LanguageSwitch />
    }
    .into_any()
}

/// Sends the answers; without a network they wait on this device.
fn send(answering: Answering, sheet: StoredValue<Sheet>) {
    if answering.sending.get_untracked() {
        return;
    }
    answering.sending.set(true);
    spawn_local(async move {
        let draft = answering.draft.get_untracked();
        let Ok(device) = draft.device.parse() else { return };
        let unhappy = !answering.is_open && sheet.with_value(|s| is_unhappy(&s.questions, &draft.answers));
        let give = GiveAnswer { device, answers: draft.answers };
        let endpoint = if answering.is_open { &OPEN_ANSWER } else { &ANSWER };
        let answer = call(endpoint, &[answering.link.get_value().as_str()], &give).await;
        answering.sending.set(false);
        match answer {
            Ok(Taken::Taken(receipt)) => answering.change(|d| *d = d.taken(receipt, unhappy)),
            Ok(Taken::Not(why)) => answering.change(|d| {
                (d.waits, d.refused) = (false, Some(why));
            }),
            Err(Failure::Offline | Failure::Timeout) => {
                answering.change(|d| d.waits = true);
                answering.trouble.set(Some(say::survey::offline().to_owned()));
            }
            Err(failure) => {
                answering.change(|d| d.waits = false);
                answering.trouble.set(Some(problem::failure(&failure)));
            }
        }
    });
}
