//! The permission matrix (权限矩阵) of requirements §3.2, and the one function that reads it.

use super::actor::{Actor, Scope};
use super::role::{Department, Role};
use crate::ids::{HouseholdId, PersonId, ProjectId};

use super::matrix;
use crate::words::words;

words! {
    /// What someone wants to do with an [`Object`] (C, R, U, A, X of §3.2, and the verbs of its cells).
    Action {
        /// Create (C).
        Create = "create",
        /// Read (R).
        Read = "read",
        /// Update (U).
        Update = "update",
        /// Approve or decide (A).
        Approve = "approve",
        /// Configure (X).
        Configure = "configure",
        /// Read totals only, never single records.
        ReadTotals = "read-totals",
        /// Ask for an exception, a threshold or an article; somebody else approves it.
        Propose = "propose",
        /// Recompute and compare the ledger.
        Verify = "verify",
        /// Publish a version.
        Publish = "publish",
        /// Object to one's own result.
        Appeal = "appeal",
        /// Carry out a decided payment or deduction.
        Settle = "settle",
    }
}

words! {
    /// What is acted on: the rows of §3.2.
    Object {
        /// Tickets (工单).
        Ticket = "ticket",
        /// Limits and the regional table (时限).
        SlaPolicy = "sla-policy",
        /// Ticket ratings (评价).
        TicketRating = "ticket-rating",
        /// The rating ledger (评价台账); nobody may update or delete it.
        RatingLedger = "rating-ledger",
        /// Surveys (满意度调查).
        Survey = "survey",
        /// Complaints, major ones included (投诉).
        Complaint = "complaint",
        /// Owner profiles and segments (业主档案).
        OwnerProfile = "owner-profile",
        /// The cockpit (驾驶舱).
        Cockpit = "cockpit",
        /// Alert thresholds (预警阈值).
        AlertThreshold = "alert-threshold",
        /// Assessment schemes (考核方案).
        KpiScheme = "kpi-scheme",
        /// Assessment results (考核结果).
        KpiResult = "kpi-result",
        /// Red lines and sanctions (红线).
        RedLine = "red-line",
        /// Perfect-delivery batches (完美交付).
        PerfectDelivery = "perfect-delivery",
        /// Knowledge base and handbook (知识库、服务手册).
        Knowledge = "knowledge",
        /// Training and certification (培训认证).
        Training = "training",
        /// Staffing, budget, milestones (编制、预算、里程碑).
        Staffing = "staffing",
        /// Users, interfaces, backup (用户、接口、备份).
        System = "system",
    }
}

/// How far a permission reaches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reach {
    /// Only what is one's own: the own household, or what is assigned to the person or their department.
    Own,
    /// The projects of the actor's scope.
    Project,
    /// The whole group.
    Group,
}

/// Whose thing it is, as far as a permission asks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Whose<'a> {
    /// The project it belongs to; `None` for group-wide things.
    pub project: Option<&'a ProjectId>,
    /// The household it belongs to.
    pub household: Option<&'a HouseholdId>,
    /// The person it is assigned to or about.
    pub person: Option<&'a PersonId>,
    /// The department that has it now.
    pub department: Option<Department>,
}

/// How far `role` may do `action` to `object`; `None` if not at all. The cell of the matrix.
pub fn reach(role: Role, action: Action, object: Object) -> Option<Reach> {
    matrix::cell(role, object).iter().find(|g| g.0 == action).map(|g| g.1)
}

/// Whether the actor may do this to that thing.
///
/// Reading a list must put the same answer inside its query; this is for one known thing.
pub fn may(actor: &Actor, action: Action, object: Object, whose: Whose<'_>) -> bool {
    let Some(reach) = reach(actor.role, action, object) else { return false };
    let in_scope = whose.project.is_none_or(|p| actor.reaches_project(p));
    match reach {
        Reach::Group => matches!(actor.scope, Scope::Group) || in_scope,
        Reach::Project => in_scope,
        Reach::Own => in_scope && is_own(actor, whose),
    }
}

fn is_own(actor: &Actor, whose: Whose<'_>) -> bool {
    if actor.role == Role::Owner {
        return whose.household.is_some_and(|h| actor.lives_in(h));
    }
    let by_person = whose.person.is_some_and(|p| *p == actor.person);
    // A department owns what was handed to it, as one; an engineer of that department owns only the own jobs.
    let by_department =
        actor.role == Role::Department && actor.department.is_some() && whose.department == actor.department;
    by_person || by_department
}
