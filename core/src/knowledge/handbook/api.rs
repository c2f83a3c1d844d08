//! Wire types and calls of the handbook.

use serde::{Deserialize, Serialize};

use super::edition::{Edit, Edition, EditionStep};
use super::fault::Fault;
use super::rollout::RollOut;
use crate::endpoint::{Nothing, endpoints};
use crate::sla::policy::Limit;
use crate::sla::standards::{Signed, VersionStanding};
use crate::time::Instant;

endpoints! {
    /// Every version of the handbook, the newest first; what does not hold yet only for those who write it.
    HANDBOOKS = get "/api/v1/handbooks": Nothing => Vec<EditionRow>;
    /// One version, whole.
    HANDBOOK = get "/api/v1/handbooks/{version}" (u32): Nothing => EditionPage;
    /// The version in force, with the limits that it names.
    CURRENT = get "/api/v1/handbooks/current": Nothing => Current;
    /// A draft of the next version: as the one in force, or as the starter that ships.
    NEW_HANDBOOK = post "/api/v1/handbooks": Nothing => EditionPage;
    /// Changes a draft.
    EDIT_HANDBOOK = post "/api/v1/handbooks/{version}/edits" (u32): EditRequest => EditionPage;
    /// Reviews, publishes or withdraws a version.
    STEP_HANDBOOK = post "/api/v1/handbooks/{version}/steps" (u32): StepRequest => EditionPage;
    /// Says that one has read the version in force; saying it again changes nothing.
    ACKNOWLEDGE = post "/api/v1/handbooks/{version}/acknowledgements" (u32): Nothing => Acknowledged;
    /// Which version waits for the viewer to read it.
    AWAITED = get "/api/v1/handbooks/awaited": Nothing => Awaited;
    /// How far the version in force has come in the projects that one sees (R95).
    ROLL_OUT = get "/api/v1/handbooks/roll-out": Nothing => RollOut;
}

/// A version in the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "HandbookRow"))]
pub struct EditionRow {
    /// Its number.
    pub version: u32,
    /// Where it stands now.
    pub standing: VersionStanding,
    /// What changes and why.
    pub note: String,
    /// Who changed it last.
    pub author: Signed,
    /// Who reviewed it.
    pub reviewed: Option<Signed>,
    /// From when on it holds or held.
    pub from: Option<Instant>,
}

/// A version with what is to be said about it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "HandbookPage"))]
pub struct EditionPage {
    /// The version.
    pub edition: Edition,
    /// Where it stands now.
    pub standing: VersionStanding,
    /// What keeps it from being published.
    pub faults: Vec<Fault>,
    /// The group's limits in force: how long the named clocks are.
    pub limits: Vec<Limit>,
}

/// The version in force as its reader needs it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "HandbookInForce"))]
pub struct Current {
    /// The version; `None` before the first is published.
    pub edition: Option<Edition>,
    /// The group's limits in force: how long the named clocks are.
    pub limits: Vec<Limit>,
    /// When the viewer has acknowledged this very version.
    pub acknowledged: Option<Instant>,
    /// Whether the viewer is one of those who must.
    pub asked: bool,
}

impl Current {
    /// Whether it waits for the viewer to read it.
    pub const fn waits(&self) -> bool {
        self.edition.is_some() && self.asked && self.acknowledged.is_none()
    }
}

/// Whether the handbook waits for somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "HandbookAwaited"))]
pub struct Awaited {
    /// The version that the viewer is to acknowledge; `None` when nothing waits.
    pub version: Option<u32>,
}

/// An editor's changes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "HandbookEditRequest"))]
#[serde(deny_unknown_fields)]
pub struct EditRequest {
    /// The `seq` that was seen; another one is a conflict, and nothing is changed.
    pub expected: u32,
    /// The changes.
    pub edit: Edit,
}

/// A step on a version's way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "HandbookStepRequest"))]
#[serde(deny_unknown_fields)]
pub struct StepRequest {
    /// The `seq` that was seen; another one is a conflict, and nothing is changed.
    pub expected: u32,
    /// The step.
    pub step: EditionStep,
}

/// When somebody acknowledged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Acknowledged {
    /// When, the first time.
    pub at: Instant,
}
