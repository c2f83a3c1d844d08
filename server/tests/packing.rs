//! Histories of tickets that are over take little space, and nobody who reads them notices.

use std::collections::BTreeMap;

use steward_core::endpoint::Page;
use steward_core::tickets::api::{LIST, ListQuery, TicketPage, TicketRow};
use steward_core::tickets::{Command, State};
use steward_core::time::Seconds;
use steward_server::cockpit::projection::follow;
use steward_server::db::sql;
use steward_server::demo::Filling;
use steward_server::doctor::{Finding, Level, examine};
use steward_server::jobs::Job as _;
use steward_server::jobs::pack::{Pack, Place, step};
use steward_server::jobs::sweep::Sweep;
use steward_server::surveys::audit;

use super::cockpit_sums::{agree, recount, stored};
use super::common::live::Stream;
use super::common::tickets::noise;
use super::common::{Client, Server, server_with};

async fn number(server: &Server, text: &'static str) -> i64 {
    sql(text).number(&server.running.app().db().read).await.unwrap()
}

async fn follow_all(server: &Server) {
    let writer = server.running.app().writer();
    while follow::follow(server.running.app().db(), writer, 100).await.unwrap() {}
}

/// A server whose demo is two months old: everything that time closes is closed.
async fn aged() -> Server {
    let server = server_with(|config| config.demo_filling = Filling::Little).await;
    for _ in 0..2 {
        server.advance(Seconds::days(31));
        Sweep::new(server.running.app().clone(), "n1".to_owned()).run().await.unwrap();
    }
    server
}

async fn pack(server: &Server) {
    Pack::new(server.running.app().clone(), "n1".to_owned()).run().await.unwrap();
}

/// Every ticket that somebody sees, with its page.
async fn pages(client: &mut Client) -> BTreeMap<String, TicketPage> {
    let mut pages = BTreeMap::new();
    let mut after = None;
    loop {
        let query = ListQuery { limit: Some(100), after, ..ListQuery::default() };
        let page: Page<TicketRow> = client.call(&LIST, &[], &query).await.unwrap();
        for row in page.rows {
            pages.insert(row.id.to_string(), client.ticket(row.id.as_str()).await.unwrap());
        }
        after = page.next;
        if after.is_none() {
            return pages;
        }
    }
}

/// What the doctor says of the log.
async fn log(server: &Server) -> Finding {
    let app = server.running.app();
    let found = examine(app.config(), app.now()).await;
    found.into_iter().find(|finding| finding.check == "log").unwrap()
}

const PACKED: &str = "select count(*) from tickets where packed is not null and body = ''";

#[tokio::test]
async fn what_is_packed_reads_as_before() {
    let server = aged().await;
    follow_all(&server).await;
    let mut people = Vec::new();
    for login in ["agent", "hq"] {
        people.push(server.staff(login).await);
    }
    people.push(server.owner(1).await);
    let mut before = Vec::new();
    for client in &mut people {
        before.push(pages(client).await);
    }
    let events = number(&server, "select count(*) from events").await;
    let already = number(&server, PACKED).await;
    pack(&server).await;
    let packed = number(&server, PACKED).await;
    assert!(packed > already + 5, "{packed}");
    assert!(number(&server, "select count(*) from events").await < events);
    let orphans = "select count(*) from events e join tickets t on t.id = e.ticket_id and t.body = ''";
    assert_eq!(number(&server, orphans).await, 0);
    for (client, before) in people.iter_mut().zip(&before) {
        assert_eq!(pages(client).await, *before);
    }
    // The ledger still finds each rating in its ticket's history, and the sums their tickets.
    let verdicts = audit::verify(server.running.app().db(), None).await.unwrap();
    assert!(verdicts.iter().all(|verdict| verdict.result.is_ok()), "{verdicts:?}");
    agree(&stored(&server).await, &recount(&server).await);
    // Once more finds nothing to do.
    pack(&server).await;
    assert_eq!(number(&server, PACKED).await, packed);
}

