//! What lies behind an alarm: how its value went, and where the complaints come from.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::AnyConnection;
use steward_core::cockpit::alarm::api::AlarmPage;
use steward_core::cockpit::alarm::{Alarm, Subject};
use steward_core::cockpit::figures::{COMPLAINT_DAYS, CockpitQuery, Figures};
use steward_core::cockpit::goals::Level;
use steward_core::cockpit::indicator::Indicator;
use steward_core::cockpit::measure::Sum;
use steward_core::cockpit::period::Period;
use steward_core::day::Day;
use steward_core::ids::HouseholdId;
use steward_core::tickets::Category;
use steward_core::time::Instant;

use super::{readings, store};
use crate::cockpit::taken::Whose;
use crate::cockpit::{surveys, trends};
use crate::db::{Sql, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::owners;

/// How many days back the value's way is shown.
const WAY: u32 = 30;
/// The most categories and buildings that are named; the rest is added up by who reads.
const NAMED: usize = 8;

/// The page of an alarm.
pub(super) async fn read(
    conn: &mut AnyConnection,
    alarm: Alarm,
    place: String,
    now: Instant,
) -> Answer<AlarmPage> {
    let today = Day(owners::today(conn, now).await?);
    let ladder = store::ladder(conn, now).await?;
    let mut page = AlarmPage {
        place,
        today,
        now: Sum::default(),
        way: Vec::new(),
        categories: Vec::new(),
        buildings: Vec::new(),
        ladder,
        alarm,
    };
    let days: Vec<Day> = (0..WAY).rev().map(|back| today.earlier(back)).collect();
    match page.alarm.subject.clone() {
        Subject::Indicator { indicator: Indicator::ComplaintRate } => {
            let complaints =
                Complaints::read(conn, &page.alarm.whose, today.earlier(WAY + COMPLAINT_DAYS)).await?;
            let homes = handed_over(conn, &page.alarm.whose, today).await?;
            page.way = days
                .iter()
                .map(|day| (*day, Sum { n: homes, total: complaints.households(*day, COMPLAINT_DAYS) }))
                .collect();
            (page.categories, page.buildings) = complaints.concentrated(today, COMPLAINT_DAYS);
        }
        Subject::Indicator { indicator } => {
            page.way = way(conn, &page.alarm, indicator, &days).await?;
        }
        Subject::Mass { category } => {
            let days_back = page.alarm.raised.days;
            let complaints =
                Complaints::read(conn, &page.alarm.whose, today.earlier(WAY + days_back)).await?;
            let complaints = complaints.of(category);
            let total = |day| complaints.households(day, days_back);
            page.way = days.iter().map(|day| (*day, Sum { n: total(*day), total: total(*day) })).collect();
            (_, page.buildings) = complaints.concentrated(today, days_back);
        }
        Subject::Fault { category, building } => {
            let days_back = page.alarm.raised.days;
            let reports =
                Complaints::reports(conn, &page.alarm.whose, today.earlier(WAY + days_back)).await?;
            let reports = reports.of(category).in_building(&building);
            let total = |day| reports.households(day, days_back);
            page.way = days.iter().map(|day| (*day, Sum { n: total(*day), total: total(*day) })).collect();
        }
        Subject::Deviation => {
            page.way = way(conn, &page.alarm, Indicator::Response, &days).await?;
        }
    }
    page.now = page.way.last().map(|(_, sum)| *sum).unwrap_or_default();
    Ok(page)
}

/// The value of an indicator over the alarm's days, at the end of each day.
async fn way(
    conn: &mut AnyConnection,
    alarm: &Alarm,
    indicator: Indicator,
    days: &[Day],
) -> Answer<Vec<(Day, Sum)>> {
    let mut query = CockpitQuery::default();
    match &alarm.whose {
        Level::Group => {}
        Level::Region(region) => query.region = Some(region.clone()),
        Level::Project(project) => query.project = Some(project.clone()),
    }
    let of = |day: &Day| Period::up_to(*day, alarm.raised.days);
    let Some(measure) = indicator.definition().source.measure() else {
        return of_surveys(conn, &query, indicator, days, of).await;
    };
    let ends: BTreeSet<Day> = days.iter().flat_map(|day| [*day, of(day).first.earlier(1)]).collect();
    let ends: Vec<Day> = ends.into_iter().collect();
    let sums = trends::up_to(conn, &readings::house()?, &query, Whose::All, &ends).await?;
    let upto = |day: Day| sums.get(&day).copied().unwrap_or_default();
    let value = |day: &Day| (*day, upto(*day).less(&upto(of(day).first.earlier(1))).of(measure));
    Ok(days.iter().map(value).collect())
}

/// The same of what surveys say; nothing of what they do not.
async fn of_surveys(
    conn: &mut AnyConnection,
    query: &CockpitQuery,
    indicator: Indicator,
    days: &[Day],
    of: impl Fn(&Day) -> Period,
) -> Answer<Vec<(Day, Sum)>> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Vec::new()) };
    let all = Period { first: of(first).first, last: *last };
    let said = surveys::in_scope(conn, &readings::house()?, query, all).await?.unwrap_or_default();
    let value = |day: &Day| {
        let figures = Figures { surveys: Some(surveys::within(&said, of(day))), ..Figures::default() };
        Some((*day, figures.of(indicator)?))
    };
    Ok(days.iter().filter_map(value).collect())
}

