//! What is done with a milestone: who may, when it fits, and what comes of it.

use serde::{Deserialize, Serialize};

use super::{Buffer, Milestone, REASON, Stage, Step, StepKind, faults};
use crate::accounts::permit::{Action, Object, Reach, reach};
use crate::accounts::role::Role;
use crate::accounts::{Actor, Scope};
use crate::cockpit::period::Period;
use crate::day::Day;
use crate::ids::ProjectId;
use crate::problem::{Code, Field, Problem};
use crate::sla::standards::standard::Signed;
use crate::tickets::draft::check_text;
use crate::time::Instant;
use crate::words::words;

/// What somebody does with a milestone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "move", rename_all = "snake_case", deny_unknown_fields)]
pub enum Move {
    /// Work begins.
    Start {
        /// On which day, today at the latest.
        on: Day,
    },
    /// It is reached.
    Finish {
        /// On which day, today at the latest and not before work began.
        on: Day,
    },
    /// Other days or another buffer.
    Replan {
        /// The days.
        days: Period,
        /// The buffer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        buffer: Option<Buffer>,
        /// Why.
        reason: String,
    },
    /// It turned out not to be reached.
    Reopen {
        /// Why.
        reason: String,
    },
    /// It is given up.
    Withdraw {
        /// Why.
        reason: String,
    },
}

words! {
    /// Why a milestone cannot be moved so.
    Refused {
        /// It has gone on: the move does not fit how far it has come.
        NotNow = "milestone_not_now",
        /// It is for those to plan whose milestone it is.
        NotYours = "milestone_not_yours",
    }
}

/// Whether a role reads milestones: the row “Staffing, budget, milestones” of §3.2.
pub fn reads(role: Role) -> bool {
    reach(role, Action::Read, Object::Staffing).is_some()
}

/// Whether the actor plans and moves the milestones of a project, or of the group where none is said.
///
/// A project manager those of the own projects, the manager of customer relations any (§3.2: CUp, CU). The group's own
/// plan belongs to head office, whose §3.2 cell says no more than that it reads those of projects.
pub fn edits(actor: &Actor, project: Option<&ProjectId>) -> bool {
    let updates = reach(actor.role, Action::Update, Object::Staffing);
    match project {
        Some(project) => updates.is_some() && actor.reaches_project(project),
        None => {
            let office = updates == Some(Reach::Group) || actor.role == Role::HqManagement;
            office && actor.scope == Scope::Group
        }
    }
}

impl Move {
    /// Everything that is wrong with it for this milestone on the day `today`.
    ///
    /// # Errors
    /// [`Code::Invalid`] with every fault: a day that has not come yet, an end before the beginning, no reason.
    pub fn check(&self, milestone: &Milestone, today: Day) -> Result<(), Problem> {
        let mut wrong = Vec::new();
        match self {
            Self::Start { on } | Self::Finish { on } => {
                let begun = milestone.started.filter(|_| matches!(self, Self::Finish { .. }));
                if *on > today || begun.is_some_and(|begun| *on < begun) {
                    wrong.push(Problem::new(Code::BadTime).at(Field::Period));
                }
            }
            Self::Replan { days, buffer, reason } => {
                wrong.extend(faults(*days, buffer.as_ref()));
                wrong.extend(check_text(reason, REASON, Field::Reason));
            }
            Self::Reopen { reason } | Self::Withdraw { reason } => {
                wrong.extend(check_text(reason, REASON, Field::Reason));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(Problem::invalid(wrong)) }
    }
}

impl Milestone {
    /// Whether the actor could make this kind of move now: what the screen asks before it shows a button is what the
    /// server asks before it does it.
    ///
    /// # Errors
    /// Why not.
    pub fn can(&self, actor: &Actor, what: &Move) -> Result<(), Refused> {
        if !edits(actor, self.plan.project.as_ref()) {
            return Err(Refused::NotYours);
        }
        let fits = match what {
            Move::Start { .. } => self.stage == Stage::Planned,
            Move::Finish { .. } => self.stage == Stage::Running,
            Move::Replan { .. } | Move::Withdraw { .. } => {
                matches!(self.stage, Stage::Planned | Stage::Running)
            }
            Move::Reopen { .. } => self.stage == Stage::Done,
        };
        if fits { Ok(()) } else { Err(Refused::NotNow) }
    }

    /// The milestone after a move.
    ///
    /// # Errors
    /// Why it cannot be moved so.
    pub fn moved(mut self, actor: &Actor, what: Move, now: Instant) -> Result<Self, Refused> {
        self.can(actor, &what)?;
        let what = match what {
            Move::Start { on } => {
                self.stage = Stage::Running;
                self.started = Some(on);
                StepKind::Started { on }
            }
            Move::Finish { on } => {
                self.stage = Stage::Done;
                self.finished = Some(on);
                StepKind::Finished { on }
            }
            Move::Replan { days, buffer, reason } => {
                let from = core::mem::replace(&mut self.plan.days, days);
                self.plan.buffer = buffer;
                StepKind::Replanned { from, to: days, reason }
            }
            Move::Reopen { reason } => {
                self.stage = Stage::Running;
                self.finished = None;
                StepKind::Reopened { reason }
            }
            Move::Withdraw { reason } => {
                self.stage = Stage::Withdrawn;
                StepKind::Withdrawn { reason }
            }
        };
        let by = Signed { person: actor.person.clone(), name: actor.name.clone(), at: now };
        self.steps.push(Step { by, what });
        Ok(self)
    }
}
