//! Two servers on one database: only PostgreSQL can do that. `STEWARD_TEST_POSTGRES` names a server.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;

use crate::cockpit_sums::{agree, recount, stored};
use crate::common::live::Stream;
use crate::common::tickets::leak;
use crate::common::{NOW, Server, fresh_postgres, server_with};
use crate::outbox::{number, post, receiver};
use steward_core::time::{Instant, Seconds};
use steward_server::cockpit::projection::{Projector, follow};
use steward_server::config::Config;
use steward_server::db::{rows, sql};
use steward_server::jobs::sweep::Sweep;
use steward_server::jobs::{Job, lease};
use steward_server::outbox::settings::Webhook;
use steward_server::secret::Secret;
use steward_server::surveys::days::DailyHeads;

async fn two() -> Option<(Server, Server)> {
    two_with(|_| {}).await
}

async fn two_with(change: impl Fn(&mut Config)) -> Option<(Server, Server)> {
    let url = std::env::var("STEWARD_TEST_POSTGRES").ok()?;
    let address = Secret::new(fresh_postgres(&url).await);
    let one = |c: &mut Config| {
        c.database_url = Some(address.clone());
        change(c);
    };
    Some((server_with(one).await, server_with(one).await))
}

fn set_both(nodes: (&Server, &Server), at: Instant) {
    nodes.0.clock.set(at);
    nodes.1.clock.set(at);
}

