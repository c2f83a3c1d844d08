//! Owners' homes on the server (业主档案): their facts, who may see and change them, and who did.
//!
//! The stages are core's and follow from the facts and the day ([`steward_core::owners`]); nothing of them is stored.

pub mod handed;
mod handlers;
pub(crate) mod store;
#[cfg(test)]
mod store_tests;

use chrono::{NaiveDate, TimeZone as _};
use sqlx::AnyConnection;
use steward_core::day::Day;
use steward_core::owners::api;
use steward_core::time::Instant;

use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::http::routes::Api;

/// The calls of this feature.
pub fn api() -> Api {
    Api::new()
        .call(&api::HOMES, handlers::list)
        .call(&api::HOME, handlers::page)
        .call(&api::EDIT_HOME, handlers::edit)
}

/// The date where the group is: in the zone of its first project.
pub(crate) async fn today(conn: &mut AnyConnection, now: Instant) -> Answer<NaiveDate> {
    Ok(date(zone(conn).await?, now))
}

/// The zone of the group's first project.
pub(crate) async fn zone(conn: &mut AnyConnection) -> Answer<chrono_tz::Tz> {
    let row = sql("select zone from projects order by id limit 1").row(conn).await?;
    row.map_or(Ok(chrono_tz::UTC), |row| rows::parsed(&row, 0))
}

/// The instant at which a day begins in a zone; where its clocks leave midnight out, a little later.
pub(crate) fn begin(zone: chrono_tz::Tz, day: Day) -> Instant {
    at_hour(zone, day, 0)
}

/// The instant at which the clocks of a zone show a full hour of a day, or the first one after it that they show.
pub(crate) fn at_hour(zone: chrono_tz::Tz, day: Day, hour: u32) -> Instant {
    let midnight = day.0.and_time(chrono::NaiveTime::MIN);
    let shown = |hour: u32| {
        let local = midnight + chrono::TimeDelta::hours(hour.into());
        zone.from_local_datetime(&local).earliest().map(|at| at.timestamp())
    };
    let at = (hour..hour + 24).find_map(shown);
    Instant::from_secs(at.unwrap_or_else(|| midnight.and_utc().timestamp()))
}

/// The date at an instant in a zone.
pub(crate) fn date(zone: chrono_tz::Tz, at: Instant) -> NaiveDate {
    let utc = chrono::DateTime::from_timestamp_millis(at.millis()).unwrap_or_default();
    utc.with_timezone(&zone).date_naive()
}
