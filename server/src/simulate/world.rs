//! The group in which everything happens: regions, projects with their homes, and the people of each.
//!
//! A home and its owner follow from the project and a number; only staff, who are few, are kept.

use steward_core::accounts::actor::Home;
use steward_core::accounts::api::Address;
use steward_core::accounts::{Actor, Department, Role, Scope};
use steward_core::ids::{HouseholdId, PersonId, PhotoId, ProjectId};
use steward_core::tickets::decide::EngineerFacts;

use super::dice::Dice;
use super::names;
use super::times::index;
use crate::http::error::{Answer, Failure};
use crate::writer::system;

/// What engineers can do, by first-level category; everybody can see to public areas and emergencies.
const SKILLS: &[&[&str]] = &[
    &["water", "public", "emergency", "wall"],
    &["power", "public", "emergency", "smart"],
    &["door", "water", "public", "value"],
    &["wall", "door", "power", "public"],
    &["water", "power", "door", "public", "emergency", "smart"],
];

/// When engineers are on shift: morning, evening, night.
pub(super) const SHIFTS: usize = 3;

/// The shift at an hour of the day.
pub(super) const fn shift_at(hour: u32) -> usize {
    match hour {
        7..=14 => 0,
        15..=22 => 1,
        _ => 2,
    }
}

/// A region.
#[derive(Clone, Debug, Default)]
pub(super) struct Region {
    /// Its id.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// The legal limit for emergencies, in hours (R06).
    pub(super) legal_hours: i64,
}

/// A home that somebody else entered, with its owner.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// Its door plate.
    pub(crate) address: Address,
    /// Its id.
    pub(crate) household: HouseholdId,
    /// Its owner.
    pub(crate) owner: Actor,
    /// The owner's phone.
    pub(crate) phone: String,
}

/// A project that is there already, with the people who work in it.
#[derive(Debug)]
pub(crate) struct Place {
    /// Its id.
    pub(crate) id: ProjectId,
    /// Its name.
    pub(crate) name: String,
    /// The place of its region.
    pub(crate) region: usize,
    /// The homes that it has.
    pub(crate) known: Vec<Known>,
    /// How many homes it has with those that are drawn.
    pub(crate) homes: u64,
    /// How many buildings stand before those of the drawn homes.
    pub(crate) first_building: u64,
    /// The number of its first home, for the phones of drawn owners.
    pub(crate) first_home: u64,
    /// How often something goes wrong there, in percent of what is usual.
    pub(crate) strain: u64,
    /// Butlers who take tickets on.
    pub(crate) agents: Vec<Actor>,
    /// Engineers, each with what dispatching sees; they work in every shift.
    pub(crate) engineers: Vec<(Actor, EngineerFacts)>,
    /// The supervisor.
    pub(crate) supervisor: Actor,
    /// The project manager.
    pub(crate) manager: Actor,
    /// The one who takes over for the operations department.
    pub(crate) operations: Actor,
}

/// A project.
#[derive(Debug)]
pub(super) struct Project {
    /// Its place among all projects.
    pub(super) n: usize,
    /// Its id.
    pub(super) id: ProjectId,
    /// Its name.
    pub(super) name: String,
    /// The place of its region.
    pub(super) region: usize,
    /// How many homes it has.
    pub(super) homes: u64,
    /// The first of them, where they were there before; all others are drawn.
    pub(super) known: Vec<Known>,
    /// How many buildings stand before those of the drawn homes.
    first_building: u64,
    /// The number of its first home among those of all projects.
    first_home: u64,
    /// How often something goes wrong there, in percent of what is usual.
    pub(super) strain: u64,
    /// Butlers who take tickets on.
    pub(super) agents: Vec<Actor>,
    /// Engineers.
    pub(super) engineers: Vec<Actor>,
    /// The engineers as dispatching sees them in each shift.
    pub(super) shifts: [Vec<EngineerFacts>; SHIFTS],
    /// The supervisor.
    pub(super) supervisor: Actor,
    /// The project manager.
    pub(super) manager: Actor,
    /// The one who takes over for the operations department.
    pub(super) operations: Actor,
}

