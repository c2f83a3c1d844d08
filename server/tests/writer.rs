//! The writer under load and in trouble: order, idempotency, full disks, commands that break.

use crate::common;
use std::sync::Arc;

use crate::common::tickets::{leak, new_id};
use crate::common::{Server, code, server};
use futures_util::future::join_all;
use sqlx::Connection as _;
use steward_core::accounts::Actor;
use steward_core::accounts::actor::{Home, Scope};
use steward_core::accounts::api::Address;
use steward_core::accounts::role::Role;
use steward_core::problem::Code;
use steward_core::tickets::api::RECOGNISED_FOR;
use steward_core::tickets::event::{External, Submission};
use steward_core::tickets::{Command, Ticket};
use steward_core::time::{Instant, Seconds};
use steward_server::db::{Engine, rows, sql};
use steward_server::http::error::Failure;
use steward_server::writer::{Ask, Done, Recognised, What, forget_commands};

fn owner() -> Actor {
    let home = Home { project: "tinglan".parse().unwrap(), household: "tinglan-12-2-1803".parse().unwrap() };
    Actor {
        person: "owner-01".parse().unwrap(),
        role: Role::Owner,
        name: "林静".into(),
        department: None,
        scope: Scope::Households(vec![home]),
    }
}

fn said(external: Option<&str>) -> Submission {
    let draft = leak();
    Submission {
        project: draft.project,
        household: draft.household,
        address: Address::default(),
        place: draft.place,
        scenario: draft.scenario,
        category: draft.category,
        urgency: draft.urgency,
        channel: draft.channel,
        text: draft.text,
        photos: vec![],
        contact: String::new(),
        phone: String::new(),
        appointment: None,
        external: external.map(|key| External {
            source: "old".into(),
            key: key.into(),
            category: String::new(),
        }),
        visit_due: false,
    }
}

fn submit(id: &str, external: Option<&str>) -> Ask {
    let what = What::Submit { said: Box::new(said(external)), imported_due: None };
    Ask {
        id: id.parse().unwrap(),
        fingerprint: id.to_owned(),
        actor: owner(),
        at: Instant::from_secs(common::NOW),
        what,
        recognised: Recognised::Usually,
    }
}

fn command(ticket: &Ticket, command: Command) -> Ask {
    let id = new_id();
    let what = What::Command { ticket: ticket.id.clone(), expected_seq: None, command: Box::new(command) };
    Ask {
        id: id.parse().unwrap(),
        fingerprint: id,
        actor: owner(),
        at: Instant::from_secs(common::NOW),
        what,
        recognised: Recognised::Usually,
    }
}

async fn ask(server: &Server, ask: Ask) -> Result<Done, Failure> {
    server.running.app().writer().ask(ask).await
}

async fn number(server: &Server, text: &'static str) -> i64 {
    sql(text).number(&server.running.app().db().read).await.unwrap()
}

fn problem(result: Result<Done, Failure>) -> Code {
    match result.unwrap_err() {
        Failure::Problem(problem) => problem.code,
        Failure::Unavailable(_) => Code::Unavailable,
        Failure::Internal(_) => Code::Internal,
    }
}

#[tokio::test]
async fn three_hundred_at_once_are_all_there_once_and_in_order() {
    let server = server().await;
    let asks = (0..300).map(|n| submit(&format!("c{n}"), None));
    let done = join_all(asks.map(|a| ask(&server, a))).await;
    let mut numbers: Vec<_> = done.iter().map(|d| d.as_ref().unwrap().ticket.id.to_string()).collect();
    numbers.sort();
    let expected: Vec<_> = (1..=300).map(|n| format!("T20260915-{n:04}")).collect();
    assert_eq!(numbers, expected, "each has a number of its own, none is left out");
    let ticket = Arc::clone(&done[0].as_ref().unwrap().ticket);
    let notes = (0..100)
        .map(|n| command(&ticket, Command::Supplement { text: format!("第 {n} 次补充"), photos: vec![] }));
    let done = join_all(notes.map(|a| ask(&server, a))).await;
    let mut seqs: Vec<_> = done.iter().map(|d| d.as_ref().unwrap().events[0].seq).collect();
    seqs.sort_unstable();
    let first = ticket.seq + 1;
    assert_eq!(seqs, (first..first + 100).collect::<Vec<_>>(), "each sees what those before it did");
    let events = number(&server, "select count(*) from events").await;
    assert_eq!(number(&server, "select max(position) from events").await, events, "the log has no gaps");
    assert_eq!(number(&server, "select count(*) from commands").await, 400);
    let stored = sql("select body from events where ticket_id = $1 order by seq").bind(ticket.id.as_str());
    let stored = stored.rows(&server.running.app().db().read).await.unwrap();
    let events: Vec<steward_core::tickets::Event> =
        stored.iter().map(|r| rows::json(r, 0).unwrap()).collect();
    let folded = Ticket::fold(ticket.id.clone(), &events).unwrap();
    let row = sql("select body from tickets where id = $1").bind(ticket.id.as_str());
    let row = row.row(&server.running.app().db().read).await.unwrap().unwrap();
    assert_eq!(folded, rows::json::<Ticket>(&row, 0).unwrap(), "the row is the fold of its events");
}

