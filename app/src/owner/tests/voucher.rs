use steward_core::surveys::api::{LedgerHashes, LedgerQuery, Voucher};
use steward_core::surveys::ledger::{Hash, Record, chain};

use super::desk::at;
use crate::owner::voucher_model::{Verdict, check, grouped, wanted};
use crate::words::{Locale, say, set_locale, thousands};

fn record(score: u8, ticket: &str) -> Record {
    Record {
        agent: "P-eng".to_owned(),
        owner: "P-own".to_owned(),
        rated_at: "2026-09-16T14:22:00+08:00".to_owned(),
        score,
        ticket: ticket.to_owned(),
    }
}

/// The second record of a ledger, with its voucher.
fn ledger() -> (Voucher, LedgerHashes) {
    let first = chain(Hash::ZERO, &record(3, "T1"));
    let second = record(5, "T20260915-0118");
    let hash = chain(first, &second);
    let voucher = Voucher {
        ticket: "T20260915-0118".parse().unwrap(),
        project: "tly".parse().unwrap(),
        n: 2,
        prev: first.to_string(),
        record: second.canonical(),
        hash: hash.to_string(),
        at: at("16 14:22"),
        code: None,
    };
    let hashes = vec![first.to_string(), hash.to_string()];
    (voucher, LedgerHashes { from: 1, hashes, length: 2, head: hash.to_string() })
}

#[test]
fn an_honest_voucher_is_sound() {
    let (voucher, hashes) = ledger();
    assert_eq!(check(&voucher, Some(5), &hashes), Verdict::Sound);
    assert_eq!(wanted(&voucher), LedgerQuery { from: Some(1), to: Some(2) });
    // The first record follows 64 zeros.
    let first = record(3, "T1");
    let hash = chain(Hash::ZERO, &first).to_string();
    let voucher = Voucher {
        ticket: "T1".parse().unwrap(),
        n: 1,
        prev: Hash::ZERO.to_string(),
        record: first.canonical(),
        hash: hash.clone(),
        ..voucher
    };
    assert_eq!(wanted(&voucher), LedgerQuery { from: Some(1), to: Some(1) });
    assert_eq!(
        check(&voucher, Some(3), &LedgerHashes { from: 1, hashes: vec![hash], ..hashes }),
        Verdict::Sound
    );
}

#[test]
fn whatever_was_changed_is_noticed() {
    let (voucher, hashes) = ledger();
    let changed = |record: &str| Voucher { record: record.to_owned(), ..voucher.clone() };
    let better = voucher.record.replace("\"score\":5", "\"score\":1");
    assert_eq!(check(&changed(&better), Some(1), &hashes), Verdict::RecordChanged);
    // Spaces that a reader would not see.
    assert_eq!(check(&changed(&voucher.record.replace(',', ", ")), Some(5), &hashes), Verdict::RecordChanged);
    assert_eq!(check(&changed("{"), Some(5), &hashes), Verdict::RecordChanged);
    let no_hash = Voucher { prev: "0".repeat(63), ..voucher.clone() };
    assert_eq!(check(&no_hash, Some(5), &hashes), Verdict::RecordChanged);
    let other = Voucher { ticket: "T9".parse().unwrap(), ..voucher.clone() };
    assert_eq!(check(&other, Some(5), &hashes), Verdict::OtherTicket);
    // The ledger is whole, but the ticket shows other stars.
    assert_eq!(check(&voucher, Some(4), &hashes), Verdict::OtherRating);
}

#[test]
fn a_ledger_that_says_otherwise_is_noticed() {
    let (voucher, hashes) = ledger();
    let mut rewritten = hashes.clone();
    rewritten.hashes[1] = Hash::ZERO.to_string();
    assert_eq!(check(&voucher, Some(5), &rewritten), Verdict::LedgerDiffers);
    let mut before = hashes.clone();
    before.hashes[0] = Hash::ZERO.to_string();
    assert_eq!(check(&voucher, Some(5), &before), Verdict::LedgerDiffers);
    let short = LedgerHashes { hashes: vec![hashes.hashes[0].clone()], length: 1, ..hashes.clone() };
    assert_eq!(check(&voucher, Some(5), &short), Verdict::NotInLedger);
    let elsewhere = LedgerHashes { from: 9, ..hashes };
    assert_eq!(check(&voucher, Some(5), &elsewhere), Verdict::NotInLedger);
}

#[test]
fn hashes_and_numbers_are_set_for_reading_and_every_verdict_has_words() {
    assert_eq!(grouped("a21a76c4980c9b272d"), "a21a76c4 980c9b27 2d");
    assert_eq!([thousands(7), thousands(1000), thousands(20_418)], ["7", "1,000", "20,418"]);
    for locale in Locale::ALL {
        set_locale(locale);
        assert!(Verdict::ALL.iter().all(|v| say::owner::verdict(v.word()).is_some()));
    }
}
