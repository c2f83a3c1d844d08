//! Checking a voucher from its code alone: the record is computed anew, found in the public ledger, and followed to a
//! head that was published after it. Which step fails says what was changed.

use data_encoding::BASE64URL_NOPAD;
use steward_core::ids::ProjectId;
use steward_core::surveys::api::{LedgerDay, LedgerHashes, LedgerQuery};
use steward_core::surveys::ledger::{Hash, Record, chain, day_digest};

/// What a code says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scanned {
    /// Whose ledger.
    pub project: ProjectId,
    /// The record's number.
    pub n: u64,
    /// Its hash.
    pub hash: Hash,
    /// The record.
    pub record: Record,
}

/// Reads the address of a code: the parts of its path, and what stands behind the `#`.
pub fn scanned(project: &str, n: &str, hash: &str, fragment: &str) -> Option<Scanned> {
    let record = BASE64URL_NOPAD.decode(fragment.trim_start_matches('#').as_bytes()).ok()?;
    let record: Record = serde_json::from_slice(&record).ok()?;
    let n = n.parse().ok().filter(|n| *n > 0)?;
    Some(Scanned { project: project.parse().ok()?, n, hash: hash.parse().ok()?, record })
}

/// A step of the check, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Record and the hash before it give the hash of the code.
    Record,
    /// The public ledger has that hash at its place.
    Place,
    /// From there on no hash is missing up to the published head.
    Walk,
    /// The ledger still has the head that was published, and the day's digest is that of its heads.
    Day,
}

impl Step {
    /// Every step, for the test that all have words.
    pub const ALL: &[Self] = &[Self::Record, Self::Place, Self::Walk, Self::Day];

    /// The word its sentences are found under.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Place => "place",
            Self::Walk => "walk",
            Self::Day => "day",
        }
    }
}

/// What came of a check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// Everything fits, up to the head that was published for this day.
    Sound(String),
    /// Everything fits so far; the first day that holds the record is not over yet.
    TooNew,
    /// This step failed; those before it did not.
    Broken(Step),
}

/// The stretch of the ledger that the check needs: from the record before to the published head, or to the record
/// itself where nothing is published yet.
pub fn wanted(scanned: &Scanned, day: Option<&LedgerDay>) -> LedgerQuery {
    let to = day.and_then(|day| head(scanned, day)).map_or(scanned.n, |(n, _)| n);
    LedgerQuery { from: Some(scanned.n.saturating_sub(1).max(1)), to: Some(to.max(scanned.n)) }
}

fn head<'a>(scanned: &Scanned, day: &'a LedgerDay) -> Option<(u64, &'a str)> {
    let of_project = day.heads.iter().find(|h| h.project == scanned.project);
    of_project.map(|h| (h.n, h.head.as_str()))
}

/// Checks what was scanned against the public hashes, which begin at the record before it, and the first published
/// day that holds it.
pub fn check(scanned: &Scanned, hashes: &LedgerHashes, day: Option<&LedgerDay>) -> Finding {
    let at = |n: u64| {
        let place = usize::try_from(n.checked_sub(hashes.from)?).ok()?;
        hashes.hashes.get(place).and_then(|hash| hash.parse::<Hash>().ok())
    };
    let before = if scanned.n == 1 { Some(Hash::ZERO) } else { at(scanned.n - 1) };
    let computed = before.map(|before| chain(before, &scanned.record));
    if at(scanned.n) != Some(scanned.hash) {
        // The code's own record and hash may still fit: then it is the ledger that was changed.
        return Finding::Broken(Step::Place);
    }
    if computed != Some(scanned.hash) {
        return Finding::Broken(Step::Record);
    }
    let Some(day) = day else { return Finding::TooNew };
    let Some((last, published)) = head(scanned, day) else { return Finding::Broken(Step::Day) };
    if last < scanned.n || (scanned.n..=last).any(|n| at(n).is_none()) {
        return Finding::Broken(Step::Walk);
    }
    let digest = day_digest(day.heads.iter().map(|h| (h.project.as_str(), h.n, h.head.as_str())));
    let same_head = at(last).map(|hash| hash.to_string()).as_deref() == Some(published);
    if same_head && digest.to_string() == day.digest {
        Finding::Sound(day.date.to_string())
    } else {
        Finding::Broken(Step::Day)
    }
}

#[cfg(test)]
#[path = "check_model_tests.rs"]
mod tests;
