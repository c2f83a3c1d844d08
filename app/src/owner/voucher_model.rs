//! Whether a rating's voucher is sound: the hash is computed anew here and compared with the public ledger.

use steward_core::surveys::api::{LedgerHashes, LedgerQuery, Voucher};
use steward_core::surveys::ledger::{Hash, Record, chain};

/// What the check found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The record gives its hash, and the ledger has that hash at its place.
    Sound,
    /// The record, the hash before it and its hash do not fit together.
    RecordChanged,
    /// The record is about another ticket.
    OtherTicket,
    /// The record has other stars than the ticket shows.
    OtherRating,
    /// The ledger has another hash at that place or before it.
    LedgerDiffers,
    /// The ledger has no such place.
    NotInLedger,
}

impl Verdict {
    /// Every verdict, for the test that all have words.
    pub const ALL: &[Self] = &[
        Self::Sound,
        Self::RecordChanged,
        Self::OtherTicket,
        Self::OtherRating,
        Self::LedgerDiffers,
        Self::NotInLedger,
    ];

    /// The word its sentence is found under.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::RecordChanged => "record_changed",
            Self::OtherTicket => "other_ticket",
            Self::OtherRating => "other_rating",
            Self::LedgerDiffers => "ledger_differs",
            Self::NotInLedger => "not_in_ledger",
        }
    }
}

/// The stretch of the ledger that the check needs: the record and the one before it.
pub fn wanted(voucher: &Voucher) -> LedgerQuery {
    LedgerQuery { from: Some(voucher.n.saturating_sub(1).max(1)), to: Some(voucher.n) }
}

/// Checks the voucher against itself, against the stars that the ticket shows, and against the ledger.
pub fn check(voucher: &Voucher, shown: Option<u8>, ledger: &LedgerHashes) -> Verdict {
    let Some((record, prev)) = parts(voucher) else { return Verdict::RecordChanged };
    let same_text = record.canonical() == voucher.record;
    if !same_text || chain(prev, &record).to_string() != voucher.hash {
        return Verdict::RecordChanged;
    }
    if record.ticket != voucher.ticket.as_str() {
        return Verdict::OtherTicket;
    }
    if shown.is_some_and(|stars| stars != record.score) {
        return Verdict::OtherRating;
    }
    let at = |n: u64| {
        let place = usize::try_from(n.checked_sub(ledger.from)?).ok()?;
        ledger.hashes.get(place).map(String::as_str)
    };
    match at(voucher.n) {
        None => return Verdict::NotInLedger,
        Some(hash) if hash != voucher.hash => return Verdict::LedgerDiffers,
        Some(_) => {}
    }
    let zero = Hash::ZERO.to_string();
    let before = if voucher.n <= 1 { Some(zero.as_str()) } else { at(voucher.n - 1) };
    if before == Some(voucher.prev.as_str()) { Verdict::Sound } else { Verdict::LedgerDiffers }
}

fn parts(voucher: &Voucher) -> Option<(Record, Hash)> {
    Some((serde_json::from_str(&voucher.record).ok()?, voucher.prev.parse().ok()?))
}

/// A hash as people compare it: groups of eight digits.
pub fn grouped(hash: &str) -> String {
    let mut out = String::with_capacity(hash.len() + hash.len() / 8);
    for (place, digit) in hash.chars().enumerate() {
        if place > 0 && place.is_multiple_of(8) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}
