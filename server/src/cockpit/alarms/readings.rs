//! Every watched value as it is now: the indicators that have an alarm line, at every level, mass complaints,
//! faults that many report, and responses that have become slower.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::{Actor, Role, Scope};
use steward_core::cockpit::alarm::deviation::LATELY;
use steward_core::cockpit::alarm::watch::{MASS_DAYS, MASS_HOUSEHOLDS, is_beyond};
use steward_core::cockpit::alarm::{Load, Reading, Subject};
use steward_core::cockpit::buckets::Bucket;
use steward_core::cockpit::figures::{CockpitQuery, Figures, Line};
use steward_core::cockpit::goals::{Belongs, Level, Threshold, in_force};
use steward_core::cockpit::indicator::Indicator;
use steward_core::cockpit::measure::Sum;
use steward_core::cockpit::period::Period;
use steward_core::day::Day;
use steward_core::ids::{ProjectId, RegionId};
use steward_core::tickets::Category;
use steward_core::time::{Instant, Seconds};

use crate::cockpit::deviations::{self, Found};
use crate::cockpit::taken::Whose;
use crate::cockpit::{figures, thresholds};
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};
use crate::owners;
use crate::tickets::visible;

/// One value.
pub(super) struct Look {
    /// Whose.
    pub whose: Level,
    /// The name of the place; empty for the group.
    pub place: String,
    /// What of.
    pub subject: Subject,
    /// The value.
    pub reading: Reading,
    /// Whether it is beyond its bound.
    pub beyond: bool,
    /// For how long it must be before it is an alarm.
    pub wait: Seconds,
}

/// Who counts everything: the house itself.
pub(super) fn house() -> Answer<Actor> {
    let person = "system".parse().map_err(Failure::internal)?;
    Ok(Actor { person, role: Role::System, name: String::new(), department: None, scope: Scope::Group })
}

/// Everything that is watched.
pub(super) async fn all(conn: &mut AnyConnection, now: Instant) -> Answer<Vec<Look>> {
    let house = house()?;
    let today = Day(owners::today(conn, now).await?);
    let thresholds = thresholds::holding(conn, &house, today).await?;
    let mut known = BTreeMap::new();
    for days in windows(&thresholds) {
        let period = Period::up_to(today, days);
        let lines = figures::lines(conn, &house, &CockpitQuery::default(), period, Whose::All).await?;
        known.insert(days, lines);
    }
    let mut looks = Vec::new();
    for (days, lines) in &known {
        let at = Watched { thresholds: &thresholds, today, days: *days, now };
        at.lines(lines, &mut looks);
    }
    looks.extend(mass(conn, now).await?);
    looks.extend(faults(conn, now).await?);
    looks.extend(slower(conn, today, now).await?);
    Ok(looks)
}

/// The numbers of days that any alarm line looks at.
fn windows(thresholds: &[Threshold]) -> BTreeSet<u32> {
    let usual = Indicator::ALL.iter().filter_map(|indicator| indicator.usual_alarm());
    usual.chain(thresholds.iter().filter_map(|t| t.wanted.alarm)).map(|at| at.days).collect()
}

struct Watched<'a> {
    thresholds: &'a [Threshold],
    today: Day,
    days: u32,
    now: Instant,
}

impl Watched<'_> {
    /// The values of all projects, of the regions and of the group.
    fn lines(&self, lines: &[Line], looks: &mut Vec<Look>) {
        let mut regions = BTreeMap::<RegionId, (String, Figures)>::new();
        let mut group = Figures::default();
        for line in lines {
            let whose = Level::Project(line.project.clone());
            self.place(&whose, &line.name, line.belongs(), &line.now, looks);
            let region = regions
                .entry(line.region.clone())
                .or_insert_with(|| (line.region_name.clone(), Figures::default()));
            region.1.merge(&line.now);
            group.merge(&line.now);
        }
        for (region, (name, sums)) in &regions {
            self.place(&Level::Region(region.clone()), name, Belongs::Region(region), sums, looks);
        }
        self.place(&Level::Group, "", Belongs::Group, &group, looks);
    }

    fn place(
        &self,
        whose: &Level,
        name: &str,
        belongs: Belongs<'_>,
        figures: &Figures,
        looks: &mut Vec<Look>,
    ) {
        for indicator in Indicator::ALL {
            let held = in_force(self.thresholds, *indicator, belongs, self.today).alarm;
            let Some(at) = held.filter(|at| at.days == self.days) else { continue };
            let Some(sum) = figures.of(*indicator) else { continue };
            let Some(beyond) = is_beyond(*indicator, sum, at) else { continue };
            let other = figures.other_way(*indicator);
            looks.push(Look {
                whose: whose.clone(),
                place: name.to_owned(),
                subject: Subject::Indicator { indicator: *indicator },
                reading: Reading { at: self.now, sum, bound: at.bound, days: at.days, other, load: None },
                beyond,
                wait: Seconds::hours(at.hours.into()),
            });
        }
    }
}

