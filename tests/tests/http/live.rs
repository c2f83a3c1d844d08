//! The live stream: who hears what, and what happens after the connection was lost.

use std::time::Duration;

use steward_core::tickets::{Command, EventBody, State};
use steward_tests::Product;
use steward_tests::live::Live;
use steward_tests::people::{from_home, leak};

#[test]
fn an_owner_hears_the_public_side_of_the_own_tickets() {
    let product = Product::start();
    let owner = product.owner(1);
    let id = owner.submit(leak()).ticket.id;
    let live = Live::open(&owner, None);
    let neighbour = Live::open(&product.owner(2), None);
    let agent = product.staff("agent");
    product.owner(3).submit(from_home(leak(), "tinglan-7-1-1204"));
    agent.command(&id, Command::Note { text: "只给同事看".to_owned() });
    agent.command(&id, Command::Accept { category: None, urgency: None });
    let mut heard = Vec::new();
    loop {
        let (_, message) = live.next();
        assert_eq!(message.ticket, id, "a stranger's ticket on the owner's stream");
        heard.extend(message.events.into_iter().map(|e| e.body));
        if message.row.state == State::Accepted {
            break;
        }
    }
    assert!(heard.iter().any(|body| matches!(body, EventBody::Accepted { .. })));
    assert!(heard.iter().all(EventBody::is_public), "{heard:?}");
    // What concerns the neighbour comes; nothing came before it.
    let theirs = product.owner(2).submit(from_home(leak(), "tinglan-12-1-1502")).ticket.id;
    assert_eq!(neighbour.next().1.ticket, theirs);
}

#[test]
fn staff_hear_what_they_may_see() {
    let product = Product::start();
    let agent = Live::open(&product.staff("agent"), None);
    let elsewhere = Live::open(&product.staff("agent2"), None);
    let id = product.owner(1).submit(leak()).ticket.id;
    let (_, message) = agent.next();
    assert_eq!((message.ticket, message.row.state), (id, State::Submitted));
    assert_eq!(message.row.plate, "12-2-1803");
    let other = product.owner(17).submit(steward_core::tickets::TicketDraft {
        project: "songfeng".parse().expect("an id"),
        household: Some("songfeng-1-1-0501".parse().expect("an id")),
        ..leak()
    });
    assert_eq!(elsewhere.next().1.ticket, other.ticket.id);
    assert!(agent.next_within(Duration::from_millis(300)).is_none(), "another region's ticket");
}

#[test]
fn who_comes_back_hears_what_was_missed() {
    let product = Product::start();
    let owner = product.owner(1);
    let live = Live::open(&owner, None);
    let id = owner.submit(leak()).ticket.id;
    let (last, _) = live.next();
    drop(live);
    let agent = product.staff("agent");
    agent.command(&id, Command::Accept { category: None, urgency: None });
    agent.command(&id, Command::Reply { text: "师傅十点到。".to_owned() });
    let live = Live::open(&owner, Some(&last));
    let (_, message) = live.next();
    let kinds: Vec<bool> =
        message.events.iter().map(|e| matches!(e.body, EventBody::Replied { .. })).collect();
    assert!(kinds.contains(&true), "{:?}", message.events);
    assert!(message.events.iter().any(|e| matches!(e.body, EventBody::Accepted { .. })));
}

#[test]
fn nobody_listens_without_a_session() {
    let product = Product::start();
    assert_eq!(product.visitor().get("/api/v1/live").status, 401);
}
