//! The server is killed like in a power cut, fifty times, while people use it.

use std::sync::atomic::{AtomicUsize, Ordering};

use steward_core::surveys::api::{LEDGER, LedgerHashes, LedgerQuery};
use steward_tests::Product;
use steward_tests::crowd::{Errand, Kept, Step, all_tickets, check_kept, until_the_server_is_gone};
use steward_tests::wait::until_true;

const KILLS: usize = 50;
const PEOPLE: usize = 8;

fn ledger_length(product: &Product) -> u64 {
    let hashes: LedgerHashes = product.visitor().call(&LEDGER, &["tinglan"], &LedgerQuery::default()).ok();
    hashes.length
}

#[test]
fn fifty_power_cuts_lose_nothing_and_double_nothing() {
    let mut product = Product::start();
    let ratings_before = ledger_length(&product);
    let (owner, agent) = (product.owner(1), product.staff("agent"));
    let mut people: Vec<Errand> =
        (0..PEOPLE).map(|n| Errand::new(&format!("{n}号"), &owner, &agent)).collect();
    let done = AtomicUsize::new(0);
    for round in 0..KILLS {
        // A different moment each time: after 3 to 25 more answers, with the others still on their way.
        let enough = done.load(Ordering::SeqCst) + 3 + round * 7 % 23;
        until_the_server_is_gone(&mut people, &done, || {
            until_true("enough answers", || done.load(Ordering::SeqCst) >= enough);
            product.kill();
        });
        product.start_again();
    }
    let unanswered = people.iter().filter(|errand| errand.is_pending()).count();
    assert!(unanswered > 0, "the last cut hit nobody: the test proves nothing");
    for errand in &mut people {
        errand.reconnect();
        while errand.is_pending() {
            errand.go_on().expect("the server is back");
        }
    }

    let kept: Vec<Kept> = people.into_iter().flat_map(|errand| errand.kept).collect();
    let agent = product.staff("agent");
    check_kept(&agent, &kept);
    let asked = kept.iter().filter(|k| k.step == Step::Submit).count();
    let stored = all_tickets(&agent).into_iter().filter(|row| row.title.contains("号问：第")).count();
    assert_eq!(stored, asked, "as many tickets as questions that were acknowledged");
    let rated = kept.iter().filter(|k| k.step == Step::Rate).count();
    let rated = u64::try_from(rated).expect("a number");
    assert!(rated > 0);
    assert_eq!(ledger_length(&product) - ratings_before, rated);

    product.kill();
    let (sound, said) = product.run(&["verify-ledger", "--data", "data"]);
    assert!(sound, "{said}");
}
