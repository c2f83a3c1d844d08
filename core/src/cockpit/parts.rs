//! What a project's figures are made of: its buildings (楼栋), and the people who did the work (人员).

use serde::{Deserialize, Serialize};

use super::alarm::Load;
use super::figures::CockpitQuery;
use super::measure::{Measure, Rollup, Sum};
use super::period::Period;
use crate::accounts::{Department, Role};
use crate::day::Day;
use crate::endpoint::endpoints;
use crate::ids::{PersonId, ProjectId, RegionId};
use crate::words::words;

endpoints! {
    /// The buildings or people of the projects in scope.
    PARTS = get "/api/v1/cockpit/parts": PartsQuery => Parts;
}

words! {
    /// What projects are taken apart into.
    By {
        /// Buildings (楼栋).
        Building = "building",
        /// People (人员).
        Person = "person",
    }
}

/// Parts are listed of so many projects at most; who sees more chooses among them.
pub const MOST_PROJECTS: usize = 24;

/// Fewer values than these say nothing about a person (最小样本量): their share is not shown, with the reason.
pub const LEAST_SAMPLE: i64 = 5;

/// Which parts, in which period, of which part of the viewer's scope.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PartsQuery {
    /// Which.
    pub by: By,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Day>,
    /// How many days up to the last one, where the first is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// The last day; today unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Day>,
    /// Only this region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionId>,
    /// Only this project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
}

impl PartsQuery {
    /// The parts of what a page of the cockpit shows.
    pub fn of(by: By, page: &CockpitQuery) -> Self {
        let CockpitQuery { first, days, last, region, project } = page.clone();
        Self { by, first, days, last, region, project }
    }

    /// The page whose parts these are.
    pub fn page(&self) -> CockpitQuery {
        let Self { first, days, last, region, project, .. } = self.clone();
        CockpitQuery { first, days, last, region, project }
    }
}

/// The parts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Parts {
    /// The days that are counted.
    pub period: Period,
    /// There are more than [`MOST_PROJECTS`] projects: nothing is listed until a region or a project is chosen.
    pub too_many: bool,
    /// By project, then by the name of the part; parts without any ticket in the period are left out.
    pub parts: Vec<Part>,
}

/// A response that has become slower (绩效偏离), R44.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Slower {
    /// The last week.
    pub lately: Sum,
    /// The four weeks before.
    pub before: Sum,
    /// What there was to do meanwhile.
    pub load: Load,
}

/// A building, or a person's work in a project.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Part {
    /// The project.
    pub project: ProjectId,
    /// The building's number, or the person's name.
    pub name: String,
    /// The person, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What they are there, for people who still are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Their department, if they belong to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Department>,
    /// A person's response that has become slower than it was, up to the period's last day (R44).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slower: Option<Slower>,
    /// In the period.
    pub now: Rollup,
    /// In the equal period before it.
    pub before: Rollup,
}

impl Part {
    /// How many tickets somebody took on or worked at: more of one than of the other, as agents do the first and
    /// engineers the second (接单量), M12.
    pub fn taken(&self) -> i64 {
        let n = |measure| self.now.of(measure).n;
        n(Measure::Volume).max(n(Measure::Processing))
    }
}
