//! The book of rules: what holds in each project, by the moment from which it does, expanded around a time and back to where what is asked
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
use steward_core::calendar::Span;
use steward_core::ids::ProjectId;
use steward_core::sla::policy::Rules;
use steward_core::time::{Instant, Seconds};

use super::house::{Expanded, House};
use super::standards::store;
use crate::db::Db;
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

/// One project in one stretch of time: its rules by the moment from which they hold.
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
    let house = House::read(conn, id).await?;
    let standards = store::published(conn).await?;
    let mut expanded = Expanded::new(around);
    let mut versions = Vec::new();
    for at in house.moments(&standards, around) {
        let held = standards.iter().take_while(|s| s.policy.effective_from <= at).count().max(1);
        let rules = house.rules(standards.get(..held).unwrap_or(&standards), at, &mut expanded)?;
        versions.push((at, Arc::new(house.with(rules)?)));
    }
    Ok(Page { read_at: std::time::Instant::now(), versions })
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
