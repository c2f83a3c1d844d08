//! The voucher: the owner's own browser computes it again, and notices whatever somebody has changed since.

use steward_core::ids::TicketId;
use steward_tests::browser::{Page, button, link};
use steward_tests::people::{leak, rate};

use crate::home;
use crate::stage::{Stage, told};

told!(the_browser_verifies_the_voucher in PHONE_ZH: phone_zh, DESK_EN: desk_en);

/// What the check says of the record at the place `n`.
fn verdict(stage: &Stage, word: &str, n: i64) -> String {
    stage.fill_in(&format!("owner.verdict.{word}"), &[("n", &n.to_string())])
}

/// Somebody with the database in hand changes the ledger.
#[track_caller]
fn tamper(stage: &Stage, change: &str, ticket: &TicketId) {
    let database = rusqlite::Connection::open(stage.product.data().join("steward.db")).expect("the database");
    assert_eq!(database.execute(change, [ticket.as_str()]), Ok(1), "{change}");
}

/// Changes the stars of a record and nothing else.
fn stars(from: u8, to: u8) -> String {
    format!(
        "update ledger set record = replace(record, '\"score\":{from}', '\"score\":{to}') where ticket_id = ?1"
    )
}

#[track_caller]
fn check_again(stage: &Stage, page: &Page) {
    page.tap(&button(stage.say("owner.voucher_check")));
}

fn the_browser_verifies_the_voucher(stage: &Stage) {
    let first = stage.product.repaired(leak()).ticket.id;
    stage.product.owner(1).command(&first, rate(4, ""));
    let id = stage.product.repaired(leak()).ticket.id;

    // Rating leads to the voucher, and the voucher is checked without being asked.
    let owner = stage.owner();
    home::rate(stage, &owner, &id, "2", "来得太慢");
    owner.see(verdict(stage, "sound", 2));
    stage.curtain(&owner, "1-sound", &[]);
    // It is found again from the ticket.
    owner.go(&format!("/tickets/{id}"));
    owner.tap(&link(stage.say("owner.see_voucher")));
    owner.see(verdict(stage, "sound", 2));

    // The record before it gets another hash: this voucher no longer hangs on it.
    tamper(stage, "update ledger set hash = replace(hash, 'a', 'b') where ticket_id = ?1", &first);
    check_again(stage, &owner);
    owner.see(verdict(stage, "ledger_differs", 2));
    owner.see_no(verdict(stage, "sound", 2));
    stage.curtain(&owner, "2-ledger-differs", &[]);
    tamper(
        stage,
        "update ledger set hash = (select prev from ledger where n = 2) where ticket_id = ?1",
        &first,
    );
    check_again(stage, &owner);
    owner.see(verdict(stage, "sound", 2));

    // Two stars become five, and back.
    tamper(stage, &stars(2, 5), &id);
    owner.reload();
    owner.see(verdict(stage, "record_changed", 2));
    stage.curtain(&owner, "3-record-changed", &[]);
    tamper(stage, &stars(5, 2), &id);
    owner.reload();
    owner.see(verdict(stage, "sound", 2));

    // The rating is taken out of the ledger while its owner looks at it.
    tamper(stage, "delete from ledger where ticket_id = ?1", &id);
    check_again(stage, &owner);
    owner.see(verdict(stage, "not_in_ledger", 2));
    stage.curtain(&owner, "4-not-in-ledger", &[]);
}
