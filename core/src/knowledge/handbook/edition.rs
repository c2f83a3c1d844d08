//! One version of the handbook and its way: draft → reviewed → published, from a moment on → retired.
//!
//! The stages, standings and refusals are those of the time-limit standard (`sla::standards`).

use serde::{Deserialize, Serialize};

use super::chapter::Chapter;
use super::fault::{self, Fault};
use crate::sla::policy::Policy;
use crate::sla::standards::{Refused, Signed, Stage, VersionStanding};
use crate::time::{Instant, Seconds};

/// How long after it holds a version is looked at again, unless its editor says otherwise: the monthly change (§4.4).
pub const REVIEW_EVERY: Seconds = Seconds::days(30);

/// One version of the handbook (手册版本).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Edition {
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
    /// From when on it holds, once published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// When it is to be looked at again (下次修订).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<Instant>,
    /// One for each scenario.
    pub chapters: Vec<Chapter>,
}

/// What an editor changes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// What changes and why.
    pub note: String,
    /// When it is to be looked at again; [`REVIEW_EVERY`] after it holds unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<Instant>,
    /// The chapters.
    pub chapters: Vec<Chapter>,
}

/// A step on the way of a version.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub enum EditionStep {
    /// Found right, by somebody who did not write it.
    Review,
    /// Back to its author.
    SendBack,
    /// Given out.
    Publish {
        /// From when on it holds; at once unless said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Instant>,
    },
    /// Taken back, while nobody was to follow it.
    Withdraw,
}

impl Edition {
    /// A draft with these chapters.
    pub const fn draft(version: u32, chapters: Vec<Chapter>, by: Signed) -> Self {
        Self {
            version,
            seq: 1,
            stage: Stage::Draft,
            note: String::new(),
            author: by,
            reviewed: None,
            published: None,
            from: None,
            review_by: None,
            chapters,
        }
    }

    /// What an editor begins with.
    pub fn edit(&self) -> Edit {
        Edit { note: self.note.clone(), review_by: self.review_by, chapters: self.chapters.clone() }
    }

    /// The version with an editor's changes: a draft again, whoever had reviewed it.
    ///
    /// A draft may have faults while it is being written; only [`EditionStep::Review`] minds.
    /// [`Refused::NotADraft`] for a version that was published or withdrawn.
    pub fn edited(&self, edit: Edit, by: Signed) -> Result<Self, Refused> {
        if !matches!(self.stage, Stage::Draft | Stage::Reviewed) {
            return Err(Refused::NotADraft);
        }
        let Edit { note, review_by, chapters } = edit;
        let seq = self.seq + 1;
        Ok(Self { seq, note, review_by, ..Self::draft(self.version, chapters, by) })
    }

    /// The version after a step. `taken` are the moments from which other published versions hold, `policy` is the
    /// standard whose limits it names.
    ///
    /// A version that holds or held is not taken back ([`Refused::HasHeld`]): the next one retires it.
    pub fn stepped(
        &self,
        step: &EditionStep,
        by: Signed,
        (taken, policy): (&[Instant], &Policy),
    ) -> Result<Self, Refused> {
        let now = by.at;
        let next = Self { seq: self.seq + 1, ..self.clone() };
        match (step, self.stage) {
            (EditionStep::Review, Stage::Draft) if self.author.person == by.person => Err(Refused::OwnWork),
            (EditionStep::Review, Stage::Draft) if !self.faults(policy).is_empty() => Err(Refused::HasFaults),
            (EditionStep::Review, Stage::Draft) => {
                Ok(Self { stage: Stage::Reviewed, reviewed: Some(by), ..next })
            }
            (EditionStep::Review, _) | (EditionStep::Withdraw, Stage::Withdrawn) => Err(Refused::NotADraft),
            (EditionStep::SendBack, Stage::Reviewed) => {
                Ok(Self { stage: Stage::Draft, reviewed: None, ..next })
            }
            (EditionStep::SendBack | EditionStep::Publish { .. }, Stage::Draft | Stage::Withdrawn) => {
                Err(Refused::NotReviewed)
            }
            (EditionStep::SendBack | EditionStep::Publish { .. }, Stage::Published) => Err(Refused::HasHeld),
            (EditionStep::Publish { from }, Stage::Reviewed) => {
                let from = from.unwrap_or(now);
                if from < now {
                    return Err(Refused::InThePast);
                }
                if taken.contains(&from) {
                    return Err(Refused::SameMoment);
                }
                let review_by = Some(self.review_by.filter(|by| *by > from).unwrap_or(from + REVIEW_EVERY));
                Ok(Self { stage: Stage::Published, published: Some(by), from: Some(from), review_by, ..next })
            }
            (EditionStep::Withdraw, Stage::Published) if self.holds_from(now) => Err(Refused::HasHeld),
            (EditionStep::Withdraw, _) => Ok(Self { stage: Stage::Withdrawn, ..next }),
        }
    }

    fn holds_from(&self, now: Instant) -> bool {
        self.from.is_some_and(|from| from <= now)
    }

    /// Where it stands at `now`; `others` are the moments from which other published versions hold.
    pub fn standing(&self, others: &[Instant], now: Instant) -> VersionStanding {
        let retired = |from: Instant| others.iter().any(|other| from < *other && *other <= now);
        match (self.stage, self.from) {
            (Stage::Draft, _) => VersionStanding::Draft,
            (Stage::Reviewed, _) => VersionStanding::Reviewed,
            (Stage::Withdrawn, _) => VersionStanding::Withdrawn,
            (Stage::Published, Some(from)) if from <= now && retired(from) => VersionStanding::Retired,
            (Stage::Published, Some(from)) if from <= now => VersionStanding::InForce,
            (Stage::Published, _) => VersionStanding::Scheduled,
        }
    }

    /// Everything that keeps it from being published under this standard.
    pub fn faults(&self, policy: &Policy) -> Vec<Fault> {
        fault::of(&self.note, &self.chapters, policy)
    }

    /// The chapter of a scenario.
    pub fn chapter(&self, scenario: crate::tickets::scenario::Scenario) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.scenario == scenario)
    }
}
