//! Wire types and calls of survey campaigns.

use serde::{Deserialize, Serialize};

use super::answer::AnswerDraft;
use super::course::{Campaign, NotTaken, Phase, Receipt};
use super::improvement::{Improvement, ImprovementDraft};
use super::plan::{Cadence, Mode, Plan};
use super::question::{Questionnaire, Words};
use super::results::{Response, Results};
use crate::accounts::api::Address;
use crate::endpoint::{Nothing, endpoints};
use crate::export::{Export, File};
use crate::ids::{CampaignId, CommandId, ProjectId};
use crate::time::Instant;

endpoints! {
    /// The campaigns that the viewer may see, the newest first.
    CAMPAIGNS = get "/api/v1/campaigns": Nothing => Vec<CampaignRow>;
    /// Begins a campaign as a draft, or the next wave of an earlier one.
    NEW_CAMPAIGN = post "/api/v1/campaigns": NewCampaign => CampaignPage;
    /// How many would be asked by a plan, without asking anybody.
    PREVIEW = post "/api/v1/campaigns/preview": Plan => Preview;
    /// One campaign.
    CAMPAIGN = get "/api/v1/campaigns/{id}" (CampaignId): Nothing => CampaignPage;
    /// Changes the plan, as far as the campaign's state allows.
    EDIT_CAMPAIGN = put "/api/v1/campaigns/{id}" (CampaignId): EditCampaign => CampaignPage;
    /// Starts a campaign or closes it.
    MOVE_CAMPAIGN = post "/api/v1/campaigns/{id}/move" (CampaignId): MoveCampaign => CampaignPage;
    /// What the answers say, as far as the viewer may see.
    RESULTS = get "/api/v1/campaigns/{id}/results" (CampaignId): Nothing => ResultsPage;
    /// The same as a table for a spreadsheet; the export is logged.
    EXPORT = post "/api/v1/campaigns/{id}/export" (CampaignId): Export<Nothing> => File;
    /// New links of households that have not answered, with their QR codes, for printing; logged.
    LINKS = post "/api/v1/campaigns/{id}/links" (CampaignId): LinksOf => Vec<HouseholdLink>;
    /// The public links of an open campaign, with their QR codes.
    OPEN_LINKS = get "/api/v1/campaigns/{id}/open-links" (CampaignId): Nothing => Vec<ProjectLink>;
    /// Writes an improvement down.
    ADD_IMPROVEMENT = post "/api/v1/campaigns/{id}/improvements" (CampaignId): NewImprovement => Improvement;
    /// Changes an improvement that is not done.
    EDIT_IMPROVEMENT = put "/api/v1/improvements/{id}" (crate::ids::ImprovementId): ImprovementDraft => Improvement;
    /// An improvement was carried out, or is compared with the next wave.
    MOVE_IMPROVEMENT = post "/api/v1/improvements/{id}/move" (crate::ids::ImprovementId): MoveImprovement => Improvement;
    /// The questions behind a personal link. Opening it counts nothing and changes nothing; nobody signs in.
    SHEET = get "/api/v1/answer/{link}" (crate::ids::SurveyLink): Nothing => Sheet;
    /// Answers by a personal link, once; nobody signs in.
    ANSWER = post "/api/v1/answer/{link}" (crate::ids::SurveyLink): GiveAnswer => Taken;
    /// The questions behind a public link; nobody signs in.
    OPEN_SHEET = get "/api/v1/answer/open/{link}" (crate::ids::SurveyLink): Nothing => Sheet;
    /// Answers by a public link; nobody signs in. One answer of each device counts, as far as the device says so.
    OPEN_ANSWER = post "/api/v1/answer/open/{link}" (crate::ids::SurveyLink): GiveAnswer => Taken;
}

/// A campaign in the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CampaignRow {
    /// The campaign.
    pub id: CampaignId,
    /// Its name.
    pub name: Words,
    /// What it is now.
    pub phase: Phase,
    /// How people come to it.
    pub mode: Mode,
    /// Which wave.
    pub wave: u32,
    /// From when.
    pub opens: Instant,
    /// Until when.
    pub ends: Instant,
    /// How often it is repeated.
    pub cadence: Cadence,
    /// Of a wave of a survey before renewals: the month in which the contracts end, as `2026-12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contracts: Option<String>,
    /// Whether the next wave is overdue (R32).
    pub overdue: bool,
    /// Asked and answered in the projects that the viewer sees.
    pub response: Response,
}