/// Households with one kind of valid complaint within days, where they are many (R23).
async fn mass(conn: &mut AnyConnection, now: Instant) -> Answer<Vec<Look>> {
    let since = now - Seconds::days(MASS_DAYS.into());
    let found =
        sql("select t.project_id, p.name, t.category, count(distinct t.household_id) from tickets t \
        join projects p on p.id = t.project_id where t.household_id <> '' and t.submitted_at > ")
        .value(since.millis())
        .then(" and t.submitted_at <= ")
        .value(now.millis())
        .then(" and ");
    let found = visible::complaint(found)
        .then(" group by t.project_id, p.name, t.category having count(distinct t.household_id) >= ")
        .value(MASS_HOUSEHOLDS)
        .then(" order by t.project_id, t.category");
    let mut looks = Vec::new();
    for row in &found.rows(conn).await? {
        let category = rows::word(row, 2, Category::find)?;
        let households = rows::int(row, 3)?;
        looks.push(many(row, Subject::Mass { category }, households, now)?);
    }
    Ok(looks)
}

/// Many households with one cause.
fn many(row: &AnyRow, subject: Subject, households: i64, now: Instant) -> Answer<Look> {
    let sum = Sum { n: households, total: households };
    Ok(Look {
        whose: Level::Project(rows::parsed(row, 0)?),
        place: rows::text(row, 1)?,
        subject,
        reading: Reading { at: now, sum, bound: MASS_HOUSEHOLDS, days: MASS_DAYS, other: None, load: None },
        beyond: true,
        wait: Seconds::ZERO,
    })
}

/// Reports of public areas and emergencies, as the index on them has it: what can have one cause for many homes.
pub(super) const SHARED: &str = "(t.category >= 'public.' and t.category < 'public/' \
    or t.category >= 'emergency.' and t.category < 'emergency/')";

/// Households that report the same thing of their building within days, where they are many (R23). What was merged into
/// another report was reported all the same.
async fn faults(conn: &mut AnyConnection, now: Instant) -> Answer<Vec<Look>> {
    let since = now - Seconds::days(MASS_DAYS.into());
    let found = sql("select t.project_id, p.name, t.category, c.building, count(distinct t.household_id) \
        from tickets t join projects p on p.id = t.project_id \
        join counted c on c.project_id = t.project_id and c.ticket_id = t.id where ")
    .then(SHARED)
    .then(" and t.submitted_at > ")
    .value(since.millis())
    .then(" and t.submitted_at <= ")
    .value(now.millis())
    .then(
        " and t.household_id <> '' and c.building <> '' and t.state <> 'cancelled' \
        group by t.project_id, p.name, t.category, c.building having count(distinct t.household_id) >= ",
    )
    .value(MASS_HOUSEHOLDS)
    .then(" order by t.project_id, t.category, c.building");
    let mut looks = Vec::new();
    for row in &found.rows(conn).await? {
        let (category, building) = (rows::word(row, 2, Category::find)?, rows::text(row, 3)?);
        looks.push(many(row, Subject::Fault { category, building }, rows::int(row, 4)?, now)?);
    }
    Ok(looks)
}

/// Projects whose response has become slower, or has been (R44), with what there is to do.
async fn slower(conn: &mut AnyConnection, today: Day, now: Instant) -> Answer<Vec<Look>> {
    let found = sql("select p.id, p.name from projects p order by p.id").rows(&mut *conn).await?;
    let projects: Vec<(ProjectId, String)> =
        found.iter().map(|row| Ok((rows::parsed(row, 0)?, rows::text(row, 1)?))).collect::<Answer<_>>()?;
    if projects.is_empty() {
        return Ok(Vec::new());
    }
    let bucket = |project: &ProjectId| Bucket::Project(project.clone()).key();
    let stands =
        deviations::of(&mut *conn, projects.iter().map(|(project, _)| bucket(project)).collect(), today)
            .await?;
    let mut looks = Vec::new();
    for (project, place) in projects {
        let Some(Found { deviation, taken }) = stands.get(&bucket(&project)) else { continue };
        let load = if deviation.beyond {
            Some(Load { open: deviations::open(&mut *conn, &project, None).await?, taken: *taken })
        } else {
            None
        };
        looks.push(Look {
            whose: Level::Project(project),
            place,
            subject: Subject::Deviation,
            reading: Reading {
                at: now,
                sum: deviation.lately,
                bound: deviation.bound,
                days: LATELY,
                other: Some(deviation.before),
                load,
            },
            beyond: deviation.beyond,
            wait: Seconds::ZERO,
        });
    }
    Ok(looks)
}
