//! The way of an alarm (§4.4): who moves it how, and what time does to it.

use serde::{Deserialize, Serialize};

use super::{Alarm, INSIDE_FOR, PLAN_WITHIN, Plan, Stage, Step, StepKind};
use crate::accounts::permit::{Action, Object, Reach, reach};
use crate::accounts::{Actor, Scope};
use crate::cockpit::goals::Level;
use crate::ids::PersonId;
use crate::sla::escalation::{Overdue, Rung, escalation_level};
use crate::sla::standards::standard::Signed;
use crate::time::{Instant, Seconds};
use crate::words::words;

/// What somebody does with an alarm.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "move", rename_all = "snake_case", deny_unknown_fields)]
pub enum Move {
    /// Submits the plan, or a better one in its place.
    Submit {
        /// The plan.
        plan: Plan,
    },
    /// Says yes to the plan.
    Approve {
        /// What is said with it; may be empty.
        note: String,
    },
    /// Sends the plan back.
    Return {
        /// Why.
        note: String,
    },
    /// Gives more time for the plan.
    Extend {
        /// How much, in hours, 1 to 72.
        hours: u32,
        /// Why.
        note: String,
    },
    /// Says whether the plan helped.
    Check {
        /// Whether it did.
        effective: bool,
        /// What was found.
        note: String,
    },
    /// Closes it, whatever its value.
    Close {
        /// Why.
        note: String,
    },
}

words! {
    /// Why an alarm cannot be moved so.
    Refused {
        /// It has gone on: the move does not fit how far it has come.
        NotNow = "alarm_not_now",
        /// Somebody else has to do it: whoever made the plan does not approve it.
        OwnPlan = "alarm_own_plan",
        /// It needs a post above.
        NotYours = "alarm_not_yours",
    }
}

/// The longest time that can be given for a plan at once, in hours.
pub(super) const MOST_HOURS: u32 = 72;

impl Alarm {
    /// Whether the actor reads it: everybody with a cockpit beyond their own work, in whose scope it lies.
    pub fn may_read(&self, actor: &Actor) -> bool {
        let reads = reach(actor.role, Action::Read, Object::Cockpit).is_some_and(|reach| reach != Reach::Own);
        reads && in_scope(actor, &self.whose)
    }

    /// Whether the actor may submit a plan, and whether they decide about it.
    pub fn posts(&self, actor: &Actor) -> (bool, bool) {
        let has = |action| reach(actor.role, action, Object::AlertThreshold).is_some();
        let here = self.may_read(actor);
        let decides = here && (has(Action::Approve) || has(Action::Configure));
        (here && (decides || has(Action::Propose)), decides)
    }

    /// Whether the actor could make this kind of move now. What the screen asks before it shows a button is what the
    /// server asks before it does it.
    ///
    /// # Errors
    /// Why not.
    pub fn can(&self, actor: &Actor, what: &Move) -> Result<(), Refused> {
        let (submits, decides) = self.posts(actor);
        let allowed = if matches!(what, Move::Submit { .. }) { submits } else { decides };
        if !allowed {
            return Err(Refused::NotYours);
        }
        let fits = match what {
            Move::Submit { .. } => matches!(self.stage, Stage::Detected | Stage::Notified | Stage::Planned),
            Move::Approve { .. } | Move::Return { .. } => self.stage == Stage::Planned,
            Move::Extend { .. } => self.awaits_plan(),
            Move::Check { .. } => self.stage == Stage::Approved,
            Move::Close { .. } => self.is_open(),
        };
        if !fits {
            return Err(Refused::NotNow);
        }
        if matches!(what, Move::Approve { .. }) && self.planner() == Some(&actor.person) {
            return Err(Refused::OwnPlan);
        }
        Ok(())
    }

    /// Who made the plan that stands.
    fn planner(&self) -> Option<&PersonId> {
        let submitted = self.steps.iter().rev().find(|step| step.what == StepKind::Submitted)?;
        submitted.by.as_ref().map(|by| &by.person)
    }

    /// The alarm after a move.
    ///
    /// # Errors
    /// What [`Self::can`] says. Texts and numbers are checked before, see [`super::api`].
    pub fn moved(&self, actor: &Actor, what: Move, now: Instant) -> Result<Self, Refused> {
        self.can(actor, &what)?;
        let mut next = self.clone();
        let (step, note) = match what {
            Move::Submit { plan } => {
                next.plan = Some(plan);
                next.stage = Stage::Planned;
                (StepKind::Submitted, String::new())
            }
            Move::Approve { note } => {
                next.stage = Stage::Approved;
                (StepKind::Approved, note)
            }
            Move::Return { note } => {
                next.await_plan(now);
                (StepKind::Returned, note)
            }
            Move::Extend { hours, note } => {
                next.plan_due = next.plan_due.max(now) + Seconds::hours(hours.min(MOST_HOURS).into());
                (StepKind::Extended, note)
            }
            Move::Check { effective: true, note } => {
                next.stage = Stage::Checked;
                (StepKind::Effective, note)
            }
            Move::Check { effective: false, note } => {
                next.await_plan(now);
                (StepKind::Ineffective, note)
            }
            Move::Close { note } => {
                next.stage = Stage::Closed;
                (StepKind::Closed, note)
            }
        };
        let by = Signed { person: actor.person.clone(), name: actor.name.clone(), at: now };
        next.note(Step { what: step, at: now, by: Some(by), note });
        Ok(next)
    }

    /// A plan is awaited again, with its full time.
    fn await_plan(&mut self, now: Instant) {
        self.stage = Stage::Notified;
        self.plan_due = now + PLAN_WITHIN;
        self.escalated = 0;
    }

    fn note(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// The alarm after its value was looked at again; `None` if nothing changed. It closes by itself after the value has
    /// been inside for [`INSIDE_FOR`], unless a plan waits for its yes or for its check.
    pub fn seen(&self, beyond: bool, now: Instant) -> Option<Self> {
        if !self.is_open() {
            return None;
        }
        let mut next = self.clone();
        next.inside_since = if beyond { None } else { Some(self.inside_since.unwrap_or(now)) };
        let long = next.inside_since.is_some_and(|since| now.since(since) >= INSIDE_FOR);
        if long && !matches!(self.stage, Stage::Planned | Stage::Approved) {
            next.stage = Stage::Closed;
            next.note(Step { what: StepKind::Closed, at: now, by: None, note: String::new() });
        }
        (next != *self).then_some(next)
    }

    /// The alarm with the levels that have to hear that its plan is late (R11), each once; `None` if there is no new one.
    pub fn due(&self, ladder: &[Rung], now: Instant) -> Option<(Self, Vec<u8>)> {
        if !self.awaits_plan() || now < self.plan_due {
            return None;
        }
        let windows = crate::calendar::Windows::always();
        // By elapsed time nothing is looked up in the windows.
        let reached = escalation_level(&windows, Overdue::Calendar, ladder, self.plan_due, now).unwrap_or(0);
        let levels: Vec<u8> = (self.escalated + 1..=reached).collect();
        if levels.is_empty() {
            return None;
        }
        let mut next = self.clone();
        next.escalated = reached;
        for level in &levels {
            next.note(Step { what: StepKind::Escalated, at: now, by: None, note: level.to_string() });
        }
        Some((next, levels))
    }
}

/// Whether a level lies in the actor's scope. Who has projects of a region only does not have the region.
pub(super) fn in_scope(actor: &Actor, whose: &Level) -> bool {
    match whose {
        Level::Project(project) => actor.reaches_project(project),
        Level::Group | Level::Region(_) => actor.scope == Scope::Group,
    }
}
