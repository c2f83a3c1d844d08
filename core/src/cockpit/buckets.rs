//! For whom sums are kept (汇总层级): the group, each region, project, department, building and person, each kind of
//! complaint, and each way that an owner comes; and what a change of a ticket changes in them.
//!
//! What is kept for a day is the sum of that day *and all before it*. So any stretch of time is two of these, one less
//! the other, and costs the same for a day as for a year.

use std::collections::BTreeMap;

use super::channels::{PROMISES, Touchpoint};
use super::counted::{Counted, Credit};
use super::goals::Level;
use super::measure::{Measure, Rollup, Sum};
use crate::accounts::Department;
use crate::day::Day;
use crate::ids::{PersonId, ProjectId, RegionId};

/// Whom a sum is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Bucket {
    /// The whole group (集团).
    Group,
    /// A region (区域).
    Region(RegionId),
    /// A project (小区).
    Project(ProjectId),
    /// A building of a project (楼栋).
    Building(ProjectId, String),
    /// What a department has in a project (部门).
    Department(ProjectId, Department),
    /// The work of a person in a project (人员).
    Person(ProjectId, PersonId),
    /// Complaints of one category (投诉类型), by its code, at one level; only [`Measure::Volume`] is summed, which keeps
    /// rows short (R22).
    Complaints(Level, &'static str),
    /// What came one way (触点) at one level; only [`PROMISES`] are summed (R99).
    Channel(Level, Touchpoint),
    /// The homes of a project that complained lately (R13): its sum of [`Measure::Repeated`] up to a day says how many
    /// do on that day. A home is added when it begins to, and taken away when it ceases to.
    Complaining(ProjectId),
}

impl Bucket {
    /// Its name in the store. Those of the buildings of one project begin alike, and so do those of its people, and those
    /// of the complaints or of the ways at one level.
    pub fn key(&self) -> String {
        match self {
            Self::Group => "group".to_owned(),
            Self::Region(region) => format!("region/{region}"),
            Self::Project(project) => format!("project/{project}"),
            Self::Building(project, building) => format!("building/{project}/{building}"),
            Self::Department(project, department) => format!("department/{project}/{}", department.word()),
            Self::Person(project, person) => format!("person/{project}/{person}"),
            Self::Complaints(level, code) => format!("{}{code}", Self::complaints(level)),
            Self::Channel(level, touchpoint) => format!("{}{}", Self::channels(level), touchpoint.word()),
            Self::Complaining(project) => format!("complaining/{project}"),
        }
    }

    /// What the names of all kinds of complaints at one level begin with.
    pub fn complaints(level: &Level) -> String {
        at_level("complaints", level)
    }

    /// What the names of all ways at one level begin with.
    pub fn channels(level: &Level) -> String {
        at_level("channel", level)
    }

    /// Whether it is of more than one project.
    pub const fn is_wide(&self) -> bool {
        match self {
            Self::Group | Self::Region(_) => true,
            Self::Complaints(level, _) | Self::Channel(level, _) => !matches!(level, Level::Project(_)),
            Self::Project(_)
            | Self::Building(..)
            | Self::Department(..)
            | Self::Person(..)
            | Self::Complaining(_) => false,
        }
    }
}

fn at_level(kinds: &str, level: &Level) -> String {
    match level {
        Level::Group => format!("{kinds}/group/"),
        Level::Region(region) => format!("{kinds}/region/{region}/"),
        Level::Project(project) => format!("{kinds}/project/{project}/"),
    }
}

/// Where a ticket belongs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Home {
    /// The region.
    pub region: RegionId,
    /// The project.
    pub project: ProjectId,
}

/// What changes: for each bucket and day that which is added there, and there alone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes(BTreeMap<Bucket, BTreeMap<Day, Rollup>>);

impl Changes {
    /// A ticket counts from now on as `after`, where it counted as `before`; empty for not at all.
    pub fn replace(&mut self, home: &Home, before: &Counted, after: &Counted) {
        if before != after {
            self.count(home, before, |sum| Sum::default() - sum);
            self.count(home, after, |sum| sum);
        }
    }

    fn count(&mut self, home: &Home, counted: &Counted, signed: impl Fn(Sum) -> Sum) {
        let project = &home.project;
        if let Some((first, until)) = counted.complained {
            let days = self.0.entry(Bucket::Complaining(project.clone())).or_default();
            let begins = signed(Sum::one(1));
            days.entry(first).or_default().add(Measure::Repeated, begins);
            days.entry(until).or_default().add(Measure::Repeated, Sum::default() - begins);
        }
        let mut add = |bucket: Bucket, which: &dyn Fn(Measure) -> bool| {
            let entries = || counted.entries.iter().filter(|entry| which(entry.measure));
            if entries().next().is_none() {
                return;
            }
            let days = self.0.entry(bucket).or_default();
            for entry in entries() {
                days.entry(entry.day).or_default().add(entry.measure, signed(Sum::one(entry.value)));
            }
        };
        add(Bucket::Group, &|_| true);
        add(Bucket::Region(home.region.clone()), &|_| true);
        add(Bucket::Project(project.clone()), &|_| true);
        if let Some(department) = counted.department {
            add(Bucket::Department(project.clone(), department), &|_| true);
        }
        if !counted.building.is_empty() {
            add(Bucket::Building(project.clone(), counted.building.clone()), &|measure| !measure.is_step());
        }
        for (who, credit) in [(&counted.agent, Credit::Agent), (&counted.worker, Credit::Worker)] {
            if let Some(person) = who {
                let of_person = |measure: Measure| measure.credit() == credit && !measure.is_step();
                add(Bucket::Person(project.clone(), person.clone()), &of_person);
            }
        }
        let levels = || [Level::Group, Level::Region(home.region.clone()), Level::Project(project.clone())];
        if let Some(category) = counted.complaint {
            for level in levels() {
                add(Bucket::Complaints(level, category.code()), &|measure| measure == Measure::Volume);
            }
        }
        if let Some(touchpoint) = counted.touchpoint {
            for level in levels() {
                add(Bucket::Channel(level, touchpoint), &|measure| PROMISES.contains(&measure));
            }
        }
    }

    /// Each bucket in which something changes, with what is added on which day; what cancels out is left out.
    pub fn into_buckets(self) -> impl Iterator<Item = (Bucket, BTreeMap<Day, Rollup>)> {
        self.0.into_iter().filter_map(|(bucket, mut days)| {
            days.retain(|_, rollup| !rollup.is_empty());
            (!days.is_empty()).then_some((bucket, days))
        })
    }
}

/// The rows that are to be kept once `added` is added: `rows` are those kept from the first of its days on, `before` is
/// the last one before that.
///
/// Only rows that are new or differ come back.
pub fn carry(
    before: Rollup,
    rows: &BTreeMap<Day, Rollup>,
    added: &BTreeMap<Day, Rollup>,
) -> BTreeMap<Day, Rollup> {
    let mut days: Vec<Day> = rows.keys().chain(added.keys()).copied().collect();
    days.sort_unstable();
    days.dedup();
    let (mut kept, mut more) = (before, Rollup::default());
    let mut changed = BTreeMap::new();
    for day in days {
        let row = rows.get(&day);
        kept = row.copied().unwrap_or(kept);
        if let Some(rollup) = added.get(&day) {
            more.merge(rollup);
        }
        if row.is_none() || !more.is_empty() {
            let mut sum = kept;
            sum.merge(&more);
            changed.insert(day, sum);
        }
    }
    changed
}
