//! One version of the standard and its way: draft → reviewed → published, from a moment on → retired.

use serde::{Deserialize, Serialize};

use super::fault::{self, Fault};
use crate::calendar::Calendar;
use crate::ids::{CalendarId, PersonId};
use crate::sla::policy::Policy;
use crate::time::Instant;
use crate::words::words;

words! {
    /// How far a version has come (版本状态).
    Stage {
        /// Being written (草稿); nobody is judged by it.
        Draft = "draft",
        /// Read and found right by somebody else (已审核).
        Reviewed = "reviewed",
        /// Given out, with a moment from which it holds (已发布).
        Published = "published",
        /// Taken back before it held (已撤回), or thrown away as a draft.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Where a version stands at a moment.
    VersionStanding {
        /// A draft.
        Draft = "draft",
        /// Reviewed, not yet published.
        Reviewed = "reviewed",
        /// Published for a later moment (待生效).
        Scheduled = "scheduled",
        /// The one that new tickets begin with (生效中).
        InForce = "in_force",
        /// Another one holds since (已停用).
        Retired = "retired",
        /// Withdrawn.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Why a step with a version or an exception is refused.
    Refused {
        /// Only a draft can be changed or reviewed.
        NotADraft = "not_a_draft",
        /// Only a reviewed version can be published.
        NotReviewed = "not_reviewed",
        /// Whoever wrote it does not approve it (四眼原则).
        OwnWork = "own_work",
        /// Something in it is wrong: see the faults.
        HasFaults = "has_faults",
        /// It cannot hold from a moment that has passed.
        InThePast = "in_the_past",
        /// Another version holds from this very moment.
        SameMoment = "same_moment",
        /// It holds or held already: history is not taken back, publish a new version.
        HasHeld = "has_held",
        /// Recalculating running clocks needs a reason.
        NoReason = "no_reason",
        /// Somebody else has changed it meanwhile.
        Changed = "changed",
        /// It is decided already.
        Decided = "decided",
        /// It would end before it begins.
        EndsFirst = "ends_first",
    }
}

/// Who did something, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Signed {
    /// The person.
    pub person: PersonId,
    /// The name, as it was then.
    pub name: String,
    /// When.
    pub at: Instant,
}

/// A calendar with the name that people know it by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedCalendar {
    /// Its id, without a revision.
    pub id: CalendarId,
    /// Its name, as 工作日历.
    pub name: String,
    /// Its hours.
    pub calendar: Calendar,
}

/// One version of the standard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Standard {
    /// Its number, counted from 1.
    pub version: u32,
    /// How often it was changed: what a second editor must have seen.
    pub seq: u32,
    /// How far it has come.
    pub stage: Stage,
    /// What changes and why, in words.
    pub note: String,
    /// Who changed it last.
    pub author: Signed,
    /// Who found it right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<Signed>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Signed>,
    /// The limits, with the moment from which they hold once published.
    pub policy: Policy,
    /// The calendars that they count in.
    #[serde(default)]
    pub calendars: Vec<NamedCalendar>,
}

/// What an editor changes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// What changes and why.
    pub note: String,
    /// The limits.
    pub policy: Policy,
    /// The calendars.
    pub calendars: Vec<NamedCalendar>,
}

/// A step on the way of a version.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub enum VersionStep {
    /// Found right, by somebody who did not write it.
    Review,
    /// Back to its author.
    SendBack,
    /// Given out.
    Publish {
        /// From when on it holds; at once unless said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Instant>,
        /// Why clocks that run then are recalculated; they keep their version unless said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recalculation: Option<String>,
    },
    /// Taken back, while nobody was judged by it.
    Withdraw,
}

impl Standard {
    /// The group standard that ships, as version 1 that always held.
    pub fn first(author: Signed) -> Self {
        Self {
            version: 1,
            seq: 1,
            stage: Stage::Published,
            note: String::new(),
            reviewed: None,
            published: Some(author.clone()),
            author,
            policy: Policy::group_standard(),
            calendars: Vec::new(),
        }
    }

    /// A draft of the next version, with everything as in this one.
    #[must_use]
    pub fn draft(&self, version: u32, by: Signed) -> Self {
        let policy = Policy { version, recalculation: None, ..self.policy.clone() };
        Self {
            version,
            seq: 1,
            stage: Stage::Draft,
            note: String::new(),
            author: by,
            reviewed: None,
            published: None,
            policy,
            calendars: self.calendars.clone(),
        }
    }

