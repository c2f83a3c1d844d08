//! Backups of a serving house, made and restored by the commands themselves (R89).

#![expect(clippy::expect_used, reason = "a panic is a failed test that says why")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use steward_core::endpoint::Page;
use steward_core::tickets::TicketDraft;
use steward_core::tickets::api::{LIST, ListQuery, TicketRow};
use steward_tests::people::{leak, question, rate};
use steward_tests::{Client, Product};

/// A house with a rated ticket that has a photo.
fn house() -> Product {
    let product = Product::start();
    let photo = product.owner(1).upload();
    let id = product.repaired(TicketDraft { photos: vec![photo], ..leak() }).ticket.id;
    product.owner(1).command(&id, rate(4, ""));
    product
}

#[track_caller]
fn done(product: &Product, arguments: &[&str]) -> String {
    let (well, said) = product.run(arguments);
    assert!(well, "{arguments:?}: {said}");
    said
}

#[track_caller]
fn refused(product: &Product, arguments: &[&str]) -> String {
    let (well, said) = product.run(arguments);
    assert!(!well, "{arguments:?} went through: {said}");
    said
}

fn beside(product: &Product, name: &str) -> PathBuf {
    product.data().parent().expect("a folder around the data").join(name)
}

/// Tickets, events and the length of the ledger.
fn counts(database: &Path) -> [i64; 3] {
    let open = Connection::open(database).expect("the database");
    ["tickets", "events", "ledger"].map(|table| {
        open.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0)).expect("a count")
    })
}

fn ledger(product: &Product) -> String {
    product.visitor().get("/api/v1/ledger/tinglan").json()["head"].to_string()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Copies a folder, so that a test can damage it.
fn copied(from: &Path, to: &Path) {
    for file in files_below(from) {
        let there = to.join(file.strip_prefix(from).expect("below it"));
        fs::create_dir_all(there.parent().expect("a folder")).expect("made");
        fs::copy(&file, &there).expect("copied");
    }
}

#[test]
fn a_backup_while_people_submit_restores_to_the_same_house() {
    let mut product = house();
    let head = ledger(&product);
    let people: Vec<Client> = (1..=4).map(|n| product.owner(n).apart()).collect();
    let homes = ["tinglan-12-2-1803", "tinglan-12-1-1502", "", ""];
    let stop = AtomicBool::new(false);
    let (before, said, after) = std::thread::scope(|scope| {
        let busy: Vec<_> = people[..2]
            .iter()
            .zip(homes)
            .map(|(owner, home)| {
                let stop = &stop;
                scope.spawn(move || {
                    let mut sent = 0;
                    while !stop.load(Ordering::Relaxed) {
                        let draft = steward_tests::people::from_home(question(), home);
                        let answer = owner.try_submit(draft);
                        assert!(matches!(answer.status, 201 | 429), "{}", answer.text());
                        sent += usize::from(answer.status == 201);
                    }
                    sent
                })
            })
            .collect();
        // Nobody has to wait: the first ticket of the crowd is there before the backup begins.
        let agent = product.staff("agent");
        let all = || agent.call(&LIST, &[], &ListQuery::default()).ok::<Page<TicketRow>>().total.unwrap_or(0);
        while all() < 3 {}
        let before = all();
        let said = done(&product, &["backup", "copy", "--data", "data"]);
        let after = all();
        stop.store(true, Ordering::Relaxed);
        let sent: usize = busy.into_iter().map(|one| one.join().expect("a submitter")).sum();
        assert!(sent > 0, "nobody submitted");
        (before, said, after)
    });
    let copy = beside(&product, "copy");
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(copy.join("manifest.json")).expect("a manifest")).expect("JSON");
    let contents = &manifest["manifest"]["contents"];
    let tickets = contents["tickets"].as_u64().expect("a number");
    assert!((before..=after).contains(&tickets), "{before} ≤ {tickets} ≤ {after}: {said}");
    assert!(said.contains(head.trim_matches('"')), "the head {head} is said: {said}");

    let restored = done(&product, &["restore", "copy", "--data", "again"]);
    assert!(restored.contains(head.trim_matches('"')), "{restored}");
    let [in_tickets, in_events, in_ledger] = counts(&beside(&product, "again/steward.db"));
    assert_eq!(
        (i64::try_from(tickets).ok(), contents["events"].as_i64(), 1),
        (Some(in_tickets), Some(in_events), in_ledger)
    );

    // The restored house serves: the same tickets, the same ledger, the photo.
    product.kill();
    fs::rename(product.data(), beside(&product, "lost")).expect("the old house is gone");
    fs::rename(beside(&product, "again"), product.data()).expect("the new one takes its place");
    product.start_again();
    let agent = product.staff("agent");
    let page: Page<TicketRow> = agent.call(&LIST, &[], &ListQuery::default()).ok();
    assert_eq!((page.total, ledger(&product)), (Some(tickets), head));
    let photos = files_below(&product.data().join("photos"));
    assert_eq!(photos.len(), 2, "the photo and its small one: {photos:?}");
    assert!(done(&product, &["verify-ledger", "--data", "data"]).contains("1 records"));
}

