//! Calendars as files (iCal, RFC 5545): days off read from another program's, and a version's calendar for others.

use std::collections::BTreeMap;

use axum::extract::State;
use chrono::{Days, NaiveDate};
use icalendar::{Calendar as File, CalendarComponent, Component, DatePerhapsTime, Event, EventLike as _};
use steward_core::accounts::permit::Action;
use steward_core::problem::Code;
use steward_core::sla::standards::api::{IcalDays, IcalFile, IcalLeft, IcalQuery, IcalWhy};
use steward_core::sla::standards::{NamedCalendar, Refused};

use super::{need, need_group, refused, store, writes};
use crate::accounts::Viewer;
use crate::app::App;
use crate::http::error::Answer;
use crate::http::json::{Json, PathId, Query};

/// More days than this are no holiday.
const LONGEST: i64 = 31;
/// The longest name that is kept, in characters.
const NAME: usize = 60;

/// The days off in a file, and what was left out of it.
pub(super) async fn read(
    State(_): State<App>,
    viewer: Viewer,
    Json(file): Json<IcalFile>,
) -> Answer<Json<IcalDays>> {
    need_group(&viewer.actor, Action::Update)?;
    let found = days(&file.text).ok_or_else(|| refused(Refused::NotACalendar))?;
    Ok(Json(found))
}

/// What a file says; `None` for what is no calendar file.
fn days(text: &str) -> Option<IcalDays> {
    let text = text.trim_start_matches('\u{feff}');
    let file: File = text.contains("BEGIN:VCALENDAR").then(|| text.parse().ok()).flatten()?;
    let mut days = BTreeMap::new();
    let mut left = Vec::new();
    for event in file.components.iter().filter_map(CalendarComponent::as_event) {
        let name: String = event.get_summary().unwrap_or_default().chars().take(NAME).collect();
        match stretch(event) {
            Ok(dates) => days.extend(dates.map(|date| (date, name.clone()))),
            Err(why) => left.push(IcalLeft { name, why }),
        }
    }
    Some(IcalDays { days: days.into_iter().map(|(date, name)| (date.to_string(), name)).collect(), left })
}

/// The whole days of an event. Its end is the day after the last one, as RFC 5545 says.
fn stretch(event: &Event) -> Result<impl Iterator<Item = NaiveDate> + use<>, IcalWhy> {
    if ["RRULE", "RDATE"].into_iter().any(|rule| event.property_value(rule).is_some()) {
        return Err(IcalWhy::Repeats);
    }
    let from = match event.get_start() {
        Some(DatePerhapsTime::Date(date)) => date,
        Some(DatePerhapsTime::DateTime(_)) => return Err(IcalWhy::Timed),
        None => return Err(IcalWhy::Unreadable),
    };
    let to = match event.get_end() {
        Some(DatePerhapsTime::Date(date)) => date,
        None => from.checked_add_days(Days::new(1)).ok_or(IcalWhy::Unreadable)?,
        Some(DatePerhapsTime::DateTime(_)) => return Err(IcalWhy::Timed),
    };
    // Some programs end a single day where it begins.
    let to = if to == from { from.succ_opt().ok_or(IcalWhy::Unreadable)? } else { to };
    let length = to.signed_duration_since(from).num_days();
    if !(1..=LONGEST).contains(&length) {
        return Err(IcalWhy::Unreadable);
    }
    Ok(from.iter_days().take_while(move |date| *date < to))
}

/// A version's calendar for other programs: its days off and its days with hours of their own.
pub(super) async fn write(
    State(app): State<App>,
    viewer: Viewer,
    PathId(version): PathId<u32>,
    Query(query): Query<IcalQuery>,
) -> Answer<Json<IcalFile>> {
    need(&viewer.actor, Action::Read)?;
    let mut conn = app.db().read.acquire().await?;
    let standard = store::seen_one(&mut conn, version, writes(&viewer.actor), app.now()).await?;
    let calendar = standard.calendars.iter().find(|c| c.id == query.calendar).ok_or(Code::NotFound)?;
    Ok(Json(IcalFile { text: file(calendar) }))
}

fn file(named: &NamedCalendar) -> String {
    let mut file = File::new();
    file.name(&named.name).timezone(named.calendar.zone().as_str());
    for (date, hours) in named.calendar.exceptions() {
        let open: Vec<String> = hours.intervals().iter().map(|(from, to)| format!("{from}-{to}")).collect();
        // Hours alone, which read in every language; a dash is a day off.
        let hours = if open.is_empty() { "–".to_owned() } else { open.join(", ") };
        let words = format!("{}: {hours}", named.name);
        // The same file each time: what has not changed is not new to the program that reads it.
        let event = Event::new()
            .starts(date)
            .ends(date.succ_opt().unwrap_or(date))
            .summary(&words)
            .uid(&format!("{}-{date}@steward", named.id))
            .timestamp(chrono::DateTime::UNIX_EPOCH)
            .done();
        file.push(event);
    }
    file.done().to_string()
}

#[cfg(test)]
#[path = "ical_tests.rs"]
mod tests;
