//! Making the cockpit's sums anew and following the log, beside people who work, and killed anywhere: every ticket counts
//! exactly once.

use std::task::Poll;

use sqlx::Connection as _;
use steward_core::tickets::Command;
use steward_core::time::Seconds;
use steward_server::cockpit::projection::anew::{self, Ahead, Place, Remade};
use steward_server::cockpit::projection::follow;
use steward_server::cockpit::projection::old::Gone;
use steward_server::db::{Db, sql};
use steward_server::demo::Filling;
use steward_server::http::error::Answer;

use super::cockpit_sums::{agree, follow, recount, stored};
use super::common::tickets::noise;
use super::common::{Server, server_with};

async fn with_tickets() -> Server {
    server_with(|config| config.demo_filling = Filling::Everything).await
}

fn db(server: &Server) -> Db {
    server.running.app().db().clone()
}

/// Writes something behind everybody's back.
async fn behind(server: &Server, text: &'static str) {
    let writer = server.running.app().writer();
    writer.run(move |conn| Box::pin(async move { Ok(sql(text).run(conn).await?) })).await.unwrap();
}

/// What is to be counted next, in stretches of so many tickets.
async fn ahead(server: &Server, most: usize) -> Vec<Ahead> {
    let db = db(server);
    anew::ahead(&db, &Place::reached(&db).await.unwrap(), most).await.unwrap()
}

async fn begin(server: &Server) {
    server.running.app().writer().run(|conn| Box::pin(anew::begin(conn))).await.unwrap();
}

