//! The live stream: who hears what, and what a browser that was away has missed.

use crate::common::live::Stream;
use crate::common::tickets::leak;
use crate::common::{Client, code, server};
use steward_core::accounts::api::SIGN_OUT;
use steward_core::endpoint::Nothing;
use steward_core::problem::Code;
use steward_core::tickets::api::{LIVE, TicketPage};
use steward_core::tickets::{Command, EventBody, State};

async fn accept(agent: &mut Client, page: &TicketPage) -> TicketPage {
    agent.command(page, Command::Accept { category: None, urgency: None }).await.unwrap()
}

#[tokio::test]
async fn everyone_hears_what_concerns_them_and_nothing_else() {
    let server = server().await;
    let (mut owner, mut agent) = (server.owner(1).await, server.staff("agent").await);
    let mut at_desk = Stream::open(&agent, None).await;
    let mut at_home = Stream::open(&owner, None).await;
    let mut next_door = Stream::open(&server.owner(2).await, None).await;
    let page = owner.submit(leak()).await.unwrap();
    let (first, message) = at_desk.next().await;
    assert_eq!((message.ticket.clone(), message.row.state), (page.ticket.id.clone(), State::Submitted));
    assert!(matches!(message.events[0].body, EventBody::Submitted(_)));
    at_home.next().await;

    agent.command(&page, Command::Note { text: "老客户，注意态度".into() }).await.unwrap();
    let (second, message) = at_desk.next().await;
    assert!(second.parse::<i64>().unwrap() > first.parse::<i64>().unwrap());
    assert_eq!(message.events.len(), 1);
    let (_, message) = at_home.next().await;
    assert!(message.events.is_empty(), "a note is for colleagues");

    let mut neighbour = server.owner(2).await;
    let mut draft = leak();
    draft.household = Some("tinglan-12-1-1502".parse().unwrap());
    let own = neighbour.submit(draft).await.unwrap();
    assert_eq!(next_door.next().await.1.ticket, own.ticket.id, "the first thing they hear is their own");
}

#[tokio::test]
async fn a_browser_that_was_away_goes_on_where_it_was() {
    let server = server().await;
    let (mut owner, mut agent) = (server.owner(1).await, server.staff("agent").await);
    let mut stream = Stream::open(&owner, None).await;
    let page = owner.submit(leak()).await.unwrap();
    let (last, _) = stream.next().await;
    drop(stream);
    accept(&mut agent, &page).await;
    agent.command(&page, Command::Reply { text: "马上安排".into() }).await.unwrap();
    let mut again = Stream::open(&owner, Some(&last)).await;
    let (_, missed) = again.next().await;
    let kinds: Vec<_> = missed.events.iter().map(|e| std::mem::discriminant(&e.body)).collect();
    assert!(kinds.len() >= 2, "accepted and replied: {:?}", missed.events);
    assert_eq!(missed.row.state, State::Accepted);
    let mut ticket = page.ticket;
    missed.events.iter().for_each(|event| ticket.apply_public(event));
    assert_eq!(ticket.state, State::Accepted, "the page moves by the same function");
    agent
        .command(
            &owner.ticket(ticket.id.as_str()).await.unwrap(),
            Command::Reply { text: "师傅出发了".into() },
        )
        .await
        .unwrap();
    assert_eq!(again.next().await.1.events.len(), 1, "nothing twice");
}

#[tokio::test]
async fn what_goes_out_of_sight_is_read_again() {
    let server = server().await;
    let page = server.owner(1).await.submit(leak()).await.unwrap();
    accept(&mut server.staff("agent").await, &page).await;
    let mut other = Stream::open(&server.staff("engineer3").await, None).await;
    server.staff("engineer").await.command(&page, Command::Claim).await.unwrap();
    assert_eq!(other.raw().await.1, "{}", "the pool has one job less, and no word about who took it");
}

#[tokio::test]
async fn nobody_hears_without_a_session_and_streams_end_with_the_server() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let stream = Stream::open(&owner, None).await;
    owner.call(&SIGN_OUT, &[], &Nothing {}).await.unwrap();
    assert_eq!(code(owner.call(&LIVE, &[], &Nothing {}).await), Code::SignInNeeded);
    let desk = Stream::open(&server.staff("agent").await, None).await;
    let ((), home, away) = tokio::join!(server.running.shutdown(), stream.ends(), desk.ends());
    assert!(home && away);
}
