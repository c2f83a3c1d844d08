//! Wire types and calls of owners' homes.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::lifecycle::{Lifecycle, PropertyStage};
use crate::accounts::api::Address;
use crate::endpoint::{Page, endpoints};
use crate::ids::{HouseholdId, ProjectId};
use crate::time::Instant;

endpoints! {
    /// The homes that the viewer may see, with their facts and stages, by project and number.
    HOMES = get "/api/v1/owners/homes": HomesQuery => Page<HomeRow>;
    /// One home with its owners and who changed its facts.
    HOME = get "/api/v1/owners/homes/{id}" (HouseholdId): crate::endpoint::Nothing => HomePage;
    /// Writes a home's facts anew; conflict if they are not what they were when the viewer read them. It is logged.
    EDIT_HOME = put "/api/v1/owners/homes/{id}" (HouseholdId): EditHome => HomePage;
}

/// Which homes.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HomesQuery {
    /// Of this project only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// Whose plate or room begins so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// In this stage only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<PropertyStage>,
    /// After this page's end, as the page before said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// A home in the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HomeRow {
    /// The household.
    pub household: HouseholdId,
    /// Its project.
    pub project: ProjectId,
    /// The project's name.
    pub project_name: String,
    /// Its door.
    pub address: Address,
    /// What is known of it.
    pub facts: Facts,
    /// Its stages today.
    pub lifecycle: Lifecycle,
}

/// An owner of a home, as far as staff needs to know: the whole phone number is given on a ticket, with a reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HomeOwner {
    /// The name.
    pub name: String,
    /// The phone, masked; empty where none is known.
    pub phone_masked: String,
}

/// Who wrote a home's facts (变更记录).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactsChange {
    /// When.
    pub at: Instant,
    /// The name of who did; empty for an import.
    pub name: String,
    /// The facts before.
    pub before: Facts,
    /// The facts after.
    pub after: Facts,
}

/// A home.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HomePage {
    /// The home.
    pub home: HomeRow,
    /// Who owns it.
    pub owners: Vec<HomeOwner>,
    /// The last changes of its facts, the newest first; at most twenty.
    pub changes: Vec<FactsChange>,
    /// Whether the viewer may change its facts.
    pub may_change: bool,
}

/// A home's facts, rewritten.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditHome {
    /// As the viewer read them.
    pub before: Facts,
    /// As they are to be.
    pub facts: Facts,
}
