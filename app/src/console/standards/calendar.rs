//! The calendars of a version: which one, its weekdays, its month, and one day of it.

use chrono::NaiveDate;
use leptos::prelude::*;
use steward_core::calendar::{Calendar, Hours};
use steward_core::ids::CalendarId;
use steward_core::sla::standards::{NamedCalendar, Place};

use super::editing::Editing;
use super::model::{self, DayKind};
use super::{intake, month};
use crate::net::clock;
use crate::ui::field::{error_line, next_id};
use crate::ui::{Button, Icon, Look, empty, icon_small};
use crate::words::civil::Civil;
use crate::words::say;

/// Which calendar and which day the page shows.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) editing: Editing,
    /// The calendar's id.
    pub(super) id: RwSignal<Option<CalendarId>>,
    /// Year and month.
    pub(super) month: RwSignal<(i32, u32)>,
    /// The chosen day.
    pub(super) day: RwSignal<Option<NaiveDate>>,
}

impl Shown {
    /// The calendar as it is now.
    pub(super) fn calendar(self) -> Option<Calendar> {
        let id = self.id.get()?;
        self.editing.standard.with(|s| s.calendars.iter().find(|c| c.id == id).map(|c| c.calendar.clone()))
    }

    /// Changes the calendar.
    pub(super) fn change(self, how: impl FnOnce(&Calendar) -> Calendar) {
        let Some(id) = self.id.get_untracked() else { return };
        self.editing.change(|s| {
            if let Some(place) = s.calendars.iter_mut().find(|c| c.id == id) {
                place.calendar = how(&place.calendar);
            }
        });
    }
}

/// Today in the reader's zone.
fn today() -> (i32, u32) {
    let date = Civil::here(clock::now()).date();
    let year = i32::try_from(date.year).unwrap_or(2000);
    (year, u32::try_from(date.month).unwrap_or(1))
}

/// The cards of the calendars.
pub(super) fn cards(editing: Editing) -> AnyView {
    let first = editing.standard.with_untracked(|s| s.calendars.first().map(|c| c.id.clone()));
    let shown =
        Shown { editing, id: RwSignal::new(first), month: RwSignal::new(today()), day: RwSignal::new(None) };
    let parts = move || match shown.id.get() {
        None => empty(Icon::Calendar, say::standards::no_calendar(), say::standards::no_calendar_note())
            .into_any(),
        Some(_) => view! { {month::card(shown)} {day(shown)} {week(shown)} {intake::card(shown)} }.into_any(),
    };
    view! { {which(shown)} {parts} }.into_any()
}

/// The chooser of the calendar, and a new one.
fn which(shown: Shown) -> AnyView {
    let editing = shown.editing;
    let names = Memo::new(move |_| {
        editing
            .standard
            .with(|s| s.calendars.iter().map(|c| (c.id.clone(), c.name.clone())).collect::<Vec<_>>())
    });
    let tabs = move || {
        let one = |(id, name): (CalendarId, String)| {
            let mine = id.clone();
            let is = move || shown.id.with(|now| now.as_ref() == Some(&mine));
            view! {
                <button class="btn small" type="button" aria-pressed=move || if is() { "true" } else { "false" }
                    on:click=move |_| shown.id.set(Some(id.clone()))>{name}</button>
            }
        };
        let all = names.get();
        (all.len() > 1).then(|| all.into_iter().map(one).collect::<Vec<_>>())
    };
    let add = editing.open.then(|| {
        let add = Callback::new(move |()| {
            let taken = names.get_untracked();
            let free = (1..100).map(|n| format!("calendar-{n}")).find(|id| taken.iter().all(|(t, _)| t.as_str() != id));
            let zone = editing
                .standard
                .with_untracked(|s| s.calendars.first().map(|c| c.calendar.zone().clone()))
                .or_else(|| "Asia/Shanghai".parse().ok());
            let (Some(id), Some(zone)) = (free.and_then(|id| CalendarId::try_from(id).ok()), zone) else { return };
            let hours = model::read_hours("09:00-12:00,13:30-18:00").unwrap_or_default();
            let week = core::array::from_fn(|n| if n < 5 { hours.clone() } else { Hours::closed() });
            let name = say::standards::new_calendar_name().to_owned();
            let calendar = Calendar::new(zone, week);
            editing.change(|s| s.calendars.push(NamedCalendar { id: id.clone(), name, calendar }));
            shown.id.set(Some(id));
        });
        view! { <Button look=Look::Small symbol=Icon::Plus on_press=add>{say::standards::new_calendar()}</Button> }
    });
    if !editing.open {
        return view! { {tabs} }.into_any();
    }
    view! { <div class="line">{tabs}{add}</div> }.into_any()
}

/// The chosen day with its hours.
fn day(shown: Shown) -> AnyView {
    let card = move || {
        let date = shown.day.get()?;
        let calendar = shown.calendar()?;
        let kind = model::day_kind(&calendar, date);
        let hours = calendar.hours_on(date).clone();
        let bars: Vec<AnyView> = hours
            .intervals()
            .iter()
            .map(|(from, to)| {
                let share = |minutes: u16| format!("{:.2}", f64::from(minutes) / 14.4);
                view! { <i style:--a=share(from.minutes()) style:--b=share(to.minutes())></i> }.into_any()
            })
            .collect();
        let written = model::write_hours(&hours);
        let words = if hours.is_closed() { say::standards::closed().to_owned() } else { written.clone() };
        let mark = kind_word(kind).map(|words| view! { <span class="tag chg">{words}</span> });
        let edit = shown.editing.open.then(|| day_edit(shown, date, &calendar, &written));
        Some(view! {
            <section class="card pad stack t" aria-labelledby="day">
                <div class="line"><h3 id="day">{month::date_words(date)}</h3>{mark}</div>
                <div class="hrs" role="img" aria-label=words.clone()>{bars}</div>
                <p class="sm mute">{words}</p>
                {edit}
            </section>
        })
    };
    view! { {card} }.into_any()
}

