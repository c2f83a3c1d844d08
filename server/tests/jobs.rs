//! The clock sweep: what time alone does to tickets, woken exactly when it does, by any number of servers.

use crate::common::tickets::leak;
use crate::common::{NOW, Server, server, server_with};
use steward_core::sla::policy::ClockKind;
use steward_core::tickets::{Command, EventBody, State};
use steward_core::time::{Instant, Seconds};
use steward_server::db::sql;
use steward_server::jobs::sweep::Sweep;
use steward_server::jobs::{Job as _, lease};

fn sweep(server: &Server, node: &str) -> Sweep {
    Sweep::new(server.running.app().clone(), node.to_owned())
}

fn at(seconds: i64) -> Instant {
    Instant::from_secs(NOW + seconds)
}

async fn number(server: &Server, query: &'static str) -> i64 {
    sql(query).number(&server.running.app().db().read).await.unwrap()
}

#[tokio::test]
async fn the_sweep_sleeps_until_the_first_warning_and_climbs_the_ladder_step_by_step() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let page = owner.submit(leak()).await.unwrap();
    let sweep = sweep(&server, "n1");
    // Dispatch within 5 minutes: warned at four fifths, breached a millisecond after it was due.
    assert_eq!(sweep.run().await.unwrap(), Some(at(240)));
    let mut staff = server.staff("agent").await;
    let seen = staff.ticket(page.ticket.id.as_str()).await.unwrap();
    assert_eq!(seen.ticket.seq, page.ticket.seq, "nothing before its time");

    server.advance(Seconds(240));
    assert_eq!(sweep.run().await.unwrap(), Some(Instant::from_millis(at(300).millis() + 1)));
    server.clock.set(Instant::from_millis(at(300).millis() + 1));
    let next = sweep.run().await.unwrap();
    assert_eq!(next, Some(at(48 * 60)), "the hour for being on site warns next");
    let seen = staff.ticket(page.ticket.id.as_str()).await.unwrap();
    let clock = seen.ticket.clock(ClockKind::Dispatch).unwrap();
    assert_eq!(clock.warned, Some(at(240)));
    assert_eq!(clock.escalations.iter().map(|e| e.level).collect::<Vec<_>>(), [1]);

    server.advance(Seconds::days(8));
    sweep.run().await.unwrap();
    let seen = server.staff("agent").await.ticket(page.ticket.id.as_str()).await.unwrap();
    let levels = |kind| {
        let clock = seen.ticket.clock(kind).unwrap();
        clock.escalations.iter().map(|e| e.level).collect::<Vec<_>>()
    };
    assert_eq!(
        (levels(ClockKind::Dispatch), levels(ClockKind::OnSite)),
        (vec![1, 2, 3, 4], vec![1, 2, 3, 4])
    );
    let before = number(&server, "select count(*) from events").await;
    assert_eq!(sweep.run().await.unwrap(), None, "time changes nothing any more");
    assert_eq!(number(&server, "select count(*) from events").await, before);
}

#[tokio::test]
async fn a_rated_window_that_ends_closes_the_ticket() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let mut agent = server.staff("agent").await;
    let question = steward_core::tickets::TicketDraft {
        scenario: steward_core::tickets::Scenario::Consultation,
        category: steward_core::tickets::Category::find("ask.fees").unwrap(),
        text: "物业费怎么交？".into(),
        ..leak()
    };
    let mut page = owner.submit(question).await.unwrap();
    page = agent.command(&page, Command::Accept { category: None, urgency: None }).await.unwrap();
    let work = "可以在小程序里缴费".to_owned();
    page = agent.command(&page, Command::Complete { work, photos: vec![] }).await.unwrap();
    assert_eq!(page.ticket.state, State::Completed);
    let sweep = sweep(&server, "n1");
    let window_ends = at(7 * 86_400);
    server.advance(Seconds::days(6));
    sweep.run().await.unwrap();
    assert_eq!(owner.ticket(page.ticket.id.as_str()).await.unwrap().ticket.state, State::Completed);
    server.clock.set(window_ends);
    sweep.run().await.unwrap();
    let after = owner.ticket(page.ticket.id.as_str()).await.unwrap();
    let expected = if page.ticket.said.visit_due { State::Completed } else { State::Closed };
    assert_eq!(after.ticket.state, expected, "a ticket that waits for a visit stays open for it");
}

