//! The book of rules: each project's policies and calendars, expanded around a time and back to where what is asked
//! about began, read again after a minute.
//!
//! A policy or calendar that was changed elsewhere holds here after at most [`FRESH`]. Running clocks keep the due
//! time that was shown, whatever the book says later.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

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

/// How long what was read holds, on the machine's clock.
const FRESH: Duration = Duration::from_mins(1);
/// A page of the book is for a stretch of this length…
const STRETCH: Seconds = Seconds::days(200);
/// …and its calendars are expanded this far before and after it, or as far back as a ticket goes.
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

/// One project in one stretch of time: its rules under each policy, by the moment from which it holds.
#[derive(Debug)]
struct Page {
    read_at: std::time::Instant,
    versions: Vec<(Instant, Arc<ProjectRules>)>,
}

impl Page {
    fn rules(&self, at: Instant) -> Option<Arc<ProjectRules>> {
        let (first, later) = self.versions.split_first()?;
        let in_force = later.iter().rev().find(|(from, _)| *from <= at).unwrap_or(first);
        Some(Arc::clone(&in_force.1))
    }
}

/// What was read, by project and stretch.
#[derive(Debug, Default)]
pub struct Book {
    pages: Mutex<HashMap<(ProjectId, Stretch), Page>>,
}

impl Book {
    /// The rules of a project at a time for what began at `since`, through the reading pool: the windows of its
    /// calendars reach back that far.
    pub async fn read(
        &self,
        db: &Db,
        project: &ProjectId,
        at: Instant,
        since: Instant,
    ) -> Answer<Arc<ProjectRules>> {
        if let Some(known) = self.known(project, &Stretch::of(at, since), at) {
            return Ok(known);
        }
        let mut conn = db.read.acquire().await?;
        self.load(&mut conn, project, at, since).await
    }

    /// The same through this connection.
    pub async fn of(
        &self,
        conn: &mut AnyConnection,
        project: &ProjectId,
        at: Instant,
        since: Instant,
    ) -> Answer<Arc<ProjectRules>> {
        match self.known(project, &Stretch::of(at, since), at) {
            Some(known) => Ok(known),
            None => self.load(conn, project, at, since).await,
        }
    }

    /// Forgets everything, so that a change made here holds at once.
    pub fn forget(&self) {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn known(&self, project: &ProjectId, stretch: &Stretch, at: Instant) -> Option<Arc<ProjectRules>> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.get(&(project.clone(), *stretch)).filter(|p| p.read_at.elapsed() < FRESH)?.rules(at)
    }

    async fn load(
        &self,
        conn: &mut AnyConnection,
        id: &ProjectId,
        at: Instant,
        since: Instant,
    ) -> Answer<Arc<ProjectRules>> {
        let stretch = Stretch::of(at, since);
        let page = page(conn, id, stretch.around()).await?;
        let rules = page.rules(at).ok_or_else(|| Failure::internal("a page without rules"));
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.insert((id.clone(), stretch), page);
        rules
    }
}

/// The time that a page is for, and how far before it what is asked about began.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Stretch {
    n: i64,
    /// Stretches beyond the usual [`AROUND`]; almost always none.
    back: i64,
}

impl Stretch {
    fn of(at: Instant, since: Instant) -> Self {
        let n = at.secs().div_euclid(STRETCH.get());
        let usual = Self { n, back: 0 }.around().from;
        let missing = usual.secs().saturating_sub(since.secs()).max(0);
        Self { n, back: missing.saturating_add(STRETCH.get() - 1).div_euclid(STRETCH.get()) }
    }

    fn around(self) -> Span {
        let begins = Instant::from_secs(self.n.saturating_mul(STRETCH.get()));
        let back = Seconds(STRETCH.get().saturating_mul(self.back));
        Span::new(begins - AROUND - back, begins + STRETCH + AROUND)
    }
}

async fn page(conn: &mut AnyConnection, id: &ProjectId, around: Span) -> Answer<Page> {
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
    let hours = |name: String, from, to| match calendars.iter().find(|(id, _)| id.as_str() == name) {
        Some((_, calendar)) => Ok(expand(calendar, around)),
        None if name.is_empty() => daily(&zone, from, to).map(|c| expand(&c, around)),
        None => Err(Failure::internal(format!("project {id} names a calendar {name:?} that is not there"))),
    };
    let (service_hours, night_hours) =
        (hours(rows::text(&row, 3)?, 8, 22)?, hours(rows::text(&row, 4)?, 18, 22)?);
    let mut versions = Vec::new();
    for policy in policies(conn).await? {
        let rules = ProjectRules {
            id: id.clone(),
            name: rows::text(&row, 0)?,
            hotline: rows::text(&row, 1)?,
            zone: zone_text.parse().map_err(Failure::internal)?,
            rules: Rules {
                legal_emergency: rows::maybe_int(&row, 5)?.map(Seconds),
                service_hours: service_hours.clone(),
                night_hours: night_hours.clone(),
                calendars: calendars.iter().map(|(id, c)| (id.clone(), expand(c, around))).collect(),
                policy,
            },
        };
        versions.push((rules.rules.policy.effective_from, Arc::new(rules)));
    }
    Ok(Page { read_at: std::time::Instant::now(), versions })
}

/// Every calendar that limits can name.
async fn calendars(conn: &mut AnyConnection) -> Answer<Vec<(CalendarId, Calendar)>> {
    let found = sql("select id, body from calendars order by id").rows(conn).await?;
    found.iter().map(|row| Ok((rows::parsed(row, 0)?, rows::json(row, 1)?))).collect()
}

/// The policies in the order in which they come into force; the group standard that ships where none was published.
async fn policies(conn: &mut AnyConnection) -> Answer<Vec<Policy>> {
    let found = sql("select body from policies order by effective_from, version").rows(conn).await?;
    if found.is_empty() {
        return Ok(vec![Policy::group_standard()]);
    }
    found.iter().map(|row| rows::json(row, 0)).collect()
}

/// Every day from one full hour to another: the desk from 8 to 22, the night service from 18 to 22 (R07).
fn daily(zone: &ZoneName, from: u16, to: u16) -> Answer<Calendar> {
    let hour =
        |h: u16| LocalTime::from_minutes(h * 60).ok_or_else(|| Failure::internal("an hour beyond the day"));
    let hours = Hours::new(vec![(hour(from)?, hour(to)?)]).map_err(Failure::internal)?;
    Ok(Calendar::new(zone.clone(), std::array::from_fn(|_| hours.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_reach_from_the_beginning_to_now_and_a_year_on() {
        let now = Instant::from_secs(1_789_000_000);
        for days in [0, 1, 200, 399, 400, 401, 600, 601, 1_000, 3_650] {
            let since = now - Seconds::days(days);
            let around = Stretch::of(now, since).around();
            assert!(around.from <= since, "{days}");
            assert!(around.to >= now + Seconds::days(365), "{days}");
            // Whatever is younger than a year shares a page.
            assert!(days > 400 || Stretch::of(now, since) == Stretch::of(now, now), "{days}");
        }
    }
}
