use super::*;

fn record(ticket: &str, score: u8) -> Record {
    Record {
        agent: "staff-engineer".to_owned(),
        owner: "owner-01".to_owned(),
        rated_at: "2026-09-16T14:20:00+08:00".to_owned(),
        score,
        ticket: ticket.to_owned(),
    }
}

const EMPTY: Head = Head { count: 0, hash: Hash::ZERO };

fn history() -> BTreeMap<String, u8> {
    BTreeMap::from([("T1".to_owned(), 5), ("T2".to_owned(), 2)])
}

#[test]
fn a_sound_chain_leads_to_its_head() {
    let mut ratings = history();
    let (one, two) = (record("T1", 5), record("T2", 2));
    let first = chain(Hash::ZERO, &one);
    let second = chain(first, &two);
    let head = link(EMPTY, 1, &first.to_string(), &one.canonical(), &mut ratings).expect("sound");
    let head = link(head, 2, &second.to_string(), &two.canonical(), &mut ratings).expect("sound");
    assert_eq!((head.count, head.hash), (2, second));
    assert!(ratings.is_empty());
}

#[test]
fn each_kind_of_tampering_is_named_at_its_record() {
    let sound = record("T1", 5);
    let hash = chain(Hash::ZERO, &sound).to_string();
    let changed = record("T1", 4);
    let faults = [
        (1, changed.canonical(), "changed"),
        (2, sound.canonical(), "removed before it"),
        (1, sound.canonical().replace(':', ": "), "spaces"),
    ]
    .map(|(n, text, what)| (link(EMPTY, n, &hash, &text, &mut history()).expect_err(what), what));
    assert!(matches!(faults[0].0, Fault::Broken(FirstBad { n: 1, .. })));
    assert_eq!(faults[1].0, Fault::Missing(1));
    assert_eq!(faults[2].0, Fault::Unreadable(1));
}

/// A record that was replaced together with its hash still differs from the ticket's own history.
#[test]
fn a_forged_chain_differs_from_the_history() {
    let forged = record("T2", 5);
    let hash = chain(Hash::ZERO, &forged).to_string();
    let fault = link(EMPTY, 1, &hash, &forged.canonical(), &mut history()).expect_err("forged");
    assert_eq!(fault, Fault::OtherScore { n: 1, ticket: "T2".to_owned(), ledger: 5, history: 2 });
}
