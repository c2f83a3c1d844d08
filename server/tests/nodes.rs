//! Two servers on one database: only PostgreSQL can do that. `STEWARD_TEST_POSTGRES` names a server.

use std::collections::BTreeSet;

use futures_util::future::join_all;

use crate::common::live::Stream;
use crate::common::tickets::leak;
use crate::common::{Server, fresh_postgres, server_with};
use steward_server::db::sql;
use steward_server::secret::Secret;

async fn two() -> Option<(Server, Server)> {
    let url = std::env::var("STEWARD_TEST_POSTGRES").ok()?;
    let address = Secret::new(fresh_postgres(&url).await);
    let one = server_with(|c| c.database_url = Some(address.clone())).await;
    let other = server_with(|c| c.database_url = Some(address)).await;
    Some((one, other))
}

#[tokio::test]
async fn two_servers_give_every_ticket_its_own_number_and_the_log_has_no_gaps() {
    let Some((one, other)) = two().await else { return };
    let (mine, theirs) = (one.owner(1).await, other.owner(3).await);
    let submit = |n: usize| {
        let (mut client, mut draft) =
            if n.is_multiple_of(2) { (mine.clone(), leak()) } else { (theirs.clone(), leak()) };
        if n % 2 == 1 {
            draft.household = Some("tinglan-7-1-1204".parse().unwrap());
        }
        async move { client.submit(draft).await.unwrap().ticket.id.to_string() }
    };
    let numbers: BTreeSet<_> = join_all((0..60).map(submit)).await.into_iter().collect();
    assert_eq!(numbers.len(), 60);
    let db = &one.running.app().db().read;
    let (count, last) = ("select count(*) from events", "select max(position) from events");
    assert_eq!(sql(count).number(db).await.unwrap(), sql(last).number(db).await.unwrap());
}

#[tokio::test]
async fn what_happens_on_one_server_is_heard_on_the_other() {
    let Some((one, other)) = two().await else { return };
    let mut there = Stream::open(&other.staff("agent").await, None).await;
    let page = one.owner(1).await.submit(leak()).await.unwrap();
    let (_, message) = there.next().await;
    assert_eq!((message.ticket, message.events.len()), (page.ticket.id, page.events.len()));
}