#[tokio::test]
async fn two_servers_on_one_database_do_everything_once() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    for _ in 0..5 {
        owner.submit(leak()).await.unwrap();
    }
    server.advance(Seconds::days(2));
    let (one, other) = (sweep(&server, "n1"), sweep(&server, "n2"));
    let (a, b) = tokio::join!(one.run(), other.run());
    a.unwrap();
    b.unwrap();
    let doubled = "select count(*) from (select ticket_id, body from events \
        where kind in ('clock_warned', 'clock_breached', 'escalated') group by ticket_id, body having count(*) > 1) d";
    assert_eq!(number(&server, doubled).await, 0);
    let breaches = number(&server, "select count(*) from events where kind = 'clock_breached'").await;
    assert!(breaches >= 20, "{breaches}: dispatch, on site, feedback and completion of five tickets");
    assert_eq!(number(&server, "select count(*) from leases").await, 0, "given back");
}

#[tokio::test]
async fn while_somebody_else_has_the_lease_a_sweep_waits_for_its_end() {
    let server = server().await;
    server.owner(1).await.submit(leak()).await.unwrap();
    server.advance(Seconds::hours(1));
    let app = server.running.app();
    assert!(lease::take(app.writer(), "sweep", "dead server", app.now(), Seconds(30)).await.unwrap());
    let sweep = sweep(&server, "n1");
    assert_eq!(sweep.run().await.unwrap(), Some(app.now() + Seconds(30)));
    assert_eq!(number(&server, "select count(*) from events where kind = 'clock_breached'").await, 0);
    server.advance(Seconds(30));
    sweep.run().await.unwrap();
    assert!(number(&server, "select count(*) from events where kind = 'clock_breached'").await > 0);
}

#[tokio::test]
async fn a_clock_that_is_set_back_stops_nothing() {
    let server = server().await;
    server.owner(1).await.submit(leak()).await.unwrap();
    let app = server.running.app();
    // A server dies with a lease, on a clock that is an hour ahead; then somebody puts the clock right.
    server.advance(Seconds::hours(1));
    assert!(lease::take(app.writer(), "sweep", "dead server", app.now(), Seconds(30)).await.unwrap());
    server.clock.set(at(600));
    sweep(&server, "n1").run().await.unwrap();
    assert_eq!(number(&server, "select count(*) from events where kind = 'clock_breached'").await, 1);
    // What happens now does not happen before what has happened.
    server.clock.set(at(60));
    let page = server.owner(1).await.submit(leak()).await.unwrap();
    assert_eq!(sweep(&server, "n1").run().await.unwrap(), Some(at(300)), "{}", page.ticket.id);
    server.clock.set(Instant::from_millis(at(360).millis() + 1));
    sweep(&server, "n1").run().await.unwrap();
    assert_eq!(number(&server, "select count(*) from events where kind = 'clock_breached'").await, 2);
}

#[tokio::test]
async fn a_wrong_time_beside_a_ticket_is_put_right() {
    let server = server().await;
    let page = server.owner(1).await.submit(leak()).await.unwrap();
    let app = server.running.app();
    let early = app.now().millis();
    app.writer()
        .run(move |conn| {
            Box::pin(async move { Ok(sql("update tickets set tick_at = $1").bind(early).run(conn).await?) })
        })
        .await
        .unwrap();
    assert_eq!(sweep(&server, "n1").run().await.unwrap(), Some(at(240)), "as the rules say");
    assert_eq!(
        server.staff("agent").await.ticket(page.ticket.id.as_str()).await.unwrap().ticket.seq,
        page.ticket.seq
    );
}

#[tokio::test]
async fn a_running_server_wakes_by_itself_for_a_new_ticket_and_a_moved_clock() {
    let server = server_with(|config| config.jobs = true).await;
    let mut changes = server.running.app().hub().listen();
    let page = server.owner(1).await.submit(leak()).await.unwrap();
    assert_eq!(changes.recv().await.unwrap().ticket.id, page.ticket.id);
    server.advance(Seconds(240));
    let change = changes.recv().await.unwrap();
    let expected = EventBody::ClockWarned { clock: ClockKind::Dispatch };
    assert_eq!(change.events.iter().map(|e| &e.body).collect::<Vec<_>>(), [&expected]);
    let mut anyone = server.anyone();
    let metrics = String::from_utf8(anyone.get("/metrics").await.body).unwrap();
    assert!(metrics.contains("steward_sweep_ticks_total 1"), "{metrics}");
    server.running.shutdown().await;
}
