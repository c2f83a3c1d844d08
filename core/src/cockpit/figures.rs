//! The cockpit's page as it travels: for each project the sums that its indicators follow from, in a period and in the
//! one before.
//!
//! Sums travel, not values: so a total is the sum of its lines, and every value can show what it is made of.

use serde::{Deserialize, Serialize};

use super::goals::{Belongs, Threshold, in_force};
use super::indicator::{Indicator, Source, Standing};
use super::measure::{Measure, Rollup, Sum};
use super::period::Period;
use super::surveys::SurveySums;
use crate::accounts::Department;
use crate::day::Day;
use crate::endpoint::endpoints;
use crate::export::{Export, File};
use crate::ids::{ProjectId, RegionId};
use crate::time::Instant;

endpoints! {
    /// What the indicators of the viewer's scope follow from.
    COCKPIT = get "/api/v1/cockpit": CockpitQuery => Cockpit;
    /// The same figures as a table for a spreadsheet; who took it is logged.
    EXPORT_COCKPIT = post "/api/v1/cockpit/export": Export<CockpitQuery> => File;
}

/// How many days a period has unless it is said, today included.
pub const USUAL_DAYS: u32 = 30;
/// The days up to the last of a period in which a household counts as one that complained (R13), that day included.
pub const COMPLAINT_DAYS: u32 = 30;

/// Which period, and which part of the viewer's scope.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CockpitQuery {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Day>,
    /// How many days up to the last one, where the first is not said; [`USUAL_DAYS`] unless said.
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

/// The cockpit's page (驾驶舱).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cockpit {
    /// The moment it holds for: one for the whole page.
    pub as_of: Instant,
    /// Whether only the viewer's own work is counted, or that of the own department.
    pub own: bool,
    /// Whose work that is, where it is a whole department's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Department>,
    /// The days that are counted.
    pub period: Period,
    /// The thresholds in scope that hold on the period's last day.
    pub thresholds: Vec<Threshold>,
    /// The projects in scope, by name.
    pub lines: Vec<Line>,
}

/// One project.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Line {
    /// The project.
    pub project: ProjectId,
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: RegionId,
    /// The region's name.
    pub region_name: String,
    /// In the period.
    pub now: Figures,
    /// In the equal period before it.
    pub before: Figures,
}

/// What indicators follow from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// What was measured of tickets.
    pub tickets: Rollup,
    /// Households that were handed over by the last day, and how many of them complained lately (R13).
    pub households: Sum,
    /// What surveys that ended in the period say, as far as the viewer may see; none for whoever reads no surveys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surveys: Option<SurveySums>,
}

impl Figures {
    /// Adds those of other projects.
    pub fn merge(&mut self, other: &Self) {
        self.tickets.merge(&other.tickets);
        self.households = self.households + other.households;
        if let Some(surveys) = &other.surveys {
            self.surveys.get_or_insert_default().merge(surveys);
        }
    }

    /// What an indicator is the quotient of; `None` for one that nothing is kept of, or that is not the viewer's. Nothing counted is a sum with
    /// `n` = 0, not `None`.
    pub fn of(&self, indicator: Indicator) -> Option<Sum> {
        match indicator.definition().source {
            Source::Mean(measure) | Source::Share(measure) | Source::Count(measure) => {
                Some(self.tickets.of(measure))
            }
            Source::Households => Some(self.households),
            Source::SurveyCsat => Some(self.surveys?.csat),
            Source::SurveyNps => Some(self.surveys?.nps),
            Source::NotKept => None,
        }
    }

    /// The other way to count an indicator, shown beside it: of the complaint rate complaints of all tickets (R13).
    pub fn other_way(&self, indicator: Indicator) -> Option<Sum> {
        let n = |measure| self.tickets.of(measure).n;
        (indicator == Indicator::ComplaintRate)
            .then(|| Sum { n: n(Measure::Volume), total: n(Measure::Repeated) })
    }
}

impl Line {
    /// Where its figures belong.
    pub const fn belongs(&self) -> Belongs<'_> {
        Belongs::Project(&self.region, &self.project)
    }
}

impl CockpitQuery {
    /// Where the figures of all its projects together belong.
    pub fn belongs<'a>(&'a self, lines: &'a [Line]) -> Belongs<'a> {
        match (&self.project, &self.region, lines.first()) {
            (Some(_), _, Some(line)) => line.belongs(),
            (None, Some(region), _) => Belongs::Region(region),
            _ => Belongs::Group,
        }
    }
}

impl Cockpit {
    /// How an indicator of these figures stands against what they must reach; `None` without a value or a goal.
    pub fn standing(
        &self,
        figures: &Figures,
        belongs: Belongs<'_>,
        indicator: Indicator,
    ) -> Option<Standing> {
        let goal = in_force(&self.thresholds, indicator, belongs, self.period.last).goal?;
        indicator.standing(figures.of(indicator)?, goal)
    }

    /// How all of them stand together: as the worst of them. `None` when nothing has a value.
    pub fn worst(&self, figures: &Figures, belongs: Belongs<'_>) -> Option<Standing> {
        let standing = |indicator: &Indicator| self.standing(figures, belongs, *indicator);
        Indicator::ALL.iter().filter_map(standing).max()
    }

    /// All lines together: in the period, and in the one before.
    pub fn total(&self) -> (Figures, Figures) {
        let (mut now, mut before) = (Figures::default(), Figures::default());
        for line in &self.lines {
            now.merge(&line.now);
            before.merge(&line.before);
        }
        (now, before)
    }
}
