//! Drawing the households that are asked (抽样): the same seed and the same list give the same sample, on any machine.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::plan::Size;
use crate::ids::{HouseholdId, ProjectId};

/// A household that could be asked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Candidate {
    /// The project.
    pub project: ProjectId,
    /// The household: one respondent each.
    pub household: HouseholdId,
}

/// How many of each project's households are drawn, where it has so many.
///
/// A count is shared out by size with the largest remainder; equal remainders go to the project whose id is first.
pub fn shares(sizes: &BTreeMap<ProjectId, u64>, size: Size) -> BTreeMap<ProjectId, u64> {
    let all: u64 = sizes.values().sum();
    let wanted = match size {
        Size::All => return sizes.clone(),
        // Rounded up: one percent of a small project is one household.
        Size::Percent(percent) => {
            let part = |n: &u64| n.saturating_mul(u64::from(percent.min(100))).div_ceil(100);
            return sizes.iter().map(|(project, n)| (project.clone(), part(n))).collect();
        }
        Size::Count(count) => u64::from(count).min(all),
    };
    let product = |n: u64| u128::from(n) * u128::from(wanted);
    let all = u128::from(all.max(1));
    let whole = |n: u64| u64::try_from(product(n) / all).unwrap_or(n);
    let mut shares: BTreeMap<ProjectId, u64> = sizes.iter().map(|(p, n)| (p.clone(), whole(*n))).collect();
    let left = wanted.saturating_sub(shares.values().sum());
    let mut by_remainder: Vec<(&ProjectId, u128)> =
        sizes.iter().map(|(project, n)| (project, product(*n) % all)).collect();
    by_remainder.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    for (project, _) in by_remainder.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        if let Some(share) = shares.get_mut(project) {
            *share += 1;
        }
    }
    shares
}

/// The households that are asked, by project and id. The order of `candidates` does not matter, and a household that
/// stands in it twice is one.
pub fn draw(candidates: &[Candidate], size: Size, seed: &str) -> Vec<Candidate> {
    let mut lots: BTreeMap<ProjectId, BTreeSet<([u8; 32], &HouseholdId)>> = BTreeMap::new();
    for candidate in candidates {
        let lot = lot(seed, &candidate.household);
        lots.entry(candidate.project.clone()).or_default().insert((lot, &candidate.household));
    }
    let sizes = lots.iter().map(|(project, lots)| (project.clone(), lots.len() as u64)).collect();
    let shares = shares(&sizes, size);
    let mut drawn: Vec<Candidate> = lots
        .iter()
        .flat_map(|(project, lots)| {
            let share = usize::try_from(shares.get(project).copied().unwrap_or(0)).unwrap_or(usize::MAX);
            let one = |(_, household): &(_, &HouseholdId)| Candidate {
                project: project.clone(),
                household: (*household).clone(),
            };
            lots.iter().take(share).map(one).collect::<Vec<_>>()
        })
        .collect();
    drawn.sort();
    drawn
}

/// A household's lot: SHA-256 over the seed, a zero byte and the id.
fn lot(seed: &str, household: &HouseholdId) -> [u8; 32] {
    Sha256::new()
        .chain_update(seed.as_bytes())
        .chain_update([0])
        .chain_update(household.as_str().as_bytes())
        .finalize()
        .into()
}