async fn finish(server: &Server) {
    let writer = server.running.app().writer();
    let (mut sums, mut gone) = (0, Gone::default());
    loop {
        let so_far = gone.clone();
        match writer.run(move |conn| Box::pin(anew::finish(conn, so_far))).await.unwrap() {
            Remade::Sums(n, reached) => {
                sums += n;
                gone = reached;
            }
            Remade::All => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(sums > 0, "old sums were left");
    let generations = sql("select count(distinct generation) from rollups");
    assert_eq!(generations.number(&db(server).read).await.unwrap(), 1, "old sums are gone");
}

async fn tickets(server: &Server) -> u64 {
    let tickets = sql("select count(*) from tickets").number(&db(server).read).await.unwrap();
    u64::try_from(tickets).unwrap()
}

#[tokio::test]
async fn sums_are_made_anew_while_tickets_change() {
    let server = with_tickets().await;
    follow(&server, 100).await;
    // Wrong rows, as a broken version would have left them.
    behind(&server, "update rollups set body = '[999]' where bucket = 'group'").await;
    behind(&server, "update counted set praise_value = 0, praise_day = volume_day where agent_id <> ''")
        .await;
    begin(&server).await;
    let writer = server.running.app().writer();
    let mut owner = server.owner(1).await;
    let (mut counted, mut changed, mut again) = (0, 0_u64, 0);
    loop {
        let ahead = ahead(&server, 3).await;
        if ahead.is_empty() {
            break;
        }
        for one in ahead {
            let stretch = one.read(&db(&server)).await.unwrap();
            // What happens now, and is followed or not, the stretch knows nothing of.
            if changed < 20 {
                changed += 1;
                let ticket = owner.submit(noise()).await.unwrap();
                if changed % 2 == 0 {
                    owner
                        .command(&ticket, Command::Cancel { reason: "已经安静了".to_owned() })
                        .await
                        .unwrap();
                }
                if changed % 3 > 0 {
                    follow(&server, 3).await;
                }
                server.advance(Seconds::hours(1));
            }
            match writer.run(|conn| Box::pin(anew::count(conn, stretch))).await.unwrap() {
                Remade::Tickets(n) => counted += n,
                Remade::Again => again += 1,
                other => panic!("{other:?}"),
            }
            // Begun twice is begun once: what was read for the first time does not fit any more.
            if changed == 3 {
                begin(&server).await;
                counted = 0;
            }
        }
    }
    assert!(again > 0, "nothing had to be read again");
    assert_eq!(changed, 20);
    let all = tickets(&server).await;
    assert!(counted + changed >= all, "{counted} and {changed} of {all}");
    finish(&server).await;
    follow(&server, 100).await;
    agree(&stored(&server).await, &recount(&server).await);
}

#[tokio::test]
async fn a_project_that_was_not_there_is_not_left_out() {
    let server = with_tickets().await;
    follow(&server, 100).await;
    begin(&server).await;
    let writer = server.running.app().writer();
    for one in ahead(&server, 1000).await {
        let stretch = one.read(&db(&server)).await.unwrap();
        let counted = writer.run(|conn| Box::pin(anew::count(conn, stretch))).await.unwrap();
        assert!(matches!(counted, Remade::Tickets(_)), "{counted:?}");
    }
    let next = ahead(&server, 1000).await.pop().unwrap().read(&db(&server)).await.unwrap();
    behind(
        &server,
        "insert into projects (id, region_id, name, hotline, zone) \
        select min(id) || '0', min(region_id), 'new', '', min(zone) from projects",
    )
    .await;
    assert_eq!(writer.run(|conn| Box::pin(anew::count(conn, next))).await.unwrap(), Remade::Again);
    assert_eq!(
        writer.run(|conn| Box::pin(anew::finish(conn, Gone::default()))).await.unwrap(),
        Remade::Again
    );
    let mut told = 0;
    anew::all(&db(&server), writer, 50, |n| told += n).await.unwrap();
    assert_eq!(told, tickets(&server).await);
    agree(&stored(&server).await, &recount(&server).await);
}

/// Drives something until it has waited so often, and drops it there as a process that is killed would; its result if it
/// came first.
async fn killed_after<T>(waits: usize, what: impl Future<Output = T>) -> Option<T> {
    let mut what = std::pin::pin!(what);
    let mut left = waits;
    let driven = std::future::poll_fn(|context| match what.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    });
    driven.await
}

/// After how many waits the attempts of a step are killed: further on each time until it comes to its end, however often
/// that waits, and elsewhere between than in the step before.
fn waits(step: usize, attempt: usize) -> usize {
    attempt * attempt + step % (2 * attempt + 1)
}

/// A step of the projector in a transaction of its own; whether there is more.
async fn follow_once(db: &Db) -> Answer<bool> {
    let mut conn = db.write.acquire().await?;
    let mut tx = conn.begin_with(db.engine.begin()).await?;
    let more = match follow::read(&mut tx, 4).await? {
        Some(step) => follow::write(&mut tx, step).await?,
        None => false,
    };
    tx.commit().await?;
    Ok(more)
}

#[tokio::test]
async fn a_projector_that_is_killed_anywhere_counts_every_event_once() {
    let server = with_tickets().await;
    let db = db(&server);
    let (mut killed, mut steps, mut attempt) = (0, 0, 0);
    for round in 0.. {
        match killed_after(waits(steps, attempt), follow_once(&db)).await.transpose().unwrap() {
            None => (killed, attempt) = (killed + 1, attempt + 1),
            Some(true) => (steps, attempt) = (steps + 1, 0),
            Some(false) => break,
        }
        assert!(round < 5000, "it does not come to an end");
    }
    assert!(killed > 10, "{killed}");
    assert!(killed >= steps, "each step is killed at its first wait: {killed} of {steps}");
    follow(&server, 100).await;
    agree(&stored(&server).await, &recount(&server).await);
}

/// Counts what comes next in a transaction of its own.
async fn count_once(db: &Db) -> Answer<Option<Remade>> {
    let place = Place::reached(db).await?;
    let Some(next) = anew::ahead(db, &place, 12).await?.into_iter().next() else { return Ok(None) };
    let stretch = next.read(db).await?;
    let mut conn = db.write.acquire().await?;
    let mut tx = conn.begin_with(db.engine.begin()).await?;
    let counted = anew::count(&mut tx, stretch).await?;
    tx.commit().await?;
    Ok(Some(counted))
}

#[tokio::test]
async fn making_anew_that_is_killed_anywhere_goes_on_or_begins_again() {
    let server = with_tickets().await;
    follow(&server, 100).await;
    let right = recount(&server).await;
    behind(&server, "update rollups set body = '[999]' where bucket = 'group'").await;
    let db = db(&server);
    begin(&server).await;
    let (mut killed, mut stretches, mut attempt) = (0, 0, 0);
    for round in 0.. {
        match killed_after(waits(stretches, attempt), count_once(&db)).await.transpose().unwrap() {
            None => (killed, attempt) = (killed + 1, attempt + 1),
            Some(Some(_)) => (stretches, attempt) = (stretches + 1, 0),
            Some(None) => break,
        }
        assert!(round < 9000, "it does not come to an end");
    }
    assert!(killed > 10, "{killed}");
    assert!(killed >= stretches, "each stretch is killed at its first wait: {killed} of {stretches}");
    finish(&server).await;
    agree(&stored(&server).await, &right);
    // The whole command, killed further and further on, and then let go to its end.
    let writer = server.running.app().writer();
    for waits in (0..60).step_by(3) {
        killed_after(waits, anew::all(&db, writer, 20, |_| {})).await;
        agree(&stored(&server).await, &right);
    }
    let mut told = 0;
    anew::all(&db, writer, 20, |n| told += n).await.unwrap();
    assert_eq!(told, tickets(&server).await);
    agree(&stored(&server).await, &right);
    let left = sql("select count(*) from projections where remaking is not null").number(&db.read).await;
    assert_eq!(left.unwrap(), 0);
}