fn kind_word(kind: DayKind) -> Option<&'static str> {
    match kind {
        DayKind::Usual | DayKind::Weekend => None,
        DayKind::Off => Some(say::standards::day_off()),
        DayKind::MakeUp => Some(say::standards::make_up()),
        DayKind::Special => Some(say::standards::special()),
    }
}

fn day_edit(shown: Shown, date: NaiveDate, calendar: &Calendar, written: &str) -> AnyView {
    let has_own = calendar.exceptions().any(|(d, _)| d == date);
    let usual = Callback::new(move |()| shown.change(|c| model::with_day(c, date, None)));
    let off = Callback::new(move |()| shown.change(|c| model::with_day(c, date, Some(Hours::closed()))));
    let take = move |hours| shown.change(|c| model::with_day(c, date, Some(hours)));
    view! {
        {hours_field(say::standards::open_hours(), written, take)}
        <div class="line">
            <Button look=Look::Small on_press=off>{say::standards::make_off()}</Button>
            {has_own.then(|| view! { <Button look=Look::Small on_press=usual>{say::standards::as_weekday()}</Button> })}
        </div>
    }
    .into_any()
}

/// An input for the hours of a day; taken when it is left, so that nothing moves while it is typed.
fn hours_field(words: &str, written: &str, take: impl Fn(Hours) + 'static) -> AnyView {
    let wrong = RwSignal::new(None::<&'static str>);
    let (id, note) = (next_id(), next_id());
    let described = note.clone();
    let words = words.to_owned();
    let written = written.to_owned();
    view! {
        <div class="field">
            <label for=id.clone()>{words}</label>
            <input
                class="input"
                id=id
                prop:value=written
                placeholder="08:30–12:00, 13:30–18:00"
                aria-invalid=move || wrong.get().is_some().then_some("true")
                aria-describedby=described
                on:change:target=move |event| match model::read_hours(&event.target().value()) {
                    Ok(hours) => {
                        wrong.set(None);
                        take(hours);
                    }
                    Err(code) => wrong.set(Some(code)),
                }
            />
            {move || wrong.get().map(|code| {
                error_line(&note, say::standards::hours_fault(code).unwrap_or_default().to_owned())
            })}
        </div>
    }
    .into_any()
}

/// The name and the weekdays.
fn week(shown: Shown) -> AnyView {
    let editing = shown.editing;
    // Made anew for another calendar only: what is typed stays while it is kept.
    let rows = move || {
        let id = shown.id.get()?;
        let named = editing.standard.with_untracked(|s| s.calendars.iter().find(|c| c.id == id).cloned())?;
        let days: Vec<AnyView> = named
            .calendar
            .week()
            .iter()
            .enumerate()
            .map(|(n, hours)| {
                let name = month::weekday(n);
                let written = model::write_hours(hours);
                if editing.open {
                    return hours_field(name, &written, move |hours| {
                        shown.change(|c| c.clone().with_weekday(n, hours));
                    });
                }
                let words = if hours.is_closed() { say::standards::closed().to_owned() } else { written };
                view! { <p class="line between"><span class="mute">{name}</span><span>{words}</span></p> }
                    .into_any()
            })
            .collect();
        let fault = {
            let id = id.clone();
            editing.wrong_at(move |place| *place == Place::Calendar { id: id.clone() })
        };
        let name = editing.open.then(|| name_field(editing, &named));
        let drop = editing.open.then(|| {
            let gone = id.clone();
            let drop = Callback::new(move |()| {
                let next = editing
                    .standard
                    .with_untracked(|s| s.calendars.iter().map(|c| c.id.clone()).find(|id| *id != gone));
                editing.change(|s| s.calendars.retain(|c| c.id != gone));
                shown.id.set(next);
            });
            view! { <Button look=Look::Small on_press=drop>{say::standards::drop_calendar()}</Button> }
        });
        Some(view! {
            <details class="card pad" open=false>
                <summary class="line between">{say::standards::weekdays()}{icon_small(Icon::Down)}</summary>
                <div class="stack t">
                    {move || fault.get().map(|words| error_line("cal-fault", words))}
                    {name}
                    {days}
                    <p class="xs mute">{say::standards::zone(&named.calendar.zone().as_str())}</p>
                    {drop}
                </div>
            </details>
        })
    };
    view! { {rows} }.into_any()
}

fn name_field(editing: Editing, named: &NamedCalendar) -> AnyView {
    let id = named.id.clone();
    let field = next_id();
    view! {
        <div class="field">
            <label for=field.clone()>{say::standards::calendar_name()}</label>
            <input class="input" id=field prop:value=named.name.clone() on:change:target=move |event| {
                let name = event.target().value();
                editing.change(|s| {
                    if let Some(place) = s.calendars.iter_mut().find(|c| c.id == id) {
                        place.name = name;
                    }
                });
            } />
        </div>
    }
    .into_any()
}

/// The month after, or before.
pub(super) fn turned((year, month): (i32, u32), by: i32) -> (i32, u32) {
    let months = year * 12 + i32::try_from(month).unwrap_or(1) - 1 + by;
    (months.div_euclid(12), u32::try_from(months.rem_euclid(12)).unwrap_or(0) + 1)
}
