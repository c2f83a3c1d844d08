//! Owners' homes on the server (业主档案): their facts, who may see and change them, and who did.
//!
//! The stages are core's and follow from the facts and the day ([`steward_core::owners`]); nothing of them is stored.

pub mod handed;
mod handlers;
pub(crate) mod store;
#[cfg(test)]
mod store_tests;

use chrono::NaiveDate;
use sqlx::AnyConnection;
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

/// The date at an instant in a zone.
pub(crate) fn date(zone: chrono_tz::Tz, at: Instant) -> NaiveDate {
    let utc = chrono::DateTime::from_timestamp_millis(at.millis()).unwrap_or_default();
    utc.with_timezone(&zone).date_naive()
}
