//! Who could do a job, best first: the dispatch score (派单评分), R15.
//!
//! A proposal for whoever dispatches. It never assigns by itself, and it names those left out and why.

use serde::{Deserialize, Serialize};

use super::category::Category;
use super::decide::EngineerFacts;
use super::refusal::Refusal;
use crate::ids::PersonId;

/// One engineer with the parts of the score, in points of a thousand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Candidate {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// 0 to 500: nearer is more; unknown distance counts as far away (2,000 m or more).
    pub near: u32,
    /// 0 to 300: fewer open jobs is more.
    pub free: u32,
    /// 0 to 200: higher skill level is more.
    pub skill: u32,
    /// Open jobs, for people to see.
    pub open_jobs: u32,
    /// Distance in metres, where known.
    pub distance_m: Option<u32>,
    /// The level, 1 to 5.
    pub level: u8,
    /// Why they cannot be sent; `None` for a candidate.
    pub excluded: Option<Exclusion>,
}

/// Why somebody is no candidate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// No such skill; can still be sent by hand.
    NoSkill,
    /// Off shift.
    OffShift,
    /// Not certified.
    NotCertified,
}

impl Exclusion {
    /// Every reason, for the test that all have words.
    pub const ALL: &[Self] = &[Self::NoSkill, Self::OffShift, Self::NotCertified];

    /// The word under which the app finds its sentence.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoSkill => "no_skill",
            Self::OffShift => "off_shift",
            Self::NotCertified => "not_certified",
        }
    }
}

impl Candidate {
    /// The score: 745 is R15's 0.745.
    pub const fn score(&self) -> u32 {
        self.near + self.free + self.skill
    }

    /// The score in quarters of a point, which is exact: 1/2000 of the distance and 1/8 of the jobs leave no rest.
    fn exact(&self) -> u32 {
        let near = FAR_M - self.distance_m.unwrap_or(FAR_M).min(FAR_M);
        let free = 150 * (BUSY_JOBS - self.open_jobs.min(BUSY_JOBS));
        near + free + 160 * u32::from(self.level.min(5))
    }
}

/// From here on a distance counts as far away, in metres.
const FAR_M: u32 = 2000;
/// From here on a person counts as fully busy.
const BUSY_JOBS: u32 = 8;

/// All engineers of a project for a category: candidates first, by score; equal scores by fewer open jobs (R15).
pub fn candidates(engineers: &[EngineerFacts], category: Category) -> Vec<Candidate> {
    let mut list: Vec<Candidate> = engineers.iter().map(|e| candidate(e, category)).collect();
    list.sort_by(|a, b| {
        let key = |c: &Candidate| (c.excluded, core::cmp::Reverse(c.exact()), c.open_jobs);
        key(a).cmp(&key(b)).then_with(|| a.person.cmp(&b.person))
    });
    list
}

fn candidate(e: &EngineerFacts, category: Category) -> Candidate {
    let metres = e.distance_m.unwrap_or(FAR_M).min(FAR_M);
    let jobs = e.open_jobs.min(BUSY_JOBS);
    let excluded = if !e.certified {
        Some(Exclusion::NotCertified)
    } else if !e.on_shift {
        Some(Exclusion::OffShift)
    } else if !e.skills.iter().any(|s| s == category.top()) {
        Some(Exclusion::NoSkill)
    } else {
        None
    };
    Candidate {
        person: e.person.clone(),
        name: e.name.clone(),
        near: 500 * (FAR_M - metres) / FAR_M,
        free: 300 * (BUSY_JOBS - jobs) / BUSY_JOBS,
        skill: 200 * u32::from(e.level.min(5)) / 5,
        open_jobs: e.open_jobs,
        distance_m: e.distance_m,
        level: e.level,
        excluded,
    }
}

/// Whether dispatching this person is refused outright, as [`super::decide`] would.
pub fn refusal(candidate: &Candidate) -> Option<Refusal> {
    match candidate.excluded? {
        Exclusion::NoSkill => None,
        Exclusion::OffShift => Some(Refusal::EngineerOffShift),
        Exclusion::NotCertified => Some(Refusal::EngineerNotCertified),
    }
}
