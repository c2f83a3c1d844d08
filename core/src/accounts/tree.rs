//! The group (集团) as one tree: region → project → building → unit → household.
//!
//! Regions, projects and households have ids, because permission, limits and tickets hang on them; a building
//! and a unit are only names on door plates, unique beside their siblings. This is what demo data, an import or
//! a console page describes a group with. It is not where permission is decided (see [`super::permit`]), and
//! nothing walks a whole group to answer for one ticket: the store looks households up by id.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::api::Address;
use crate::ids::{HouseholdId, ProjectId, RegionId};
use crate::words::words;

/// A group (集团): the whole of one installation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its regions.
    pub regions: Vec<Region>,
}

/// A region (区域), usually a province: the legal emergency limit hangs on it (R06).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Region {
    /// The region.
    pub id: RegionId,
    /// Its name.
    pub name: String,
    /// Its projects.
    pub projects: Vec<Project>,
}

/// A project (小区, 项目): the unit of permission, calendar and rollup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Project {
    /// The project.
    pub id: ProjectId,
    /// Its name (听澜苑).
    pub name: String,
    /// Its service hotline (服务热线), as it is to be shown and dialled.
    pub hotline: String,
    /// Its buildings.
    #[serde(default)]
    pub buildings: Vec<Building>,
}

/// A building (栋).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Building {
    /// The name on the plate, as `12`; empty where rooms are numbered through the whole project.
    pub name: String,
    /// Its units.
    pub units: Vec<Unit>,
}

/// A unit (单元): one entrance of a building.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unit {
    /// The name on the plate, as `2`; empty where the building has only one entrance.
    pub name: String,
    /// The households behind it.
    pub households: Vec<Household>,
}

/// A household (住户): one home. Its people are not part of the tree.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Household {
    /// The household.
    pub id: HouseholdId,
    /// The room (室), as `1803`; empty for a house that is the whole building.
    pub room: String,
}

/// One household with the way down to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Door<'a> {
    /// The building.
    pub building: &'a Building,
    /// The unit.
    pub unit: &'a Unit,
    /// The household.
    pub household: &'a Household,
}

impl Door<'_> {
    /// The address inside the project.
    pub fn address(&self) -> Address {
        Address {
            building: self.building.name.clone(),
            unit: self.unit.name.clone(),
            room: self.household.room.clone(),
        }
    }
}

impl Project {
    /// Every household, in the order of the tree.
    pub fn doors(&self) -> impl Iterator<Item = Door<'_>> {
        self.buildings.iter().flat_map(|building| {
            building.units.iter().flat_map(move |unit| {
                unit.households.iter().map(move |household| Door { building, unit, household })
            })
        })
    }
}

words! {
    /// What is wrong with a tree.
    FaultKind {
        /// Two regions have one id.
        RegionTwice = "region-twice",
        /// Two projects have one id, in one region or in two.
        ProjectTwice = "project-twice",
        /// Two buildings of a project have one name.
        BuildingTwice = "building-twice",
        /// Two units of a building have one name.
        UnitTwice = "unit-twice",
        /// Two households of a unit have one room.
        RoomTwice = "room-twice",
        /// Two households have one id, wherever they are.
        HouseholdTwice = "household-twice",
        /// A household with neither building nor unit nor room: nobody could find it.
        Nameless = "nameless",
    }
}

/// Something wrong with a tree, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The project, below the level of regions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// The id that is there twice, or the plate of the place, as `12-2-1803`.
    pub at: String,
}

impl Group {
    /// Every project with its region.
    pub fn projects(&self) -> impl Iterator<Item = (&Region, &Project)> {
        self.regions.iter().flat_map(|region| region.projects.iter().map(move |project| (region, project)))
    }

    /// The project of this id with its region, whose legal limits hold there (R06).
    pub fn project(&self, id: &ProjectId) -> Option<(&Region, &Project)> {
        self.projects().find(|(_, project)| project.id == *id)
    }

    /// Everything wrong with the tree, in its order; empty when every id is one thing and every plate one door.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let (mut regions, mut projects, mut households) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for region in &self.regions {
            if !regions.insert(&region.id) {
                faults.push(Fault { kind: FaultKind::RegionTwice, project: None, at: region.id.to_string() });
            }
            for project in &region.projects {
                let mut fault = |kind, at| {
                    faults.push(Fault { kind, project: Some(project.id.clone()), at });
                };
                if !projects.insert(&project.id) {
                    fault(FaultKind::ProjectTwice, project.id.to_string());
                }
                plates(project, &mut fault);
                for door in project.doors() {
                    if !households.insert(&door.household.id) {
                        fault(FaultKind::HouseholdTwice, door.household.id.to_string());
                    }
                }
            }
        }
        faults
    }
}

/// Reports each plate of the project that is empty or leads to more than one door.
fn plates(project: &Project, fault: &mut impl FnMut(FaultKind, String)) {
    let mut buildings = BTreeSet::new();
    for building in &project.buildings {
        let mut at = Address { building: building.name.clone(), ..Address::default() };
        if !buildings.insert(&building.name) {
            fault(FaultKind::BuildingTwice, at.plate());
        }
        let mut units = BTreeSet::new();
        for unit in &building.units {
            at.unit.clone_from(&unit.name);
            at.room.clear();
            if !units.insert(&unit.name) {
                fault(FaultKind::UnitTwice, at.plate());
            }
            let mut rooms = BTreeSet::new();
            for household in &unit.households {
                at.room.clone_from(&household.room);
                if at.plate().is_empty() {
                    fault(FaultKind::Nameless, household.id.to_string());
                }
                if !rooms.insert(&household.room) {
                    fault(FaultKind::RoomTwice, at.plate());
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