/// Households with each category, and with each building.
type Concentrated = (Vec<(Category, i64)>, Vec<(String, i64)>);

/// Valid complaints, or reports, by households, in the order of their days.
struct Complaints(Vec<(Day, HouseholdId, Category, String)>);

impl Complaints {
    async fn read(conn: &mut AnyConnection, whose: &Level, after: Day) -> Answer<Self> {
        let query = sql("select c.repeated_day, c.household_id, t.category, c.building from counted c \
            join tickets t on t.project_id = c.project_id and t.id = c.ticket_id \
            where c.repeated_day is not null and c.household_id <> '' and c.repeated_day > ")
        .value(after.number())
        .then(" and ");
        Self::found(at(query, "c.project_id", whose).then(" order by c.repeated_day, c.ticket_id"), conn)
            .await
    }

    /// Reports of public areas and emergencies by households, in the order of their days.
    async fn reports(conn: &mut AnyConnection, whose: &Level, after: Day) -> Answer<Self> {
        // A day begins somewhere up to a day before it does by the clock of the whole world.
        let since = (after.number() - 1) * 86_400_000;
        let query = sql("select c.volume_day, t.household_id, t.category, c.building from tickets t \
            join counted c on c.project_id = t.project_id and c.ticket_id = t.id where ")
        .then(readings::SHARED)
        .then(" and t.submitted_at > ")
        .value(since)
        .then(" and t.household_id <> '' and t.state <> 'cancelled' and c.volume_day > ")
        .value(after.number())
        .then(" and ");
        Self::found(at(query, "t.project_id", whose).then(" order by c.volume_day, c.ticket_id"), conn).await
    }

    async fn found(query: Sql, conn: &mut AnyConnection) -> Answer<Self> {
        let found = query.rows(conn).await?;
        let one = |row: &sqlx::any::AnyRow| {
            let number = rows::int(row, 0)?;
            let day =
                Day::from_number(number).ok_or_else(|| Failure::internal(format!("no day {number}")))?;
            Ok((day, rows::parsed(row, 1)?, rows::word(row, 2, Category::find)?, rows::text(row, 3)?))
        };
        found.iter().map(one).collect::<Answer<_>>().map(Self)
    }

    /// Only those of one category.
    fn of(mut self, category: Category) -> Self {
        self.0.retain(|complaint| complaint.2 == category);
        self
    }

    /// Only those of one building.
    fn in_building(mut self, building: &str) -> Self {
        self.0.retain(|complaint| complaint.3 == building);
        self
    }

    /// Those of so many days up to one.
    fn within(&self, last: Day, days: u32) -> impl Iterator<Item = &(Day, HouseholdId, Category, String)> {
        let period = Period::up_to(last, days);
        self.0.iter().filter(move |complaint| (period.first..=period.last).contains(&complaint.0))
    }

    fn households(&self, last: Day, days: u32) -> i64 {
        let homes: BTreeSet<&HouseholdId> = self.within(last, days).map(|complaint| &complaint.1).collect();
        i64::try_from(homes.len()).unwrap_or(i64::MAX)
    }

    /// Households by the category and the building of their last complaint, most first.
    fn concentrated(&self, last: Day, days: u32) -> Concentrated {
        let latest: BTreeMap<&HouseholdId, (Category, &str)> = self
            .within(last, days)
            .map(|(_, home, category, building)| (home, (*category, building.as_str())))
            .collect();
        let mut categories = BTreeMap::<&str, (Category, i64)>::new();
        let mut buildings = BTreeMap::<String, i64>::new();
        for (category, building) in latest.values() {
            categories.entry(category.code()).or_insert((*category, 0)).1 += 1;
            *buildings.entry((*building).to_owned()).or_default() += 1;
        }
        let mut categories: Vec<_> = categories.into_values().collect();
        categories.sort_by_key(|(_, homes)| core::cmp::Reverse(*homes));
        let mut buildings: Vec<_> = buildings.into_iter().collect();
        buildings.sort_by_key(|(_, homes)| core::cmp::Reverse(*homes));
        categories.truncate(NAMED);
        buildings.truncate(NAMED);
        (categories, buildings)
    }
}

/// Households that were handed over by a day.
async fn handed_over(conn: &mut AnyConnection, whose: &Level, day: Day) -> Answer<i64> {
    let query =
        sql("select count(*) from households h where h.handed_over_on <> '' and h.handed_over_on <= ")
            .value(String::from(day))
            .then(" and ");
    Ok(at(query, "h.project_id", whose).number(conn).await?)
}

/// The condition that a project lies at a level.
fn at(query: Sql, column: &'static str, whose: &Level) -> Sql {
    let query = query.then(column);
    match whose {
        Level::Group => query.then(" <> ''"),
        Level::Region(region) => query
            .then(" in (select x.id from projects x where x.region_id = ")
            .value(region.as_str())
            .then(")"),
        Level::Project(project) => query.then(" = ").value(project.as_str()),
    }
}