/// The same job of both nodes at the same time, until neither has anything to do before `now`.
async fn both<J: Job>(one: &J, other: &J, now: Instant) {
    loop {
        let (a, b) = tokio::join!(one.run(), other.run());
        // Whoever finds the lease taken looks again when it ends; here that is at once, since no time passes.
        let later = |wake: Option<Instant>| wake.is_none_or(|at| at > now);
        if later(a.unwrap()) && later(b.unwrap()) {
            return;
        }
    }
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

#[tokio::test]
async fn a_node_that_lost_its_connection_hears_again() {
    let Some((one, other)) = two().await else { return };
    let mut there = Stream::open(&other.staff("agent").await, None).await;
    one.owner(1).await.submit(leak()).await.unwrap();
    there.next().await;
    // By now both listen. Their ears are cut off, and nothing else of them.
    let cut = "select count(pg_terminate_backend(pid)::int) from pg_stat_activity \
        where datname = current_database() and query ilike 'listen%'";
    assert!(number(&one, cut).await > 0);
    let page = one.owner(1).await.submit(leak()).await.unwrap();
    assert_eq!(there.next().await.1.ticket, page.ticket.id);
    let page = one.owner(1).await.submit(leak()).await.unwrap();
    assert_eq!(there.next().await.1.ticket, page.ticket.id);
}

#[tokio::test]
async fn two_nodes_do_every_job_once() {
    let (url, mut posts) = receiver(vec![]).await;
    let hook = |c: &mut Config| {
        c.notify.webhook = Some(Webhook { url: url.clone(), secret: Secret::new("a secret of both sides") });
    };
    let Some((one, other)) = two_with(hook).await else { return };
    for n in 0..6 {
        let node = if n % 2 == 0 { &one } else { &other };
        node.owner(1).await.submit(leak()).await.unwrap();
    }
    // Everything is late by then, and two days are over.
    let now = Instant::from_secs(NOW) + Seconds::days(2);
    set_both((&one, &other), now);
    let app = |node: &Server| node.running.app().clone();
    let (a, b) = (|| app(&one), || app(&other));
    both(&Sweep::new(a(), "n1".into()), &Sweep::new(b(), "n2".into()), now).await;
    let (projector, second) = (Projector::new(a(), "n1".into()), Projector::new(b(), "n2".into()));
    both(&projector, &second, now).await;
    both(&DailyHeads::new(a()), &DailyHeads::new(b()), now).await;
    both(&post(&one), &post(&other), now).await;

    let doubled = "select count(*) from (select ticket_id, body from events where kind in \
        ('clock_warned', 'clock_breached', 'escalated') group by ticket_id, body having count(*) > 1) d";
    assert_eq!(number(&one, doubled).await, 0);
    assert!(number(&one, "select count(*) from events where kind = 'clock_breached'").await >= 24);
    assert_eq!(number(&one, "select count(*) from ledger_days").await, 1, "nothing was published before");
    let mut sent: BTreeMap<String, usize> = BTreeMap::new();
    while let Ok(post) = posts.try_recv() {
        *sent.entry(post.delivery).or_default() += 1;
    }
    assert!(sent.values().all(|times| *times == 1), "{sent:?}");
    let told = number(&one, "select count(*) from outbox where done_at is not null").await;
    assert_eq!(
        (told, number(&one, "select count(*) from outbox where done_at is null").await),
        (i64::try_from(sent.len()).unwrap(), 0)
    );
    assert!(told > 24, "{told}");
    agree(&stored(&one).await, &recount(&one).await);
    assert_eq!(number(&one, "select count(*) from leases").await, 0, "given back");
}

#[tokio::test]
async fn the_work_of_a_dead_node_is_taken_over_when_its_lease_ends() {
    let Some((dead, alive)) = two().await else { return };
    dead.owner(1).await.submit(leak()).await.unwrap();
    let now = Instant::from_secs(NOW) + Seconds::hours(1);
    set_both((&dead, &alive), now);
    for job in ["sweep", "projector"] {
        assert!(lease::take(dead.running.app().writer(), job, "dead", now, Seconds(30)).await.unwrap());
    }
    dead.running.shutdown().await;
    let app = || alive.running.app().clone();
    let (sweep, projector) = (Sweep::new(app(), "alive".into()), Projector::new(app(), "alive".into()));
    let ends = Some(now + Seconds(30));
    assert_eq!((sweep.run().await.unwrap(), projector.run().await.unwrap()), (ends, ends));
    let breached = "select count(*) from events where kind = 'clock_breached'";
    assert_eq!((number(&alive, breached).await, stored(&alive).await.len()), (0, 0));
    alive.clock.set(now + Seconds(30));
    sweep.run().await.unwrap();
    projector.run().await.unwrap();
    assert!(number(&alive, breached).await > 0);
    agree(&stored(&alive).await, &recount(&alive).await);
}

#[tokio::test]
async fn each_node_commits_its_steps_of_the_sums_whole_or_not_at_all() {
    let Some((one, other)) = two().await else { return };
    for n in 0..8 {
        let node = if n % 2 == 0 { &one } else { &other };
        node.owner(1).await.submit(leak()).await.unwrap();
    }
    // Steps of two events on both nodes at once, and every other one is cut off before its commit.
    for round in 0..20 {
        let step = |node: &Server, cut: bool| {
            let app = node.running.app().clone();
            async move {
                let taken = follow::read(&mut app.db().moment().await.unwrap(), 2).await.unwrap();
                let Some(taken) = taken else { return };
                let step = app.writer().run(move |conn| {
                    Box::pin(async move {
                        let more = follow::write(conn, taken).await?;
                        if cut {
                            Err(steward_server::http::error::Failure::internal("cut off"))
                        } else {
                            Ok(more)
                        }
                    })
                });
                assert_eq!(step.await.is_err(), cut);
            }
        };
        tokio::join!(step(&one, round % 2 == 0), step(&other, round % 2 == 1));
    }
    let behind =
        "select (select max(position) from events) - position from projections where name = 'cockpit'";
    assert_eq!(number(&one, behind).await, 0);
    agree(&stored(&one).await, &recount(&one).await);
}

#[tokio::test]
async fn who_slept_through_the_end_of_a_lease_does_nothing_more() {
    let Some((slow, quick)) = two().await else { return };
    let (mine, theirs) = (slow.running.app(), quick.running.app());
    let now = mine.now();
    assert!(lease::take(mine.writer(), "work", "slow", now, Seconds(30)).await.unwrap());
    let later = now + Seconds(30);
    assert!(lease::take(theirs.writer(), "work", "quick", later, Seconds(30)).await.unwrap());
    assert!(!mine.writer().run(|conn| Box::pin(lease::hold(conn, "work", "slow"))).await.unwrap());
    assert!(theirs.writer().run(|conn| Box::pin(lease::hold(conn, "work", "quick"))).await.unwrap());
    let row = sql("select holder from leases").row(&mine.db().read).await.unwrap().unwrap();
    assert_eq!(rows::text(&row, 0).unwrap(), "quick");
}