#[tokio::test]
async fn what_happens_after_the_end_is_kept_beside_and_packed_later() {
    let server = aged().await;
    follow_all(&server).await;
    pack(&server).await;
    assert_eq!(log(&server).await.level, Level::Ok, "what is packed is not missing");
    let mut supervisor = server.staff("supervisor").await;
    let closed = ListQuery { state: Some(State::Closed), limit: Some(100), ..ListQuery::default() };
    let closed: Page<TicketRow> = supervisor.call(&LIST, &[], &closed).await.unwrap();
    let mut reviewed = None;
    for row in closed.rows {
        let page = supervisor.ticket(row.id.as_str()).await.unwrap();
        let [problem, cause, measure] = ["等待太久", "排班不足", "增加夜班"].map(str::to_owned);
        let review = Command::Review { problem, cause, measure };
        if let Ok(after) = supervisor.command(&page, review).await {
            assert_eq!(after.events.len(), page.events.len() + 1);
            reviewed = Some(after);
        }
    }
    let reviewed = reviewed.expect("a closed ticket of the supervisor's");
    let id = reviewed.ticket.id.to_string();
    assert_eq!(supervisor.ticket(&id).await.unwrap(), reviewed);
    let beside = "select count(*) from tickets where packed is not null and body <> ''";
    assert!(number(&server, beside).await > 0);
    assert_eq!(log(&server).await.level, Level::Ok, "part of a history beside, part in the log");
    follow_all(&server).await;
    // Something else ends the log by then, and what was added is old enough.
    server.owner(1).await.submit(noise()).await.unwrap();
    server.advance(Seconds::days(31));
    follow_all(&server).await;
    pack(&server).await;
    assert_eq!(number(&server, beside).await, 0);
    assert_eq!(log(&server).await.level, Level::Ok);
    let again = server.staff("supervisor").await.ticket(&id).await.unwrap();
    assert_eq!((again.ticket, again.events), (reviewed.ticket, reviewed.events));
}

#[tokio::test]
async fn what_the_log_is_read_for_is_not_packed() {
    let server = aged().await;
    let writer = server.running.app().writer();
    let now = server.running.app().now();
    let all = || async {
        let mut place = Some(Place::default());
        while let Some(after) = place {
            place = writer.run(move |conn| Box::pin(step(conn, after, now, 3))).await.unwrap();
        }
    };
    // The cockpit has followed nothing yet; what was made packed is so all the same.
    let nothing = "update projections set position = 0";
    writer.run(move |conn| Box::pin(async move { Ok(sql(nothing).run(conn).await?) })).await.unwrap();
    let before = number(&server, PACKED).await;
    all().await;
    assert_eq!(number(&server, PACKED).await, before);
    follow_all(&server).await;
    let end = number(&server, "select max(position) from events").await;
    all().await;
    assert!(number(&server, PACKED).await > before + 5);
    assert_eq!(number(&server, "select max(position) from events").await, end);
    // The next event gets the next place in the log.
    server.owner(1).await.submit(noise()).await.unwrap();
    let mut after = sql("select count(*) from events where position <= ").value(end);
    after = after.then(" and position > ").value(end - 1);
    assert_eq!(after.number(&server.running.app().db().read).await.unwrap(), 1);
    assert!(number(&server, "select max(position) from events").await > end);
}

/// Whoever missed what is no longer in the log reads again, instead of going on without it.
#[tokio::test]
async fn whoever_was_away_for_long_reads_again() {
    let server = aged().await;
    follow_all(&server).await;
    let end = number(&server, "select max(position) from events").await;
    let after = (end - 400).max(1).to_string();
    let agent = server.staff("agent").await;
    let told = async || Stream::open(&agent, Some(&after)).await.raw().await;
    assert_ne!(told().await.1, "{}", "what was missed is still there");
    pack(&server).await;
    assert_eq!(told().await, (end.to_string(), "{}".to_owned()));
}