/// Everything that there is before the first ticket.
#[derive(Debug)]
pub(super) struct World {
    /// What everything is drawn from.
    pub(super) seed: u64,
    /// The regions.
    pub(super) regions: Vec<Region>,
    /// The projects.
    pub(super) projects: Vec<Project>,
    /// What time does.
    pub(super) system: Actor,
    /// The pictures that engineers hand in as evidence.
    pub(super) photos: Vec<PhotoId>,
}

/// What a project weighs beside the others: some are twice as large as others.
pub(super) fn weight(seed: u64, project: usize) -> u64 {
    Dice::of(seed, "size", [index(project), 0]).below(100) + 60
}

impl World {
    /// So many projects, with homes for so many tickets.
    pub(super) fn new(seed: u64, projects: usize, tickets: &[u64], photos: Vec<PhotoId>) -> Answer<Self> {
        let regions = (0..projects.div_ceil(25).clamp(2, 24))
            .map(|n| Region {
                id: format!("r{:02}", n + 1),
                name: names::region(n),
                legal_hours: if n % 2 == 0 { 2 } else { 4 },
            })
            .collect::<Vec<_>>();
        let mut first_home = 0;
        let mut all = Vec::with_capacity(projects);
        for n in 0..projects {
            let homes = (tickets.get(n).copied().unwrap_or_default() / 8).clamp(24, 1600);
            all.push(project(seed, n, n % regions.len(), homes, first_home)?);
            first_home += homes;
        }
        Ok(Self { seed, regions, projects: all, system: system()?, photos })
    }

    /// Of projects that are there already, in regions that are.
    pub(super) fn of(
        seed: u64,
        regions: Vec<Region>,
        places: Vec<Place>,
        photos: Vec<PhotoId>,
    ) -> Answer<Self> {
        let projects = places.into_iter().enumerate().map(|(n, place)| Project::of(n, place)).collect();
        Ok(Self { seed, regions, projects, system: system()?, photos })
    }
}

fn project(seed: u64, n: usize, region: usize, homes: u64, first_home: u64) -> Answer<Project> {
    let id: ProjectId = format!("p{:04}", n + 1).parse()?;
    let mut dice = Dice::of(seed, "project", [index(n), 0]);
    let name = names::project(&mut dice, n);
    let mut staff = |post: &str, role, department| -> Answer<Actor> {
        let person: PersonId = format!("{id}-{post}").parse()?;
        let scope = Scope::Projects(vec![id.clone()]);
        Ok(Actor { person, role, name: names::person(&mut dice), department, scope })
    };
    let more = usize::try_from(homes / 250).unwrap_or_default();
    let many = |word: &str, count: usize| (1..=count).map(|k| format!("{word}{k}")).collect::<Vec<_>>();
    let agents =
        many("a", 2 + more / 2).iter().map(|post| staff(post, Role::Agent, None)).collect::<Answer<_>>()?;
    let engineers = many("e", 5 + more)
        .iter()
        .map(|post| staff(post, Role::Engineer, None))
        .collect::<Answer<Vec<_>>>()?;
    let supervisor = staff("s", Role::Supervisor, None)?;
    let manager = staff("m", Role::ProjectManager, None)?;
    let operations = staff("o", Role::Department, Some(Department::Operations))?;
    let shifts = std::array::from_fn(|shift| {
        let facts = |(k, engineer): (usize, &Actor)| EngineerFacts {
            person: engineer.person.clone(),
            name: engineer.name.clone(),
            skills: SKILLS
                .get(k % SKILLS.len())
                .copied()
                .unwrap_or(&[])
                .iter()
                .map(|s| (*s).to_owned())
                .collect(),
            level: u8::try_from(k % 5 + 1).unwrap_or(1),
            certified: true,
            on_shift: k % SHIFTS == shift,
            open_jobs: 0,
            distance_m: None,
        };
        engineers.iter().enumerate().map(facts).collect()
    });
    Ok(Project {
        n,
        id,
        name,
        region,
        homes,
        known: Vec::new(),
        first_building: 0,
        first_home,
        strain: Dice::of(seed, "strain", [index(n), 0]).below(111) + 40,
        agents,
        engineers,
        shifts,
        supervisor,
        manager,
        operations,
    })
}

