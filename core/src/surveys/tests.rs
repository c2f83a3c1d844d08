//! Scores and the ledger, case by case; the published vectors cover the rest.

use super::ledger::{BadHash, FirstBad, Hash, Head, Record, chain, verify};
use super::score::{IndexItem, Stratum, csat, csat_strata, index, nps, wilson};

fn record(owner: &str, rated_at: &str, score: u8, ticket: &str) -> Record {
    Record {
        agent: "A017".to_owned(),
        owner: owner.to_owned(),
        rated_at: rated_at.to_owned(),
        score,
        ticket: ticket.to_owned(),
    }
}

/// The two records of R34 with their published hashes.
fn published() -> [(Record, Hash); 2] {
    let hash = |text: &str| text.parse().unwrap();
    [
        (
            record("O2201", "2025-03-04T18:05:00+08:00", 5, "T20250303-0001"),
            hash("46f5824ecdf4f077a82ae608a020a59a71601b57ee546448678018064ca922f0"),
        ),
        (
            record("O2202", "2025-03-04T19:10:00+08:00", 3, "T20250303-0002"),
            hash("7107c6398b95530562eccaa43b558bcf68ea4ee479f8c1f77a8595fbad23bf50"),
        ),
    ]
}

#[test]
fn hashes_and_faults_are_written_as_they_are_read() {
    let [(_, hash), _] = published();
    assert_eq!(serde_json::to_value(hash).unwrap(), hash.to_string());
    assert_eq!(String::from(hash).parse(), Ok(hash));
    assert_eq!(format!("{hash:?}"), hash.to_string());
    let bad = FirstBad { n: 7, stored: Hash::ZERO, computed: hash };
    assert_eq!(bad.to_string(), format!("ledger_broken at 7: stored {}, computed {hash}", Hash::ZERO));
    assert_eq!(BadHash.to_string(), "bad_hash");
}

#[test]
fn the_published_hashes_come_out_r34() {
    let [(first, hash_1), (second, hash_2)] = published();
    assert_eq!(chain(Hash::ZERO, &first), hash_1);
    assert_eq!(chain(hash_1, &second), hash_2);
    assert_eq!(verify(published()), Ok(Head { count: 2, hash: hash_2 }));
    assert_eq!(verify([]), Ok(Head { count: 0, hash: Hash::ZERO }));
    assert_eq!(Hash::ZERO.to_string(), "0".repeat(64));
}

#[test]
fn whatever_is_changed_shows_at_its_place() {
    let [one, two] = published();
    let bad = |chain: Vec<(Record, Hash)>| verify(chain).map_err(|FirstBad { n, .. }| n);
    let with = |change: fn(&mut Record)| {
        let mut changed = one.clone();
        change(&mut changed.0);
        bad(vec![changed, two.clone()])
    };
    assert_eq!(with(|r| r.score = 4), Err(1));
    assert_eq!(with(|r| r.agent.push('x')), Err(1));
    assert_eq!(
        with(|r| r.rated_at = "2025-03-04T10:05:00Z".to_owned()),
        Err(1),
        "the same instant, other bytes"
    );
    assert_eq!(bad(vec![two.clone(), one.clone()]), Err(1), "reordered");
    assert_eq!(bad(vec![two.clone()]), Err(1), "the first removed");
    let mut rewritten = two.clone();
    rewritten.0.score = 5;
    assert_eq!(bad(vec![one.clone(), rewritten]), Err(2));
    let doubled = vec![one.clone(), one];
    assert_eq!(bad(doubled), Err(2));
}

#[test]
fn canonical_json_has_sorted_keys_and_escapes() {
    let odd = Record { agent: "引号\"\\\n\u{1}🏠".to_owned(), ..record("O", "t", 1, "T") };
    let canonical = odd.canonical();
    assert_eq!(
        canonical,
        "{\"agent\":\"引号\\\"\\\\\\n\\u0001🏠\",\"owner\":\"O\",\"rated_at\":\"t\",\"score\":1,\"ticket\":\"T\"}"
    );
    assert_eq!(serde_json::to_string(&odd).unwrap(), canonical, "the stored form is the canonical one");
    assert_eq!(serde_json::from_str::<Record>(&canonical).unwrap(), odd);
    // A map that sorts its keys gives the same text: the field order above is the sorted one.
    let sorted: std::collections::BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&canonical).unwrap();
    assert_eq!(serde_json::to_string(&sorted).unwrap(), canonical);
}

