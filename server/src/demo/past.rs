//! The demo's past (往事): what its projects lived through before today, as a simulated group does, with the people and
//! homes that the demo names. Most homes are drawn: a project of twelve homes has no figures worth looking at.

use steward_core::accounts::actor::Home;
use steward_core::accounts::api::Address;
use steward_core::accounts::{Actor, Role, Scope};
use steward_core::ids::PhotoId;
use steward_core::time::Instant;

use super::group::{self, PROJECTS, Project};
use super::people;
use crate::db::Db;
use crate::http::error::Answer;
use crate::simulate::{Known, Past, Place, past};

/// How much past there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Extent {
    /// How many days.
    days: u32,
    /// How many tickets.
    tickets: u64,
    /// Whether there are more homes than those that the demo names.
    drawn: bool,
}

impl Extent {
    /// What people look at: four months of a group of five projects.
    pub(super) const WHOLE: Self = Self { days: 120, tickets: 2_600, drawn: true };
    /// Three weeks of the homes that the demo names.
    pub(super) const LITTLE: Self = Self { days: 21, tickets: 60, drawn: false };
}

/// How many homes each project has; the last is just being handed over.
const HOMES: [u64; 5] = [480, 260, 300, 220, 120];
/// How often something goes wrong in each, in percent of what is usual.
const STRAINS: [u64; 5] = [100, 50, 160, 80, 20];
/// So many buildings are left to the homes that the demo names.
const NAMED_BUILDINGS: u64 = 12;
/// Phones of drawn owners begin after those of the demo's owners.
const FIRST_PHONE: u64 = 1_000;
/// What the past is drawn from.
const SEED: u64 = 7;

/// Lets the group live up to `now`, in a database that has its people and no ticket yet.
pub(super) async fn fill(db: &Db, extent: Extent, photo: PhotoId, now: Instant) -> Answer<()> {
    let mut first_home = FIRST_PHONE;
    let mut places = Vec::new();
    for (n, project) in PROJECTS.iter().enumerate() {
        let known = known(project)?;
        let named = u64::try_from(known.len()).unwrap_or(u64::MAX);
        let all = HOMES.get(n).copied().unwrap_or_default().max(named);
        let homes = if extent.drawn { all } else { named };
        let strain = STRAINS.get(n).copied().unwrap_or(100);
        places.push(Place { strain, ..place(project, known, homes, first_home)? });
        first_home += homes;
    }
    let Extent { days, tickets, .. } = extent;
    let wish = Past { seed: SEED, days, tickets, until: now };
    let made = past(db, wish, &group::regions(), places, photo).await?;
    tracing::debug!(made.tickets, made.events, made.refused, "the demo has a past");
    Ok(())
}

fn place(project: &Project, known: Vec<Known>, homes: u64, first_home: u64) -> Answer<Place> {
    let post = |role| people::first_of(role, project.id);
    Ok(Place {
        id: project.id.parse()?,
        name: project.name.to_owned(),
        region: group::region_of(project),
        known,
        homes,
        first_building: NAMED_BUILDINGS,
        first_home,
        strain: 100,
        agents: vec![post(Role::Agent)?],
        engineers: people::engineers_of(project.id)?,
        supervisor: post(Role::Supervisor)?,
        manager: post(Role::ProjectManager)?,
        operations: post(Role::Department)?,
    })
}

/// The homes that the demo names, with their owners.
fn known(project: &Project) -> Answer<Vec<Known>> {
    let of = people::homes().filter(|(_, p, _)| p.id == project.id);
    let known = |((_, _, home), (building, unit, room)): ((_, _, String), &(&str, &str, &str))| {
        let n = people::nth_owner(&home);
        let lives = Home { project: project.id.parse()?, household: home.parse()? };
        let household = lives.household.clone();
        let owner = Actor {
            person: people::owner_id(n).parse()?,
            role: Role::Owner,
            name: people::owner_name(n).to_owned(),
            department: None,
            scope: Scope::Households(vec![lives]),
        };
        let text = |text: &str| text.to_owned();
        let address = Address { building: text(building), unit: text(unit), room: text(room) };
        Ok(Known { address, household, owner, phone: people::phone(n) })
    };
    of.zip(project.homes).map(known).collect()
}
