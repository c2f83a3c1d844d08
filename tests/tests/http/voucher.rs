//! The rating as evidence: the voucher, the public hashes, and the ledger's own check.

use steward_core::endpoint::Nothing;
use steward_core::problem::Code;
use steward_core::surveys::api::{LEDGER, LedgerHashes, LedgerQuery, VOUCHER, Voucher};
use steward_core::surveys::ledger::{Hash, Record, chain};
use steward_core::tickets::Refusal;
use steward_tests::Product;
use steward_tests::people::{leak, rate};

fn hashes(product: &Product) -> LedgerHashes {
    product.visitor().call(&LEDGER, &["tinglan"], &LedgerQuery::default()).ok()
}

#[test]
fn a_voucher_recomputes_to_what_is_public() {
    let product = Product::start();
    let before = hashes(&product);
    let id = product.repaired(leak()).ticket.id;
    let owner = product.owner(1);
    assert_eq!(
        owner.call(&VOUCHER, &[id.as_str()], &Nothing {}).code(),
        Code::NotFound,
        "before it is rated"
    );
    owner.command(&id, rate(5, "师傅很快"));
    let voucher: Voucher = owner.call(&VOUCHER, &[id.as_str()], &Nothing {}).ok();
    assert_eq!(voucher.n, before.length + 1);
    assert_eq!(voucher.prev, before.head);

    let record: Record = serde_json::from_str(&voucher.record).expect("the record as it was hashed");
    assert_eq!(record.canonical(), voucher.record);
    assert_eq!((record.score, record.ticket.as_str()), (5, id.as_str()));
    let previous: Hash = voucher.prev.parse().expect("a hash");
    assert_eq!(chain(previous, &record).to_string(), voucher.hash);

    let public = hashes(&product);
    assert_eq!(public.hashes.last(), Some(&voucher.hash));
    assert_eq!((public.length, &public.head), (before.length + 1, &voucher.hash));
    let answer = product.visitor().call(&LEDGER, &["tinglan"], &LedgerQuery::default()).text();
    assert!(!answer.contains("师傅") && !answer.contains("owner-"), "hashes only: {answer}");
    assert_eq!(product.visitor().call(&LEDGER, &["nowhere"], &LedgerQuery::default()).code(), Code::NotFound);
}

#[test]
fn a_rating_is_given_once_and_by_its_owner() {
    let product = Product::start();
    let id = product.repaired(leak()).ticket.id;
    assert_eq!(
        product.staff("agent").try_command(&id, rate(5, "")).problem().refusal,
        Some(Refusal::RoleMayNot)
    );
    product.owner(1).command(&id, rate(2, "来得太慢"));
    let again = product.owner(1).try_command(&id, rate(5, "")).problem();
    assert_eq!(again.refusal, Some(Refusal::AlreadyRated));
}

#[test]
fn the_ledger_is_checked_from_the_command_line() {
    let mut product = Product::start();
    let id = product.repaired(leak()).ticket.id;
    product.owner(1).command(&id, rate(4, ""));
    product.kill();
    let (sound, said) = product.run(&["verify-ledger", "--data", "data"]);
    assert!(sound, "{said}");

    // Somebody improves a rating in the database.
    let database = rusqlite::Connection::open(product.data().join("steward.db")).expect("the database");
    let changed = database.execute(
        "update ledger set record = replace(record, '\"score\":4', '\"score\":5') where ticket_id = ?1",
        [id.as_str()],
    );
    assert_eq!(changed, Ok(1));
    let (sound, said) = product.run(&["verify-ledger", "--data", "data"]);
    assert!(!sound, "the change goes unnoticed: {said}");
}
