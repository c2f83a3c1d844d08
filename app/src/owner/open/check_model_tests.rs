use steward_core::surveys::api::ProjectHead;
use steward_core::time::Instant;

use super::*;
use crate::words::{Locale, say, set_locale};

fn record(score: u8, ticket: &str) -> Record {
    Record {
        agent: "P-eng".to_owned(),
        owner: "P-own".to_owned(),
        rated_at: "2026-09-16T14:22:00+08:00".to_owned(),
        score,
        ticket: ticket.to_owned(),
    }
}

/// A ledger of four records, the second one scanned, published with all four.
fn world() -> (Scanned, LedgerHashes, LedgerDay) {
    let mut hashes = vec![Hash::ZERO];
    for n in 1..=4_u8 {
        let before = hashes[hashes.len() - 1];
        hashes.push(chain(before, &record(n, &format!("T{n}"))));
    }
    let texts: Vec<String> = hashes[1..].iter().map(ToString::to_string).collect();
    let scanned = Scanned { project: "tly".parse().unwrap(), n: 2, hash: hashes[2], record: record(2, "T2") };
    let head = ProjectHead {
        project: "tly".parse().unwrap(),
        project_name: "听澜苑".to_owned(),
        n: 4,
        head: texts[3].clone(),
    };
    let digest = day_digest([("tly", 4, texts[3].as_str())]).to_string();
    let date = "2026-09-16".parse().unwrap();
    let day = LedgerDay { date, published_at: Instant::EPOCH, heads: vec![head], digest };
    (scanned, LedgerHashes { from: 1, hashes: texts.clone(), length: 4, head: texts[3].clone() }, day)
}

#[test]
fn a_code_says_what_it_was_made_of() {
    let (scanned, ..) = world();
    let fragment = BASE64URL_NOPAD.encode(scanned.record.canonical().as_bytes());
    let hash = scanned.hash.to_string();
    assert_eq!(super::scanned("tly", "2", &hash, &format!("#{fragment}")), Some(scanned));
    for (n, hash, fragment) in [
        ("0", hash.as_str(), fragment.as_str()),
        ("2", "ab", &fragment),
        ("2", &hash, "???"),
        ("x", &hash, ""),
    ] {
        assert_eq!(super::scanned("tly", n, hash, fragment), None, "{n} {hash} {fragment}");
    }
}

#[test]
fn an_honest_ledger_is_sound_up_to_the_published_day() {
    let (scanned, hashes, day) = world();
    assert_eq!(wanted(&scanned, Some(&day)), LedgerQuery { from: Some(1), to: Some(4) });
    assert_eq!(check(&scanned, &hashes, Some(&day)), Finding::Sound("2026-09-16".to_owned()));
    assert_eq!(wanted(&scanned, None), LedgerQuery { from: Some(1), to: Some(2) });
    assert_eq!(check(&scanned, &hashes, None), Finding::TooNew);
    let first = Scanned { n: 1, hash: hashes.hashes[0].parse().unwrap(), record: record(1, "T1"), ..scanned };
    assert_eq!(check(&first, &hashes, Some(&day)), Finding::Sound("2026-09-16".to_owned()));
}

#[test]
fn each_change_fails_at_its_step() {
    let (scanned, hashes, day) = world();
    let broken = |step| Finding::Broken(step);
    let better = Scanned { record: record(5, "T2"), ..scanned.clone() };
    assert_eq!(check(&better, &hashes, Some(&day)), broken(Step::Record));
    // Whoever rewrites a record must rewrite every hash after it.
    let mut rewritten = hashes.clone();
    let mut before: Hash = rewritten.hashes[0].parse().unwrap();
    for (place, score) in [(1, 5), (2, 3), (3, 4)] {
        before = chain(before, &record(score, &format!("T{}", place + 1)));
        rewritten.hashes[place] = before.to_string();
    }
    assert_eq!(check(&scanned, &rewritten, Some(&day)), broken(Step::Place));
    // A record before it was changed, and this one left as it was.
    let mut earlier = hashes.clone();
    earlier.hashes[0] = Hash::ZERO.to_string();
    assert_eq!(check(&scanned, &earlier, Some(&day)), broken(Step::Record));
    // One after it was changed: the published head is no longer there.
    let mut later = hashes.clone();
    later.hashes[3] = Hash::ZERO.to_string();
    assert_eq!(check(&scanned, &later, Some(&day)), broken(Step::Day));
    let short = LedgerHashes { hashes: hashes.hashes[..3].to_vec(), ..hashes.clone() };
    assert_eq!(check(&scanned, &short, Some(&day)), broken(Step::Walk));
    let none = LedgerHashes { hashes: Vec::new(), ..hashes.clone() };
    assert_eq!(check(&scanned, &none, Some(&day)), broken(Step::Place));
    let mut other_day = day.clone();
    other_day.heads[0].n = 3;
    assert_eq!(check(&scanned, &hashes, Some(&other_day)), broken(Step::Day));
    let elsewhere = LedgerDay { heads: Vec::new(), ..day };
    assert_eq!(check(&scanned, &hashes, Some(&elsewhere)), broken(Step::Day));
}

#[test]
fn every_step_has_words_for_both_ends() {
    for locale in Locale::ALL {
        set_locale(locale);
        for step in Step::ALL {
            assert!(say::voices::step(step.word()).is_some() && say::voices::broken(step.word()).is_some());
        }
    }
}