#[test]
fn a_hash_is_64_lower_case_digits() {
    let good = "0123456789abcdef".repeat(4);
    assert_eq!(good.parse::<Hash>().unwrap().to_string(), good);
    for bad in [&good[1..], &format!("{good}0"), &good.to_uppercase(), &good.replace('0', "g"), ""] {
        assert_eq!(bad.parse::<Hash>(), Err(BadHash), "{bad}");
    }
}

#[test]
fn nps_of_the_worked_example_r31() {
    let answers: Vec<u8> = [(10, 55), (7, 30), (3, 15)]
        .into_iter()
        .flat_map(|(answer, n)| core::iter::repeat_n(answer, n))
        .collect();
    let got = nps(&answers);
    assert_eq!((got.n, got.promoters, got.passives, got.detractors), (100, 55, 30, 15));
    assert!((got.nps.unwrap() - 40.0).abs() < 1e-9);
    let none = nps(&[11, 255]);
    assert_eq!((none.n, none.nps, none.ci_low, none.ci_high), (0, None, None, None), "no answers");
}

#[test]
fn csat_of_the_worked_example_r30() {
    let answers: Vec<u8> = [(5, 40), (4, 50), (3, 6), (2, 3), (1, 1)]
        .into_iter()
        .flat_map(|(answer, n)| core::iter::repeat_n(answer, n))
        .collect();
    let got = csat(&answers);
    assert_eq!((got.n, got.top2, got.top2_pct, got.mean), (100, 90, Some(90.0), Some(4.25)));
    assert_eq!(csat(&[0, 6]).n, 0, "no answers");
    assert_eq!(csat(&[]).mean, None);
}

#[test]
fn an_interval_holds_its_share_and_narrows_with_n() {
    for n in 1..60 {
        for hits in 0..=n {
            let (low, high) = wilson(hits, n).unwrap();
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let share = hits as f64 / n as f64;
            assert!(low <= share + 1e-12 && share <= high + 1e-12, "{hits} of {n}");
            let (low_10, high_10) = wilson(hits * 10, n * 10).unwrap();
            assert!(high_10 - low_10 < high - low, "{hits} of {n}");
        }
    }
    assert_eq!(wilson(0, 0), None);
}

#[test]
fn scores_out_of_range_are_no_answers() {
    let item = |score| IndexItem { weight: 1.0, score };
    assert_eq!(index(&[item(Some(0)), item(Some(6)), item(None)]).answered, 0);
    assert_eq!(index(&[item(Some(5)), item(Some(6))]).index, Some(100.0));
    let empty = Stratum { name: "A".to_owned(), population: 0, answers: vec![5] };
    let got = csat_strata(&[empty]);
    assert_eq!((got.csat_pct, got.coverage), (None, None));
}

/// The same lines through any other tool: `printf 'p1 2 …\np2 0 000…\n' | sha256sum`.
#[test]
fn a_days_digest_is_that_of_its_lines() {
    let [_, (_, head)] = published();
    let (head, none) = (head.to_string(), Hash::ZERO.to_string());
    let digest = super::ledger::day_digest([("p1", 2, head.as_str()), ("p2", 0, none.as_str())]);
    assert_eq!(digest.to_string(), "f4c1598ead309f0d5731e346706360c53957a100a04f6f0cd6817391dd9b7258");
    let swapped = super::ledger::day_digest([("p2", 0, none.as_str()), ("p1", 2, head.as_str())]);
    assert_ne!(digest, swapped);
    assert_ne!(digest, super::ledger::day_digest([("p1", 2, head.as_str())]));
}
