//! A month of a calendar, with days off (休), make-up days (班) and weekends.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use super::calendar::{Shown, turned};
use super::model::{self, Day, DayKind};
use crate::ui::{Icon, icon_button};
use crate::words::{Locale, locale, say};

/// A weekday's name, 0 for Monday.
pub(super) fn weekday(n: usize) -> &'static str {
    say::time::weekday(["0", "1", "2", "3", "4", "5", "6"].get(n).copied().unwrap_or_default())
        .unwrap_or_default()
}

fn month_name(month: u32) -> &'static str {
    say::time::month(&month.to_string()).unwrap_or_default()
}

/// A date with its weekday: 10月10日 周六.
pub(super) fn date_words(date: NaiveDate) -> String {
    let day = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
    let words = match locale() {
        Locale::Chinese => say::time::date_year(&date.day(), &date.month(), &date.year()),
        Locale::English => say::time::date_year(&date.day(), &month_name(date.month()), &date.year()),
    };
    say::time::date_weekday(&words, &weekday(day))
}

/// The card.
pub(super) fn card(shown: Shown) -> AnyView {
    let title = move || {
        let (year, month) = shown.month.get();
        match locale() {
            Locale::Chinese => say::standards::month(&month, &year),
            Locale::English => say::standards::month(&month_name(month), &year),
        }
    };
    let turn = move |by: i32| shown.month.update(|month| *month = turned(*month, by));
    let name = move || {
        let id = shown.id.get();
        shown.editing.standard.with(|s| {
            s.calendars
                .iter()
                .find(|c| Some(&c.id) == id.as_ref())
                .map(|c| c.name.clone())
                .unwrap_or_default()
        })
    };
    let weeks = move || {
        let (year, month) = shown.month.get();
        let calendar = shown.calendar()?;
        let week = |week: [Day; 7]| view! { <tr>{Vec::from(week.map(|day| cell(shown, day)))}</tr> };
        Some(model::month(&calendar, year, month).into_iter().map(week).collect::<Vec<_>>())
    };
    let heads: Vec<AnyView> = (0..7)
        .map(|n| {
            let full = weekday(n);
            let short: String = match locale() {
                Locale::Chinese => full.chars().last().map(String::from).unwrap_or_default(),
                Locale::English => full.chars().take(2).collect(),
            };
            view! { <th scope="col"><abbr title=full>{short}</abbr></th> }.into_any()
        })
        .collect();
    view! {
        <section class="card pad stack t" aria-labelledby="cal">
            <div class="head">
                <h2 id="cal">{name}</h2>
                <span class="end line">
                    {icon_button(Icon::Left, say::standards::last_month(), move || turn(-1))}
                    <b aria-live="polite">{title}</b>
                    {icon_button(Icon::Right, say::standards::next_month(), move || turn(1))}
                </span>
            </div>
            <table class="cal">
                <thead><tr>{heads}</tr></thead>
                <tbody>{weeks}</tbody>
            </table>
            <div class="ckey xs">
                <span><b class="k off">{say::standards::mark_off()}</b>{say::standards::day_off()}</span>
                <span><b class="k mk">{say::standards::mark_make_up()}</b>{say::standards::make_up()}</span>
                <span><b class="k sp">{say::standards::mark_special()}</b>{say::standards::special()}</span>
                <span><b class="k we"></b>{say::standards::weekend()}</span>
            </div>
        </section>
    }
    .into_any()
}

fn cell(shown: Shown, day: Day) -> AnyView {
    let (class, mark) = match day.kind {
        DayKind::Usual => ("", ""),
        DayKind::Weekend => ("we", ""),
        DayKind::Off => ("off", say::standards::mark_off()),
        DayKind::MakeUp => ("mk", say::standards::mark_make_up()),
        DayKind::Special => ("sp", say::standards::mark_special()),
    };
    if !day.inside {
        return view! { <td class="out"><span class="dn">{day.date.day()}</span></td> }.into_any();
    }
    let kind = match day.kind {
        DayKind::Usual => "",
        DayKind::Weekend => say::standards::weekend(),
        DayKind::Off => say::standards::day_off(),
        DayKind::MakeUp => say::standards::make_up(),
        DayKind::Special => say::standards::special(),
    };
    let words = [&date_words(day.date), " ", kind].concat();
    let is = move || shown.day.get() == Some(day.date);
    view! {
        <td class=class>
            <button type="button" aria-label=words.trim().to_owned()
                aria-pressed=move || if is() { "true" } else { "false" }
                on:click=move |_| shown.day.set(Some(day.date))>
                <span class="dn">{day.date.day()}</span><b>{mark}</b>
            </button>
        </td>
    }
    .into_any()
}
