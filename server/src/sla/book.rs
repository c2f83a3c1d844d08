//! The book of rules: each project's policy and calendars, expanded around now, read again after a minute.
//!
//! A policy or calendar that was changed elsewhere holds here after at most [`FRESH`]. Running clocks keep the due
//! time that was shown, whatever the book says later.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{Offset as _, TimeZone as _};
use chrono_tz::Tz;
use sqlx::AnyConnection;
use steward_core::calendar::expand::expand;
use steward_core::calendar::{Calendar, Hours, LocalTime, Span, ZoneName};
use steward_core::ids::{CalendarId, ProjectId};
use steward_core::problem::Code;
use steward_core::sla::policy::{Policy, Rules};
use steward_core::time::{Instant, Seconds};

use crate::db::{Db, rows, sql};
use crate::http::error::{Answer, Failure};

/// How long what was read holds.
const FRESH: Seconds = Seconds(60);
/// How far calendars are expanded before and after now.
const AROUND: Seconds = Seconds::days(400);

/// A project with its rules.
#[derive(Debug)]
pub struct ProjectRules {
    /// Its id.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// Its hotline.
    pub hotline: String,
    /// Its zone.
    pub zone: Tz,
    /// Its limits and windows.
    pub rules: Rules,
    read_at: Instant,
}

impl ProjectRules {
    /// The local date there, as `20260915`.
    pub fn date(&self, at: Instant) -> String {
        self.local(at).format("%Y%m%d").to_string()
    }

    /// The local time there with its offset, as `2026-09-15T14:20:00+08:00`.
    pub fn rfc3339(&self, at: Instant) -> String {
        self.local(at).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
    }

    fn local(&self, at: Instant) -> chrono::DateTime<chrono::FixedOffset> {
        let utc = chrono::DateTime::from_timestamp_millis(at.millis()).unwrap_or_default();
        utc.with_timezone(&self.zone.offset_from_utc_datetime(&utc.naive_utc()).fix())
    }
}

/// What was read, by project.
#[derive(Debug, Default)]
pub struct Book {
    pages: Mutex<HashMap<ProjectId, Arc<ProjectRules>>>,
}

impl Book {
    /// The rules of a project, through the reading pool.
    pub async fn read(&self, db: &Db, project: &ProjectId, now: Instant) -> Answer<Arc<ProjectRules>> {
        if let Some(known) = self.known(project, now) {
            return Ok(known);
        }
        let mut conn = db.read.acquire().await?;
        self.load(&mut conn, project, now).await
    }

    /// The rules of a project, through this connection.
    pub async fn of(
        &self,
        conn: &mut AnyConnection,
        project: &ProjectId,
        now: Instant,
    ) -> Answer<Arc<ProjectRules>> {
        match self.known(project, now) {
            Some(known) => Ok(known),
            None => self.load(conn, project, now).await,
        }
    }

    /// Forgets everything, so that a change made here holds at once.
    pub fn forget(&self) {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn known(&self, project: &ProjectId, now: Instant) -> Option<Arc<ProjectRules>> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |p: &&Arc<ProjectRules>| (Seconds::ZERO..FRESH).contains(&now.since(p.read_at));
        pages.get(project).filter(fresh).cloned()
    }

    async fn load(
        &self,
        conn: &mut AnyConnection,
        id: &ProjectId,
        now: Instant,
    ) -> Answer<Arc<ProjectRules>> {
        let page = Arc::new(load(conn, id, now).await?);
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.insert(id.clone(), Arc::clone(&page));
        Ok(page)
    }
}

async fn load(conn: &mut AnyConnection, id: &ProjectId, now: Instant) -> Answer<ProjectRules> {
    let row =
        sql("select p.name, p.hotline, p.zone, p.service_calendar, p.night_calendar, r.legal_emergency_s \
         from projects p join regions r on r.id = p.region_id where p.id = $1")
        .bind(id.as_str())
        .row(&mut *conn)
        .await?;
    let row = row.ok_or(Code::NotFound)?;
    let zone_text = rows::text(&row, 2)?;
    let zone: ZoneName = zone_text.parse().map_err(Failure::internal)?;
    let calendars = calendars(conn).await?;
    let around = Span::new(now - AROUND, now + AROUND);
    let hours = |name: String, from, to| match calendars.iter().find(|(id, _)| id.as_str() == name) {
        Some((_, calendar)) => Ok(expand(calendar, around)),
        None if name.is_empty() => daily(&zone, from, to).map(|c| expand(&c, around)),
        None => Err(Failure::internal(format!("project {id} names a calendar {name:?} that is not there"))),
    };
    let rules = Rules {
        policy: policy(conn, now).await?,
        legal_emergency: rows::maybe_int(&row, 5)?.map(Seconds),
        service_hours: hours(rows::text(&row, 3)?, 8, 22)?,
        night_hours: hours(rows::text(&row, 4)?, 18, 22)?,
        calendars: calendars.iter().map(|(id, calendar)| (id.clone(), expand(calendar, around))).collect(),
    };
    Ok(ProjectRules {
        id: id.clone(),
        name: rows::text(&row, 0)?,
        hotline: rows::text(&row, 1)?,
        zone: zone_text.parse().map_err(Failure::internal)?,
        rules,
        read_at: now,
    })
}

/// Every calendar that limits can name.
async fn calendars(conn: &mut AnyConnection) -> Answer<Vec<(CalendarId, Calendar)>> {
    let found = sql("select id, body from calendars order by id").rows(conn).await?;
    found.iter().map(|row| Ok((rows::parsed(row, 0)?, rows::json(row, 1)?))).collect()
}

/// The policy in force; the group standard that ships where none was published.
async fn policy(conn: &mut AnyConnection, now: Instant) -> Answer<Policy> {
    let row = sql("select body from policies where effective_from <= $1 order by effective_from desc, version desc limit 1")
        .bind(now.millis())
        .row(conn)
        .await?;
    row.map_or_else(|| Ok(Policy::group_standard()), |row| rows::json(&row, 0))
}

/// Every day from one full hour to another: the desk from 8 to 22, the night service from 18 to 22 (R07).
fn daily(zone: &ZoneName, from: u16, to: u16) -> Answer<Calendar> {
    let hour =
        |h: u16| LocalTime::from_minutes(h * 60).ok_or_else(|| Failure::internal("an hour beyond the day"));
    let hours = Hours::new(vec![(hour(from)?, hour(to)?)]).map_err(Failure::internal)?;
    Ok(Calendar::new(zone.clone(), std::array::from_fn(|_| hours.clone())))
}
