//! Many dates at once: the official notice of a year, or a calendar file of another program; and the file for others.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::calendar::notice::{self, Notice, NoticeFault};
use steward_core::calendar::{Calendar, Hours};
use steward_core::sla::standards::api::{IcalDays, IcalFile, IcalQuery, READ_ICAL, WRITE_ICAL};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::calendar::Shown;
use super::month::date_words;
use super::why;
use crate::net::call;
use crate::ui::field::next_id;
use crate::ui::{Banner, Button, Icon, Look, Status, icon_small, toast};
use crate::words::say;

/// The part under a calendar.
pub(super) fn card(shown: Shown) -> AnyView {
    let export = Callback::new(move |()| {
        let version = shown.editing.standard.with_untracked(|s| s.version);
        let Some(calendar) = shown.id.get_untracked() else { return };
        spawn_local(async move {
            let name = [calendar.as_str(), ".ics"].concat();
            match call(&WRITE_ICAL, &[&version.to_string()], &IcalQuery { calendar }).await {
                Ok(file) => crate::device::download(&name, "text/calendar", &file.text),
                Err(failure) => toast::warn(why(&failure)),
            }
        });
    });
    let export = view! { <Button look=Look::Small on_press=export>{say::standards::export_ical()}</Button> };
    if !shown.editing.open {
        return view! { <div class="line">{export}</div> }.into_any();
    }
    view! {
        <details class="card pad">
            <summary class="line between">{say::standards::many_dates()}{icon_small(Icon::Down)}</summary>
            <div class="stack t">
                {official(shown)}
                {file(shown)}
                <div class="line">{export}</div>
            </div>
        </details>
    }
    .into_any()
}

fn fault(fault: &NoticeFault) -> String {
    let words = say::standards::notice_fault(fault.code()).unwrap_or_default();
    let about = match fault {
        NoticeFault::NoDates => return words.to_owned(),
        NoticeFault::NoSuchDate { month, day } => format!("{month}-{day}"),
        NoticeFault::Backwards { from: date }
        | NoticeFault::WrongWeekday { date }
        | NoticeFault::Both { date } => date_words(*date),
    };
    [&about, " ", words].concat()
}

/// The notice as text: what it says is shown before it is taken over.
fn official(shown: Shown) -> AnyView {
    let text = RwSignal::new(String::new());
    let year = RwSignal::new(shown.month.get_untracked().0.to_string());
    let read: RwSignal<Option<Result<Notice, Vec<NoticeFault>>>> = RwSignal::new(None);
    let (text_id, year_id) = (next_id(), next_id());
    let look = Callback::new(move |()| {
        let year = year.with_untracked(|year| year.trim().parse().unwrap_or(0));
        read.set(Some(text.with_untracked(|text| notice::read(text, year))));
    });
    let take = Callback::new(move |()| {
        let Some(Ok(notice)) = read.get_untracked() else { return };
        let first = notice.off.keys().chain(&notice.work).min().copied();
        shown.change(|calendar| notice.applied_to(calendar));
        show(shown, first);
        text.set(String::new());
        read.set(None);
    });
    let answer = move || {
        read.get().map(|read| match read {
            Ok(notice) => {
                let (off, work) = (notice.off.len(), notice.work.len());
                view! {
                    <Banner status=Status::On>{say::standards::notice_says(&off, &work)}</Banner>
                    <Button look=Look::Primary on_press=take>{say::standards::take_over()}</Button>
                }
                .into_any()
            }
            Err(faults) => {
                let words: Vec<String> = faults.iter().take(5).map(fault).collect();
                view! { <Banner status=Status::Over spoken=true>{words.join(" ")}</Banner> }.into_any()
            }
        })
    };
    view! {
        <div class="field">
            <label for=year_id.clone()>{say::standards::year()}</label>
            <input class="input" id=year_id inputmode="numeric" prop:value=year
                on:input:target=move |event| year.set(event.target().value()) />
        </div>
        <div class="field">
            <label for=text_id.clone()>{say::standards::notice()}</label>
            <textarea class="input" id=text_id rows="4" placeholder=say::standards::notice_example() prop:value=text
                on:input:target=move |event| text.set(event.target().value())></textarea>
        </div>
        <div><Button look=Look::Small on_press=look>{say::standards::read_notice()}</Button></div>
        {answer}
    }
    .into_any()
}

