//! What a submission takes from the home (household, 住户) that it names: the address, and whom to ask for unless
//! it says otherwise.
//!
//! Read for a whole batch of submissions at once. Whether somebody may report for a home is not asked here.

use std::collections::HashMap;

use sqlx::AnyConnection;
use steward_core::accounts::Role;
use steward_core::accounts::api::Address;
use steward_core::ids::{HouseholdId, PersonId, ProjectId};
use steward_core::problem::Code;
use steward_core::tickets::event::Submission;

use crate::db::{rows, sql};
use crate::http::error::Answer;

/// A home with the people who own it, by id.
#[derive(Debug)]
struct Home {
    project: ProjectId,
    address: Address,
    owners: Vec<Owner>,
}

#[derive(Debug)]
struct Owner {
    person: PersonId,
    name: String,
    phone: String,
}

/// The homes that a batch of submissions names.
#[derive(Debug, Default)]
pub struct Homes {
    found: HashMap<HouseholdId, Home>,
}

/// Whether the submission leaves its address to the home that it names.
fn asks(said: &Submission) -> Option<&HouseholdId> {
    said.household.as_ref().filter(|_| said.address == Address::default())
}

impl Homes {
    /// The homes that these submissions name without an address of their own.
    pub async fn load<'s>(
        conn: &mut AnyConnection,
        said: impl Iterator<Item = &'s Submission>,
    ) -> Answer<Self> {
        let mut wanted: Vec<&str> = said.filter_map(asks).map(HouseholdId::as_str).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut homes = Self::default();
        if wanted.is_empty() {
            return Ok(homes);
        }
        let found = sql(
            "select h.id, h.project_id, h.building, h.unit, h.room, p.id, p.name, p.phone from households h \
                left join grants g on g.kind = 'household' and g.id = h.id and g.role = ",
        )
        .value(Role::Owner.word())
        .then(" left join persons p on p.id = g.person_id where h.id in ")
        .list(wanted)
        .then(" order by p.id")
        .rows(conn)
        .await?;
        for row in &found {
            let address = Address {
                building: rows::text(row, 2)?,
                unit: rows::text(row, 3)?,
                room: rows::text(row, 4)?,
            };
            let project = rows::parsed(row, 1)?;
            let home = homes.found.entry(rows::parsed(row, 0)?);
            let home = home.or_insert_with(|| Home { project, address, owners: Vec::new() });
            if rows::maybe_text(row, 5)?.is_some() {
                let (person, name, phone) = (rows::parsed(row, 5)?, rows::text(row, 6)?, rows::text(row, 7)?);
                home.owners.push(Owner { person, name, phone });
            }
        }
        Ok(homes)
    }

    /// The submission with what it takes from its home. The contact is the reporter where they live there, else the
    /// home's first owner; `not_found` if the project has no such home.
    pub fn complete(&self, said: &Submission, reporter: &PersonId) -> Answer<Submission> {
        let mut said = said.clone();
        let Some(id) = asks(&said) else { return Ok(said) };
        let home = self.found.get(id).filter(|home| home.project == said.project).ok_or(Code::NotFound)?;
        said.address = home.address.clone();
        let owner = home.owners.iter().find(|o| o.person == *reporter).or_else(|| home.owners.first());
        if let Some(owner) = owner {
            if said.contact.is_empty() {
                said.contact.clone_from(&owner.name);
            }
            if said.phone.is_empty() {
                said.phone.clone_from(&owner.phone);
            }
        }
        Ok(said)
    }
}
