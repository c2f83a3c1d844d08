//! A store that cannot take writes: 503, nothing that was acknowledged is lost, and it goes on afterwards.

use rusqlite::Connection;
use steward_core::endpoint::Page;
use steward_core::problem::Code;
use steward_core::tickets::api::{LIST, ListQuery, TicketRow};
use steward_core::tickets::{Command, State, TicketDraft};
use steward_tests::people::{leak, question};
use steward_tests::{Client, Product, crowd};

fn mine(client: &Client) -> Vec<String> {
    let query = ListQuery { limit: Some(100), ..ListQuery::default() };
    let page: Page<TicketRow> = client.call(&LIST, &[], &query).ok();
    page.rows.into_iter().map(|row| row.id.to_string()).collect()
}

#[test]
fn a_locked_database_is_said_and_survived() {
    let product = Product::start();
    let owner = product.owner(1);
    let before = owner.submit(leak());
    let lock = Connection::open(product.data().join("steward.db")).expect("the database");
    lock.execute_batch("begin immediate").expect("the lock");
    let answer = owner.try_submit(question());
    assert_eq!(answer.code(), Code::Unavailable);
    assert_ne!(answer.header("retry-after"), "");
    assert_eq!(owner.ticket(&before.ticket.id).ticket.state, State::Submitted, "reading goes on");
    lock.execute_batch("rollback").expect("unlocked");
    let after = owner.submit(question());
    let mine = mine(&owner);
    assert!(mine.contains(&before.ticket.id.to_string()) && mine.contains(&after.ticket.id.to_string()));
    product.staff("agent").command(&before.ticket.id, Command::Accept { category: None, urgency: None });
}

/// The files may grow by half a megabyte only: the next writes fail as on a full disk.
#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let mut product = Product::start();
    let owner = product.owner(1);
    let first = owner.submit(leak()).ticket.id.to_string();
    let largest = ["steward.db", "steward.db-wal"]
        .iter()
        .filter_map(|name| std::fs::metadata(product.data().join(name)).ok())
        .map(|file| file.len())
        .max()
        .unwrap_or_default();
    product.start_again_on_small_disk(largest + 512 * 1024);
    let mut acknowledged = vec![first];
    let mut refused = 0;
    for n in 0..400 {
        let text = format!("{n}：{}", "厨房漏水。".repeat(300));
        let answer = owner.try_submit(TicketDraft { text, ..leak() });
        if answer.status == 201 {
            acknowledged.push(answer.json()["ticket"]["id"].as_str().expect("an id").to_owned());
        } else {
            assert_eq!(answer.code(), Code::Unavailable, "{}", answer.text());
            refused += 1;
        }
        if refused == 3 {
            break;
        }
    }
    assert_eq!(refused, 3, "the disk never filled up; {} tickets", acknowledged.len());
    assert!(acknowledged.len() > 1, "nothing fitted at all");
    let agent = product.staff("agent");
    assert!(agent.get(&format!("/api/v1/tickets/{}", acknowledged[0])).status == 200, "reading goes on");

    product.start_again();
    let stored = crowd::all_tickets(&product.staff("agent"));
    for id in &acknowledged {
        assert!(stored.iter().any(|row| row.id.as_str() == id), "{id} was acknowledged and is gone");
    }
    assert!(owner.try_submit(question()).status == 201, "with room again it goes on");
}
