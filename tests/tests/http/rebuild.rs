//! `steward rebuild` beside a serving house: the page says the same before and after, also where a sum was broken.

use steward_core::cockpit::figures::{COCKPIT, Cockpit};
use steward_core::cockpit::indicator::Indicator;
use steward_core::cockpit::measure::Measure;
use steward_tests::people::{leak, rate};
use steward_tests::wait::until_true;
use steward_tests::{Client, Product};

fn page(hq: &Client) -> Cockpit {
    hq.get(COCKPIT.path).ok()
}

#[test]
fn sums_are_made_anew_beside_a_serving_house() {
    let product = Product::start();
    let id = product.repaired(leak()).ticket.id;
    product.owner(1).command(&id, rate(5, ""));
    let hq = product.staff("hq");
    let praised = |page: &Cockpit| page.total().0.tickets.of(Measure::Praise).n;
    until_true("the projector to have seen the rating", || praised(&page(&hq)) == 1);
    let before = page(&hq);
    // A sum that nobody would have written; what the cockpit says follows it.
    let database = rusqlite::Connection::open(product.data().join("steward.db")).expect("the database");
    let broken = database.execute("update rollups set body = '[99]' where bucket like 'project/%'", []);
    assert!(broken.expect("an update") > 0);
    assert_ne!(page(&hq).lines, before.lines);
    let (well, said) = product.run(&["rebuild", "--data", "data"]);
    assert!(well && said.contains("made anew from 1 tickets"), "{said}");
    assert_eq!(page(&hq).lines, before.lines);
    assert_eq!(before.total().0.of(Indicator::Volume).map(|sum| sum.n), Some(1));
}