impl Project {
    fn of(n: usize, place: Place) -> Self {
        let Place { id, name, region, known, homes, first_building, first_home, strain, agents, .. } = place;
        let Place { engineers, supervisor, manager, operations, .. } = place;
        let (engineers, facts): (Vec<Actor>, Vec<EngineerFacts>) = engineers.into_iter().unzip();
        let shifts = std::array::from_fn(|_| facts.clone());
        Self {
            n,
            id,
            name,
            region,
            homes,
            known,
            first_building,
            first_home,
            strain,
            agents,
            engineers,
            shifts,
            supervisor,
            manager,
            operations,
        }
    }

    /// The nth home, where it was there before.
    fn known(&self, home: u64) -> Option<&Known> {
        self.known.get(usize::try_from(home).ok()?)
    }

    /// The number of a drawn home among the drawn ones.
    fn drawn(&self, home: u64) -> u64 {
        home.saturating_sub(index(self.known.len()))
    }

    /// Everybody who works there.
    pub(super) fn staff(&self) -> impl Iterator<Item = &Actor> {
        let posts = [&self.supervisor, &self.manager, &self.operations];
        self.agents.iter().chain(&self.engineers).chain(posts)
    }

    /// The plate of its nth home: buildings of two entrances, with eighteen floors of two rooms each.
    pub(super) fn address(&self, home: u64) -> Address {
        if let Some(known) = self.known(home) {
            return known.address.clone();
        }
        let home = self.drawn(home);
        let (building, within) = (self.first_building + home / 72, home % 72);
        let (unit, within) = (within / 36, within % 36);
        let room = format!("{:02}{:02}", within / 2 + 1, within % 2 + 1);
        Address { building: (building + 1).to_string(), unit: (unit + 1).to_string(), room }
    }

    /// The id of its nth home.
    pub(super) fn household(&self, home: u64) -> Answer<HouseholdId> {
        match self.known(home) {
            Some(known) => Ok(known.household.clone()),
            None => Ok(format!("{}-{}", self.id, self.address(home).plate()).parse()?),
        }
    }

    /// The homes in the same building as its nth: the first, and how many. Those that were there before are taken as one.
    pub(super) fn neighbours(&self, home: u64) -> (u64, u64) {
        let known = index(self.known.len());
        if home < known {
            return (0, known);
        }
        let first = known + self.drawn(home) / 72 * 72;
        (first, (self.homes - first).min(72))
    }

    /// The phone of the owner of its nth home.
    pub(super) fn phone(&self, home: u64) -> String {
        let drawn = || format!("138{:08}", self.first_home + self.drawn(home) + 1);
        self.known(home).map_or_else(drawn, |known| known.phone.clone())
    }

    /// The owner of its nth home.
    pub(super) fn owner(&self, seed: u64, home: u64) -> Answer<Actor> {
        if let Some(known) = self.known(home) {
            return Ok(known.owner.clone());
        }
        let person: PersonId = format!("{}-h{}", self.id, home + 1).parse()?;
        let mut dice = Dice::of(seed, "owner", [index(self.n), home]);
        let scope =
            Scope::Households(vec![Home { project: self.id.clone(), household: self.household(home)? }]);
        Ok(Actor { person, role: Role::Owner, name: names::person(&mut dice), department: None, scope })
    }

    /// One of the butlers.
    pub(super) fn agent(&self, dice: &mut Dice) -> Answer<&Actor> {
        dice.pick(&self.agents).ok_or_else(|| Failure::internal("a project without a butler"))
    }
}
