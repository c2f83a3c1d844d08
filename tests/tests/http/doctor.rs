//! `steward doctor` beside a serving house: what it says, and its exit code.

use rusqlite::Connection;
use steward_tests::Product;
use steward_tests::product::Setup;

#[test]
fn the_exit_code_says_whether_anything_is_broken() {
    let product = Product::with(Setup { bare: true, ..Setup::default() });
    let (well, said) = product.run(&["doctor", "--data", "data"]);
    assert!(well, "{said}");
    for line in [
        "ok      schema",
        "ok      indexes",
        "ok      ledger",
        "warning settings",
        "warning backup",
        "no failure",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let backed_up = product.run(&["backup", "copy", "--data", "data"]);
    assert!(backed_up.0, "{}", backed_up.1);
    let (_, said) = product.run(&["doctor", "--data", "data"]);
    assert!(said.contains("ok      backup"), "{said}");

    let database = Connection::open(product.data().join("steward.db")).expect("the database");
    database.execute("delete from projections", []).expect("gone");
    database.execute("drop index tickets_by_due", []).expect("gone");
    let (well, said) = product.run(&["doctor", "--data", "data"]);
    assert!(!well && said.contains("FAILURE sums") && said.contains("2 failures"), "{said}");
    assert!(said.contains("are missing, as tickets_by_due"), "{said}");
    let (well, said) = product.run(&["doctor", "--data", "nowhere"]);
    assert!(!well && said.contains("there is no nowhere"), "{said}");
    assert!(!product.data().with_file_name("nowhere").exists());
}
