//! What one project has of its own (its hours, its region's law, its exceptions), and with the group's standard its
//! rules at a moment.

use std::collections::{BTreeSet, HashMap};

use chrono_tz::Tz;
use sqlx::AnyConnection;
use steward_core::calendar::expand::expand;
use steward_core::calendar::{Calendar, Hours, LocalTime, Span, Windows, ZoneName};
use steward_core::ids::{CalendarId, ProjectId, RegionId};
use steward_core::problem::Code;
use steward_core::sla::policy::Rules;
use steward_core::sla::standards::deviation::{self, applied};
use steward_core::sla::standards::{Deviation, Standard};
use steward_core::time::{Instant, Seconds};

use super::book::ProjectRules;
use super::standards::store;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};

/// A project's own.
pub struct House {
    id: ProjectId,
    name: String,
    hotline: String,
    zone: ZoneName,
    /// When the desk works, as a calendar of the standard; empty for the usual hours.
    service: String,
    /// The night service, likewise.
    night: String,
    legal: Vec<(Instant, Option<Seconds>)>,
    deviations: Vec<Deviation>,
}

/// Calendars expanded over one stretch, each revision once.
pub struct Expanded {
    around: Span,
    known: HashMap<CalendarId, Windows>,
}

impl Expanded {
    /// Nothing yet.
    pub fn new(around: Span) -> Self {
        Self { around, known: HashMap::new() }
    }

    fn of(&mut self, id: &CalendarId, calendar: &Calendar) -> Windows {
        let around = self.around;
        self.known.entry(id.clone()).or_insert_with(|| expand(calendar, around)).clone()
    }
}

impl House {
    /// A project's own; [`Code::NotFound`] if there is no such project.
    pub async fn read(conn: &mut AnyConnection, id: &ProjectId) -> Answer<Self> {
        let row = sql("select name, hotline, zone, service_calendar, night_calendar, region_id \
            from projects where id = $1")
        .bind(id.as_str())
        .row(&mut *conn)
        .await?;
        let row = row.ok_or(Code::NotFound)?;
        let region: RegionId = rows::parsed(&row, 5)?;
        Ok(Self {
            id: id.clone(),
            name: rows::text(&row, 0)?,
            hotline: rows::text(&row, 1)?,
            zone: rows::text(&row, 2)?.parse().map_err(Failure::internal)?,
            service: rows::text(&row, 3)?,
            night: rows::text(&row, 4)?,
            legal: store::legal(conn, &region).await?,
            deviations: store::allowed(conn, id).await?,
        })
    }

    /// The project's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The moments within a stretch at which its rules change, its beginning first.
    pub fn moments(&self, standards: &[Standard], around: Span) -> BTreeSet<Instant> {
        let versions = standards.iter().map(|s| s.policy.effective_from);
        let laws = self.legal.iter().map(|(from, _)| *from);
        let exceptions = self.deviations.iter().flat_map(|d| [d.from, d.until]).flatten();
        let changes = versions.chain(laws).chain(exceptions);
        changes.filter(|at| around.from < *at && *at < around.to).chain([around.from]).collect()
    }

    /// Its rules at a moment, under the last of `standards`; the ones before it are those that held until then, whose
    /// calendars clocks may still count in.
    pub fn rules(&self, standards: &[Standard], at: Instant, expanded: &mut Expanded) -> Answer<Rules> {
        let standard = standards.last().ok_or_else(|| Failure::internal("no standard at all"))?;
        let mut calendars: Vec<(CalendarId, Windows)> = Vec::new();
        let mut newest: HashMap<&str, &Calendar> = HashMap::new();
        for version in standards {
            for named in &version.calendars {
                // A calendar that did not change keeps the revision that clocks know it by.
                if newest.insert(named.id.base(), &named.calendar) != Some(&named.calendar) {
                    let id = named.id.revised(version.version);
                    let windows = expanded.of(&id, &named.calendar);
                    calendars.push((id, windows));
                }
            }
        }
        let law = self.legal.iter().rev().find(|(from, _)| *from <= at);
        let mut rules = Rules {
            policy: applied(&standard.policy, &self.deviations, at),
            legal_emergency: law.and_then(|(_, limit)| *limit),
            calendars,
            service_hours: Windows::always(),
            night_hours: Windows::always(),
        };
        let (desk, night) = deviation::hours(&self.deviations, at);
        let desk = desk.map_or(self.service.as_str(), CalendarId::as_str);
        let night = night.map_or(self.night.as_str(), CalendarId::as_str);
        rules.service_hours = self.hours(&rules, desk, (8, 22), expanded)?;
        rules.night_hours = self.hours(&rules, night, (18, 22), expanded)?;
        Ok(rules)
    }

    /// The windows of a calendar that the project names, or every day from one full hour to another.
    fn hours(
        &self,
        rules: &Rules,
        name: &str,
        usual: (u16, u16),
        expanded: &mut Expanded,
    ) -> Answer<Windows> {
        if name.is_empty() {
            let id = format!("{}-{}-{}", self.zone.as_str().replace(['/', '+'], "_"), usual.0, usual.1);
            let id = CalendarId::try_from(id).map_err(Failure::internal)?;
            return Ok(expanded.of(&id, &daily(&self.zone, usual)?));
        }
        let id = CalendarId::try_from(name.to_owned()).map_err(Failure::internal)?;
        let missing =
            || Failure::internal(format!("project {} names a calendar {name:?} that is not there", self.id));
        rules.windows(&id).cloned().ok_or_else(missing)
    }

    /// The project with its rules.
    pub fn with(&self, rules: Rules) -> Answer<ProjectRules> {
        let zone: Tz = self.zone.as_str().parse().map_err(Failure::internal)?;
        let (id, name, hotline) = (self.id.clone(), self.name.clone(), self.hotline.clone());
        Ok(ProjectRules { id, name, hotline, zone, rules })
    }
}

/// Every day from one full hour to another: the desk from 8 to 22, the night service from 18 to 22 (R07).
fn daily(zone: &ZoneName, (from, to): (u16, u16)) -> Answer<Calendar> {
    let hour =
        |h: u16| LocalTime::from_minutes(h * 60).ok_or_else(|| Failure::internal("an hour beyond the day"));
    let hours = Hours::new(vec![(hour(from)?, hour(to)?)]).map_err(Failure::internal)?;
    Ok(Calendar::new(zone.clone(), std::array::from_fn(|_| hours.clone())))
}