/// A new campaign.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCampaign {
    /// Makes a retry harmless.
    pub command_id: CommandId,
    /// The plan; a draft need not be complete.
    pub plan: Plan,
    /// The wave that it repeats.
    #[serde(default)]
    pub repeats: Option<CampaignId>,
}

/// A changed plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditCampaign {
    /// The number the change was made on; `conflict` if somebody else was quicker.
    pub expected_seq: u32,
    /// The plan.
    pub plan: Plan,
}

/// Starting or closing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveCampaign {
    /// The number that was seen.
    pub expected_seq: u32,
    /// Which of the two.
    pub to: Move,
}

/// What is done with a campaign.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// Draws the sample and invites.
    Start,
    /// Takes no more answers.
    Close,
}

/// One campaign with what the viewer may do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CampaignPage {
    /// The campaign.
    pub campaign: Campaign,
    /// What it is now.
    pub phase: Phase,
    /// Whether the viewer may change it.
    pub may_change: bool,
    /// Whether the viewer sees single projects and texts, and not only totals.
    pub full: bool,
    /// The projects it asks, as far as the viewer sees them.
    pub projects: Vec<SurveyProject>,
    /// Where the next wave is overdue (R32).
    pub overdue: bool,
}

/// A project of a campaign.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SurveyProject {
    /// The project.
    pub project: ProjectId,
    /// Its name.
    pub name: String,
    /// Its households.
    pub households: u64,
    /// Households that were asked; `None` for an open campaign and for a draft.
    pub asked: Option<u64>,
    /// Answers that count.
    pub answered: u64,
    /// Answers beyond the quota: kept, not counted.
    pub over_quota: u64,
}

/// How many would be asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview {
    /// Households in the audience.
    pub audience: u64,
    /// Of these, how many rest because another campaign asked or heard them lately.
    pub resting: u64,
    /// How many would be drawn.
    pub sample: u64,
    /// For each project.
    pub projects: Vec<PreviewLine>,
}

/// One project of a preview.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PreviewLine {
    /// Its name.
    pub name: String,
    /// Households in the audience.
    pub audience: u64,
    /// How many would be drawn.
    pub sample: u64,
}

/// The results with their names.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResultsPage {
    /// The campaign.
    pub campaign: Campaign,
    /// What it is now.
    pub phase: Phase,
    /// Whether the viewer may add improvements.
    pub may_change: bool,
    /// The names of the projects, in the order of the results.
    pub names: Vec<String>,
    /// What the answers say.
    pub results: Results,
    /// What follows from them.
    pub improvements: Vec<Improvement>,
    /// The next wave, once it has answers: improvements can be compared with it.
    pub next: Option<CampaignId>,
}

/// Which links.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinksOf {
    /// The project: one sheet of links each.
    pub project: ProjectId,
}

/// A household's link.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HouseholdLink {
    /// Where the household is.
    pub address: Address,
    /// The link.
    pub url: String,
    /// The same to be photographed.
    pub qr: Qr,
}

/// A project's public link.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectLink {
    /// The project's name.
    pub project: String,
    /// The link.
    pub url: String,
    /// The same to be photographed.
    pub qr: Qr,
}

/// A QR code as one SVG path.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Qr {
    /// The side of the square, in modules, the quiet zone of four included.
    pub side: u32,
    /// The dark modules: the `d` of a path.
    pub path: String,
}

/// A new improvement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewImprovement {
    /// Makes a retry harmless.
    pub command_id: CommandId,
    /// What it is.
    pub draft: ImprovementDraft,
}

/// What is done with an improvement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveImprovement {
    /// Which step.
    pub to: ImprovementMove,
}

/// A step of an improvement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImprovementMove {
    /// It was carried out.
    Done,
    /// Compare it with the next wave.
    Check,
}

/// What stands behind a link (答题页).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sheet {
    /// The group that asks.
    pub group: String,
    /// The project it is about.
    pub project: String,
    /// The campaign's name.
    pub name: Words,
    /// Why no answer would be taken now; `None` if one would.
    pub closed: Option<NotTaken>,
    /// The questions; empty unless an answer would be taken.
    pub questions: Questionnaire,
    /// From when.
    pub opens: Instant,
    /// Until when.
    pub ends: Instant,
    /// How many reminders may still come; 0 for a public link.
    pub reminders: u8,
}

/// A filled-in sheet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GiveAnswer {
    /// A random key that the device made for this survey: a retry of a public link is recognised by it.
    pub device: CommandId,
    /// The answers.
    pub answers: AnswerDraft,
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// It was taken.
    Taken(Receipt),
    /// It was not, and why.
    Not(NotTaken),
}