    /// The version with an editor's changes: a draft again, whoever had reviewed it.
    ///
    /// A draft may have faults while it is being written; [`Self::faults`] names them and only [`VersionStep::Review`] minds.
    pub fn edited(&self, edit: Edit, by: Signed) -> Result<Self, Refused> {
        if !matches!(self.stage, Stage::Draft | Stage::Reviewed) {
            return Err(Refused::NotADraft);
        }
        let fixed = &self.policy;
        let policy = Policy {
            version: self.version,
            effective_from: fixed.effective_from,
            recalculation: fixed.recalculation.clone(),
            ..edit.policy
        };
        Ok(Self {
            seq: self.seq + 1,
            stage: Stage::Draft,
            note: edit.note,
            author: by,
            reviewed: None,
            policy,
            calendars: edit.calendars,
            ..self.clone()
        })
    }

    /// The version after a step. `taken` are the moments from which other published versions hold.
    pub fn stepped(&self, step: &VersionStep, by: Signed, taken: &[Instant]) -> Result<Self, Refused> {
        let now = by.at;
        let next = Self { seq: self.seq + 1, ..self.clone() };
        match (step, self.stage) {
            (VersionStep::Review, Stage::Draft) if self.author.person == by.person => Err(Refused::OwnWork),
            (VersionStep::Review, Stage::Draft) if !self.faults().is_empty() => Err(Refused::HasFaults),
            (VersionStep::Review, Stage::Draft) => {
                Ok(Self { stage: Stage::Reviewed, reviewed: Some(by), ..next })
            }
            (VersionStep::Review, _) => Err(Refused::NotADraft),
            (VersionStep::SendBack, Stage::Reviewed) => {
                Ok(Self { stage: Stage::Draft, reviewed: None, ..next })
            }
            (VersionStep::SendBack | VersionStep::Publish { .. }, Stage::Draft | Stage::Withdrawn) => {
                Err(Refused::NotReviewed)
            }
            (VersionStep::SendBack | VersionStep::Publish { .. }, Stage::Published) => Err(Refused::HasHeld),
            (VersionStep::Publish { from, recalculation }, Stage::Reviewed) => {
                let from = from.unwrap_or(now);
                if from < now {
                    return Err(Refused::InThePast);
                }
                if taken.contains(&from) {
                    return Err(Refused::SameMoment);
                }
                let recalculation = recalculation.as_ref().map(|reason| reason.trim().to_owned());
                if recalculation.as_deref() == Some("") {
                    return Err(Refused::NoReason);
                }
                let policy = Policy { effective_from: from, recalculation, ..self.policy.clone() };
                Ok(Self { stage: Stage::Published, published: Some(by), policy, ..next })
            }
            (VersionStep::Withdraw, Stage::Published) if self.policy.effective_from <= now => {
                Err(Refused::HasHeld)
            }
            (VersionStep::Withdraw, Stage::Withdrawn) => Err(Refused::NotADraft),
            (VersionStep::Withdraw, _) => Ok(Self { stage: Stage::Withdrawn, ..next }),
        }
    }

    /// Where it stands at `now`; `others` are the moments from which other published versions hold.
    pub fn standing(&self, others: &[Instant], now: Instant) -> VersionStanding {
        let from = self.policy.effective_from;
        match self.stage {
            Stage::Draft => VersionStanding::Draft,
            Stage::Reviewed => VersionStanding::Reviewed,
            Stage::Withdrawn => VersionStanding::Withdrawn,
            Stage::Published if from > now => VersionStanding::Scheduled,
            Stage::Published if others.iter().any(|other| from < *other && *other <= now) => {
                VersionStanding::Retired
            }
            Stage::Published => VersionStanding::InForce,
        }
    }

    /// Everything that keeps it from holding.
    pub fn faults(&self) -> Vec<Fault> {
        fault::of(self)
    }

    /// Its calendars' ids, as limits name them.
    pub fn calendar_ids(&self) -> impl Iterator<Item = &CalendarId> {
        self.calendars.iter().map(|c| &c.id)
    }
}