/// Turns to the month of a date.
fn show(shown: Shown, date: Option<NaiveDate>) {
    use chrono::Datelike as _;
    if let Some(date) = date {
        shown.month.set((date.year(), date.month()));
    }
}

/// A calendar file: its days, each to be taken as a day off, and what was left out.
fn file(shown: Shown) -> AnyView {
    let found = RwSignal::new(None::<IcalDays>);
    let wrong = RwSignal::new(None::<String>);
    let id = next_id();
    let chosen = move |event: web_sys::Event| {
        let input = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(file) =
            input.as_ref().and_then(web_sys::HtmlInputElement::files).and_then(|files| files.get(0))
        else {
            return;
        };
        found.set(None);
        wrong.set(None);
        spawn_local(async move {
            let Some(text) = text_of(&file).await else {
                wrong.set(Some(say::standards::not_text().to_owned()));
                return;
            };
            match call(&READ_ICAL, &[], &IcalFile { text }).await {
                Ok(days) => found.set(Some(days)),
                Err(failure) => wrong.set(Some(why(&failure))),
            }
        });
        // The same file can be chosen again after it was mended.
        if let Some(input) = input {
            input.set_value("");
        }
    };
    let take = Callback::new(move |()| {
        let Some(days) = found.get_untracked() else { return };
        let dates: Vec<NaiveDate> = days.days.iter().filter_map(|(date, _)| date.parse().ok()).collect();
        shown.change(|calendar| {
            let off = |calendar: Calendar, date: &NaiveDate| calendar.with_exception(*date, Hours::closed());
            dates.iter().fold(calendar.clone(), off)
        });
        show(shown, dates.first().copied());
        found.set(None);
    });
    let answer = move || {
        found.get().map(|days| {
            let many = days.days.len();
            let left: Vec<AnyView> = days
                .left
                .iter()
                .map(|left| {
                    let reason = say::standards::ical_left(left.why.word()).unwrap_or_default();
                    view! { <li dir="auto">{left.name.clone()} ": " {reason}</li> }.into_any()
                })
                .collect();
            let read: Vec<AnyView> = days
                .days
                .iter()
                .map(|(date, name)| {
                    view! { <li dir="auto">{date.clone()} " " {name.clone()}</li> }.into_any()
                })
                .collect();
            view! {
                <Banner status=Status::On>{say::standards::ical_says(&many)}</Banner>
                <ul class="sm found" tabindex="0">{read}</ul>
                {(!left.is_empty()).then(|| view! {
                    <p class="sm">{say::standards::ical_left_out()}</p>
                    <ul class="sm mute">{left}</ul>
                })}
                {(many > 0).then(|| view! {
                    <Button look=Look::Primary on_press=take>{say::standards::take_over_off()}</Button>
                })}
            }
        })
    };
    view! {
        <div class="field">
            <label for=id.clone()>{say::standards::import_ical()}</label>
            <input class="input" type="file" id=id accept=".ics,text/calendar" on:change=chosen />
        </div>
        {move || wrong.get().map(|words| view! { <Banner status=Status::Over spoken=true>{words}</Banner> })}
        {answer}
    }
    .into_any()
}

/// The text of a file in UTF-8, else in the encoding of older Chinese programs; `None` where it is neither.
async fn text_of(file: &web_sys::File) -> Option<String> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    if let Ok(text) = String::from_utf8(bytes.clone()) {
        return Some(text);
    }
    let options = web_sys::TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = web_sys::TextDecoder::new_with_label_and_options("gb18030", &options).ok()?;
    decoder.decode_with_u8_array(&bytes).ok()
}
