//! Milestones as they travel.

use serde::{Deserialize, Serialize};

use super::{Milestone, Move, Plan};
use crate::day::Day;
use crate::endpoint::{Nothing, endpoints};

endpoints! {
    /// The milestones of the group and of the projects in the viewer's scope, the first planned end first.
    MILESTONES = get "/api/v1/milestones": Nothing => Milestones;
    /// Plans some, all or none of them.
    PLAN_MILESTONES = post "/api/v1/milestones": PlanMilestones => Vec<Milestone>;
    /// Moves one on, or changes its plan.
    MOVE_MILESTONE = post "/api/v1/milestones/{n}" (i64): MoveMilestone => Milestone;
}

/// The page (里程碑).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Milestones {
    /// Today, as delays are held against.
    pub today: Day,
    /// All of them.
    pub rows: Vec<MilestoneRow>,
}

/// One milestone with the name of its place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MilestoneRow {
    /// The name of its project; empty for the group.
    pub place: String,
    /// The milestone.
    pub milestone: Milestone,
}

/// What is to be planned; 1 to 20 at once, one person's press of a button.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanMilestones {
    /// The plans.
    pub plans: Vec<Plan>,
}

/// A move, by somebody who has seen the milestone up to `seq`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveMilestone {
    /// How many steps were seen ([`Milestone::seq`]).
    pub seq: u32,
    /// What is done.
    pub what: Move,
}
