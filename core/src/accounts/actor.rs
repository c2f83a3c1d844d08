//! The person behind a command, with what they may reach.

use serde::{Deserialize, Serialize};

use super::role::{Department, Role};
use crate::ids::{HouseholdId, PersonId, ProjectId};

/// Who acts (操作人): one person in one role. Two roles of one person are two actors.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// The role they act in.
    pub role: Role,
    /// The name shown beside what they do, as it was then.
    pub name: String,
    /// The department, for roles that belong to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Department>,
    /// What they can reach.
    pub scope: Scope,
}

/// How far a role reaches (数据范围).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Only these homes.
    Households(Vec<Home>),
    /// These projects, whole.
    Projects(Vec<ProjectId>),
    /// The whole group.
    Group,
}

/// A household with its project: the pair every owner's query is bound by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Home {
    /// The project.
    pub project: ProjectId,
    /// The household.
    pub household: HouseholdId,
}

impl Actor {
    /// Whether the project lies in the actor's scope at all.
    pub fn reaches_project(&self, project: &ProjectId) -> bool {
        match &self.scope {
            Scope::Households(homes) => homes.iter().any(|h| h.project == *project),
            Scope::Projects(projects) => projects.contains(project),
            Scope::Group => true,
        }
    }

    /// Whether the household is one of the actor's own homes.
    pub fn lives_in(&self, household: &HouseholdId) -> bool {
        matches!(&self.scope, Scope::Households(homes) if homes.iter().any(|h| h.household == *household))
    }
}
