//! Wire types and calls of the standard: versions, legal limits, exceptions, and the replay of a version.

use serde::{Deserialize, Serialize};

use super::deviation::{Ask, Deviation, Difference};
use super::fault::Fault;
use super::replay::{Outcome, Round};
use super::standard::{Edit, Signed, Standard, VersionStanding, VersionStep};
use crate::endpoint::{Nothing, endpoints};
use crate::ids::{CalendarId, ProjectId, RegionId};
use crate::sla::policy::Rules;
use crate::time::{Instant, Seconds};
use crate::words::words;

endpoints! {
    /// Every version, the newest first.
    VERSIONS = get "/api/v1/standards": Nothing => Vec<VersionRow>;
    /// One version, whole.
    VERSION = get "/api/v1/standards/{version}" (u32): Nothing => VersionPage;
    /// A draft of the next version, as the one in force.
    NEW_DRAFT = post "/api/v1/standards": Nothing => VersionPage;
    /// Changes a draft.
    EDIT = post "/api/v1/standards/{version}/edits" (u32): EditRequest => VersionPage;
    /// Reviews, publishes or withdraws a version.
    STEP = post "/api/v1/standards/{version}/steps" (u32): StepRequest => VersionPage;
    /// The rules that each project would have under a version, with windows over a stretch of time.
    REPLAY_RULES = get "/api/v1/standards/{version}/rules" (u32): StretchQuery => UnderVersion;
    /// The past for a replay: rounds of tickets, oldest first.
    HISTORY = get "/api/v1/standards/history": HistoryQuery => HistoryPage;
    /// The replay of a version on the server: the same bytes as in the browser.
    REPLAY = get "/api/v1/standards/{version}/replay" (u32): StretchQuery => Outcome;
    /// The days off in a calendar file of another program.
    READ_ICAL = post "/api/v1/calendars/ical": IcalFile => IcalDays;
    /// A version's calendar as a file for other programs.
    WRITE_ICAL = get "/api/v1/standards/{version}/ical" (u32): IcalQuery => IcalFile;
    /// The legal emergency limits of each region, the newest first (R06).
    LEGAL = get "/api/v1/legal-limits": Nothing => Vec<LegalRow>;
    /// A new legal limit of a region, from a moment on.
    SET_LEGAL = post "/api/v1/legal-limits": LegalRequest => Vec<LegalRow>;
    /// The exceptions that the viewer may see, the newest first (R14).
    DEVIATIONS = get "/api/v1/deviations": Nothing => Vec<DeviationRow>;
    /// Asks for an exception.
    ASK_DEVIATION = post "/api/v1/deviations": Ask => DeviationRow;
    /// Allows or declines one.
    DECIDE_DEVIATION = post "/api/v1/deviations/{n}/decision" (u32): DecisionRequest => DeviationRow;
    /// Ends one early.
    END_DEVIATION = post "/api/v1/deviations/{n}/end" (u32): Nothing => DeviationRow;
}

/// A version in the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionRow {
    /// Its number.
    pub version: u32,
    /// Where it stands.
    pub standing: VersionStanding,
    /// What changes and why.
    pub note: String,
    /// Who wrote it.
    pub author: Signed,
    /// Who found it right.
    pub reviewed: Option<Signed>,
    /// From when on it holds, once published.
    pub from: Option<Instant>,
    /// When the next version takes over.
    pub until: Option<Instant>,
    /// Whether running clocks are recalculated by it, and why.
    pub recalculation: Option<String>,
}

/// A version on its page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionPage {
    /// The version.
    pub standard: Standard,
    /// Where it stands.
    pub standing: VersionStanding,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// An editor's changes to what they saw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditRequest {
    /// The `seq` that the editor saw.
    pub seq: u32,
    /// The changes.
    pub edit: Edit,
}

/// A step from what somebody saw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepRequest {
    /// The `seq` that they saw.
    pub seq: u32,
    /// The step.
    pub step: VersionStep,
}

/// A stretch of time, at most 400 days. A replay judges what still runs as at its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StretchQuery {
    /// Its beginning.
    pub from: Instant,
    /// Its end.
    pub to: Instant,
}

/// The rules under a version. Most projects have the same.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnderVersion {
    /// Each once, with windows from the beginning of the stretch to well after its end.
    pub rules: Vec<Rules>,
    /// The viewer's projects.
    pub projects: Vec<ProjectUnder>,
}

impl UnderVersion {
    /// Each project with its rules, as a replay takes them.
    pub fn by_project(&self) -> Vec<(&ProjectId, &Rules)> {
        self.projects.iter().filter_map(|p| Some((&p.id, self.rules.get(p.rules)?))).collect()
    }
}

/// One project under a version.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectUnder {
    /// Its id.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// Which of the rules are its own.
    pub rules: usize,
}

/// Where to read on in the past.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HistoryQuery {
    /// Tickets submitted from here on…
    pub from: Instant,
    /// …to before here.
    pub to: Instant,
    /// What the page before ended with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// A part of the past.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HistoryPage {
    /// Rounds of tickets, oldest first, the rounds of a ticket together.
    pub rounds: Vec<Round>,
    /// Where to go on; `None` at the end.
    pub next: Option<String>,
}

/// Which calendar of a version.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IcalQuery {
    /// Its id.
    pub calendar: CalendarId,
}

/// A calendar file (iCal, RFC 5545).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IcalFile {
    /// Its text.
    pub text: String,
}

/// What a calendar file says, for somebody to look through before it holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IcalDays {
    /// Whole days, as `2026-10-01`, each with what the file calls it, oldest first.
    pub days: Vec<(String, String)>,
    /// Events that were left out.
    pub left: Vec<IcalLeft>,
}

/// An event that was left out of a calendar file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IcalLeft {
    /// What the file calls it.
    pub name: String,
    /// Why.
    pub why: IcalWhy,
}

words! {
    /// Why an event of a calendar file is left out.
    IcalWhy {
        /// It repeats: holidays move from year to year, so each is entered as its dates.
        Repeats = "repeats",
        /// It is a part of a day.
        Timed = "timed",
        /// It has no dates that can be read, or more than a month of them.
        Unreadable = "unreadable",
    }
}

/// A region's legal limit from a moment on (R06).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LegalRow {
    /// The region.
    pub region: RegionId,
    /// Its name.
    pub name: String,
    /// From when on.
    pub from: Instant,
    /// The limit; `None` where the law sets none.
    pub limit: Option<Seconds>,
    /// Which law says so.
    pub source: String,
    /// Who entered it.
    pub by: Option<Signed>,
}

/// A new legal limit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LegalRequest {
    /// The region.
    pub region: RegionId,
    /// From when on, not before now; at once unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// The limit; `None` where the law sets none.
    pub limit: Option<Seconds>,
    /// Which law says so.
    pub source: String,
}

/// An exception in the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviationRow {
    /// The exception.
    pub deviation: Deviation,
    /// The project's name.
    pub project: String,
    /// Its limits beside the group's.
    pub differences: Vec<Difference>,
    /// Whether it holds now.
    pub holds: bool,
}

/// A decision about an exception.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DecisionRequest {
    /// Yes or no.
    pub approve: bool,
    /// What is said with it; a no needs words.
    #[serde(default)]
    pub note: String,
}