#[test]
fn a_flipped_byte_in_any_file_is_refused_by_name() {
    let mut product = house();
    done(&product, &["backup", "copy", "--data", "data"]);
    product.kill();
    let copy = beside(&product, "copy");
    let files = files_below(&copy);
    assert_eq!(files.len(), 4, "manifest, database, photo, small photo: {files:?}");
    for file in &files {
        let name = file.strip_prefix(&copy).expect("below it").to_string_lossy().into_owned();
        let sound = fs::read(file).expect("a file");
        for at in [0, sound.len() / 2, sound.len() - 1] {
            let mut bytes = sound.clone();
            bytes[at] ^= 1;
            fs::write(file, bytes).expect("damaged");
            let said = refused(&product, &["restore", "copy", "--data", "again"]);
            assert!(said.contains(&name), "byte {at} of {name}: {said}");
            assert!(!beside(&product, "again").exists(), "nothing is left half-done");
            assert!(refused(&product, &["restore", "copy", "--check"]).contains(&name));
        }
        fs::remove_file(file).expect("removed");
        assert!(refused(&product, &["restore", "copy", "--data", "again"]).contains(&name), "{name} is gone");
        fs::write(file, sound).expect("mended");
    }
    assert!(done(&product, &["restore", "copy", "--check"]).contains("1 photo"));
    done(&product, &["restore", "copy", "--data", "again"]);
}

/// Whoever changes a file and its entry still has to explain the ledger.
#[test]
fn a_backup_that_contradicts_itself_is_refused() {
    let product = house();
    done(&product, &["backup", "copy", "--data", "data"]);
    // A backup whose database holds a forged rating, made by the product itself from forged data.
    let forged = beside(&product, "forged");
    copied(&beside(&product, "copy"), &forged);
    fs::remove_file(forged.join("manifest.json")).expect("removed");
    let database = Connection::open(forged.join("steward.db")).expect("the database");
    let sql = "update ledger set record = replace(record, '\"score\":4', '\"score\":5')";
    assert_eq!(database.execute(sql, []), Ok(1));
    drop(database);
    let said = refused(&product, &["backup", "copy2", "--data", "forged"]);
    assert!(said.contains("ledger") && said.contains("tinglan"), "{said}");
    assert!(!beside(&product, "copy2").exists(), "no backup of what is not sound");
}

#[test]
fn what_cannot_be_done_is_said_and_leaves_nothing() {
    let product = house();
    let copy = ["backup", "copy", "--data", "data"];
    done(&product, &copy);
    assert!(refused(&product, &copy).contains("not empty"), "a backup is never written over");
    let said = refused(&product, &["restore", "copy", "--data", "data"]);
    assert!(said.contains("not empty") && said.contains("steward.db"), "the serving house is safe: {said}");
    assert!(refused(&product, &["backup", "b", "--data", "nowhere"]).contains("no database"));
    assert!(!beside(&product, "nowhere").exists(), "looking makes no folder");
    assert!(refused(&product, &["restore", "nowhere", "--data", "again"]).contains("manifest.json"));
    let postgres = "postgres://steward:hidden@127.0.0.1:1/none";
    let said = refused(&product, &["backup", "b", "--database-url", postgres]);
    assert!(said.contains("onnection") && !said.contains("hidden"), "{said}");
    let said = refused(&product, &["restore", "copy", "--data", "again", "--database-url", postgres]);
    assert!(said.contains("onnection") && !said.contains("hidden"), "{said}");
    assert!(!beside(&product, "b").exists() && !beside(&product, "again").exists());

    // A newer house's backup, as its version writes it.
    let newer = beside(&product, "newer");
    copied(&beside(&product, "copy"), &newer);
    let text = fs::read_to_string(newer.join("manifest.json")).expect("a manifest");
    fs::write(newer.join("manifest.json"), text.replace("\"format\": 1", "\"format\": 2")).expect("changed");
    assert!(refused(&product, &["restore", "newer", "--data", "again"]).contains("newer"));

    // A disk with room for less than the database.
    let size = fs::metadata(beside(&product, "copy/steward.db")).expect("the database").len();
    for (command, name) in
        [(["backup", "full", "--data", "data"], "full"), (["restore", "copy", "--data", "again"], "again")]
    {
        let (well, said) = product.run_on_small_disk(size / 2, &command);
        assert!(!well && said.contains("steward.db"), "{command:?}: {said}");
        assert!(!beside(&product, name).exists(), "{command:?} left something behind");
    }
    assert!(!beside(&product, "again").exists() && !beside(&product, "b").exists());
}

/// A picture that the store has lost stops no backup, but is not kept quiet about.
#[test]
fn a_lost_photo_is_named_and_the_rest_is_kept() {
    let product = house();
    let photos = files_below(&product.data().join("photos"));
    let lost = photos.iter().find(|file| !file.to_string_lossy().contains("thumb")).expect("a photo");
    let id = lost.file_stem().expect("a name").to_string_lossy().into_owned();
    fs::remove_file(lost).expect("lost");
    let said = refused(&product, &["backup", "copy", "--data", "data"]);
    assert!(said.contains(&id) && said.contains("complete but for"), "{said}");
    assert!(done(&product, &["restore", "copy", "--data", "again"]).contains(&id));
    assert_eq!(counts(&beside(&product, "again/steward.db"))[2], 1);
}
