//! The ledger in public: a voucher's code is checked against a published day by the browser alone, and a row that
//! somebody changes is found by the browser and by the command line.

use steward_core::endpoint::Nothing;
use steward_core::ids::TicketId;
use steward_core::surveys::api::{LEDGER_DAY, VOUCHER, Voucher};
use steward_core::time::Seconds;
use steward_tests::browser::{heading, link};
use steward_tests::people::{leak, rate};
use steward_tests::wait::until_true;

use crate::stage::{Stage, told};

told!(a_changed_row_is_found_by_everybody in PHONE_ZH: phone_zh, DESK_EN: desk_en);

#[track_caller]
fn tamper(stage: &Stage, change: &str, ticket: &TicketId) {
    let database = rusqlite::Connection::open(stage.product.data().join("steward.db")).expect("the database");
    assert_eq!(database.execute(change, [ticket.as_str()]), Ok(1), "{change}");
}

/// What `steward verify-ledger` says of the whole ledger.
fn command_line(stage: &Stage) -> (bool, String) {
    let data = stage.product.data();
    stage.product.run(&["verify-ledger", "--data", data.to_str().expect("a plain path")])
}

fn a_changed_row_is_found_by_everybody(stage: &Stage) {
    let first = stage.product.repaired(leak()).ticket.id;
    stage.product.owner(1).command(&first, rate(2, "来得太慢"));
    let second = stage.product.repaired(leak()).ticket.id;
    stage.product.owner(1).command(&second, rate(4, ""));
    let voucher: Voucher = stage.product.owner(1).call(&VOUCHER, &[first.as_str()], &Nothing {}).ok();
    let code = voucher.code.expect("the voucher has a code").address;
    let address = code.strip_prefix(stage.product.url()).expect("it leads here").to_owned();

    // On the same day there is nothing published to compare with yet.
    let reader = stage.stranger("reader");
    reader.go(&address);
    reader.find(&heading(stage.say("voices.check")));
    reader.see(stage.say("voices.too_new"));
    stage.curtain(&reader, "1-too-new", &[401]);

    // A day later there is.
    stage.product.advance(Seconds::days(1));
    until_true("the day is published", || {
        stage.product.visitor().call(&LEDGER_DAY, &["2026-06-09"], &Nothing {}).status == 200
    });
    reader.reload();
    reader.see(stage.fill_in("voices.sound", &[("day", "2026-06-09")]));
    stage.curtain(&reader, "2-sound", &[401]);
    assert!(command_line(stage).0, "sound");
    reader.tap(&link(stage.say("voices.to_ledger")));
    reader.find(&heading(stage.say("voices.ledger")));
    reader.see("2026-06-09");
    reader.see(stage.say("voices.digest_fits"));
    stage.curtain(&reader, "3-published", &[401]);

    // Two stars become five, together with a hash that fits them: the voucher in hand says otherwise.
    tamper(
        stage,
        "update ledger set record = replace(record, '\"score\":2', '\"score\":5'), \
         hash = replace(replace(hash, 'a', 'b'), '1', '2') where ticket_id = ?1",
        &first,
    );
    reader.go(&address);
    reader.see(stage.say("voices.broken.place"));
    stage.curtain(&reader, "4-changed", &[401]);
    let (sound, said) = command_line(stage);
    assert!(!sound && said.contains("BAD"), "{said}");

    // Undone, all is in order again; then the record after it goes, which the published head still counts.
    tamper(
        stage,
        &format!(
            "update ledger set record = replace(record, '\"score\":5', '\"score\":2'), hash = '{}' where ticket_id = ?1",
            voucher.hash
        ),
        &first,
    );
    reader.reload();
    reader.see(stage.fill_in("voices.sound", &[("day", "2026-06-09")]));
    assert!(command_line(stage).0, "sound again");
    tamper(stage, "delete from ledger where ticket_id = ?1", &second);
    reader.reload();
    reader.see(stage.say("voices.broken.walk"));
    assert!(!command_line(stage).0);
}
