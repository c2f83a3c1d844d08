//! Wire types and calls of sign-in and of "who am I".

use serde::{Deserialize, Serialize};

use super::actor::{Actor, Home, Scope};
use super::role::{Department, Role};
use crate::endpoint::{Nothing, endpoints};
use crate::ids::{HouseholdId, PersonId, ProjectId};
use crate::time::Instant;

endpoints! {
    /// Ask for a one-time code on a phone. Answers the same whether or not the phone is known.
    REQUEST_CODE = post "/api/v1/session/code": RequestCode => CodeSent;
    /// Sign in as an owner.
    SIGN_IN_OWNER = post "/api/v1/session/owner": OwnerSignIn => Me;
    /// Sign in as staff.
    SIGN_IN_STAFF = post "/api/v1/session/staff": StaffSignIn => Me;
    /// Who is signed in; 401 if nobody.
    WHO_AM_I = get "/api/v1/session": Nothing => Me;
    /// Sign out.
    SIGN_OUT = delete "/api/v1/session": Nothing => Nothing;
    /// Keep language and theme with the person.
    SET_PREFERENCES = put "/api/v1/me/preferences": Preferences => Nothing;
    /// Homes of a project, for whoever writes a ticket down for an owner; staff who may read owner profiles only.
    HOUSEHOLDS = get "/api/v1/households": HouseholdQuery => Vec<HouseholdCard>;
}

/// Which homes are looked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HouseholdQuery {
    /// The project.
    pub project: ProjectId,
    /// The beginning of the plate (`12-2`), or of the room.
    pub q: String,
}

/// A home that was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HouseholdCard {
    /// The household.
    pub household: HouseholdId,
    /// Where it is.
    pub address: Address,
    /// The owner's name; empty where nobody is known.
    pub contact: String,
    /// The owner's phone, masked; empty where none is known.
    pub phone_masked: String,
}

/// The phone that a code goes to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestCode {
    /// Mainland mobile number, 11 digits; spaces and +86 are accepted.
    pub phone: String,
}

/// A code is on its way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CodeSent {
    /// Seconds until another code may be asked for.
    pub again_after_s: u32,
    /// Only where the server runs with demo data: the code itself, so that the demo needs no phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo_code: Option<String>,
}

/// Phone and code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnerSignIn {
    /// The phone.
    pub phone: String,
    /// Six digits.
    pub code: String,
}

/// Name, password and, where set up, the authenticator's digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StaffSignIn {
    /// The login name.
    pub login: String,
    /// The password.
    pub password: String,
    /// Six digits; needed when the answer was `totp_needed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp: Option<String>,
}

impl core::fmt::Debug for OwnerSignIn {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("OwnerSignIn(***)")
    }
}

impl core::fmt::Debug for StaffSignIn {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "StaffSignIn({}, ***)", self.login)
    }
}

/// The signed-in person, with everything the first screen needs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// The person.
    pub person: PersonId,
    /// The role of this session.
    pub role: Role,
    /// The name to greet.
    pub name: String,
    /// The department, for roles that belong to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Department>,
    /// The phone, masked (138****2046); owners only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_masked: Option<String>,
    /// An owner's homes, the last used one first.
    pub homes: Vec<HomeCard>,
    /// A member of staff's projects; for group-wide roles all of them.
    pub projects: Vec<ProjectCard>,
    /// Whether somebody has the whole group, and not just all the projects that there are now.
    #[serde(default)]
    pub whole_group: bool,
    /// The name of the group.
    pub group: String,
    /// Language and theme.
    pub preferences: Preferences,
    /// The server's clock at the answer; the app shows times by it, not by the phone's clock.
    pub now: Instant,
}

impl Me {
    /// The person as the rules know them, to preview what the server will answer.
    pub fn actor(&self) -> Actor {
        let scope = if self.role == Role::Owner {
            let home = |h: &HomeCard| Home { project: h.project.clone(), household: h.household.clone() };
            Scope::Households(self.homes.iter().map(home).collect())
        } else if self.whole_group {
            Scope::Group
        } else {
            Scope::Projects(self.projects.iter().map(|p| p.project.clone()).collect())
        };
        let (person, name) = (self.person.clone(), self.name.clone());
        Actor { person, role: self.role, name, department: self.department, scope }
    }
}

/// One of an owner's homes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HomeCard {
    /// The project.
    pub project: ProjectId,
    /// Its name (听澜苑).
    pub project_name: String,
    /// The household.
    pub household: HouseholdId,
    /// The address inside the project as on the door plate: building, unit, room.
    pub address: Address,
    /// The project's service hotline.
    pub hotline: String,
    /// The butler's name, if one is assigned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub butler: Option<String>,
}

/// Building, unit and room (栋、单元、室), kept apart so that each language can say them its way.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Address {
    /// The building, as `12`; empty for a spot that is in no building.
    pub building: String,
    /// The unit (entrance), as `2`.
    pub unit: String,
    /// The room, as `1803`; for public areas the name of the spot.
    pub room: String,
}

impl Address {
    /// The short form on a plate in lists: `12-2-1803`; parts that are empty are left out.
    pub fn plate(&self) -> String {
        let mut out = String::new();
        for part in [&self.building, &self.unit, &self.room] {
            if !part.is_empty() {
                if !out.is_empty() {
                    out.push('-');
                }
                out.push_str(part);
            }
        }
        out
    }
}

/// A project in a chooser.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectCard {
    /// The project.
    pub project: ProjectId,
    /// Its name.
    pub name: String,
}

/// What a person chose for themselves.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    /// `zh-CN` or `en`; `None` follows the browser.
    #[serde(default)]
    pub locale: Option<String>,
    /// `light` or `dark`; `None` follows the system.
    #[serde(default)]
    pub theme: Option<String>,
}