#[tokio::test]
async fn a_repetition_is_recognised_for_a_month_and_that_of_an_import_always() {
    let server = server().await;
    let writer = server.running.app().writer();
    let imported = || Ask { recognised: Recognised::Always, ..submit("import", Some("A-1")) };
    let first = ask(&server, submit("old", None)).await.unwrap();
    ask(&server, imported()).await.unwrap();
    let month = first.ticket.submitted_at + RECOGNISED_FOR;
    for (now, commands) in [(month, 2), (month + Seconds(1), 1), (month + Seconds::days(9999), 1)] {
        let more = writer.run(move |conn| Box::pin(forget_commands(conn, now))).await.unwrap();
        assert!(!more, "everything that was to be forgotten fits into one step");
        assert_eq!(number(&server, "select count(*) from commands").await, commands);
    }
    let again = ask(&server, imported()).await.unwrap();
    assert!(again.events.is_empty(), "it was carried out by an earlier run");
    let again = ask(&server, submit("old", None)).await.unwrap();
    assert_ne!(again.ticket.id, first.ticket.id, "nobody remembers that it was sent before");
}

#[tokio::test]
async fn the_same_command_in_one_batch_happens_once() {
    let server = server().await;
    let done = join_all((0..10).map(|_| ask(&server, submit("same", None)))).await;
    assert!(done.iter().all(|d| d.as_ref().unwrap().ticket.id.as_str() == "T20260915-0001"));
    assert_eq!(done.iter().filter(|d| !d.as_ref().unwrap().events.is_empty()).count(), 1);
    let other = Ask { fingerprint: "another".into(), ..submit("same", None) };
    assert_eq!(problem(ask(&server, other).await), Code::CommandReused);
}

#[tokio::test]
async fn a_command_that_breaks_takes_nobody_with_it() {
    let server = server().await;
    let asks = [submit("a", Some("k1")), submit("b", None), submit("c", Some("k1")), submit("d", None)];
    let done = join_all(asks.into_iter().map(|a| ask(&server, a))).await;
    let outcome: Vec<_> = done.into_iter().map(|d| d.map(|d| d.ticket.id.to_string()).is_ok()).collect();
    assert_eq!(outcome, [true, true, false, true], "the second ticket of one old key has no place");
    assert_eq!(number(&server, "select count(*) from tickets").await, 3);
    assert_eq!(number(&server, "select count(*) from events where seq = 1").await, 3);
}

#[tokio::test]
async fn small_work_that_fails_leaves_no_trace_and_harms_nobody() {
    let server = server().await;
    let writer = server.running.app().writer();
    let put = |name: &'static str, fail: bool| {
        writer.run(move |conn| {
            Box::pin(async move {
                sql("insert into settings (name, value) values ($1, 'x')").bind(name).run(&mut *conn).await?;
                if fail { Err(Code::Forbidden.into()) } else { Ok(()) }
            })
        })
    };
    let (one, two, three, four) =
        tokio::join!(put("one", false), put("two", true), put("three", false), put("one", false));
    assert!(one.is_ok() && two.is_err() && three.is_ok());
    assert!(matches!(four, Err(Failure::Internal(_))), "a name twice is a broken key, its own affair");
    assert_eq!(
        number(&server, "select count(*) from settings where name in ('one', 'two', 'three')").await,
        2
    );
}

#[tokio::test]
async fn a_full_disk_acknowledges_nothing_and_later_all_goes_on() {
    let server = server().await;
    if server.running.app().db().engine != Engine::Sqlite {
        return;
    }
    let db = server.running.app().db();
    let pages = |most: &'static str| async move { sqlx::raw_sql(most).execute(&db.write).await.unwrap() };
    let mut owner = server.owner(1).await;
    pages("PRAGMA max_page_count = 1").await;
    let (mut refused, mut kept) = (0, 0);
    for n in 0..40 {
        let mut draft = leak();
        draft.text = format!("第 {n} 次，{}", "很长的描述。".repeat(200));
        match owner.submit(draft).await {
            Ok(_) => kept += 1,
            Err(problem) => {
                assert_eq!(problem.code, Code::Unavailable);
                refused += 1;
            }
        }
    }
    assert!(refused > 0, "the disk was full");
    assert_eq!(number(&server, "select count(*) from tickets").await, kept);
    assert_eq!(server.anyone().get("/healthz").await.status, 200, "alive all the same");
    pages("PRAGMA max_page_count = 1000000").await;
    owner.submit(leak()).await.unwrap();
    assert_eq!(number(&server, "select count(*) from tickets").await, kept + 1);
}

#[tokio::test]
async fn a_locked_database_answers_unavailable_and_is_not_ready() {
    let server = server().await;
    let db = server.running.app().db();
    if db.engine != Engine::Sqlite {
        return;
    }
    let mut owner = server.owner(1).await;
    sqlx::raw_sql("PRAGMA busy_timeout = 20").execute(&db.write).await.unwrap();
    let address = format!("sqlite:{}", server.running.app().config().data.join("steward.db").display());
    let mut rogue = sqlx::AnyConnection::connect(&address).await.unwrap();
    let hold = rogue.begin_with("BEGIN IMMEDIATE").await.unwrap();
    assert_eq!(code(owner.submit(leak()).await), Code::Unavailable);
    let reply = server.anyone().get("/readyz").await;
    assert_eq!(reply.status.as_u16(), 503);
    hold.rollback().await.unwrap();
    owner.submit(leak()).await.unwrap();
    assert_eq!(server.anyone().get("/readyz").await.status, 200);
    assert_eq!(number(&server, "select count(*) from tickets").await, 1);
}
